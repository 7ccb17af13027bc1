// Spacings of levels that are independent, and of random matrices.

using GlassModes.LinearAlgebra;
using GlassModes.RandomNumbers;
using GlassModes.Statistics;

namespace GlassModes.Tests.Statistics;

[SingleBlasThread]
public class LevelSpacingsTests
{
    [Test]
    public void Independent_levels_have_the_ratio_and_the_spacings_of_poisson()
    {
        // A density that is far from constant: e^x.
        Philox random = new(1, 1);
        List<double> ratios = [];
        List<double> spacings = [];
        for (int sample = 0; sample < 200; sample++)
        {
            double[] levels = [.. Enumerable.Range(0, 100).Select(_ => Math.Log(random.NextUniform())).Order()];
            ratios.AddRange(LevelSpacings.Ratios(levels, -2, 0));
            spacings.AddRange(LevelSpacings.Unfolded(levels, x => 100 * Math.Exp(x), -2, 0));
        }

        AssertMean(ratios, LevelSpacings.PoissonRatio);
        double[] ascending = [.. spacings.Order()];
        Assert.That(KolmogorovSmirnov.Distance(ascending, s => 1 - Math.Exp(-s)), Is.LessThan(0.02), "the spacing density of independent levels");
        Assert.That(KolmogorovSmirnov.Distance(ascending, s => 1 - Math.Exp(-0.25 * Math.PI * s * s)), Is.GreaterThan(0.1));
    }

    [Test]
    public void Random_matrices_have_the_ratio_and_the_spacings_of_the_orthogonal_ensemble()
    {
        Philox random = new(2, 1);
        List<double> ratios = [];
        List<double> spacings = [];
        const int Order = 150;
        double radius = Math.Sqrt(2 * Order);
        for (int sample = 0; sample < 40; sample++)
        {
            DenseSymmetricMatrix matrix = new(Order);
            for (int column = 0; column < Order; column++)
            {
                for (int row = 0; row <= column; row++)
                {
                    double value = random.NextNormalPair().First * (row == column ? 1 : Math.Sqrt(0.5));
                    matrix.Column(column)[row] = value;
                    matrix.Column(row)[column] = value;
                }
            }

            using Eigenpairs all = SymmetricEigensolver.All(matrix, vectors: false);
            ratios.AddRange(LevelSpacings.Ratios(all.Values, -0.5 * radius, 0.5 * radius));

            // Wigner's semicircle, integrated.
            spacings.AddRange(LevelSpacings.Unfolded(
                all.Values, x => Order * (0.5 + (((x / radius * Math.Sqrt(1 - (x / radius * x / radius))) + Math.Asin(x / radius)) / Math.PI)), -0.5 * radius, 0.5 * radius));
        }

        // ⟨r⟩ is of large matrices; these are not far from it.
        AssertMean(ratios, LevelSpacings.GoeRatio);
        double[] ascending = [.. spacings.Order()];
        Assert.That(KolmogorovSmirnov.Distance(ascending, s => 1 - Math.Exp(-0.25 * Math.PI * s * s)), Is.LessThan(0.03));
        Assert.That(KolmogorovSmirnov.Distance(ascending, s => 1 - Math.Exp(-s)), Is.GreaterThan(0.1));
    }

    [Test]
    public void Limits_leave_out_what_is_not_between_them_as_a_whole()
    {
        double[] levels = [-3, -2, -1.5, -1, 0, 4];
        Assert.That(LevelSpacings.Ratios(levels), Is.EqualTo(new[] { 0.5, 1, 0.5, 0.25 }));
        Assert.That(LevelSpacings.Ratios(levels, -2, 0), Is.EqualTo(new[] { 1, 0.5 }));
        Assert.That(LevelSpacings.Ratios([1, 1, 1, 2]), Is.EqualTo(new[] { 0.0 }), "no ratio of three that coincide");
        Assert.That(LevelSpacings.Ratios([1, 2]), Is.Empty);
        Assert.That(LevelSpacings.Unfolded(levels, x => 2 * x, -2, -1), Is.EqualTo(new[] { 1.0, 1 }));
    }

    [Test]
    public void The_staircase_of_a_histogram_is_linear_within_bins()
    {
        Func<double, double> staircase = LevelSpacings.Staircase([-2, -1, 1], [3, 4]);
        Assert.That(new[] { -5.0, -2, -1.5, -1, 0, 1, 7 }.Select(staircase), Is.EqualTo(new[] { 0, 0, 1.5, 3, 5, 7, 7 }).Within(1e-15));
        Assert.That(() => LevelSpacings.Staircase([0, 1], [1, 2]), Throws.ArgumentException);
    }

    [Test]
    public void Densities_are_normalised_with_a_mean_of_one()
    {
        foreach (Func<double, double> density in (Func<double, double>[])[LevelSpacings.PoissonDensity, LevelSpacings.GoeDensity])
        {
            double[] grid = [.. Enumerable.Range(0, 60000).Select(k => (k + 0.5) * 5e-4)];
            Assert.That(grid.Sum(density) * 5e-4, Is.EqualTo(1).Within(1e-6));
            Assert.That(grid.Sum(s => s * density(s)) * 5e-4, Is.EqualTo(1).Within(1e-6));
        }
    }

    private static void AssertMean(List<double> values, double expected)
    {
        Estimate mean = Estimate.Of(values);
        Assert.That(mean.Mean, Is.EqualTo(expected).Within(4 * mean.StandardError));
        Assert.That(mean.StandardError, Is.LessThan(0.01));
    }
}
