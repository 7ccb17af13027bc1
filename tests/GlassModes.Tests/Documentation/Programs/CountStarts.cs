// The fourth program of docs/library.md: a mean over several starts, with its error.

#pragma warning disable IDE0130 // Outside GlassModes, so that the usings shown to readers are all that a program needs.

// quoted
using GlassModes.Dynamics;
using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Quench;
using GlassModes.Statistics;
// end

namespace Documented.Programs;

internal static class CountStarts
{
    public static void Run()
    {
        // quoted
        PairModel model = KobAndersen.ForceShifted();
        EquilibrationProtocol brief = new(CanonicalTime: 20, MicrocanonicalTime: 10, Interval: 5);
        List<double> fractions = [];
        foreach (LiquidSample liquid in Liquid.Equilibrate(model, 300, KobAndersen.Density, temperature: 2.0, samples: 4, protocol: brief))
        {
            Snapshot snapshot = SteepestDescent.Quench(liquid.Configuration, model, new Ladder(1e-1)).First();
            using ModeSet unstable = Hessian.Of(snapshot, model).UnstableModes();
            fractions.Add(unstable.FractionUnstable);
        }

        Console.WriteLine($"f_u = {Estimate.Of(fractions)} at W = 0.1, {fractions.Count} samples"); // 0.0105(8) is 0.0105 ± 0.0008
        // end
    }
}
