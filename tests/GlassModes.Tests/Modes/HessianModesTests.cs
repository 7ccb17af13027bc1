// Compares spectra with the reference facts, and every solver with the others.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Particles;

namespace GlassModes.Tests.Modes;

public class HessianModesTests
{
    [TestCase("kalj_N1000_T2")]
    [TestCase("kalj_N1000_W-1.5")]
    [TestCase("kalj_N1000_W-3")]
    [TestCase("kalj_N1000_W-5")]
    [TestCase("kalj_N1000_W-8")]
    public void Lowest_modes_and_counts_match_the_reference(string name)
    {
        (Configuration configuration, Facts facts) = Facts.Read(name);
        Hessian hessian = Hessian.Of(configuration, Facts.ModelOf(name));
        using ModeSet modes = hessian.LowestModes(facts.Lowest.Length);
        AssertLowest(modes, facts);
        Assert.That(modes.UnstableCount, Is.EqualTo(facts.Unstable));
        Assert.That(modes.FractionUnstable, Is.EqualTo(facts.FractionUnstable).Within(1e-15));
        Assert.That(modes.Evidence.ZeroModes?.Total, Is.EqualTo(facts.ZeroModes));
        Assert.That(modes.Evidence.MaxResidual, Is.LessThan(1.1e-11));
        Assert.That(modes.Evidence.OrthogonalityLoss, Is.LessThan(1e-12));
    }

    [TestCase("kalj_N1000_W-3")]
    [TestCase("kalj_N1000_T2")]
    public void Unstable_modes_match_the_reference(string name)
    {
        (Configuration configuration, Facts facts) = Facts.Read(name);
        using ModeSet modes = Hessian.Of(configuration, Facts.ModelOf(name)).UnstableModes();
        Assert.That(modes.Count, Is.EqualTo(facts.Unstable));
        Assert.That(modes.UnstableCount, Is.EqualTo(facts.Unstable));
        Assert.That(modes.Evidence.ZeroModes?.Total, Is.EqualTo(facts.ZeroModes));
        AssertLowest(modes, facts);
        Assert.That(modes.Eigenvalues[^1], Is.LessThan(0));
    }

    [Test]
    public void All_modes_hold_the_lowest_and_satisfy_the_identities()
    {
        (Configuration configuration, Facts facts) = Facts.Read("kalj_N1000_W-3");
        Hessian hessian = Hessian.Of(configuration, Facts.ModelOf("kalj"));
        using ModeSet allModes = hessian.AllModes();
        Assert.That(allModes.Count, Is.EqualTo(2997));
        AssertLowest(allModes, facts);
        Assert.That(allModes.Eigenvalues[^1], Is.EqualTo(facts.LargestEigenvalue).Within(1e-11 * facts.LargestEigenvalue));
        double sum = 0;
        double squares = 0;
        foreach (double value in allModes.Eigenvalues)
        {
            sum += value;
            squares += value * value;
        }

        Assert.That(sum, Is.EqualTo(facts.Trace).Within(1e-11 * facts.Trace));
        Assert.That(squares, Is.EqualTo(facts.TraceOfSquare).Within(1e-11 * facts.TraceOfSquare));
        Assert.That(allModes.Evidence.MaxResidual, Is.LessThan(1e-12));
        Assert.That(allModes.Evidence.OrthogonalityLoss, Is.LessThan(1e-12));
        Assert.That(allModes.UnstableCount, Is.EqualTo(facts.Unstable));
        Assert.That(allModes.ParticipationRatios(), Is.All.InRange(1.0 / 1000, 1.0));

        ModeEvidence counted = hessian.CountUnstable();
        Assert.That(counted.UnstableCount, Is.EqualTo(facts.Unstable));
        Assert.That(counted.ZeroModes, Is.EqualTo(new ZeroModes(3, 0, 0)));
    }

    [Test]
    public void The_driver_of_LAPACK_gives_the_same_modes()
    {
        (Configuration configuration, Facts facts) = Facts.Read("kalj_N1000_W-1.5");
        Hessian hessian = Hessian.Of(configuration, Facts.ModelOf("kalj"));
        using ModeSet modes = hessian.LowestModes(20);
        using ModeSet unstable = hessian.UnstableModes();

        // The translations are not shifted, so that three eigenvalues at 0 are among the results.
        using Eigenpairs lowest = DsyevrSolver.Lowest(hessian.ToDense(), 23);
        using Eigenpairs interval = DsyevrSolver.Interval(hessian.ToDense(), hessian.LowerBound(), -1e-6);
        double[] withoutTranslations = [.. lowest.Values.ToArray().Where(value => Math.Abs(value) > 1e-6)];
        Assert.That(withoutTranslations, Is.EqualTo(modes.Eigenvalues.ToArray()).Within(1e-13 * facts.LargestEigenvalue));
        Assert.That(interval.Count, Is.EqualTo(unstable.Count));
        for (int k = 0; k < interval.Count; k++)
        {
            Assert.That(interval.Values[k], Is.EqualTo(unstable.Eigenvalues[k]).Within(1e-13 * facts.LargestEigenvalue));
            double overlap = GlassModes.Numerics.Simd.VectorMath.Dot(interval.Vector(k), unstable[k].Vector);
            Assert.That(Math.Abs(overlap), Is.EqualTo(1).Within(1e-9));
        }
    }

    [Test]
    public void A_lowest_set_that_ends_below_zero_still_knows_the_whole_count()
    {
        (Configuration configuration, Facts facts) = Facts.Read("kalj_N1000_W-3");
        using ModeSet lowest = Hessian.Of(configuration, Facts.ModelOf("kalj")).LowestModes(1);
        Assert.That(lowest.Count, Is.EqualTo(1));
        Assert.That(lowest.UnstableCount, Is.EqualTo(facts.Unstable));
        Assert.That(lowest.Evidence.ZeroModes?.Total, Is.EqualTo(facts.ZeroModes));
    }

    [TestCase("kalj_N1000_W-8", 3)]
    [TestCase("kalj_N1000_W-3", 1)]
    [TestCase("kalj_N1000_W-3", 4)]
    public void At_least_so_many_modes_come_with_the_same_solve(string name, int atLeast)
    {
        (Configuration configuration, Facts facts) = Facts.Read(name);
        using ModeSet modes = Hessian.Of(configuration, Facts.ModelOf(name)).UnstableModes(atLeast);
        Assert.That(modes.Count, Is.EqualTo(Math.Max(facts.Unstable, atLeast)));
        Assert.That(modes.UnstableCount, Is.EqualTo(facts.Unstable));
        Assert.That(modes.Evidence.ZeroModes?.Total, Is.EqualTo(facts.ZeroModes));
        AssertLowest(modes, facts);
    }

    [Test]
    public void Rattlers_are_counted_apart_and_never_as_unstable()
    {
        // Two spheres touch each other, and two spheres touch nothing. There are 12 coordinates, and the rank of H is at most 3.
        Configuration spheres = new(new PeriodicBox(6), [0, 0, 0, 0], [1, 1, 1, 1.9, 1, 1, 4, 4, 4, 4, 1, 4]);
        Hessian hessian = Hessian.Of(spheres, HarmonicSpheres.Create());
        double slope = -0.1 / 0.9;
        ModeSet[] sets =
            [hessian.AllModes(), hessian.UnstableModes(), hessian.UnstableModes(9), hessian.LowestModes(2), hessian.LowestModes(3)];
        foreach (ModeSet modes in sets)
        {
            using (modes)
            {
                Assert.That(modes.UnstableCount, Is.EqualTo(2), "the compressed pair buckles in two directions");
                Assert.That(modes.Evidence.ZeroModes, Is.EqualTo(new ZeroModes(3, 6, 0)));
                Assert.That(modes.Eigenvalues[0], Is.EqualTo(2 * slope).Within(1e-14));
                Assert.That(modes.Eigenvalues[1], Is.EqualTo(2 * slope).Within(1e-14));
            }
        }

        using ModeSet allModes = hessian.AllModes();
        Assert.That(allModes.Count, Is.EqualTo(9));
        Assert.That(allModes.Eigenvalues[8], Is.EqualTo(2).Within(1e-14));

        // Rattlers have zero modes. No solver may return them among the softest or the lowest modes.
        foreach (ModeSolver solver in (ModeSolver[])[ModeSolver.Dense, ModeSolver.Davidson, ModeSolver.Slicing])
        {
            using ModeSet lowest = hessian.LowestModes(3, new ModeOptions(solver));
            Assert.That(lowest.Eigenvalues.ToArray(), Is.EqualTo(new[] { 2 * slope, 2 * slope, 2 }).Within(1e-13), lowest.Evidence.Solver);
            ModeSolver ofInterval = solver == ModeSolver.Davidson ? ModeSolver.Automatic : solver;
            using ModeSet around = hessian.ModesWithin(-0.1, 0.1, new ModeOptions(ofInterval));
            Assert.That(around.Count, Is.Zero, around.Evidence.Solver);
            Assert.That(
                () => hessian.LowestModes(4, new ModeOptions(solver)),
                Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("6 of them zero modes"));
        }
    }

    [Test]
    public void Particles_without_any_contact_have_only_zero_modes()
    {
        Configuration apart = new(new PeriodicBox(6), [0, 0], [1, 1, 1, 4, 4, 4]);
        using ModeSet allModes = Hessian.Of(apart, HarmonicSpheres.Create()).AllModes();
        Assert.That(allModes.UnstableCount, Is.Zero);
        Assert.That(allModes.Evidence.ZeroModes, Is.EqualTo(new ZeroModes(3, 3, 0)));
        Hessian hessian = Hessian.Of(apart, HarmonicSpheres.Create());
        foreach (ModeSolver solver in Enum.GetValues<ModeSolver>())
        {
            ModeOptions options = new(solver);
            using ModeSet unstable = hessian.UnstableModes(1, options);
            Assert.That(
                (unstable.Count, unstable.UnstableCount, unstable.Evidence.ZeroModes), Is.EqualTo((0, 0, allModes.Evidence.ZeroModes)));
            ModeEvidence counted = hessian.CountUnstable(options);
            Assert.That((counted.UnstableCount, counted.ZeroModes), Is.EqualTo(((int?)0, allModes.Evidence.ZeroModes)));
            Assert.That(hessian.CountBelow([-1, 1], options).Select(count => count.Below), Is.EqualTo(new[] { 0, 3 }));
        }

        Assert.That(() => hessian.LowestModes(1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_mode_needs_vectors_and_an_index_inside()
    {
        Configuration pair = new(new PeriodicBox(3), [0, 0], [1, 1, 1, 1.5, 1, 1]);
        Hessian hessian = Hessian.Of(pair, HarmonicSpheres.Create());
        using ModeSet values = hessian.AllModes(vectors: false);
        Assert.That(() => values[0].Eigenvalue, Throws.InvalidOperationException);
        using ModeSet modes = hessian.AllModes();
        Assert.That(() => modes[3].Eigenvalue, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => hessian.LowestModes(4), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("3N − 3 = 3"));
        Assert.That(modes[0].Frequency, Is.EqualTo(-Math.Sqrt(-modes[0].Eigenvalue)));
        Assert.That(modes[2].Frequency, Is.EqualTo(Math.Sqrt(2)).Within(1e-14));
    }

    private static void AssertLowest(ModeSet modes, Facts facts)
    {
        for (int k = 0; k < Math.Min(modes.Count, facts.Lowest.Length); k++)
        {
            Assert.That(modes.Eigenvalues[k], Is.EqualTo(facts.Lowest[k]).Within(1e-13 * facts.LargestEigenvalue), $"mode {k}");

            // The vectors of two close eigenvalues are determined less well: their error is ε λ_max over the distance of the eigenvalues.
            Assert.That(modes[k].ParticipationRatio, Is.EqualTo(facts.ParticipationLowest[k]).Within(1e-6), $"mode {k}");
        }
    }
}
