// Compares the lowest eigenpairs with dense solutions and closed forms, also where eigenvalues are close together or equal.

using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Tests.LinearAlgebra.Sparse;

namespace GlassModes.Tests.LinearAlgebra.Krylov;

public class BlockDavidsonTests
{
    private const double Tolerance = 1e-8;

    [Test]
    public void The_lowest_pairs_are_those_of_the_dense_matrix([Values(1, 10, 60, 200)] int count, [Values(null, 4, 32)] int? block)
    {
        using BlockSparseMatrix matrix = SparseMatrices.Random(120, 15, seed: 5);
        double[] expected = SpectrumOf(matrix);
        using Eigenpairs pairs = FindLowest(matrix, 20, new DavidsonOptions(count, Tolerance, block));
        Assert.That(pairs.Values.ToArray(), Is.EqualTo(expected[..count]).Within(1e-10));
        AssertPairs(matrix, pairs);
    }

    [Test]
    public void All_pairs_of_a_small_matrix_are_found()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Random(4, 3, seed: 1);
        using Eigenpairs pairs = FindLowest(matrix, 20, new DavidsonOptions(12, Tolerance));
        Assert.That(pairs.Values.ToArray(), Is.EqualTo(SpectrumOf(matrix)).Within(1e-10));
        AssertPairs(matrix, pairs);
    }

    [Test]
    public void Coinciding_eigenvalues_are_found_as_often_as_they_are_there()
    {
        // Three equal chains have every eigenvalue three times, but a block holds only two vectors.
        using BlockSparseMatrix matrix = SparseMatrices.From(
            80, (i, j) => j - i <= 1, (row, column) => row == column ? 2 : row + 3 == column ? -1 : 0);
        using Eigenpairs pairs = FindLowest(matrix, 0.01, new DavidsonOptions(30, Tolerance, BlockSize: 2));
        double[] expected = [.. Enumerable.Range(3, 30).Select(k => 2 - (2 * Math.Cos(k / 3 * Math.PI / 81)))];
        Assert.That(pairs.Values.ToArray(), Is.EqualTo(expected).Within(1e-10));
        AssertPairs(matrix, pairs);
    }

    [Test]
    public void A_tight_cluster_comes_whole()
    {
        // Every tenth diagonal element is nearly 1. The elements beside the diagonal are tiny.
        using BlockSparseMatrix matrix = SparseMatrices.From(
            100,
            (i, j) => j - i == 1,
            (row, column) => row != column ? 1e-9 * Math.Sin(row + (2 * column)) : row % 10 == 0 ? 1 + (1e-7 * row) : 2 + (0.01 * row));
        using Eigenpairs pairs = FindLowest(matrix, 0.1, new DavidsonOptions(31, 1e-10));
        Assert.That(pairs.Values.ToArray(), Is.EqualTo(SpectrumOf(matrix)[..31]).Within(1e-12));
        AssertPairs(matrix, pairs);
    }

    [Test]
    public void Known_vectors_are_kept_out()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Random(100, 12, seed: 7);
        using Eigenpairs known = FindLowest(matrix, 20, new DavidsonOptions(8, 1e-11));
        double[] excluded = [.. Enumerable.Range(2, 5).SelectMany(k => known.Vector(k).ToArray())];
        using IncompleteCholesky preconditioner = new(matrix, 20);
        using BlockSparseProduct product = new(matrix);
        using Eigenpairs withoutKnown = BlockDavidson.Lowest(product, preconditioner, new DavidsonOptions(6, Tolerance), excluded);
        double[] spectrum = SpectrumOf(matrix);
        double[] expected = [.. spectrum[..2], .. spectrum[7..11]];
        Assert.That(withoutKnown.Values.ToArray(), Is.EqualTo(expected).Within(1e-9));
    }

    [Test]
    public void A_limit_ends_the_search_with_the_first_pair_above_it()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Random(120, 15, seed: 5);
        double[] spectrum = SpectrumOf(matrix);
        int below = spectrum.Count(value => value < 0);
        Assert.That(below, Is.GreaterThan(100), "more than is expected and than the first memory holds");
        DavidsonOptions options = new(matrix.Order, Tolerance, Limit: 0, Expected: 3, BlockSize: 8, BasisSize: 40);
        using Eigenpairs pairs = FindLowest(matrix, 20, options);
        Assert.That(pairs.Count, Is.GreaterThan(below));
        Assert.That(pairs.Values.ToArray()[..(below + 1)], Is.EqualTo(spectrum[..(below + 1)]).Within(1e-10));
        AssertPairs(matrix, pairs);
    }

    [Test]
    public void A_limit_below_all_eigenvalues_still_gives_the_least_number()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(60);
        using Eigenpairs pairs = FindLowest(matrix, 0.01, new DavidsonOptions(matrix.Order, Tolerance, Limit: 0, AtLeast: 7, Expected: 7));
        Assert.That(pairs.Count, Is.GreaterThanOrEqualTo(7));
        Assert.That(pairs.Values.ToArray()[..7], Is.EqualTo(SparseMatrices.SpectrumOfChains(60)[..7]).Within(1e-10));
    }

    [Test]
    public void Good_guesses_save_products()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Random(150, 15, seed: 9);
        using IncompleteCholesky preconditioner = new(matrix, 20);
        using BlockSparseProduct product = new(matrix);
        CountedProducts counted = new(product);
        DavidsonOptions options = new(16, Tolerance);
        using Eigenpairs pairs = BlockDavidson.Lowest(counted, preconditioner, options);
        int withoutGuesses = counted.Count;
        double[] guesses = [.. Enumerable.Range(0, 16).SelectMany(k => pairs.Vector(k).ToArray())];
        double[] noise = SparseMatrices.Vectors(matrix.Order, 16, 3);
        for (int k = 0; k < guesses.Length; k++)
        {
            guesses[k] += 1e-4 * noise[k];
        }

        counted.Count = 0;
        using Eigenpairs withGuesses = BlockDavidson.Lowest(counted, preconditioner, options, start: guesses);
        Assert.That(withGuesses.Values.ToArray(), Is.EqualTo(pairs.Values.ToArray()).Within(1e-10));
        Assert.That(counted.Count, Is.LessThan(0.8 * withoutGuesses));
    }

    [Test]
    public void What_did_converge_comes_with_the_exception()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Random(150, 15, seed: 9);
        ConvergenceException failure = Assert.Throws<ConvergenceException>(
            () => FindLowest(matrix, 20, new DavidsonOptions(50, Tolerance, BlockSize: 8, MostIterations: 40)))!;
        using Eigenpairs? found = failure.Converged;
        Assert.That(found!.Count, Is.InRange(1, 49));
        Assert.That(failure.Message, Does.Contain($"{found.Count} of 50 eigenpairs"));
        AssertPairs(matrix, found);
    }

    [Test]
    public void Wrong_arguments_are_refused()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(5);
        using BlockSparseMatrix larger = SparseMatrices.Chains(6);
        using BlockSparseProduct product = new(matrix);
        using IncompleteCholesky preconditioner = new(matrix, 1);
        using IncompleteCholesky preconditionerOfLarger = new(larger, 1);
        DavidsonOptions onePair = new(1, Tolerance);
        Assert.That(
            () => BlockDavidson.Lowest(product, preconditionerOfLarger, onePair),
            Throws.ArgumentException.With.Message.Contains("15").And.Message.Contains("18"));
        Assert.That(() => BlockDavidson.Lowest(product, preconditioner, onePair, new double[14]), Throws.ArgumentException);
        Assert.That(
            () => BlockDavidson.Lowest(product, preconditioner, new DavidsonOptions(16, 1)),
            Throws.ArgumentException.With.Message.Contains("15"));
        foreach (DavidsonOptions wrongOptions in new[] { new DavidsonOptions(0, 1), new DavidsonOptions(1, 0) })
        {
            Assert.That(
                () => BlockDavidson.Lowest(product, preconditioner, wrongOptions), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }

        Assert.That(
            () => BlockDavidson.Lowest(product, preconditioner, onePair, cancellation: new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
    }

    private static Eigenpairs FindLowest(BlockSparseMatrix matrix, double shift, DavidsonOptions options)
    {
        using BlockSparseProduct product = new(matrix);
        using IncompleteCholesky preconditioner = new(matrix, shift);
        return BlockDavidson.Lowest(product, preconditioner, options);
    }

    internal static double[] SpectrumOf(BlockSparseMatrix matrix)
    {
        double[,] dense = SparseMatrices.ToDense(matrix);
        DenseSymmetricMatrix copy = TestMatrices.From(matrix.Order, (row, column) => dense[row, column]);
        using Eigenpairs allPairs = SymmetricEigensolver.All(copy, vectors: false);
        return allPairs.Values.ToArray();
    }

    internal static void AssertPairs(BlockSparseMatrix matrix, Eigenpairs pairs)
    {
        using BlockSparseProduct product = new(matrix);
        double[] image = new double[matrix.Order];
        for (int k = 0; k < pairs.Count; k++)
        {
            double[] vector = pairs.Vector(k).ToArray();
            product.Apply(vector, image);
            double value = pairs.Values[k];
            double square = image.Zip(vector, (a, b) => (a - (value * b)) * (a - (value * b))).Sum();
            Assert.That(Math.Sqrt(square), Is.LessThan(2 * Tolerance));
        }

        Assert.That(pairs.MaxOrthogonalityLoss(), Is.LessThan(1e-12));
    }

    private sealed class CountedProducts(IBlockOperator matrix) : IBlockOperator
    {
        public int Order => matrix.Order;

        public int Count { get; set; }

        public void Apply(ReadOnlySpan<double> x, Span<double> y)
        {
            Count += x.Length / Order;
            matrix.Apply(x, y);
        }
    }
}
