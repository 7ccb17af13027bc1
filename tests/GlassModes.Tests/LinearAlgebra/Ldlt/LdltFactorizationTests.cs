// Compares inertia with known spectra, judges solutions by their residuals, and tests limits and refusals.

using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Tests.LinearAlgebra.Sparse;

namespace GlassModes.Tests.LinearAlgebra.Ldlt;

public class LdltFactorizationTests
{
    [Test]
    public void Inertia_counts_the_eigenvalues_below_any_shift(
        [Values(LdltPrecision.Binary64, LdltPrecision.Binary32)] LdltPrecision precision,
        [Values(LdltFactors.Keep, LdltFactors.Discard, LdltFactors.ToDisk)] LdltFactors factors)
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(300);
        double[] spectrum = SparseMatrices.SpectrumOfChains(300);
        using LdltFactorization factorization = new(matrix, new LdltOptions(precision, factors));
        Assert.That(factorization.Analysis.FactorEntries, Is.GreaterThan(matrix.Order));
        foreach (double shift in new[] { -1, 0.5, 2.001, 7, 20 })
        {
            Inertia inertia = factorization.Factorise(shift);
            Assert.That(inertia.Negative, Is.EqualTo(spectrum.Count(value => value < shift)));
            Assert.That(inertia.Zero, Is.Zero);
            Assert.That(inertia.Positive, Is.EqualTo(matrix.Order - inertia.Negative));
            Assert.That(inertia.Shift, Is.EqualTo(shift));
        }
    }

    [Test]
    public void Solutions_have_small_residuals(
        [Values(1, 7, 40)] int columns, [Values(LdltFactors.Keep, LdltFactors.ToDisk)] LdltFactors factors)
    {
        using BlockSparseMatrix matrix = SparseMatrices.Random(150, 12, seed: 6);
        using BlockSparseProduct product = new(matrix);
        using LdltFactorization factorization = new(matrix, new LdltOptions(Factors: factors));
        factorization.Factorise(0.3);
        double[] right = SparseMatrices.Vectors(matrix.Order, columns, 1);
        double[] solution = [.. right];
        factorization.Solve(solution);
        double[] back = new double[right.Length];
        product.Apply(solution, back);
        double size = solution.Max(Math.Abs);
        Assert.That(back.Select((value, k) => value - (0.3 * solution[k])), Is.EqualTo(right).Within(1e-11 * size));
    }

    [Test]
    public void An_eigenvalue_on_the_shift_is_noticed()
    {
        // Each component is a chain with free ends. Exactly three eigenvalues are therefore zero.
        using BlockSparseMatrix matrix = SparseMatrices.From(
            40, (i, j) => j - i <= 1, (row, column) => row == column ? (row / 3 is 0 or 39 ? 1 : 2) : row + 3 == column ? -1 : 0);
        using LdltFactorization factorization = new(matrix);
        Inertia inertia = factorization.Factorise(0);
        Assert.That((inertia.Negative, inertia.Zero), Is.EqualTo((0, 3)));
        Assert.That(factorization.Factorise(-1e-9).Negative, Is.Zero);
        Assert.That(factorization.Factorise(1e-9).Negative, Is.EqualTo(3));
    }

    [Test]
    public void Separate_parts_and_single_blocks_are_factorised_too()
    {
        using BlockSparseMatrix separate = SparseMatrices.From(30, (_, _) => false, (row, column) => row == column ? row - 44.5 : 0);
        using LdltFactorization factorization = new(separate);
        Assert.That(factorization.Factorise(0).Negative, Is.EqualTo(45));
        using BlockSparseMatrix singleBlock = SparseMatrices.From(1, (_, _) => true, (row, column) => row == column ? row - 1.5 : 0.1);
        using LdltFactorization small = new(singleBlock);
        Assert.That(small.Factorise(0).Negative, Is.EqualTo(2));
    }

    [Test]
    public void More_memory_than_allowed_is_refused_with_both_numbers()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Random(400, 40, seed: 2);
        Assert.That(
            () => new LdltFactorization(matrix, new LdltOptions(MemoryLimit: 2_000_000)),
            Throws.InstanceOf<InsufficientMemoryException>().With.Message.Match(@"\d MB, but 2\.00 MB are allowed"));
    }

    [Test]
    public void Solving_needs_factors()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(5);
        double[] vector = new double[15];
        using LdltFactorization kept = new(matrix);
        Assert.That(() => kept.Solve(vector), Throws.InvalidOperationException);
        kept.Factorise(1.1);
        Assert.That(() => kept.Solve(new double[14]), Throws.ArgumentException.With.Message.Contains("order 15"));
        Assert.That(() => kept.Solve([]), Throws.ArgumentException);
        Assert.That(() => kept.Factorise(double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => kept.Factorise(1, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        using LdltFactorization discarded = new(matrix, new LdltOptions(Factors: LdltFactors.Discard));
        discarded.Factorise(1.1);
        Assert.That(() => discarded.Solve(vector), Throws.InvalidOperationException);
        kept.Dispose();
        Assert.That(() => kept.Factorise(1), Throws.InstanceOf<ObjectDisposedException>());
    }

    [TestCase(LdltFactors.Keep)]
    [TestCase(LdltFactors.ToDisk)]
    public void Refined_solutions_of_single_precision_factors_are_nearly_those_of_double(LdltFactors factors)
    {
        using BlockSparseMatrix matrix = SparseMatrices.Random(150, 12, seed: 9);
        using BlockSparseProduct product = new(matrix);
        using LdltFactorization exact = new(matrix);
        using LdltFactorization single = new(matrix, new LdltOptions(LdltPrecision.Binary32, factors));
        exact.Factorise(0.3);
        single.Factorise(0.3);
        double[] right = SparseMatrices.Vectors(matrix.Order, 5, 1);
        double[] expected = [.. right];
        exact.Solve(expected);
        double[] plain = new double[right.Length];
        double[] refined = new double[right.Length];
        LdltInverse inverse = new(single);
        inverse.Apply(right, plain);
        new RefinedInverse(inverse, product, 0.3).Apply(right, refined);
        double size = expected.Max(Math.Abs);
        double Error(double[] solution) => solution.Zip(expected, (found, exactly) => Math.Abs(found - exactly)).Max() / size;
        Assert.That(Error(plain), Is.GreaterThan(1e-7), "otherwise there is nothing to refine");
        Assert.That(Error(refined), Is.LessThan(0.02 * Error(plain)));
    }

    [Test]
    public void Several_at_once_wait_for_each_other()
    {
        double[] spectrum = SparseMatrices.SpectrumOfChains(120);
        int[] expected = [.. Enumerable.Range(0, 16).Select(k => spectrum.Count(value => value < 0.7 * k))];
        int[] found = new int[16];
        Parallel.For(0, 16, k =>
        {
            using BlockSparseMatrix matrix = SparseMatrices.Chains(120);
            using LdltFactorization factorization = new(matrix);
            found[k] = factorization.Factorise(0.7 * k).Negative;
        });
        Assert.That(found, Is.EqualTo(expected));
    }
}
