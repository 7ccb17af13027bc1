// Compares the distribution of a vector over eigenvectors with the exact distribution from all eigenvectors.

using GlassModes.LinearAlgebra.Krylov;
using MathNet.Numerics.LinearAlgebra;

namespace GlassModes.Tests.LinearAlgebra.Krylov;

public class SpectralDistributionTests
{
    private const int Order = 120;
    private Matrix<double> _matrix = null!;
    private double[] _values = null!;
    private double[] _vector = null!;
    private double[] _shares = null!;

    // The vector lies mostly along a few low eigenvectors, like the force late in a quench.
    [OneTimeSetUp]
    public void Diagonalise()
    {
        Random random = new(5);
        Matrix<double> elements = Matrix<double>.Build.Dense(Order, Order, (_, _) => random.NextDouble() - 0.5);
        Matrix<double> vectors = elements.QR().Q;
        _values = [.. Enumerable.Range(0, Order).Select(k => (k < 3 ? -2.0 + k : 0.1 * k * k) + (0.01 * random.NextDouble()))];
        _matrix = vectors * Matrix<double>.Build.DenseOfDiagonalArray(_values) * vectors.Transpose();
        double[] amplitudes = [.. _values.Select(value => (random.NextDouble() - 0.5) / (1 + Math.Abs(value)))];
        _vector = (vectors * MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(amplitudes)).ToArray();
        double sum = amplitudes.Sum(a => a * a);
        _shares = [.. amplitudes.Select(a => a * a / sum)];
    }

    [Test]
    public void The_bounds_enclose_the_distribution_after_any_number_of_steps([Values(1, 2, 5, 20, 60, 119)] int steps)
    {
        double[] points = [-5, -2.3, -0.5, 0.05, 1, 10, 100, 1000, 1e5];
        SpectralDistribution distribution = SpectralDistribution.Of(Multiply, _vector, points, 0, steps);
        Assert.That(distribution.Steps, Is.EqualTo(steps));
        Assert.That(distribution.Mean, Is.EqualTo(_values.Zip(_shares, (value, share) => value * share).Sum()).Within(1e-10));
        for (int k = 0; k < points.Length; k++)
        {
            double exact = _shares.Where((_, mode) => _values[mode] < points[k]).Sum();
            Assert.That(distribution.Lower[k], Is.LessThanOrEqualTo(exact + 1e-12), $"x = {points[k]}");
            Assert.That(distribution.Upper[k], Is.GreaterThanOrEqualTo(exact - 1e-12), $"x = {points[k]}");
        }

        // The bounds are as narrow as the moments allow. After one step the gap is Chebyshev's 1/(1 + (x − mean)²/variance).
        if (steps == 1)
        {
            double variance = _values.Zip(_shares, (value, share) => share * Math.Pow(value - distribution.Mean, 2)).Sum();
            for (int k = 0; k < points.Length; k++)
            {
                double gap = 1 / (1 + (Math.Pow(points[k] - distribution.Mean, 2) / variance));
                Assert.That(distribution.Upper[k] - distribution.Lower[k], Is.EqualTo(gap).Within(1e-10));
            }
        }
    }

    [Test]
    public void Steps_go_on_until_the_gaps_are_narrow()
    {
        double[] points = [-0.5, 1, 10];
        SpectralDistribution loose = SpectralDistribution.Of(Multiply, _vector, points, 0.1, 1000);
        SpectralDistribution tight = SpectralDistribution.Of(Multiply, _vector, points, 1e-6, 1000);
        Assert.That(loose.Upper.Zip(loose.Lower, (upper, lower) => upper - lower), Is.All.LessThan(0.1));
        Assert.That(tight.Upper.Zip(tight.Lower, (upper, lower) => upper - lower), Is.All.LessThan(1e-6));
        Assert.That(loose.Steps, Is.LessThan(tight.Steps));
        for (int k = 0; k < points.Length; k++)
        {
            double exact = _shares.Where((_, mode) => _values[mode] < points[k]).Sum();
            Assert.That(0.5 * (tight.Lower[k] + tight.Upper[k]), Is.EqualTo(exact).Within(1e-6));
        }
    }

    [Test]
    public void A_vector_in_a_small_invariant_space_is_resolved_exactly()
    {
        // The vector lies along two eigenvectors of a diagonal matrix. Two steps give the whole distribution. At an eigenvalue the gap is
        // the share of the eigenvector.
        double[] vector = new double[Order];
        vector[3] = 0.6;
        vector[50] = 0.8;
        SpectralDistribution distribution = SpectralDistribution.Of(
            (x, y) =>
            {
                for (int k = 0; k < x.Length; k++)
                {
                    y[k] = k * x[k];
                }
            },
            vector,
            [1, 3, 20, 50, 90],
            1e-3,
            100);
        Assert.That(distribution.Steps, Is.EqualTo(2));
        Assert.That(distribution.Lower, Is.EqualTo(new[] { 0, 0, 0.36, 0.36, 1 }).Within(1e-12));
        Assert.That(distribution.Upper, Is.EqualTo(new[] { 0, 0.36, 0.36, 1, 1 }).Within(1e-12));
    }

    [Test]
    public void Many_steps_give_bounds_without_nodes_that_enclose_the_distribution_as_closely([Values(130, 400)] int steps)
    {
        // A random vector over 4000 levels, as the force over the modes of a large system.
        const int levels = 4000;
        double[] values = [.. Enumerable.Range(0, levels).Select(k => 2000 * Math.Pow((k + 0.5) / levels, 3))];
        Random random = new(3);
        double[] vector = [.. values.Select(_ => random.NextDouble() - 0.5)];
        double square = vector.Sum(component => component * component);
        double[] points = [-1, 0, 1e-3, 0.1, 1, 7, 100, 1000, 3000];
        SpectralDistribution distribution = SpectralDistribution.Of(
            (x, y) =>
            {
                for (int k = 0; k < levels; k++)
                {
                    y[k] = values[k] * x[k];
                }
            },
            vector,
            points,
            1e-3,
            steps);
        Assert.That(distribution.Steps, Is.EqualTo(steps));
        for (int k = 0; k < points.Length; k++)
        {
            double exact = vector.Where((_, level) => values[level] < points[k]).Sum(component => component * component) / square;
            Assert.That(distribution.Lower[k], Is.LessThanOrEqualTo(exact), $"x = {points[k]}");
            Assert.That(distribution.Upper[k], Is.GreaterThanOrEqualTo(exact), $"x = {points[k]}");
            Assert.That(distribution.Upper[k] - distribution.Lower[k], Is.LessThan(points[k] is >= 0 and < 2000 ? 8.0 / steps : 1e-5));
        }
    }

    [Test]
    public void A_zero_vector_is_refused() =>
        Assert.That(
            () => SpectralDistribution.Of(Multiply, new double[Order], [0], 0.1, 10),
            Throws.ArgumentException.With.Message.Contains("norm"));

    private void Multiply(ReadOnlySpan<double> x, Span<double> y) =>
        (_matrix * MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(x.ToArray())).AsArray().CopyTo(y);
}
