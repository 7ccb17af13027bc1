// Compares slices of a spectrum with dense solutions and closed forms, also with unfavourable shifts and estimates.

using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Tests.LinearAlgebra.Sparse;

namespace GlassModes.Tests.LinearAlgebra.Krylov;

public class SpectrumSlicerTests
{
    private const double Tolerance = 1e-9;

    [Test]
    public void An_interval_of_several_slices_holds_what_the_dense_spectrum_has_there([Values(10, 40, 500)] int perShift)
    {
        using BlockSparseMatrix matrix = SparseMatrices.Random(200, 12, seed: 3);
        double[] spectrum = SpectrumOf(matrix);
        using Search search = new(matrix, spectrum, perShift);
        search.Slicer.Find(-2, 3);
        double[] expected = [.. spectrum.Where(value => value is > -2 and < 3)];
        Assert.That(expected.Length, Is.GreaterThan(100));
        using Eigenpairs pairs = search.Slicer.DetachPairs();
        Assert.That(pairs.Values.ToArray(), Is.EqualTo(expected).Within(1e-9));
        BlockDavidsonTests.AssertPairs(matrix, pairs);
        int slices = Math.Max(1, (expected.Length + perShift - 1) / perShift);
        Assert.That(search.Slicer.Inertias, Has.Count.EqualTo(slices).Or.Count.GreaterThan(1));
        foreach (Inertia inertia in search.Slicer.Inertias)
        {
            Assert.That(inertia.Negative, Is.EqualTo(spectrum.Count(value => value < inertia.Shift)), "Sylvester");
        }
    }

    [TestCase(0.2)]
    [TestCase(5)]
    public void A_wrong_estimate_costs_time_and_no_eigenvalue(double factor)
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(300);
        double[] spectrum = SparseMatrices.SpectrumOfChains(300);
        using Search search = new(matrix, spectrum, 60, factor);
        search.Slicer.Find(-1, 2);
        Assert.That(search.Slicer.Values(), Is.EqualTo(spectrum.Where(value => value < 2)).Within(1e-10));
    }

    [Test]
    public void Coinciding_eigenvalues_come_as_often_as_they_are_there()
    {
        using BlockSparseMatrix matrix = SparseMatrices.From(
            80, (i, j) => j - i <= 1, (row, column) => row == column ? 2 : row + 3 == column ? -1 : 0);
        double[] spectrum = [.. Enumerable.Range(3, 240).Select(k => 2 - (2 * Math.Cos(k / 3 * Math.PI / 81)))];
        using Search search = new(matrix, spectrum, 700);
        search.Slicer.Find(-0.1, 0.5);
        using Eigenpairs pairs = search.Slicer.DetachPairs();
        Assert.That(pairs.Values.ToArray(), Is.EqualTo(spectrum.Where(value => value < 0.5)).Within(1e-10));
        BlockDavidsonTests.AssertPairs(matrix, pairs);
    }

    [Test]
    public void What_a_block_cannot_hold_is_found_by_a_further_search()
    {
        // One eigenvalue occurs forty times, and a block has eight vectors. A Krylov space from one block holds eight of the forty
        // eigenvectors.
        using BlockSparseMatrix matrix = SparseMatrices.From(
            100, (_, _) => false, (row, column) => row != column ? 0 : row < 40 ? 1 : 2 + (0.01 * row));
        double[] spectrum = [.. Enumerable.Range(0, 300).Select(row => row < 40 ? 1 : 2 + (0.01 * row))];
        using Search search = new(matrix, spectrum, 700, 0.1);
        search.Slicer.Find(0.5, 1.5);
        int first = search.Slicer.Count;
        for (int further = 0; further < 8 && search.Slicer.Count < 40; further++)
        {
            search.Slicer.Find(0.5, 1.5, 40 - search.Slicer.Count);
        }

        Assert.That((first, search.Slicer.Count), Is.EqualTo((8, 40)).Or.EqualTo((40, 40)));
        using Eigenpairs pairs = search.Slicer.DetachPairs();
        BlockDavidsonTests.AssertPairs(matrix, pairs);
    }

    [Test]
    public void A_shift_on_an_eigenvalue_is_moved()
    {
        // One eigenvalue lies exactly in the middle of the only slice, where the shift is tried first.
        static double Value(int row) => row == 75 ? 1 : 0.02 * row;
        using BlockSparseMatrix matrix = SparseMatrices.From(50, (_, _) => false, (row, column) => row != column ? 0 : Value(row));
        using BlockSparseProduct product = new(matrix);
        using SpectrumSlicer slicer = new(matrix, product, limit => 50 * limit, new SlicingOptions(Tolerance), []);
        slicer.Find(0.501, 1.499);
        double[] expected = [.. Enumerable.Range(0, 150).Select(Value).Where(value => value is > 0.501 and < 1.499).Order()];
        Assert.That(slicer.Values(), Is.EqualTo(expected).Within(1e-12));
        Assert.That(slicer.Inertias[^1].Zero, Is.Zero);
    }

    [Test]
    public void An_empty_interval_is_empty()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(100);
        using Search search = new(matrix, SparseMatrices.SpectrumOfChains(100), 700);
        search.Slicer.Find(-3, -1);
        Assert.That(search.Slicer.Count, Is.Zero);
        Assert.That(() => search.Slicer.Find(1, 1), Throws.ArgumentException);
    }

    [Test]
    public void The_smallest_matrix_has_all_its_pairs()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Random(1, 1, seed: 2);
        double[] spectrum = SpectrumOf(matrix);
        using Search search = new(matrix, spectrum, 700);
        search.Slicer.Find(-10, 10);
        Assert.That(search.Slicer.Values(), Is.EqualTo(spectrum).Within(1e-12));
    }

    [Test]
    public void Known_vectors_are_kept_out()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Random(100, 12, seed: 7);
        double[] spectrum = SpectrumOf(matrix);
        using Search search = new(matrix, spectrum, 700);
        search.Slicer.Find(-1, 0);
        using Eigenpairs lower = search.Slicer.DetachPairs();
        search.Slicer.ExcludeKnown(lower);
        search.Slicer.Find(-1, 1);
        Assert.That(search.Slicer.Values(), Is.EqualTo(spectrum.Where(value => value is > 0 and < 1)).Within(1e-9));
    }

    [Test]
    public void A_search_can_be_cancelled()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(100);
        using BlockSparseProduct product = new(matrix);
        using CancellationTokenSource source = new();
        using SpectrumSlicer slicer = new(matrix, product, _ => 10, new SlicingOptions(Tolerance), [], new Canceller(source), source.Token);
        Assert.That(() => slicer.Find(0, 1), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Pairs_around_a_shift_have_the_residuals_asked_for_by_themselves([Values(1e-4, 1e-7)] double tolerance)
    {
        // The search runs without Rayleigh-Ritz steps and corrections, which would hide a wrong vector. Plain Ritz vectors would be much
        // worse here, where eigenvalues go up to 6e5.
        Random random = new(3);
        using BlockSparseMatrix matrix = SparseMatrices.From(
            200,
            (_, _) => random.NextDouble() < 0.06,
            (row, column) => (2 * random.NextDouble()) - 1 + (row == column && row % 2 == 0 ? 1000.0 * row : 0));
        using BlockSparseProduct product = new(matrix);
        using LdltFactorization factorization = new(matrix);
        factorization.Factorise(0.4);
        ShiftInvertOptions options = new(-0.5, 1.5, tolerance, 10, 600, 4);
        ShiftInvertResult result = ShiftInvertLanczos.Run(new LdltInverse(factorization), 0.4, options);
        using Eigenpairs pairs = result.Pairs;
        Assert.That(pairs.Count, Is.EqualTo(SpectrumOf(matrix).Count(value => value is > -0.5 and < 1.5)));
        double[] image = new double[matrix.Order];
        for (int k = 0; k < pairs.Count; k++)
        {
            product.Apply(pairs.Vector(k), image);
            double square = 0;
            for (int row = 0; row < image.Length; row++)
            {
                double error = image[row] - (pairs.Values[k] * pairs.Vector(k)[row]);
                square += error * error;
            }

            Assert.That(Math.Sqrt(square), Is.LessThan(1.01 * tolerance), $"{pairs.Values[k]}");
        }
    }

    [Test]
    public void Limits_and_sizes_without_sense_are_refused()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(10);
        using BlockSparseProduct product = new(matrix);
        ShiftInvertOptions options = new(0, 1, Tolerance, 5, 20);
        Assert.That(() => ShiftInvertLanczos.Run(product, 2, options), Throws.ArgumentException.With.Message.Contains("include the shift"));
        Assert.That(() => ShiftInvertLanczos.Run(product, 0.5, options with { Tolerance = 0 }), Throws.ArgumentException);
        Assert.That(() => ShiftInvertLanczos.Run(product, 0.5, options with { BlockSize = 0 }), Throws.ArgumentException);
        Assert.That(
            () => ShiftInvertLanczos.Run(product, 0.5, options, new double[31]), Throws.ArgumentException.With.Message.Contains("31"));
    }

    private static double[] SpectrumOf(BlockSparseMatrix matrix) => BlockDavidsonTests.SpectrumOf(matrix);

    private sealed class Search : IDisposable
    {
        private readonly BlockSparseProduct _product;

        public Search(BlockSparseMatrix matrix, double[] spectrum, int perShift, double factor = 1)
        {
            _product = new BlockSparseProduct(matrix);
            Slicer = new SpectrumSlicer(
                matrix, _product, limit => factor * spectrum.Count(value => value < limit), new SlicingOptions(Tolerance, perShift), []);
        }

        public SpectrumSlicer Slicer { get; }

        public void Dispose()
        {
            Slicer.Dispose();
            _product.Dispose();
        }
    }

    private sealed class Canceller(CancellationTokenSource source) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            if (value.Activity.StartsWith("block Lanczos", StringComparison.Ordinal))
            {
                source.Cancel();
            }
        }
    }
}
