// Makes symmetric matrices with known or random spectra and asserts the residuals of eigenpairs, for the tests of this folder.

using GlassModes.LinearAlgebra.Lapack;

namespace GlassModes.Tests.LinearAlgebra;

internal static class TestMatrices
{
    /// <summary>
    /// A matrix of random elements, uniform in (−1, 1). Elements above the diagonal are NaN, because nothing may read them.
    /// </summary>
    internal static DenseSymmetricMatrix Random(int order, int seed)
    {
        var random = new Random(seed);
        return From(order, (_, _) => (2 * random.NextDouble()) - 1);
    }

    internal static DenseSymmetricMatrix Diagonal(params double[] values) =>
        From(values.Length, (row, column) => row == column ? values[row] : 0);

    /// <summary>The matrix with 2 on the diagonal and −1 beside the diagonal: λ_k = 2 − 2 cos(kπ/(n + 1)), k = 1 … n.</summary>
    internal static DenseSymmetricMatrix Laplacian(int order) =>
        From(order, (row, column) => row == column ? 2 : row == column + 1 ? -1 : 0);

    /// <summary>
    /// A full matrix with the given spectrum: H diag(values) H with the reflection H = 1 − 2uuᵀ/u² and a random vector u.
    /// </summary>
    internal static DenseSymmetricMatrix WithSpectrum(double[] values, int seed)
    {
        int n = values.Length;
        var random = new Random(seed);
        double[] u = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() + 0.1)];
        double norm = u.Sum(x => x * x);
        double[] v = [.. u.Select((x, i) => x * values[i])];
        double mean = u.Zip(v, (x, y) => x * y).Sum() / norm;
        return From(n, (i, j) => (i == j ? values[i] : 0) - (2 / norm * ((u[i] * v[j]) + (v[i] * u[j]))) + (4 * mean / norm * u[i] * u[j]));
    }

    internal static DenseSymmetricMatrix From(int order, Func<int, int, double> element)
    {
        var matrix = new DenseSymmetricMatrix(order);
        for (int column = 0; column < order; column++)
        {
            Span<double> elements = matrix.Column(column);
            elements[..column].Fill(double.NaN);
            for (int row = column; row < order; row++)
            {
                elements[row] = element(row, column);
            }
        }

        return matrix;
    }

    /// <summary>
    /// Asserts that |A x − λ x| ≤ tolerance in every element of every pair, that the vectors are orthonormal, and that the values ascend.
    /// </summary>
    internal static void AssertEigenpairs(DenseSymmetricMatrix matrix, Eigenpairs pairs, double tolerance)
    {
        int n = matrix.Order;
        double residual = 0;
        for (int k = 0; k < pairs.Count; k++)
        {
            ReadOnlySpan<double> x = pairs.Vector(k);
            for (int i = 0; i < n; i++)
            {
                double sum = -pairs.Values[k] * x[i];
                for (int j = 0; j < n; j++)
                {
                    sum += matrix[i, j] * x[j];
                }

                Assert.That(sum, Is.Not.NaN);
                residual = Math.Max(residual, Math.Abs(sum));
            }
        }

        Assert.That(residual, Is.LessThanOrEqualTo(tolerance), "residual");
        Assert.That(OrthogonalityLoss(pairs), Is.LessThanOrEqualTo(1e-12), "orthogonality");
        Assert.That(pairs.Values.ToArray(), Is.Ordered);
    }

    /// <summary>max |XᵀX − 1|, computed element by element.</summary>
    internal static double OrthogonalityLoss(Eigenpairs pairs)
    {
        double loss = 0;
        for (int k = 0; k < pairs.Count; k++)
        {
            for (int l = 0; l <= k; l++)
            {
                double product = 0;
                for (int i = 0; i < pairs.Order; i++)
                {
                    product += pairs.Vector(k)[i] * pairs.Vector(l)[i];
                }

                loss = Math.Max(loss, Math.Abs(product - (k == l ? 1 : 0)));
            }
        }

        return loss;
    }
}
