// Tests force and displacement in terms of modes: against all modes, against the flow itself, and where the answer is known.

using GlassModes.Dynamics;
using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Modes.Measures;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;
using GlassModes.Quench;

namespace GlassModes.Tests.Modes;

public class FlowTests
{
    private static readonly PairModel s_model = KobAndersen.ForceShifted();
    private Snapshot[] _snapshots = [];

    // Two pairs of close rungs, at W = 1 and at W = 0.1, serve for differences. The method is an accurate one, because the tests compare
    // times.
    [OneTimeSetUp]
    public void Quench()
    {
        EquilibrationProtocol brief = new(CanonicalTime: 5, MicrocanonicalTime: 1);
        LiquidSample liquid = Liquid.Equilibrate(s_model, 200, KobAndersen.Density, 2, 11, protocol: brief).First();
        Ladder ladder = new([1, 0.999, 0.1, 0.0999]);
        _snapshots = [.. SteepestDescent.Quench(liquid.Configuration, s_model, ladder, new QuenchOptions(QuenchMethodKind.RungeKutta54))];
        Assert.That(_snapshots, Has.Length.EqualTo(4));
    }

    [Test]
    public void Shares_of_the_force_are_those_of_all_modes([Values(0, 2)] int rung)
    {
        Configuration configuration = _snapshots[rung].Configuration;
        Hessian hessian = Hessian.Of(configuration, s_model);
        using ModeSet unstable = hessian.UnstableModes(atLeast: 1);
        using ModeSet allModes = hessian.AllModes();
        using HarmonicExpansion expansion = HarmonicExpansion.Of(configuration, s_model);
        ForceSpectrum spectrum = ForceSpectrum.Of(unstable, expansion)!;
        double[] force = EnergyReport.Of(configuration, s_model).Forces.ToArray();
        double square = VectorMath.Dot(force, force);
        double[] shares =
        [
            .. Enumerable.Range(0, allModes.Count).Select(k => Math.Pow(VectorMath.Dot(force, allModes[k].Vector), 2) / square),
        ];
        double[] values = allModes.Eigenvalues.ToArray();
        Assert.That(unstable.UnstableCount, Is.GreaterThan(0));
        Assert.That(spectrum.UnstableShares, Is.EqualTo(shares.Take(unstable.UnstableCount)).Within(1e-9));
        Assert.That(spectrum.Curvature, Is.EqualTo(values.Zip(shares, (value, share) => value * share).Sum()).Within(1e-8));
        for (int edge = 0; edge < ForceSpectrum.Edges.Count; edge++)
        {
            double x = ForceSpectrum.Edges[edge];
            double Share(Func<double, bool> belongs) => values.Zip(shares, (value, share) => belongs(value) ? share : 0).Sum();
            double exact = Share(value => value > unstable.ZeroThreshold && value <= x);
            Assert.That(spectrum.AtMostLower[edge], Is.LessThanOrEqualTo(exact + 1e-9));
            Assert.That(spectrum.AtMostUpper[edge], Is.GreaterThanOrEqualTo(exact - 1e-9));
            ForceShares found = spectrum.Shares([.. unstable.Eigenvalues[..unstable.UnstableCount]], edge);
            Assert.That(found.Uncertainty, Is.LessThanOrEqualTo(0.005));
            Assert.That(found.Unstable, Is.EqualTo(Share(value => value < -x)).Within(1e-9));
            Assert.That(found.Flat, Is.EqualTo(Share(value => Math.Abs(value) <= x)).Within(found.Uncertainty + 1e-9));
            Assert.That(found.Stable, Is.EqualTo(Share(value => value > x)).Within(found.Uncertainty + 1e-9));
            Assert.That(found.Unstable + found.Flat + found.Stable, Is.EqualTo(1).Within(1e-12));
        }
    }

    [Test]
    public void The_mean_curvature_along_the_force_is_how_fast_it_falls([Values(0, 2)] int rung)
    {
        // dW/dt = −2 κ W.
        (Snapshot first, Snapshot next) = (_snapshots[rung], _snapshots[rung + 1]);
        double Curvature(Snapshot snapshot)
        {
            using ModeSet modes = Hessian.Of(snapshot, s_model).UnstableModes();
            using HarmonicExpansion expansion = HarmonicExpansion.Of(snapshot.Configuration, s_model);
            return ForceSpectrum.Of(modes, expansion)!.Curvature;
        }

        double rate = (next.MeanSquaredForce - first.MeanSquaredForce) / (next.Time - first.Time);
        Assert.That(
            -(Curvature(first) + Curvature(next)) * 0.5 * (first.MeanSquaredForce + next.MeanSquaredForce),
            Is.EqualTo(rate).Within(1e-3 * Math.Abs(rate)));
    }

    [Test]
    public void Missing_unstable_modes_are_refused()
    {
        Configuration configuration = _snapshots[0].Configuration;
        Hessian hessian = Hessian.Of(configuration, s_model);
        using ModeSet lowest = hessian.LowestModes(1);
        using HarmonicExpansion expansion = HarmonicExpansion.Of(configuration, s_model);
        Assert.That(lowest.UnstableCount, Is.GreaterThan(1));
        Assert.That(() => ForceSpectrum.Of(lowest, expansion), Throws.ArgumentException.With.Message.Contains("unstable"));
    }

    [Test]
    public void Modes_are_their_own_successors_and_a_way_along_a_mode_is_that_mode()
    {
        Configuration start = _snapshots[0].Configuration;
        using ModeSet modes = Hessian.Of(start, s_model).UnstableModes();
        Assert.That(modes.UnstableCount, Is.GreaterThan(2));
        double[] distances = new double[2];
        foreach (int along in (int[])[0, 1])
        {
            // A step along a mode and a drift of all particles, with all positions wrapped into the box.
            double[] positions = start.Positions.ToArray();
            for (int k = 0; k < positions.Length; k++)
            {
                positions[k] += (1e-5 * modes[along].Vector[k]) + 0.3;
                positions[k] -= start.Box.Length * Math.Floor(positions[k] / start.Box.Length);
            }

            Configuration displaced = new(start.Box, start.Species, positions);
            using ModeSet after = Hessian.Of(displaced, s_model).UnstableModes();
            using HessianProduct product = new(displaced, s_model);
            ModeTransition transition = ModeTransition.Of(modes, after, product);
            Assert.That(transition.Displacement, Is.EqualTo(1e-5 / Math.Sqrt(start.Count)).Within(1e-12));
            Assert.That(transition.DisplacementParticipation, Is.EqualTo(modes[along].ParticipationRatio).Within(1e-6));
            Assert.That(transition.LowestOverlap, Is.EqualTo(along == 0 ? 1 : 0).Within(1e-6));
            Assert.That(transition.UnstableOverlap, Is.EqualTo(1).Within(1e-6));
            Assert.That(transition.Successors, Is.EqualTo(Enumerable.Range(0, modes.UnstableCount)));
            Assert.That(transition.SuccessorOverlaps, Is.All.EqualTo(1).Within(1e-3));
            Assert.That(transition.RemainingOverlaps, Is.All.EqualTo(1).Within(1e-3));
            Assert.That(transition.NextCurvatures, Is.EqualTo(modes.Eigenvalues[..modes.UnstableCount].ToArray()).Within(0.05));
            distances[along] = transition.HotSpotDistance;
        }

        // The hot spot of a step along the lowest mode is that mode's particle of largest amplitude.
        Assert.That(distances[0], Is.EqualTo(FromLargestAmplitudeToCore(modes)).Within(1e-9));
    }

    [Test]
    public void Overlaps_of_two_rungs_are_those_of_their_vectors()
    {
        using ModeSet before = Hessian.Of(_snapshots[0], s_model).UnstableModes();

        // Stable modes of the later rung can be successors, but they do not count for the remaining overlap.
        Hessian later = Hessian.Of(_snapshots[2], s_model);
        using ModeSet after = later.LowestModes(later.CountUnstable().UnstableCount!.Value + 3);
        using HessianProduct product = new(_snapshots[2].Configuration, s_model);
        ModeTransition transition = ModeTransition.Of(before, after, product);
        double[] start = _snapshots[0].Configuration.Positions.ToArray();
        double[] end = _snapshots[2].Configuration.Positions.ToArray();
        double[] displacement = [.. start.Zip(end, (earlier, later) => later - earlier)];
        Assert.That(transition.Displacement, Is.EqualTo(Math.Sqrt(VectorMath.Dot(displacement, displacement) / 200)).Within(1e-12));
        double sum = 0;
        for (int k = 0; k < before.UnstableCount; k++)
        {
            double[] overlaps =
                [.. Enumerable.Range(0, after.Count).Select(later => Math.Pow(VectorMath.Dot(before[k].Vector, after[later].Vector), 2))];
            Assert.That(transition.SuccessorOverlaps[k], Is.EqualTo(overlaps.Max()).Within(1e-12));
            Assert.That(transition.Successors[k], Is.EqualTo(Array.IndexOf(overlaps, overlaps.Max())));
            Assert.That(transition.RemainingOverlaps[k], Is.EqualTo(overlaps.Take(after.UnstableCount).Sum()).Within(1e-12));
            double[] image = new double[displacement.Length];
            after.Hessian.Multiply(before[k].Vector, image);
            Assert.That(transition.NextCurvatures[k], Is.EqualTo(VectorMath.Dot(before[k].Vector, image)).Within(1e-9));
            sum += Math.Pow(VectorMath.Dot(displacement, before[k].Vector), 2) / VectorMath.Dot(displacement, displacement);
        }

        Assert.That(transition.UnstableOverlap, Is.EqualTo(sum).Within(1e-12));
    }

    [Test]
    public void Nothing_moved_nothing_interacts_and_other_particles()
    {
        // Two spheres without contact have no force, no displacement and no mode.
        PairModel spheres = HarmonicSpheres.Create();
        Configuration apart = new(new PeriodicBox(5), [0, 0], [1, 1, 1, 3, 3, 3]);
        using ModeSet modes = Hessian.Of(apart, spheres).UnstableModes();
        using HarmonicExpansion expansion = HarmonicExpansion.Of(apart, spheres);
        Assert.That(ForceSpectrum.Of(modes, expansion), Is.Null);
        ModeTransition transition = ModeTransition.Of(modes, modes, expansion.Product);
        Assert.That(transition.Displacement, Is.Zero);
        Assert.That(
            (double[])
            [
                transition.DisplacementParticipation, transition.LowestOverlap, transition.UnstableOverlap, transition.HotSpotDistance,
            ],
            Is.All.NaN);
        Assert.That(transition.Successors, Is.Empty);
        using ModeSet modesOfLiquid = Hessian.Of(_snapshots[0], s_model).UnstableModes();
        Assert.That(
            () => ModeTransition.Of(modes, modesOfLiquid, expansion.Product), Throws.ArgumentException.With.Message.Contains("2 and 200"));
    }

    private static double FromLargestAmplitudeToCore(ModeSet modes)
    {
        ReadOnlySpan<double> vector = modes[0].Vector;
        double[] norms = new double[modes.Hessian.Count];
        for (int i = 0; i < norms.Length; i++)
        {
            norms[i] = VectorMath.Dot(vector.Slice(3 * i, 3), vector.Slice(3 * i, 3));
        }

        double[] energies = LocalEnergies.Of(modes.Hessian, vector);
        (int mobile, int core) = (Array.IndexOf(norms, norms.Max()), Array.IndexOf(energies, energies.Min()));
        ReadOnlySpan<double> p = modes.Hessian.Configuration.Positions;
        double square = 0;
        for (int axis = 0; axis < 3; axis++)
        {
            square += Math.Pow(modes.Hessian.Configuration.Box.MinimumImage(p[(3 * mobile) + axis] - p[(3 * core) + axis]), 2);
        }

        return Math.Sqrt(square);
    }
}
