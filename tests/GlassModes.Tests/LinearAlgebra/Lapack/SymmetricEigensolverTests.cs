// Judges eigenpairs by their residuals, their orthonormality and known spectra.

using GlassModes.LinearAlgebra.Lapack;

namespace GlassModes.Tests.LinearAlgebra.Lapack;

public sealed class SymmetricEigensolverTests
{
    private static readonly double[] s_clustered = [.. Enumerable.Range(0, 60).Select(i => (i / 20) + (i % 20 * 1e-14))];

    private static IEnumerable<TestCaseData> Matrices()
    {
        yield return Case("random", () => TestMatrices.Random(90, 7));
        yield return Case("order 1", () => TestMatrices.Random(1, 7));
        yield return Case("order 2", () => TestMatrices.Random(2, 7));
        yield return Case("diagonal", () => TestMatrices.Diagonal(3, -1, 4, -1, 5, -9, 2, 6, 5, 0));
        yield return Case("zero", () => TestMatrices.Diagonal(new double[12]));
        yield return Case("degenerate", () => TestMatrices.Diagonal([.. Enumerable.Repeat(2.5, 9)]));
        yield return Case("clustered", () => TestMatrices.WithSpectrum(s_clustered, 3));
        yield return Case("Laplacian", () => TestMatrices.Laplacian(70));
        static TestCaseData Case(string name, Func<DenseSymmetricMatrix> make) => new TestCaseData(make).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Matrices))]
    public void All_pairs_solve_the_eigenproblem(Func<DenseSymmetricMatrix> make)
    {
        using DenseSymmetricMatrix matrix = make();
        using Eigenpairs pairs = SymmetricEigensolver.All(matrix.Clone(), vectors: true);
        Assert.That(pairs.Count, Is.EqualTo(matrix.Order));
        TestMatrices.AssertEigenpairs(matrix, pairs, 1e-13 * matrix.Order);
    }

    [TestCaseSource(nameof(Matrices))]
    public void Lowest_pairs_solve_the_eigenproblem_and_agree_with_all(Func<DenseSymmetricMatrix> make)
    {
        using DenseSymmetricMatrix matrix = make();
        using Eigenpairs allPairs = SymmetricEigensolver.All(matrix.Clone(), vectors: false);
        foreach (int count in (int[])[1, (matrix.Order + 1) / 2, matrix.Order])
        {
            using Eigenpairs lowest = SymmetricEigensolver.Lowest(matrix.Clone(), count, vectors: true);
            using Eigenpairs values = SymmetricEigensolver.Lowest(matrix.Clone(), count, vectors: false);
            Assert.That(lowest.Count, Is.EqualTo(count));
            TestMatrices.AssertEigenpairs(matrix, lowest, 1e-13 * matrix.Order);
            Assert.That(lowest.Values.ToArray(), Is.EqualTo(allPairs.Values[..count].ToArray()).Within(1e-13 * matrix.Order));
            Assert.That(values.Values.ToArray(), Is.EqualTo(allPairs.Values[..count].ToArray()));
            Assert.That(values.HasVectors, Is.False);
        }
    }

    [TestCaseSource(nameof(Matrices))]
    public void An_infinite_interval_holds_all_pairs(Func<DenseSymmetricMatrix> make)
    {
        using DenseSymmetricMatrix matrix = make();
        using Eigenpairs allPairs = SymmetricEigensolver.All(matrix.Clone(), vectors: false);
        using Eigenpairs interval = SymmetricEigensolver.Interval(
            matrix.Clone(), double.NegativeInfinity, double.PositiveInfinity, vectors: true);
        TestMatrices.AssertEigenpairs(matrix, interval, 1e-13 * matrix.Order);
        Assert.That(interval.Values.ToArray(), Is.EqualTo(allPairs.Values.ToArray()).Within(1e-13 * matrix.Order));
    }

    [TestCase(-3, 0, true)]
    [TestCase(-3, 0, false)]
    [TestCase(double.NegativeInfinity, -1.5, true)]
    [TestCase(double.NegativeInfinity, -1.5, false)]
    [TestCase(2, double.PositiveInfinity, true)]
    [TestCase(2, double.PositiveInfinity, false)]
    public void An_interval_holds_the_values_between_its_bounds(double lower, double upper, bool vectors)
    {
        using DenseSymmetricMatrix matrix = TestMatrices.Random(120, 11);
        using Eigenpairs allPairs = SymmetricEigensolver.All(matrix.Clone(), vectors: false);
        double[] expected = [.. allPairs.Values.ToArray().Where(value => value > lower && value <= upper)];
        using Eigenpairs pairs = SymmetricEigensolver.Interval(matrix.Clone(), lower, upper, vectors);
        Assert.That(expected, Has.Length.InRange(5, 115), "the case has to be a real part of the spectrum");
        Assert.That(pairs.Values.ToArray(), Is.EqualTo(expected).Within(1e-12));
        if (vectors)
        {
            TestMatrices.AssertEigenpairs(matrix, pairs, 1e-12);
        }
    }

    [Test]
    public void An_interval_is_open_below_and_closed_above([Values] bool vectors)
    {
        using Eigenpairs pairs = SymmetricEigensolver.Interval(TestMatrices.Diagonal(4, 1, 2, 3), 1, 3, vectors);
        Assert.That(pairs.Values.ToArray(), Is.EqualTo(new double[] { 2, 3 }));
    }

    [TestCase(100, double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity, -100)]
    [TestCase(1.25, 1.75)]
    public void An_interval_may_be_empty(double lower, double upper)
    {
        foreach (bool vectors in (bool[])[true, false])
        {
            using Eigenpairs pairs = SymmetricEigensolver.Interval(TestMatrices.Diagonal(1, 2, 3), lower, upper, vectors);
            Assert.That(pairs.Count, Is.Zero);
            Assert.That(pairs.Values.Length, Is.Zero);
            Assert.That(pairs.HasVectors, Is.EqualTo(vectors));
        }
    }

    [TestCase(70)]
    [TestCase(SymmetricEigensolver.TwoStageOrder)]
    public void The_Laplacian_has_its_known_values(int order)
    {
        using Eigenpairs pairs = SymmetricEigensolver.All(TestMatrices.Laplacian(order), vectors: false);
        double[] expected = [.. Enumerable.Range(1, order).Select(k => 2 - (2 * Math.Cos(k * Math.PI / (order + 1))))];
        Assert.That(pairs.Values.ToArray(), Is.EqualTo(expected).Within(1e-13));
    }

    [Test]
    public void The_two_stage_reduction_keeps_trace_and_norm()
    {
        const int Order = SymmetricEigensolver.TwoStageOrder;
        using DenseSymmetricMatrix matrix = TestMatrices.Random(Order, 5);
        double trace = 0, square = 0;
        for (int j = 0; j < Order; j++)
        {
            trace += matrix[j, j];
            square -= matrix[j, j] * matrix[j, j];
            for (int i = j; i < Order; i++)
            {
                square += 2 * matrix[i, j] * matrix[i, j];
            }
        }

        using Eigenpairs pairs = SymmetricEigensolver.All(matrix, vectors: false);
        double[] values = pairs.Values.ToArray();
        Assert.That(values, Is.Ordered);
        Assert.That(values.Sum(), Is.EqualTo(trace).Within(1e-9));
        Assert.That(values.Sum(x => x * x), Is.EqualTo(square).Within(1e-11 * square));
    }

    [TestCase(1e-200)]
    [TestCase(1e200)]
    public void Extreme_scales_are_solved_as_well(double scale)
    {
        double[] expected = [-2 * scale, scale, 3 * scale];
        using DenseSymmetricMatrix matrix = TestMatrices.WithSpectrum(expected, 2);
        using Eigenpairs lowest = SymmetricEigensolver.Lowest(matrix.Clone(), 3, vectors: true);
        using Eigenpairs interval = SymmetricEigensolver.Interval(matrix, -3 * scale, 2 * scale, vectors: true);
        Assert.That(lowest.Values.ToArray().Select(x => x / scale), Is.EqualTo(new double[] { -2, 1, 3 }).Within(1e-13));
        Assert.That(interval.Values.ToArray().Select(x => x / scale), Is.EqualTo(new double[] { -2, 1 }).Within(1e-13));
        Assert.That(TestMatrices.OrthogonalityLoss(lowest), Is.LessThan(1e-13));
    }

    [TestCase(30)]
    [TestCase(300)]
    public void The_blocked_orthogonality_loss_is_the_plain_one(int count)
    {
        using Eigenpairs pairs = SymmetricEigensolver.Lowest(TestMatrices.Random(320, 4), count, vectors: true);
        double plain = TestMatrices.OrthogonalityLoss(pairs);
        double blocked = pairs.MaxOrthogonalityLoss();
        Assert.That(plain, Is.InRange(1e-16, 1e-12));
        Assert.That(blocked, Is.InRange(plain / 4, plain * 4));
    }

    [Test]
    public void The_orthogonality_loss_sees_one_spoilt_pair([Values(0, 299)] int first)
    {
        using Eigenpairs pairs = SymmetricEigensolver.All(TestMatrices.Random(300, 4), vectors: true);
        int second = 299 - first;
        SpoilVector(pairs, first, second, 1e-3);
        Assert.That(pairs.MaxOrthogonalityLoss(), Is.EqualTo(1e-3).Within(1e-6));
    }

    [Test, NonParallelizable] // sets the threads of the whole process
    public void Concurrent_calls_give_the_same_values_as_single_ones()
    {
        int before = BlasThreads.Count;
        BlasThreads.Count = 1;
        try
        {
            double[][] alone = [.. Enumerable.Range(0, 24).Select(Lowest)];
            double[][] together = new double[24][];
            Parallel.For(0, 24, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i => together[i] = Lowest(i));
            Assert.That(together, Is.EqualTo(alone));
        }
        finally
        {
            BlasThreads.Count = before;
        }

        static double[] Lowest(int seed)
        {
            using Eigenpairs allPairs = SymmetricEigensolver.All(TestMatrices.Random(80, seed), vectors: true);
            using Eigenpairs part = SymmetricEigensolver.Lowest(TestMatrices.Random(80, seed), 9, vectors: true);
            return [.. allPairs.Values, .. part.Values, .. part.Vector(8), .. allPairs.Vector(40)];
        }
    }

    /// <summary>Adds a multiple of one vector to another vector. The method writes through the address of the read-only span.</summary>
    private static unsafe void SpoilVector(Eigenpairs pairs, int target, int source, double part)
    {
        fixed (double* to = pairs.Vector(target))
        {
            for (int i = 0; i < pairs.Order; i++)
            {
                to[i] += part * pairs.Vector(source)[i];
            }
        }
    }
}
