// Tests that the products of a matrix and blocks of vectors equal plain sums.

using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Numerics.Threading;

namespace GlassModes.Tests.LinearAlgebra.Sparse;

public class BlockSparseProductTests
{
    [Test]
    public void Products_match_plain_sums([Values(1, 3, 8, 9, 33)] int columns, [Values(1, 2, 5)] int threads)
    {
        using BlockSparseMatrix matrix = SparseMatrices.Random(60, 6, seed: 4);
        double[,] dense = SparseMatrices.ToDense(matrix);
        double[] x = SparseMatrices.Vectors(matrix.Order, columns, 5);
        double[] y = new double[x.Length];
        Array.Fill(y, double.NaN);
        using ThreadTeam team = new(threads);
        using BlockSparseProduct product = new(matrix, team);
        product.Apply(x, y);
        for (int k = 0; k < y.Length; k++)
        {
            (int column, int row) = Math.DivRem(k, matrix.Order);
            double expected = 0;
            for (int j = 0; j < matrix.Order; j++)
            {
                expected += dense[row, j] * x[(column * matrix.Order) + j];
            }

            Assert.That(y[k], Is.EqualTo(expected).Within(1e-14 * matrix.Order));
        }
    }

    [Test]
    public void Threads_and_neighbouring_vectors_change_no_bit()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Random(200, 20, seed: 8);
        double[] x = SparseMatrices.Vectors(matrix.Order, 21, 9);
        double[] y = new double[x.Length];
        double[] sharedProduct = new double[x.Length];
        using ThreadTeam team = new(3);
        using BlockSparseProduct alone = new(matrix);
        using BlockSparseProduct shared = new(matrix, team);
        alone.Apply(x, y);
        shared.Apply(x, sharedProduct);
        Assert.That(sharedProduct, Is.EqualTo(y));
        double[] single = new double[matrix.Order];
        alone.Apply(x.AsSpan(17 * matrix.Order, matrix.Order), single);
        Assert.That(single, Is.EqualTo(y[(17 * matrix.Order)..(18 * matrix.Order)]));
    }

    [Test]
    public void Vectors_of_another_order_are_refused()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(4);
        using BlockSparseProduct product = new(matrix);
        Assert.That(() => product.Apply(new double[13], new double[13]), Throws.ArgumentException.With.Message.Contains("order 12"));
        Assert.That(() => product.Apply(new double[24], new double[12]), Throws.ArgumentException);
    }
}
