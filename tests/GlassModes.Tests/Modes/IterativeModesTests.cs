// Compares block Davidson and slices with LAPACK, on whole systems and on fragments, with and without a certificate.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Modes.Certificates;
using GlassModes.Particles;

namespace GlassModes.Tests.Modes;

public class IterativeModesTests
{
    private static readonly ModeOptions Dense = new(ModeSolver.Dense);
    private static readonly ModeOptions Davidson = new(ModeSolver.Davidson);
    private static readonly ModeOptions Slicing = new(ModeSolver.Slicing);
    private static readonly ModeOptions Double = new(ModeSolver.Davidson, CountPrecision: LdltPrecision.Binary64);
    private static readonly ModeOptions Single = new(ModeSolver.Davidson, CountPrecision: LdltPrecision.Binary32);

    [TestCase("kalj_N1000_W-1.5")]
    [TestCase("kalj_N1000_W-5")]
    public void Both_solvers_find_the_same_unstable_modes(string name)
    {
        Hessian hessian = Hessian.Of(Facts.Read(name).Configuration, Facts.ModelOf(name));
        AssertSame(hessian, 1);
        using ModeSet dense = hessian.UnstableModes(options: Dense);
        foreach (ModeOptions precision in (ModeOptions[])[Double, Single])
        {
            ModeEvidence counted = hessian.CountUnstable(precision);
            Assert.That((counted.UnstableCount, counted.ZeroModes), Is.EqualTo(((int?)dense.UnstableCount, dense.Evidence.ZeroModes)));
            Assert.That(counted.Certificate.Upper!.Precision, Is.EqualTo(precision.CountPrecision));
        }
    }

    [Test]
    public void Unstable_modes_of_soft_spheres_are_counted_by_inertia()
    {
        (Configuration configuration, Facts facts) = Facts.Read("harmonic_N2000_W-4");
        Hessian hessian = Hessian.Of(configuration, Facts.ModelOf("harmonic_N2000_W-4"));
        foreach (ModeOptions precision in (ModeOptions[])[Double, Single])
        {
            ModeEvidence counted = hessian.CountUnstable(precision);
            Assert.That(
                (counted.UnstableCount, counted.ZeroModes?.Total),
                Is.EqualTo(((int?)facts.Unstable, (int?)facts.ZeroModes)),
                counted.Certificate.ToString());
        }
    }

    [TestCase(40, 1)]
    [TestCase(200, 2)]
    [TestCase(500, 3)]
    public void Fragments_and_isolated_particles_have_their_zero_modes_apart(int particles, int seed)
    {
        // Only some particles of a liquid are kept. They form parts of all sizes, most of which are unstable.
        Configuration liquid = Facts.Read("kalj_N1000_W-3").Configuration;
        int[] chosen = [.. Enumerable.Range(0, liquid.Count)];
        new Random(seed).Shuffle(chosen);
        chosen = chosen[..particles];
        double[] positions = [.. chosen.SelectMany(i => liquid.Positions.Slice(3 * i, 3).ToArray())];
        byte[] species = [.. chosen.Select(i => liquid.Species[i])];
        Hessian hessian = Hessian.Of(new Configuration(liquid.Box, species, positions), KobAndersen.ForceShifted());
        using SparseHessian sparse = new(hessian);
        Assert.That(sparse.IsolatedCount, particles == 40 ? Is.Positive : Is.Zero);
        AssertSame(hessian, 0);
        AssertSame(hessian, 3);
        using ModeSet dense = hessian.UnstableModes(options: Dense);
        ModeEvidence counted = hessian.CountUnstable(Double);
        Assert.That((counted.UnstableCount, counted.ZeroModes), Is.EqualTo(((int?)dense.UnstableCount, dense.Evidence.ZeroModes)));
    }

    [Test]
    public void Rotations_of_dimers_at_rest_are_zero_modes_beside_the_translations()
    {
        PairModel model = KobAndersen.ForceShifted();
        (double near, double far) = (1, 1.3);
        for (int k = 0; k < 100; k++)
        {
            double middle = 0.5 * (near + far);
            (near, far) = model.Derivative(0, 0, middle) < 0 ? (middle, far) : (near, middle);
        }

        // Three dimers along different axes and a single particle have 21 modes. Only three of these modes stretch a dimer.
        double[] positions = [1, 1, 1, 1 + near, 1, 1, 6, 6, 6, 6, 6 + near, 6, 12, 12, 12, 12, 12, 12 + near, 16, 1, 9];
        Hessian hessian = Hessian.Of(new Configuration(new PeriodicBox(20), new byte[7], positions), model);
        ModeEvidence counted = hessian.CountUnstable(Double);
        ModeEvidence dense = hessian.CountUnstable(Dense);
        Assert.That((dense.UnstableCount, dense.ZeroModes), Is.EqualTo(((int?)0, (ZeroModes?)new ZeroModes(3, 3, 12))));
        Assert.That((counted.UnstableCount, counted.ZeroModes), Is.EqualTo((dense.UnstableCount, dense.ZeroModes)));
        Assert.That(counted.Certificate.NearZero!.Count, Is.EqualTo(6));
        ModeEvidence inSinglePrecision = hessian.CountUnstable(Single);
        Assert.That((inSinglePrecision.UnstableCount, inSinglePrecision.ZeroModes), Is.EqualTo((dense.UnstableCount, dense.ZeroModes)));
        Assert.That(
            inSinglePrecision.Certificate,
            Is.EqualTo(counted.Certificate),
            "single precision does not tell rotations from unstable modes, and says so");
        using ModeSet softest = hessian.UnstableModes(7, Davidson);
        Assert.That(softest.Evidence.ZeroModes!.Value.Total, Is.EqualTo(18));
        Assert.That(softest.Eigenvalues[6], Is.GreaterThan(1), "after the six rotations");
    }

    [TestCase(-3, 2)]
    [TestCase(0.5, 4)]
    [TestCase(-100, -50)]
    [TestCase(-1e6, -1e5)]
    [TestCase(1e5, 1e6)]
    public void Modes_of_an_interval_are_those_of_the_whole_spectrum(double lower, double upper)
    {
        Hessian hessian = Hessian.Of(Facts.Read("kalj_N1000_W-1.5").Configuration, KobAndersen.ForceShifted());
        double[] expected = [.. ReferenceSpectra.Of("kalj_N1000_W-1.5").Eigenvalues.Where(value => value > lower && value <= upper)];
        Assert.That(expected.Length, lower is -3 or 0.5 ? Is.GreaterThan(5) : Is.Zero);
        foreach (ModeOptions solver in (ModeOptions[])[Dense, Slicing])
        {
            using ModeSet found = hessian.ModesWithin(lower, upper, solver);
            Assert.That(found.Eigenvalues.ToArray(), Is.EqualTo(expected).Within(1e-10 * hessian.LargestEigenvalue), found.Evidence.Solver);
            Assert.That(found.Evidence.Certificate.IsCertified, found.Evidence.Certificate.ToString());
        }
    }

    [Test]
    public void The_top_of_the_spectrum_is_an_interval_like_any_other()
    {
        Hessian hessian = Hessian.Of(Facts.Read("kalj_N1000_W-5").Configuration, KobAndersen.ForceShifted());
        double[] spectrum = ReferenceSpectra.Of("kalj_N1000_W-5").Eigenvalues;
        double lower = 0.5 * (spectrum[^5] + spectrum[^6]);
        using ModeSet top = hessian.ModesWithin(lower, 2 * hessian.LargestEigenvalue, Slicing);
        Assert.That(top.Eigenvalues.ToArray(), Is.EqualTo(spectrum[^5..]).Within(1e-10 * hessian.LargestEigenvalue));
        Assert.That(top.Evidence.Certificate.Method, Is.EqualTo(CertificateMethod.Inertia));
    }

    [Test]
    public void Modes_are_counted_below_any_limits()
    {
        Hessian hessian = Hessian.Of(Facts.Read("kalj_N1000_W-1.5").Configuration, KobAndersen.ForceShifted());
        double[] spectrum = ReferenceSpectra.Of("kalj_N1000_W-1.5").Eigenvalues;
        double[] limits = [-2, 1000, 1, -20, 0.5 * (spectrum[20] + spectrum[21])];
        int[] expected = [.. limits.Select(limit => spectrum.Count(value => value < limit))];
        Assert.That(hessian.CountBelow(limits, Dense).Select(count => count.Below), Is.EqualTo(expected));
        Assert.That(hessian.CountBelow(limits, Double).Select(count => count.Below), Is.EqualTo(expected));
        IReadOnlyList<ModeCount> single = hessian.CountBelow(limits, Single);
        Assert.That(single.Select(count => count.Below), Is.EqualTo(expected));
        Assert.That(single[0].Certificate.Detail, Does.Contain("cannot be told"));
        Assert.That(() => hessian.CountBelow([0], Double), Throws.ArgumentException.With.Message.Contains("translations"));
        Assert.That(() => hessian.CountBelow([double.NaN], Double), Throws.ArgumentException);
    }

    [Test]
    public void Factors_that_memory_does_not_hold_go_to_disk()
    {
        Hessian hessian = Hessian.Of(Facts.Read("kalj_N1000_W-1.5").Configuration, KobAndersen.ForceShifted());
        using SparseHessian sparse = new(hessian);
        using LdltFactorization kept = new(sparse.Matrix, new LdltOptions(LdltPrecision.Binary32));
        using LdltFactorization written = new(sparse.Matrix, new LdltOptions(LdltPrecision.Binary32, LdltFactors.ToDisk));
        Assert.That(written.Analysis.Bytes, Is.LessThan(0.9 * kept.Analysis.Bytes));
        string scratch = Directory.CreateTempSubdirectory("glassmodes").FullName;
        ModeOptions small = Single with { MemoryLimit = (kept.Analysis.Bytes + written.Analysis.Bytes) / 2, ScratchDirectory = scratch };
        ModeEvidence counted = hessian.CountUnstable(small);
        Assert.That(counted.UnstableCount, Is.EqualTo(10));
        Assert.That(counted.Certificate.Upper!.Precision, Is.EqualTo(LdltPrecision.Binary32));
        Assert.That(Directory.EnumerateFileSystemEntries(scratch), Is.Empty, "and are taken away again");
        Directory.Delete(scratch);
    }

    [Test]
    public void Hundreds_of_modes_are_found_from_one_shift()
    {
        // In a liquid at T = 2 a fifth of all modes is unstable.
        Hessian hessian = Hessian.Of(Facts.Read("kalj_N1000_T2").Configuration, KobAndersen.ForceShifted());
        using ModeSet sliced = hessian.UnstableModes(options: Slicing);
        using ModeSet dense = hessian.UnstableModes(options: Dense);
        Assert.That(sliced.UnstableCount, Is.EqualTo(dense.UnstableCount).And.GreaterThan(500));
        Assert.That(sliced.Eigenvalues.ToArray(), Is.EqualTo(dense.Eigenvalues.ToArray()).Within(1e-10 * hessian.LargestEigenvalue));
        Assert.That(sliced.Evidence.Certificate.Method, Is.EqualTo(CertificateMethod.Inertia));
        Assert.That(sliced.Evidence.Solver, Does.EndWith("1 shifts"));
    }

    [Test]
    public void More_modes_than_a_shift_serves_take_several()
    {
        Hessian hessian = Hessian.Of(Facts.Read("kalj_N1000_W-1.5").Configuration, KobAndersen.ForceShifted());
        double[] spectrum = ReferenceSpectra.Of("kalj_N1000_W-1.5").Eigenvalues;
        double upper = 0.5 * (spectrum[1000] + spectrum[1001]);
        using ModeSet sliced = hessian.ModesWithin(-100, upper, Slicing);
        Assert.That(
            sliced.Eigenvalues.ToArray(), Is.EqualTo(spectrum[..1001]).Within(1e-10 * hessian.LargestEigenvalue));
        Assert.That(sliced.Evidence.Certificate.Method, Is.EqualTo(CertificateMethod.Inertia));
        Assert.That(int.Parse(sliced.Evidence.Solver.Split(' ')[^2], System.Globalization.CultureInfo.InvariantCulture), Is.GreaterThan(1));
        Assert.That(
            (sliced.UnstableCount, sliced.Evidence.ZeroModes),
            Is.EqualTo((10, (ZeroModes?)new ZeroModes(3, 0, 0))),
            "the whole lower end is in it");
    }

    [Test]
    public void The_lowest_modes_are_certified_unless_that_is_not_wanted()
    {
        Hessian hessian = Hessian.Of(Facts.Read("kalj_N1000_W-1.5").Configuration, KobAndersen.ForceShifted());
        using ModeSet dense = hessian.LowestModes(5, Dense);
        using ModeSet certified = hessian.LowestModes(5, Davidson);
        Assert.That(certified.Eigenvalues.ToArray(), Is.EqualTo(dense.Eigenvalues.ToArray()).Within(1e-10 * hessian.LargestEigenvalue));
        Assert.That(certified.Evidence.Certificate, Has.Property("Found").GreaterThanOrEqualTo(5).And.Property("IsCertified").True);
        Assert.That(certified.UnstableCount, Is.EqualTo(dense.UnstableCount), "though the set ends below 0");
        using ModeSet sliced = hessian.LowestModes(5, Slicing);
        Assert.That(sliced.Eigenvalues.ToArray(), Is.EqualTo(dense.Eigenvalues.ToArray()).Within(1e-10 * hessian.LargestEigenvalue));
        Assert.That(sliced.Evidence.Certificate, Has.Property("Found").GreaterThanOrEqualTo(5).And.Property("IsCertified").True);
        using ModeSet bare = hessian.LowestModes(5, Davidson with { Certification = ModeCertification.Never });
        Assert.That(bare.Eigenvalues.ToArray(), Is.EqualTo(certified.Eigenvalues.ToArray()).Within(1e-12 * hessian.LargestEigenvalue));
        Assert.That(bare.Evidence.Certificate, Is.EqualTo(Certificate.Missing(UncertifiedReason.NotWanted)));
        Assert.That(bare.Evidence.UnstableCount, Is.Null);
        Assert.That(() => bare.UnstableCount, Throws.InvalidOperationException);
    }

    [Test]
    public void A_certificate_that_does_not_fit_into_memory_is_missing_or_an_error()
    {
        Hessian hessian = Hessian.Of(Facts.Read("kalj_N1000_W-3").Configuration, KobAndersen.ForceShifted());
        ModeOptions small = Davidson with { MemoryLimit = 3_000_000 };
        using ModeSet modes = hessian.UnstableModes(options: small);
        Assert.That(modes.Evidence.Certificate.Reason, Is.EqualTo(UncertifiedReason.InsufficientMemory));
        Assert.That(
            () => hessian.UnstableModes(options: small with { Certification = ModeCertification.Always }),
            Throws.InstanceOf<InsufficientMemoryException>());
        Assert.That(() => hessian.CountUnstable(small), Throws.InstanceOf<InsufficientMemoryException>());

        // The automatic choice must not compute the set again with another solver, which would not help.
        List<string> stages = [];
        Assert.That(
            () => hessian.UnstableModes(
                0,
                small with { Solver = ModeSolver.Automatic, Certification = ModeCertification.Always },
                new Recorder(stages, "estimating")),
            Throws.InstanceOf<InsufficientMemoryException>().With.Message.Contains("foreseen to need"));
        Assert.That(stages, Has.Count.EqualTo(1));
    }

    [TestCase(ModeSolver.Davidson)]
    [TestCase(ModeSolver.Automatic)]
    public void Modes_are_kept_when_memory_does_not_suffice_to_count_the_others(ModeSolver solver)
    {
        // The certificate is made in single precision, the count in double precision. The limit lies between the two.
        Hessian hessian = Hessian.Of(Facts.Read("kalj_N1000_W-1.5").Configuration, KobAndersen.ForceShifted());
        using SparseHessian sparse = new(hessian);
        using LdltFactorization single = new(sparse.Matrix, new LdltOptions(LdltPrecision.Binary32, LdltFactors.Discard));
        using LdltFactorization inDouble = new(sparse.Matrix, new LdltOptions(LdltPrecision.Binary64, LdltFactors.Discard));
        ModeOptions small = new(solver, MemoryLimit: (single.Analysis.Bytes + inDouble.Analysis.Bytes) / 2);
        using ModeSet modes = hessian.LowestModes(5, small);
        using ModeSet all = hessian.LowestModes(5, new ModeOptions(solver));
        Assert.That(modes.Eigenvalues.ToArray(), Is.EqualTo(all.Eigenvalues.ToArray()));
        Assert.That(modes.Evidence.Certificate.IsCertified);
        Assert.That((modes.Evidence.UnstableCount, modes.Evidence.ZeroModes), Is.EqualTo(((int?)null, (ZeroModes?)null)));
        Assert.That(modes.Evidence.IsLessThanPromised);
        Assert.That($"{modes.Evidence.Certificate}", Does.Contain("were not counted").And.Contain("foreseen to need"));
        Assert.That(
            () => hessian.LowestModes(5, small with { Certification = ModeCertification.Always }),
            Throws.InstanceOf<InsufficientMemoryException>());
    }

    [Test]
    public void Modes_of_the_rung_before_are_taken_as_guesses()
    {
        Hessian hessian = Hessian.Of(Facts.Read("kalj_N1000_W-3").Configuration, KobAndersen.ForceShifted());
        using ModeSet modes = hessian.LowestModes(8, Davidson);
        double[] guesses = [.. Enumerable.Range(0, 8).SelectMany(k => modes[k].Vector.ToArray())];
        List<string> stages = [];
        Recorder record = new(stages);
        ModeOptions uncertified = Davidson with { Certification = ModeCertification.Never };
        using ModeSet withGuesses = hessian.LowestModes(8, uncertified with { Guesses = guesses }, record);
        Assert.That(withGuesses.Eigenvalues.ToArray(), Is.EqualTo(modes.Eigenvalues.ToArray()).Within(1e-12 * hessian.LargestEigenvalue));
        int warm = stages.Count;
        stages.Clear();
        using ModeSet cold = hessian.LowestModes(8, uncertified, record);
        Assert.That(warm, Is.LessThan(0.8 * stages.Count));
        Assert.That(
            () => hessian.LowestModes(8, Davidson with { Guesses = new double[2999] }),
            Throws.ArgumentException.With.Message.Contains("3N = 3000"));
    }

    [Test]
    public void An_iteration_can_be_cancelled()
    {
        Hessian hessian = Hessian.Of(Facts.Read("kalj_N1000_W-3").Configuration, KobAndersen.ForceShifted());
        Assert.That(
            () => hessian.UnstableModes(options: Davidson, cancellation: new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
        (ModeOptions Solver, string Stage)[] cases =
        [
            (Davidson, "block Davidson"),
            (Slicing, "block Lanczos"),
            (Slicing, "certificate: counting"),
            (Single, "block Lanczos around 0"),
        ];
        foreach ((ModeOptions solver, string stage) in cases)
        {
            using CancellationTokenSource source = new();
            Canceller canceller = new(stage, source);
            Assert.That(
                () => stage.EndsWith('0')
                    ? (object)hessian.CountUnstable(solver, canceller, source.Token)
                    : hessian.UnstableModes(0, solver, canceller, source.Token),
                Throws.InstanceOf<OperationCanceledException>(),
                stage);
            Assert.That(canceller.ReportsAfter, Is.LessThan(2), "and at once");
        }
    }

    private sealed class Canceller(string stage, CancellationTokenSource source) : IProgress<WorkProgress>
    {
        public int ReportsAfter { get; private set; }

        public void Report(WorkProgress value)
        {
            ReportsAfter += source.IsCancellationRequested ? 1 : 0;
            if (value.Activity.StartsWith(stage, StringComparison.Ordinal))
            {
                source.Cancel();
            }
        }
    }

    private static void AssertSame(Hessian hessian, int atLeast)
    {
        AssertSame(hessian, atLeast, Davidson);
        AssertSame(hessian, atLeast, Slicing);
    }

    private static void AssertSame(Hessian hessian, int atLeast, ModeOptions solver)
    {
        using ModeSet dense = hessian.UnstableModes(atLeast, Dense);
        using ModeSet iterative = hessian.UnstableModes(atLeast, solver);
        Assert.That(iterative.Evidence.Certificate.Method, Is.EqualTo(CertificateMethod.Inertia));
        Assert.That(iterative.UnstableCount, Is.EqualTo(dense.UnstableCount));
        Assert.That(iterative.Evidence.ZeroModes, Is.EqualTo(dense.Evidence.ZeroModes));
        int common = dense.Count;
        Assert.That(iterative.Count, Is.EqualTo(common));
        Assert.That(
            iterative.Eigenvalues[..common].ToArray(),
            Is.EqualTo(dense.Eigenvalues[..common].ToArray()).Within(1e-10 * hessian.LargestEigenvalue));
        Assert.That(iterative.Evidence.OrthogonalityLoss, Is.LessThan(1e-12));

        // The tolerance on vectors depends on the distance to the neighbouring eigenvalues.
        for (int k = 1; k + 1 < common; k++)
        {
            double gap = Math.Min(dense.Eigenvalues[k] - dense.Eigenvalues[k - 1], dense.Eigenvalues[k + 1] - dense.Eigenvalues[k]);
            double overlap = 0;
            for (int i = 0; i < hessian.Order; i++)
            {
                overlap += dense[k].Vector[i] * iterative[k].Vector[i];
            }

            Assert.That(
                Math.Abs(overlap), Is.GreaterThan(1 - Math.Pow(2e-11 * hessian.LargestEigenvalue / gap, 2) - 1e-12), $"mode {k + 1}");
        }
    }

    private sealed class Recorder(List<string> stages, string activity = "block Davidson") : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            if (value.Activity.StartsWith(activity, StringComparison.Ordinal))
            {
                stages.Add(value.Activity);
            }
        }
    }
}
