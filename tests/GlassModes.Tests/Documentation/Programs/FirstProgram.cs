// The program of README.md: one liquid, quenched, with the fraction of unstable modes at each rung.

#pragma warning disable IDE0130 // Outside GlassModes, so that the usings shown to readers are all that a program needs.

// quoted
using GlassModes.Dynamics;
using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Quench;
// end

namespace Documented.Programs;

internal static class FirstProgram
{
    public static void Run()
    {
        // quoted
        PairModel model = KobAndersen.ForceShifted();
        EquilibrationProtocol brief = new(CanonicalTime: 20, MicrocanonicalTime: 10);
        LiquidSample liquid = Liquid.Equilibrate(model, 500, KobAndersen.Density, temperature: 2.0, protocol: brief).First();
        foreach (Snapshot snapshot in SteepestDescent.Quench(liquid.Configuration, model, Ladder.Decades(from: -1.5, to: -3)))
        {
            using ModeSet unstable = Hessian.Of(snapshot, model).UnstableModes();
            Console.WriteLine($"{snapshot.Rung}, t = {snapshot.Time:f2}, f_u = {unstable.FractionUnstable:f4}");
        }
        // end
    }
}
