// Runs every solver on the same matrices: the reference configurations, and matrices that are difficult for a solver.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Arpack;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Modes.Certificates;
using GlassModes.Particles;

namespace GlassModes.Tests.Modes;

public class CrossSolverTests
{
    private static readonly ModeOptions Dense = new(ModeSolver.Dense);
    private static readonly ModeOptions[] Iterative = [new(ModeSolver.Davidson), new(ModeSolver.Slicing)];

    [TestCase("kalj_N1000_W-1.5")]
    [TestCase("kalj_N1000_W-3")]
    [TestCase("kalj_N1000_W-5")]
    [TestCase("kalj_N1000_W-8")]
    public void All_solvers_find_the_lowest_modes_of_the_reference(string name)
    {
        (Configuration configuration, Facts facts) = Facts.Read(name);
        Hessian hessian = Hessian.Of(configuration, Facts.ModelOf(name));
        double tolerance = 1e-10 * hessian.LargestEigenvalue;
        double[] expected = facts.Lowest[..12];
        foreach (ModeOptions solver in (ModeOptions[])[Dense, .. Iterative])
        {
            using ModeSet modes = hessian.LowestModes(12, solver);
            Assert.That(modes.Eigenvalues.ToArray(), Is.EqualTo(expected).Within(tolerance), modes.Evidence.Solver);
            Assert.That(modes.Evidence.Certificate.IsCertified, modes.Evidence.Certificate.ToString());
        }

        // ARPACK solves the same matrix with the translations moved up.
        void Multiply(ReadOnlySpan<double> x, Span<double> y)
        {
            hessian.Multiply(x, y);
            for (int axis = 0; axis < 3; axis++)
            {
                double sum = 0;
                for (int k = axis; k < x.Length; k += 3)
                {
                    sum += x[k];
                }

                for (int k = axis; k < x.Length; k += 3)
                {
                    y[k] += 100 * sum / hessian.Count;
                }
            }
        }

        using Eigenpairs arpack = ArpackSolver.Lowest(Multiply, hessian.Order, 12, new ArpackOptions(BasisSize: 80));
        Assert.That(arpack.Values.ToArray(), Is.EqualTo(expected).Within(tolerance), "ARPACK");
    }

    [TestCase("kalj_N1000_W-1.5")]
    [TestCase("kalj_N1000_W-3")]
    [TestCase("kalj_N1000_W-8")]
    [TestCase("kalj_N1000_T2")]
    public void All_ways_to_count_agree_with_the_reference(string name)
    {
        (Configuration configuration, Facts facts) = Facts.Read(name);
        Hessian hessian = Hessian.Of(configuration, Facts.ModelOf(name));
        double limit = -1e-10 * hessian.LargestEigenvalue;
        foreach (LdltPrecision precision in Enum.GetValues<LdltPrecision>())
        {
            ModeEvidence counted = hessian.CountUnstable(new ModeOptions(ModeSolver.Slicing, CountPrecision: precision));
            Assert.That(
                (counted.UnstableCount, counted.ZeroModes?.Total),
                Is.EqualTo(((int?)facts.Unstable, (int?)facts.ZeroModes)),
                counted.Certificate.ToString());
        }

        Assert.That(hessian.CountBelow([limit], new ModeOptions(ModeSolver.Slicing))[0].Below, Is.EqualTo(facts.Unstable));
        using ModeSet sliced = hessian.UnstableModes(options: new ModeOptions(ModeSolver.Slicing));
        Assert.That((sliced.UnstableCount, sliced.Evidence.ZeroModes?.Total), Is.EqualTo((facts.Unstable, (int?)facts.ZeroModes)));
    }

    [Test]
    public void Thirty_equal_dimers_have_thirty_equal_modes()
    {
        // The dimers are stretched beyond the inflection of the potential. Each has one unstable mode, all with the same eigenvalue up to
        // rounding. A block holds fewer modes.
        Random random = new(4);
        List<double> positions = [];
        for (int k = 0; k < 30; k++)
        {
            double z = 6 * (k % 5);
            double y = 6 * (k / 5 % 3);
            double x = 6 * (k / 15);
            (double a, double b) = (random.NextDouble() * Math.PI, 2 * Math.PI * random.NextDouble());
            double[] along = [Math.Sin(a) * Math.Cos(b), Math.Sin(a) * Math.Sin(b), Math.Cos(a)];
            positions.AddRange([x, y, z, x + (1.3 * along[0]), y + (1.3 * along[1]), z + (1.3 * along[2])]);
        }

        Hessian hessian = Hessian.Of(new Configuration(new PeriodicBox(60), new byte[60], [.. positions]), KobAndersen.ForceShifted());
        using ModeSet dense = hessian.UnstableModes(options: Dense);
        Assert.That(dense.UnstableCount, Is.EqualTo(30));
        Assert.That(dense.Eigenvalues[29] - dense.Eigenvalues[0], Is.LessThan(1e-10));
        foreach (ModeOptions solver in Iterative)
        {
            using ModeSet modes = hessian.UnstableModes(options: solver);
            Assert.That((modes.UnstableCount, modes.Evidence.ZeroModes), Is.EqualTo((30, dense.Evidence.ZeroModes)), modes.Evidence.Solver);
            Assert.That(modes.Eigenvalues.ToArray(), Is.EqualTo(dense.Eigenvalues.ToArray()).Within(1e-10));
            Assert.That(modes.Evidence.Certificate.Method, Is.EqualTo(CertificateMethod.Inertia));
            Assert.That(modes.Evidence.OrthogonalityLoss, Is.LessThan(1e-12));
        }
    }

    [TestCase(1.05)]
    [TestCase(1.3)]
    public void The_smallest_systems_have_all_their_modes(double distance)
    {
        PairModel model = KobAndersen.ForceShifted();
        Hessian dimer = Hessian.Of(new Configuration(new PeriodicBox(10), new byte[2], [1, 1, 1, 1 + distance, 1, 1]), model);
        Hessian trimer = Hessian.Of(
            new Configuration(new PeriodicBox(10), new byte[3], [1, 1, 1, 1 + distance, 1, 1, 1, 1 + (1.1 * distance), 1]), model);
        foreach (Hessian hessian in (Hessian[])[dimer, trimer])
        {
            using ModeSet allModes = hessian.AllModes();
            ModeEvidence counted = hessian.CountUnstable(new ModeOptions(ModeSolver.Slicing));
            Assert.That(
                (counted.UnstableCount, counted.ZeroModes), Is.EqualTo(((int?)allModes.UnstableCount, allModes.Evidence.ZeroModes)));
            foreach (ModeOptions solver in Iterative)
            {
                for (int count = 1; count <= hessian.Order - 3; count++)
                {
                    using ModeSet lowest = hessian.LowestModes(count, solver);
                    Assert.That(
                        lowest.Eigenvalues.ToArray(),
                        Is.EqualTo(allModes.Eigenvalues[..count].ToArray()).Within(1e-9),
                        $"{count} of {lowest.Evidence.Solver}");
                }

                using ModeSet unstable = hessian.UnstableModes(options: solver);
                Assert.That(unstable.UnstableCount, Is.EqualTo(allModes.UnstableCount));
            }
        }
    }

    [Test]
    public void Soft_spheres_have_the_same_modes_by_every_solver()
    {
        (Configuration configuration, Facts facts) = Facts.Read("harmonic_N2000_W-4");
        Hessian hessian = Hessian.Of(configuration, Facts.ModelOf("harmonic_N2000_W-4"));
        foreach (ModeOptions solver in Iterative)
        {
            using ModeSet modes = hessian.UnstableModes(12, solver);
            Assert.That(
                modes.Eigenvalues[..12].ToArray(),
                Is.EqualTo(facts.Lowest[..12]).Within(1e-10 * hessian.LargestEigenvalue),
                modes.Evidence.Solver);
            Assert.That((modes.UnstableCount, modes.Evidence.ZeroModes?.Total), Is.EqualTo((facts.Unstable, (int?)facts.ZeroModes)));
            Assert.That(modes.Evidence.Certificate.Method, Is.EqualTo(CertificateMethod.Inertia));
        }
    }

    [Test]
    public void A_loose_tolerance_gives_no_certificate_that_it_cannot_keep()
    {
        // Eigenvalues may be wrong by a thousandth of the largest one. Signs near 0 are then unknown, and the set has to say so. With a
        // tighter tolerance the signs are known, and the count has to be right.
        Hessian hessian = Hessian.Of(Facts.Read("kalj_N1000_W-1.5").Configuration, KobAndersen.ForceShifted());
        using ModeSet dense = hessian.UnstableModes(options: Dense);
        foreach (ModeSolver solver in (ModeSolver[])[ModeSolver.Davidson, ModeSolver.Slicing])
        {
            using ModeSet loose = hessian.UnstableModes(options: new ModeOptions(solver, Tolerance: 1e-3));
            Assert.That(loose.Evidence.Certificate.IsCertified, Is.False);
            Assert.That(loose.Evidence.MaxResidual, Is.LessThan(2e-3));
            Assert.That(
                () => hessian.UnstableModes(options: new ModeOptions(solver, ModeCertification.Always, Tolerance: 1e-3)),
                Throws.InstanceOf<ModeException>().With.Message.Contains("asked for"));
            using ModeSet tighter = hessian.UnstableModes(options: new ModeOptions(solver, Tolerance: 1e-6));
            Assert.That(tighter.Evidence.Certificate.Method, Is.EqualTo(CertificateMethod.Inertia));
            Assert.That(tighter.UnstableCount, Is.EqualTo(dense.UnstableCount));
        }
    }
}
