// Compares ARPACK with closed forms, plain and by shift and inverse.

using GlassModes.LinearAlgebra.Arpack;
using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Tests.LinearAlgebra.Sparse;

namespace GlassModes.Tests.LinearAlgebra.Arpack;

public class ArpackSolverTests
{
    private const int Rows = 60;

    [Test]
    public void The_lowest_pairs_are_found_from_products()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(Rows);
        using BlockSparseProduct product = new(matrix);
        using Eigenpairs pairs = ArpackSolver.Lowest(product.Apply, matrix.Order, 12);
        Assert.That(pairs.Values.ToArray(), Is.EqualTo(SparseMatrices.SpectrumOfChains(Rows)[..12]).Within(1e-12));
        AssertPairs(product, pairs);
    }

    [TestCase(1.234, 10)]
    [TestCase(-0.5, 7)]
    public void The_nearest_to_a_shift_are_found_from_solutions(double shift, int count)
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(Rows);
        using BlockSparseProduct product = new(matrix);
        using LdltFactorization factorization = new(matrix);
        factorization.Factorise(shift);
        void Solve(ReadOnlySpan<double> x, Span<double> y)
        {
            x.CopyTo(y);
            factorization.Solve(y);
        }

        using Eigenpairs pairs = ArpackSolver.Nearest(Solve, matrix.Order, shift, count);
        double[] expected = [.. SparseMatrices.SpectrumOfChains(Rows).OrderBy(value => Math.Abs(value - shift)).Take(count).Order()];
        Assert.That(pairs.Values.ToArray(), Is.EqualTo(expected).Within(1e-12));
        AssertPairs(product, pairs);
    }

    [Test]
    public void What_did_converge_comes_with_the_exception()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(400);
        using BlockSparseProduct product = new(matrix);
        ConvergenceException failure = Assert.Throws<ConvergenceException>(
            () => ArpackSolver.Lowest(product.Apply, matrix.Order, 10, new ArpackOptions(BasisSize: 40, MostRestarts: 25)))!;
        using Eigenpairs? found = failure.Converged;
        Assert.That(found!.Count, Is.LessThan(10));
        Assert.That(failure.Message, Does.Contain($"{found.Count} of 10 eigenpairs").And.Contain("25 restarts"));
        AssertPairs(product, found);
    }

    [Test]
    public void Several_at_once_wait_for_each_other()
    {
        double[] expected = SparseMatrices.SpectrumOfChains(Rows)[..5];
        double[][] found = new double[6][];
        Parallel.For(0, found.Length, k =>
        {
            using BlockSparseMatrix matrix = SparseMatrices.Chains(Rows);
            using BlockSparseProduct product = new(matrix);
            using Eigenpairs pairs = ArpackSolver.Lowest(product.Apply, matrix.Order, 5);
            found[k] = pairs.Values.ToArray();
        });
        Assert.That(found, Has.All.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void Wrong_arguments_are_refused_and_cancellation_is_heard()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(Rows);
        using BlockSparseProduct product = new(matrix);
        Assert.That(() => ArpackSolver.Lowest(product.Apply, 180, 180), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => ArpackSolver.Lowest(product.Apply, 180, 5, new ArpackOptions(BasisSize: 5)),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ArpackSolver.Lowest(product.Apply, 180, 5, new ArpackOptions(Start: new double[3])), Throws.ArgumentException);
        Assert.That(
            () => ArpackSolver.Lowest(product.Apply, 180, 5, cancellation: new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
        using Eigenpairs after = ArpackSolver.Lowest(product.Apply, 180, 5);
        double lowest = SparseMatrices.SpectrumOfChains(Rows)[0];
        Assert.That(after.Values[0], Is.EqualTo(lowest).Within(1e-12), "ARPACK's state is not left behind");
    }

    private static void AssertPairs(BlockSparseProduct product, Eigenpairs pairs)
    {
        double[] image = new double[product.Order];
        for (int k = 0; k < pairs.Count; k++)
        {
            double[] vector = pairs.Vector(k).ToArray();
            product.Apply(vector, image);
            Assert.That(image, Is.EqualTo(vector.Select(value => pairs.Values[k] * value)).Within(1e-10));
        }

        Assert.That(pairs.Values.ToArray(), Is.Ordered);
        Assert.That(pairs.Count == 0 ? 0 : pairs.MaxOrthogonalityLoss(), Is.LessThan(1e-12));
    }
}
