// Takes a mode out of a complete set. The check has to notice the missing mode, wherever the mode was.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Modes.Certificates;
using GlassModes.Numerics.Memory;

namespace GlassModes.Tests.Modes;

public class CompletenessCheckTests
{
    private const int Found = 24;

    // The configuration has ten unstable modes.
    private readonly Hessian _hessian = Hessian.Of(Facts.Read("kalj_N1000_W-1.5").Configuration, KobAndersen.ForceShifted());
    private ModeSet _allModes = null!;

    [OneTimeSetUp]
    public void Solve() => _allModes = _hessian.AllModes();

    [OneTimeTearDown]
    public void Free() => _allModes.Dispose();

    [Test]
    public void A_set_of_unstable_modes_is_complete_up_to_zero([Range(0, 9)] int missing)
    {
        using ModeProblem problem = MakeProblem();
        int repairs = 0;
        CertifiedPairs certified = new CompletenessCheck(problem).CertifyUnstable(
            Lowest(problem, k => k != missing && k <= 10),
            0,
            (_, count, _, _) =>
            {
                repairs++;
                Assert.That(count, Is.EqualTo(1));
                return Lowest(problem, k => k == missing);
            });
        using Eigenpairs pairs = certified.Pairs;
        Assert.That((repairs, pairs.Count), Is.EqualTo((1, 11)));
        Assert.That(certified.Certificate.Method, Is.EqualTo(CertificateMethod.Inertia));
        Assert.That(certified.Certificate.Upper!.Shift, Is.Positive, "a shift below 0 says nothing of modes between the shift and 0");
    }

    [Test]
    public void An_interval_is_complete_up_to_its_limits([Values(4, 5, 14, 15)] int missing)
    {
        // The limits lie just below mode 5 and just above mode 14. Modes 4 and 15 are outside of the limits and may be missing.
        using ModeProblem problem = MakeProblem();
        double[] values = [.. Lowest(problem).Values];
        double lower = values[5] - (0.01 * (values[5] - values[4]));
        double upper = values[14] + (0.01 * (values[15] - values[14]));
        int repairs = 0;
        CertifiedPairs certified = new CompletenessCheck(problem).CertifyInterval(
            Lowest(problem, k => k != missing && k > 1),
            lower,
            upper,
            (_, _, _, _) =>
            {
                repairs++;
                return Lowest(problem, k => k == missing);
            });
        using Eigenpairs pairs = certified.Pairs;
        Assert.That(certified.Certificate.Method, Is.EqualTo(CertificateMethod.Inertia));
        bool within = missing is 5 or 14;
        Assert.That(pairs.Values.ToArray().Count(value => value > lower && value < upper), Is.EqualTo(10));
        Assert.That(repairs, within ? Is.EqualTo(1) : Is.LessThan(2));
        Assert.That(certified.Certificate.Upper!.Shift, Is.GreaterThan(upper));
    }

    [Test]
    public void A_mode_right_inside_a_limit_is_not_hidden_by_the_wide_gap_beyond_it()
    {
        // The missing mode has two neighbours and is nearer to the lower one. Without the missing mode, the middle of the gap lies above
        // its place. The limit lies between the lower neighbour and the missing mode.
        using ModeProblem problem = MakeProblem();
        double[] values = _allModes.Eigenvalues[..Found].ToArray();
        int missing = Enumerable.Range(1, Found - 8).First(
            k => values[k + 1] - values[k] > 1.5 * (values[k] - values[k - 1]) && values[k + 1] < 0);
        int repairs = 0;
        CertifiedPairs certified = new CompletenessCheck(problem).CertifyInterval(
            Lowest(problem, k => k >= missing - 1 && k != missing),
            0.5 * (values[missing - 1] + values[missing]),
            values[^4],
            (_, _, _, _) =>
            {
                repairs++;
                return Lowest(problem, k => k == missing);
            });
        using Eigenpairs pairs = certified.Pairs;
        Assert.That((repairs, pairs.Count), Is.EqualTo((1, Found - missing + 1)));
        Assert.That(certified.Certificate.Method, Is.EqualTo(CertificateMethod.Inertia));
    }

    [Test]
    public void An_interval_leaves_out_its_lower_limit_and_includes_its_upper_one()
    {
        using ModeProblem problem = MakeProblem();
        double[] values = [.. Lowest(problem).Values];
        CertifiedPairs certified = new CompletenessCheck(problem).CertifyInterval(
            Lowest(problem), values[5], values[14], (_, _, _, _) => throw new InvalidOperationException("No pair is missing."));
        using Eigenpairs pairs = certified.Pairs;
        Certificate certificate = certified.Certificate;
        Assert.That(certificate.Lower!.Shift, Is.LessThan(values[5]));
        Assert.That(certificate.Upper!.Shift, Is.GreaterThan(values[14]));
        Assert.That((ModeChecks.CountUpTo(values, values[5]), ModeChecks.CountUpTo(values, values[14])), Is.EqualTo((6, 15)));

        // A mode right above the lower limit is inside. The gap above the limit would not show that it is missing.
        double justAbove = values[5] + (1e-3 * (values[6] - values[5]));
        CertifiedPairs again = new CompletenessCheck(problem).CertifyInterval(
            Lowest(problem), justAbove, values[14], (_, _, _, _) => throw new InvalidOperationException("No pair is missing."));
        using Eigenpairs samePairs = again.Pairs;
        Assert.That(again.Certificate.Lower!.Shift, Is.LessThan(justAbove));
    }

    [Test]
    public void An_interval_beyond_the_spectrum_is_the_one_asked_for([Values] bool isDense)
    {
        ModeOptions options = new(isDense ? ModeSolver.Dense : ModeSolver.Slicing);
        double beyond = 3 * _hessian.UpperBound();
        using ModeSet none = _hessian.ModesWithin(beyond, beyond + 1, options);
        Assert.That((none.Count, none.Evidence.Certificate.Method), Is.EqualTo((0, CertificateMethod.Bounds)));
        Assert.That((none.Evidence.Certificate.From, none.Evidence.Certificate.To), Is.EqualTo((beyond, beyond + 1)));
    }

    [Test]
    public void A_multiplet_of_stable_modes_does_not_prevent_a_certificate_of_the_unstable_ones()
    {
        // The ten unstable modes and a stable one twice: the pairs end within what looks like a multiplet.
        using ModeProblem problem = MakeProblem();
        int repairs = 0;
        CertifiedPairs certified = new CompletenessCheck(problem).CertifyUnstable(
            Eigenpairs.Merged(problem.Order, Lowest(problem, k => k is not 3 and <= 10), Lowest(problem, k => k == 10)),
            11,
            (_, count, _, upper) =>
            {
                repairs++;
                Assert.That(count, Is.EqualTo(1));
                Assert.That(upper, Is.Positive.And.LessThan(_allModes.Eigenvalues[10]));
                return Lowest(problem, k => k == 3);
            });
        using Eigenpairs pairs = certified.Pairs;
        Assert.That(repairs, Is.EqualTo(1));
        Assert.That((certified.Certificate.IsCertified, certified.Certificate.Found), Is.EqualTo((true, (int?)10)));
    }

    [Test]
    public void The_top_of_the_spectrum_is_complete([Values(1, 3)] int fromTop)
    {
        using ModeProblem problem = MakeProblem();
        int count = _allModes.Count;
        Eigenpairs FromTop(Func<int, bool> isChosen) => Pairs(problem, k => k >= count - 12 && isChosen(k));
        int repairs = 0;
        CertifiedPairs certified = new CompletenessCheck(problem, reachesTop: true).CertifyInterval(
            FromTop(k => k != count - fromTop),
            0.5 * (_allModes.Eigenvalues[count - 9] + _allModes.Eigenvalues[count - 8]),
            problem.Top,
            (_, _, _, _) =>
            {
                repairs++;
                return FromTop(k => k == count - fromTop);
            });
        using Eigenpairs pairs = certified.Pairs;
        Assert.That((repairs, pairs.Count), Is.EqualTo((1, 12)));
    }

    [Test]
    public void What_cannot_be_repaired_is_an_error()
    {
        using ModeProblem problem = MakeProblem();
        Assert.That(
            () => new CompletenessCheck(problem).CertifyLowest(
                Lowest(problem, k => k != 3), 8, true, (_, _, _, _) => Lowest(problem, _ => false)),
            Throws.InstanceOf<ModeException>().With.Message.Contains("3 further searches"));
        Assert.That(
            () => new CompletenessCheck(problem).CertifyLowest(
                Eigenpairs.Merged(problem.Order, Lowest(problem), Lowest(problem, k => k == 2)),
                8,
                true,
                (_, _, _, _) => Lowest(problem, _ => false)),
            Throws.InstanceOf<ModeException>().With.Message.Contains("but inertia counts"),
            "one mode is in the set twice");
    }

    [Test]
    public void Numbers_of_the_whole_spectrum_need_a_certificate_that_reaches_beyond_zero()
    {
        ModeOptions bare = new(ModeSolver.Davidson, ModeCertification.Never);
        using ModeSet lowest = _hessian.LowestModes(14, bare);
        Assert.That(lowest.Eigenvalues[13], Is.Positive);
        Assert.That((lowest.Evidence.UnstableCount, lowest.Evidence.ZeroModes), Is.EqualTo(((int?)null, (ZeroModes?)null)));
        using ModeSet certified = _hessian.LowestModes(14, bare with { Certification = ModeCertification.Automatic });
        Assert.That(
            (certified.Evidence.UnstableCount, certified.Evidence.ZeroModes), Is.EqualTo(((int?)10, (ZeroModes?)new ZeroModes(3, 0, 0))));
    }

    private ModeProblem MakeProblem() => new(_hessian, new ModeOptions(), null, default);

    private Eigenpairs Lowest(ModeProblem problem, Func<int, bool>? isChosen = null) =>
        Pairs(problem, k => k < Found && isChosen?.Invoke(k) is not false);

    // Copies the chosen modes. The vectors are in the order of the sparse matrix.
    private Eigenpairs Pairs(ModeProblem problem, Func<int, bool> isChosen)
    {
        int[] indices = [.. Enumerable.Range(0, _allModes.Count).Where(isChosen)];
        AlignedBuffer<double> values = new(Math.Max(indices.Length, 1));
        AlignedBuffer<double> vectors = new((long)problem.Order * Math.Max(indices.Length, 1));
        for (int k = 0; k < indices.Length; k++)
        {
            values.Span[k] = _allModes[indices[k]].Eigenvalue;
            problem.Sparse.Gather(_allModes[indices[k]].Vector, vectors.Slice((long)k * problem.Order, problem.Order));
        }

        return new Eigenpairs(problem.Order, 0, indices.Length, values, vectors);
    }
}
