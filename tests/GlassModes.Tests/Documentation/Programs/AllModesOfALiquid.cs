// The fifth program of docs/library.md: all modes of one configuration, in bins of the frequency.

#pragma warning disable IDE0130 // Outside GlassModes, so that the usings shown to readers are all that a program needs.

// quoted
using GlassModes.Dynamics;
using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Modes;
// end

namespace Documented.Programs;

internal static class AllModesOfALiquid
{
    public static void Run()
    {
        // quoted
        PairModel model = KobAndersen.ForceShifted();
        EquilibrationProtocol brief = new(CanonicalTime: 20, MicrocanonicalTime: 10);
        LiquidSample liquid = Liquid.Equilibrate(model, 200, KobAndersen.Density, 2.0, protocol: brief).First();
        using ModeSet modes = Hessian.Of(liquid.Configuration, model).AllModes();
        int[] bins = new int[14];
        for (int k = 0; k < modes.Count; k++)
        {
            bins[Math.Clamp((int)Math.Floor(modes[k].Frequency / 10) + 4, 0, 13)]++; // ω < 0: unstable
        }

        Console.WriteLine($"{modes.Count} modes, f_u = {modes.FractionUnstable:f3}, by ω from -40 in tens: {string.Join(' ', bins)}");
        // end
    }
}
