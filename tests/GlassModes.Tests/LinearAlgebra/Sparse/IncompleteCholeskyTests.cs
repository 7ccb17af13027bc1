// Tests the preconditioner: it is the inverse where there is no fill, and it is always symmetric and positive.

using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Numerics.Threading;

namespace GlassModes.Tests.LinearAlgebra.Sparse;

public class IncompleteCholeskyTests
{
    // The tolerance of results, because the preconditioner is applied in single precision.
    private const double Single = 1e-5;

    [Test]
    public void Without_fill_it_is_the_inverse([Values(1, 16, 19)] int columns, [Values(1, 3)] int threads)
    {
        using BlockSparseMatrix matrix = SparseMatrices.From(
            50, (i, j) => j - i <= 1, (row, column) => row == column ? 5 : Math.Sin((7 * row) + (13 * column)));
        using BlockSparseProduct product = new(matrix);
        using ThreadTeam team = new(threads);
        using IncompleteCholesky inverse = new(matrix, 0.5, team);
        Assert.That(inverse.Shift, Is.EqualTo(0.5));
        double[] x = SparseMatrices.Vectors(matrix.Order, columns, 2);
        double[] y = new double[x.Length];
        product.Apply(x, y);
        for (int k = 0; k < y.Length; k++)
        {
            y[k] += 0.5 * x[k];
        }

        double[] found = new double[x.Length];
        inverse.Apply(y, found);
        Assert.That(found, Is.EqualTo(x).Within(Single));
    }

    [Test]
    public void Threads_change_no_bit()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Random(200, 20, seed: 8);
        double[] x = SparseMatrices.Vectors(matrix.Order, 50, 9);
        double[] y = new double[x.Length];
        double[] sharedResult = new double[x.Length];
        using ThreadTeam team = new(3);
        using IncompleteCholesky alone = new(matrix, 20);
        using IncompleteCholesky shared = new(matrix, 20, team);
        alone.Apply(x, y);
        shared.Apply(x, sharedResult);
        Assert.That(sharedResult, Is.EqualTo(y));
    }

    [Test]
    public void It_is_symmetric_and_positive_also_where_the_matrix_is_not()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Random(80, 10, seed: 3);
        using IncompleteCholesky inverse = new(matrix, 0);
        Assert.That(inverse.Shift, Is.GreaterThan(0), "the shift was raised");
        int n = matrix.Order;
        double[] x = SparseMatrices.Vectors(n, 2, 4);
        double[] y = new double[2 * n];
        inverse.Apply(x, y);
        double Dot(int a, int b) => Enumerable.Range(0, n).Sum(k => x[(a * n) + k] * y[(b * n) + k]);
        Assert.That(Dot(0, 1), Is.EqualTo(Dot(1, 0)).Within(Single * Math.Abs(Dot(0, 0))));
        Assert.That(Dot(0, 0), Is.Positive);
        Assert.That(Dot(1, 1), Is.Positive);
    }

    [Test]
    public void A_matrix_that_is_not_finite_is_refused()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(4);
        matrix.Block(2)[0] = double.NaN;
        Assert.That(() => new IncompleteCholesky(matrix, 0), Throws.ArgumentException.With.Message.Contains("not finite"));
        Assert.That(() => new IncompleteCholesky(matrix, double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
