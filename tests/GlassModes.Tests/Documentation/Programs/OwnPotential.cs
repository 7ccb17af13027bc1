// The program of docs/library.md that uses a potential of the reader's own.

#pragma warning disable IDE0130 // Outside GlassModes, so that the usings shown to readers are all that a program needs.

// quoted
using GlassModes.Dynamics;
using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;
using GlassModes.Potentials;
using GlassModes.Quench;
// end

namespace Documented.Programs;

internal static class OwnPotential
{
    public static void Run()
    {
        // quoted
        InversePower pair = new(epsilon: 1, sigma: 1, cutoff: 2);
        PairModel model = new PairModel<ForceShifted<InversePower>>("inverse-power", [1.0], 1.0, [new(pair)]);

        using ParticleSystem random = InitialState.Random(model, 200, density: 1.0, seed: 1, sample: 0);
        Snapshot glass = SteepestDescent.Quench(random.ToConfiguration(), model, new Ladder(1e-3)).First();
        using ModeSet unstable = Hessian.Of(glass, model).UnstableModes();
        Console.WriteLine($"V/N = {glass.PotentialEnergyPerParticle:f3}, {unstable.UnstableCount} unstable modes");

        // A check of the form for several pairs at once: the plain kernel uses Energy and Derivative alone.
        double fast = EnergyReport.Of(glass.Configuration, model).MeanSquaredForce;
        double plain = EnergyReport.Of(glass.Configuration, model, SimdWidth.Scalar).MeanSquaredForce;
        Console.WriteLine($"equal to 1e-9: {Math.Abs((fast / plain) - 1) < 1e-9}");
        // end
    }
}
