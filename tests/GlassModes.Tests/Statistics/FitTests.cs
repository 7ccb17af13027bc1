// Tests fits of data with known parameters, exact and with noise of known size.

using GlassModes.Numerics.RandomNumbers;
using GlassModes.Statistics;

namespace GlassModes.Tests.Statistics;

public class FitTests
{
    private const int Experiments = 400;

    [Test]
    public void A_power_law_without_noise_is_found_to_rounding()
    {
        DataPoint[] points = [.. Enumerable.Range(1, 12).Select(k => new DataPoint(k, 3 * Math.Pow(k, -1.7), double.NaN))];
        PowerLawFit fit = PowerLawFit.Of(points, 2, 10);
        Assert.That(fit.Exponent.Value, Is.EqualTo(-1.7).Within(1e-13));
        Assert.That(Math.Exp(fit.LogAmplitude.Value), Is.EqualTo(3).Within(1e-12));
        Assert.That(
            (fit.Quality.From, fit.Quality.To, fit.Quality.Points, fit.Quality.IsTrusted), Is.EqualTo((2, 10, 9, true)).Within(1e-12));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Errors_of_a_line_are_what_repeated_experiments_scatter_by(bool withErrors)
    {
        // The errors differ from point to point if the fit knows them, and are equal if not.
        double[] sigma = [.. Enumerable.Range(0, 15).Select(k => withErrors ? 0.05 + (0.02 * k) : 0.1)];
        Statistics values = new();
        Statistics probabilities = new();
        Philox random = new(5, 1);
        double stated = 0;
        for (int experiment = 0; experiment < Experiments; experiment++)
        {
            List<DataPoint> points = [];
            for (int k = 0; k < sigma.Length; k++)
            {
                points.Add(
                    new DataPoint(k, 1 - (0.3 * k) + (sigma[k] * random.NextNormalPair().First), withErrors ? sigma[k] : double.NaN));
            }

            LineFit fit = LineFit.Of(points);
            values.Add(fit.Slope.Value);
            stated += fit.Slope.Error * fit.Slope.Error / Experiments;
            probabilities.Add(withErrors ? fit.Quality.Probability : 0.5);
        }

        Assert.That(values.Mean, Is.EqualTo(-0.3).Within(4 * values.Deviation / Math.Sqrt(Experiments)));
        Assert.That(Math.Sqrt(stated), Is.EqualTo(values.Deviation).Within(0.15 * values.Deviation));
        Assert.That(probabilities.Mean, Is.EqualTo(0.5).Within(0.06), "a right model is as often better as worse");
    }

    [Test]
    public void What_does_not_constrain_a_fit_is_said()
    {
        Assert.That(PowerLawFit.Of([new DataPoint(1, 1, 0.1)]).Quality.Trouble, Is.EqualTo(new FitTrouble.OneAbscissa(NeedsErrors: true)));
        Assert.That(
            PowerLawFit.Of([new DataPoint(1, 1, 0.1), new DataPoint(2, 2, 0.1)]).Quality.Trouble,
            Is.EqualTo(new FitTrouble.NoDegreeOfFreedom()));
        DataPoint[] flat = [.. Enumerable.Range(1, 9).Select(k => new DataPoint(k, 1 + (0.01 * (k % 3)), 0.5))];
        Assert.That(PowerLawFit.Of(flat).Quality.Trouble, Is.EqualTo(new FitTrouble.UnknownExponent()));
        Assert.That(PowerLawFit.Of([new DataPoint(-1, 1, 0.1), new DataPoint(2, -2, 0.1)]).LogAmplitude.Value, Is.NaN);
    }

    [TestCase(double.NaN)]
    [TestCase(0)]
    [TestCase(double.PositiveInfinity)]
    public void A_point_without_an_error_is_left_out_where_others_have_one(double none)
    {
        // A point without an error may have any value, like a point from a single sample.
        Philox random = new(12, 1);
        DataPoint[] line = [.. Enumerable.Range(1, 8).Select(k => new DataPoint(k, (3 * k) + (0.1 * (k % 3)), 0.1 * k))];
        DataPoint[] withLonePoints = [new DataPoint(0.5, 100, none), .. line, new DataPoint(9, 1, none)];
        Assert.That(LineFit.Of(withLonePoints), Is.EqualTo(LineFit.Of(line)));
        Assert.That(PowerLawFit.Of(withLonePoints), Is.EqualTo(PowerLawFit.Of(line)));
        Assert.That(LineFit.Of(withLonePoints).Quality.Points, Is.EqualTo(8), "the number of points shows what is left out");

        DataPoint[] profile = Profile(3, 0.01, ref random);
        DataPoint[] longerProfile = [.. profile, new DataPoint(5.25, 1, none), new DataPoint(13, 1, none)];
        Assert.That(DecayFit.Of(longerProfile, 5, 12), Is.EqualTo(DecayFit.Of(profile, 5, 12)));
        Assert.That(DecayFit.OfBestRange(longerProfile), Is.EqualTo(DecayFit.OfBestRange(profile)));

        // If too few points have an error, the points without an error are not used in their place.
        Assert.That(
            LineFit.Of([.. line.Select((point, k) => k == 2 ? point : point with { Error = none })]).Quality.Trouble,
            Is.EqualTo(new FitTrouble.OneAbscissa(NeedsErrors: true)));
        Assert.That(
            DecayFit.Of(profile.Select((point, k) => k % 6 == 0 ? point : point with { Error = none }), 5, 12).Quality.Trouble,
            Is.EqualTo(new FitTrouble.TooFewPoints(4, 5, 12, NeedsErrors: true)));

        // If no point has an error, all points have equal weights.
        LineFit unweighted = LineFit.Of(line.Select(point => point with { Error = none }));
        Assert.That(
            (unweighted.Quality.Points, unweighted.Quality.Probability, unweighted.Quality.IsTrusted), Is.EqualTo((8, double.NaN, true)));
        Assert.That(unweighted.Slope.Value, Is.EqualTo(3).Within(0.02));
    }

    [TestCase(1)]
    [TestCase(0.5)]
    public void An_exponential_tail_is_found(double s)
    {
        Statistics values = new();
        Statistics probabilities = new();
        Philox random = new(6, 1);
        const int Count = 500;
        double stated = 0;
        for (int experiment = 0; experiment < Experiments; experiment++)
        {
            // The tail lies below −2. The three values above do not belong to the tail.
            double[] x = [.. Enumerable.Range(0, Count).Select(_ => -2 + (s * Math.Log(random.NextUniform()))), -1, -0.5, 3];
            ExponentialTailFit fit = ExponentialTail.OfValues(x, -2);
            values.Add(fit.DecayScale.Value);
            stated = fit.DecayScale.Error;
            probabilities.Add(fit.Quality.Probability);
            Assert.That((fit.Quality.Points, fit.Quality.To), Is.EqualTo((Count, -2.0)));
        }

        Assert.That(values.Mean, Is.EqualTo(s).Within(4 * values.Deviation / Math.Sqrt(Experiments)));
        Assert.That(stated, Is.EqualTo(values.Deviation).Within(0.2 * values.Deviation));
        Assert.That(probabilities.Mean, Is.EqualTo(0.5).Within(0.06), "though s is from the same values");
    }

    [Test]
    public void A_tail_that_is_not_exponential_has_no_probability()
    {
        Philox random = new(7, 1);
        double[] x = [.. Enumerable.Range(0, 2000).Select(_ => -Math.Abs(random.NextNormalPair().First))];
        Assert.That(ExponentialTail.OfValues(x, 0).Quality.Probability, Is.LessThan(1e-6));
        Assert.That(ExponentialTail.OfValues([-1, -2], 0).Quality.Trouble, Is.EqualTo(new FitTrouble.TooFewValuesBelow(10, 0)));
    }

    [TestCase(2.5)]
    [TestCase(1)]
    [TestCase(0.6)]
    public void A_weibull_distribution_is_found(double shape)
    {
        Statistics shapes = new();
        Statistics scales = new();
        Philox random = new(8, 1);
        WeibullFit fit = null!;
        for (int experiment = 0; experiment < Experiments; experiment++)
        {
            fit = WeibullFit.OfValues(Enumerable.Range(0, 400).Select(_ => 0.02 * Math.Pow(-Math.Log(random.NextUniform()), 1 / shape)));
            shapes.Add(fit.Shape.Value);
            scales.Add(fit.Scale.Value);
        }

        Assert.That(shapes.Mean, Is.EqualTo(shape).Within(0.01 * shape), "biased by 1.4/n");
        Assert.That(scales.Mean, Is.EqualTo(0.02).Within(4 * scales.Deviation / Math.Sqrt(Experiments)));
        Assert.That(fit.Shape.Error, Is.EqualTo(shapes.Deviation).Within(0.2 * shapes.Deviation));
        Assert.That(fit.Scale.Error, Is.EqualTo(scales.Deviation).Within(0.2 * scales.Deviation));
        Assert.That(
            WeibullFit.OfValues([.. Enumerable.Range(1, 20).Select(k => (double)k), -1]).Quality.Trouble,
            Is.EqualTo(new FitTrouble.ValuesLeftOut(1)));
    }

    [Test]
    public void The_distance_of_kolmogorov_and_smirnov_has_the_probabilities_of_the_tables()
    {
        // Critical distances at 5 % (Miller, J. Am. Stat. Assoc. 51, 111, 1956).
        Assert.That(KolmogorovSmirnov.Probability(0.40925, 10), Is.EqualTo(0.05).Within(0.002));
        Assert.That(KolmogorovSmirnov.Probability(0.18841, 50), Is.EqualTo(0.05).Within(0.002));
        Assert.That(KolmogorovSmirnov.Distance([0.25, 0.5], x => x), Is.EqualTo(0.5).Within(1e-15));
    }

    [TestCase(3)]
    [TestCase(8)]
    public void A_planted_correlation_length_is_found_with_its_error(double xi)
    {
        Statistics q = new();
        Statistics lengths = new();
        Statistics probabilities = new();
        Philox random = new(9, 1);
        double stated = 0;
        double statedLength = 0;
        for (int experiment = 0; experiment < Experiments; experiment++)
        {
            DecayFit fit = DecayFit.Of(Profile(xi, 0.01, ref random), 5, 12);
            q.Add(fit.InverseSquare.Value);
            lengths.Add(fit.Length.Value);
            stated += fit.InverseSquare.Error * fit.InverseSquare.Error / Experiments;
            statedLength += fit.Length.Error * fit.Length.Error / Experiments;
            probabilities.Add(fit.Quality.Probability);
            Assert.That(fit.Quality.IsTrusted, fit.ToString());
        }

        Assert.That(q.Mean, Is.EqualTo(1 / (xi * xi)).Within(4 * q.Deviation / Math.Sqrt(Experiments)));
        Assert.That(Math.Sqrt(stated), Is.EqualTo(q.Deviation).Within(0.15 * q.Deviation));
        Assert.That(Math.Sqrt(statedLength), Is.EqualTo(lengths.Deviation).Within(0.25 * lengths.Deviation));
        Assert.That(probabilities.Mean, Is.EqualTo(0.5).Within(0.08));
        DecayFit exact = DecayFit.Of([.. Profile(xi, 0, ref random).Select(point => point with { Error = double.NaN })], 5, 12);
        Assert.That(exact.Length.Value, Is.EqualTo(xi).Within(1e-4 * xi));
        Assert.That(Math.Exp(exact.LogAmplitude.Value), Is.EqualTo(2).Within(1e-4));
    }

    [Test]
    public void A_length_beyond_the_data_is_bounded_from_below_only()
    {
        Philox random = new(10, 1);
        DecayFit fit = DecayFit.Of(Profile(1e4, 0.02, ref random), 5, 12);
        Assert.That(fit.Quality.Trouble, Is.InstanceOf<FitTrouble.LengthWithoutUpperBound>());
        Assert.That(fit.Length.Error, Is.EqualTo(double.PositiveInfinity));
        Assert.That(
            DecayFit.Of(Profile(3, 0.02, ref random), 5, 6).Quality.Trouble,
            Is.EqualTo(new FitTrouble.TooFewPoints(4, 5, 6, NeedsErrors: true)));
    }

    [Test]
    public void The_range_chosen_by_the_data_leaves_out_what_does_not_follow_the_law()
    {
        // Up to r = 6 the profile has a core that decays otherwise.
        Philox random = new(11, 1);
        DataPoint[] points =
        [
            .. Profile(5, 0.01, ref random).Select(
                point => point.X < 6 ? point with { Y = point.Y * Math.Exp(0.5 * (6 - point.X)) } : point),
        ];
        DecayFit fit = DecayFit.OfBestRange(points);
        Assert.That(fit.Quality.From, Is.InRange(5.9, 7.1));
        Assert.That(fit.Length.Value, Is.EqualTo(5).Within(4 * fit.Length.Error));
        Assert.That(fit.Quality.IsTrusted);
        DataPoint[] noise = [.. points.Select((point, k) => point with { Y = point.Y * (k % 2 == 0 ? 1 : 2) })];
        Assert.That(DecayFit.OfBestRange(noise).Quality.Trouble, Is.EqualTo(new FitTrouble.NoRange()));
    }

    [Test]
    public void The_logarithm_of_the_length_as_a_power_of_w_is_a_power_law()
    {
        DataPoint[] points = [.. Enumerable.Range(2, 6).Select(k =>
        {
            double w = Math.Pow(10, -k);
            double xi = Math.Exp(0.8 * Math.Pow(w, -0.11));
            return new DataPoint(w, Math.Log(xi), 0.02);
        })];
        PowerLawFit fit = PowerLawFit.Of(points);
        Assert.That(fit.Exponent.Value, Is.EqualTo(-0.11).Within(1e-12));
    }

    private static DataPoint[] Profile(double xi, double noise, ref Philox random)
    {
        DataPoint[] points = new DataPoint[23];
        for (int k = 0; k < points.Length; k++)
        {
            double r = 1 + (0.5 * k);
            double d = 2 * ((1 / (r * r)) + (1 / (xi * r))) * Math.Exp(-r / xi);
            points[k] = new DataPoint(r, d * (1 + (noise * random.NextNormalPair().First)), noise * d);
        }

        return points;
    }

    private sealed class Statistics
    {
        private readonly List<double> _values = [];

        public double Mean => _values.Average();

        public double Deviation => Math.Sqrt(_values.Sum(value => (value - Mean) * (value - Mean)) / (_values.Count - 1));

        public void Add(double value) => _values.Add(value);
    }
}
