// Compares densities of eigenvalues from moments with known spectra under the same kernel.

using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Tests.LinearAlgebra.Sparse;

namespace GlassModes.Tests.LinearAlgebra.Krylov;

public class KernelPolynomialTests
{
    private static readonly KernelPolynomialOptions Options = new(-0.5, 12.5, Moments: 101, Vectors: 24);

    [TestCase(100)]
    [TestCase(101)]
    public void Shares_of_bins_are_those_of_the_spectrum_under_the_same_kernel(int moments)
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(400);
        using BlockSparseProduct product = new(matrix);
        double[] edges = [-0.5, 0.1, 0.5, 2, 4, 5, 8, 11, 12.5];
        double[] shares = KernelPolynomial.Shares(product, edges, Options with { Moments = moments });
        double[] exact = Smeared(SparseMatrices.SpectrumOfChains(400), edges, moments);
        Assert.That(exact.Sum(), Is.EqualTo(1).Within(1e-12));
        for (int v = 0; v < 24; v++)
        {
            Assert.That(shares.AsSpan(v * 8, 8).ToArray().Sum(), Is.EqualTo(1).Within(1e-12), "all bins together hold everything");
        }

        for (int bin = 0; bin < 8; bin++)
        {
            double[] ofVectors = [.. Enumerable.Range(0, 24).Select(v => shares[(v * 8) + bin])];
            double mean = ofVectors.Average();
            double error = Math.Sqrt(ofVectors.Sum(value => (value - mean) * (value - mean)) / 23 / 24);
            Assert.That(error, Is.LessThan(0.01));
            Assert.That(mean, Is.EqualTo(exact[bin]).Within(4 * error), $"bin {bin}");
        }
    }

    [Test]
    public void Vectors_that_are_not_counted_are_left_out()
    {
        // The eigenvectors of the first half of a diagonal matrix are known.
        using BlockSparseMatrix matrix = SparseMatrices.From(20, (_, _) => false, (row, column) => row != column ? 0 : row < 30 ? 1 : 3);
        using BlockSparseProduct product = new(matrix);
        double[] known = new double[30 * 60];
        for (int k = 0; k < 30; k++)
        {
            known[(k * 60) + k] = 1;
        }

        KernelPolynomialOptions options = new(0, 4, 200, 1);
        Assert.That(KernelPolynomial.Shares(product, [0, 2, 4], options), Is.EqualTo(new[] { 0.5, 0.5 }).Within(1e-5));
        Assert.That(KernelPolynomial.Shares(product, [0, 2, 4], options, known), Is.EqualTo(new[] { 0.0, 1.0 }).Within(1e-5));
    }

    [Test]
    public void Limits_that_do_not_hold_the_spectrum_are_noticed()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(50);
        using BlockSparseProduct product = new(matrix);
        Assert.That(
            () => KernelPolynomial.Shares(product, [0, 1], Options with { Upper = 11.5, Moments = 400 }),
            Throws.InstanceOf<ConvergenceException>().With.Message.Contains("outside the limits"));
        Assert.That(() => KernelPolynomial.Shares(product, [1, 0], Options), Throws.ArgumentException);
        Assert.That(
            () => KernelPolynomial.Shares(product, [0, 1], Options with { Moments = 1 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    // The share of each bin when the kernel broadens every eigenvalue.
    private static double[] Smeared(double[] spectrum, double[] edges, int moments)
    {
        double[] kernel = KernelPolynomial.Jackson(moments);
        double[] angles = [.. edges.Select(edge => Math.Acos((edge - 6) / 6.5))];
        double[] shares = new double[edges.Length - 1];
        foreach (double value in spectrum)
        {
            double angle = Math.Acos((value - 6) / 6.5);
            for (int bin = 0; bin < shares.Length; bin++)
            {
                double sum = angles[bin] - angles[bin + 1];
                for (int k = 1; k < moments; k++)
                {
                    sum += 2 * kernel[k] * Math.Cos(k * angle) * (Math.Sin(k * angles[bin]) - Math.Sin(k * angles[bin + 1])) / k;
                }

                shares[bin] += sum / Math.PI / spectrum.Length;
            }
        }

        return shares;
    }
}
