// Tests what is known of correlated series whose correlations are known.

using GlassModes.Numerics.RandomNumbers;
using GlassModes.Statistics;

namespace GlassModes.Tests.Statistics;

public sealed class SeriesTests
{
    [TestCase(5)]
    [TestCase(1023)]
    [TestCase(1024)]
    [TestCase(100_003)]
    public void Blocks_are_means_of_equal_stretches(int count)
    {
        BlockSeries series = new();
        double[] values = [.. Enumerable.Range(0, count).Select(k => Math.Sin(k * 0.7) + (0.001 * k))];
        foreach (double value in values)
        {
            series.Add(value);
        }

        Assert.That(series.Count, Is.EqualTo(count));
        Assert.That(series.Blocks.Length, Is.LessThan(BlockSeries.MostBlocks).And.AtLeast(Math.Min(count, BlockSeries.MostBlocks / 2)
            - (count == BlockSeries.MostBlocks ? 0 : 1)));
        Assert.That(series.Mean, Is.EqualTo(values.Average()).Within(1e-12));
        double[] expected = [.. values.Chunk((int)series.BlockLength).Where(block => block.Length == series.BlockLength)
            .Select(block => block.Average())];
        Assert.That(series.Blocks.ToArray(), Is.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void A_series_that_is_saved_and_loaded_goes_on_to_the_same_bits()
    {
        BlockSeries whole = new();
        BlockSeries parts = new();
        TimeCorrelation correlation = new();
        TimeCorrelation correlationOfParts = new();
        for (int k = 0; k < 5000; k++)
        {
            double value = Math.Sin(k * k * 0.01);
            whole.Add(value);
            parts.Add(value);
            correlation.Add(value);
            correlationOfParts.Add(value);
            if (k % 777 == 0)
            {
                MemoryStream stream = new();
                parts.Save(new BinaryWriter(stream));
                correlationOfParts.Save(new BinaryWriter(stream));
                stream.Position = 0;
                (parts, correlationOfParts) = (new BlockSeries(), new TimeCorrelation());
                BinaryReader reader = new(stream);
                parts.Load(reader);
                correlationOfParts.Load(reader);
            }
        }

        Assert.That(parts.Blocks.ToArray(), Is.EqualTo(whole.Blocks.ToArray()));
        Assert.That(parts.Mean, Is.EqualTo(whole.Mean));
        Assert.That(correlationOfParts.Normalized(), Is.EqualTo(correlation.Normalized()));
        parts.Clear();
        correlation.Clear();
        Assert.That((parts.Count, correlation.Count, correlation.Normalized().Count), Is.EqualTo((0L, 0L, 0)));
    }

    /// <summary>
    /// An autoregressive series x' = a x + noise has C(t) = a^t, the time (1 + a)/(1 − a)/2 and the error √(2τ/n) of its mean.
    /// </summary>
    [TestCase(0.0)]
    [TestCase(0.9)]
    [TestCase(0.98)]
    public void The_error_and_the_time_of_an_autoregressive_series_are_found(double a)
    {
        const int count = 1 << 17;
        const int seeds = 20;
        double time = 0.5 * (1 + a) / (1 - a);
        double exact = Math.Sqrt(2 * time / count / (1 - (a * a)));
        List<double> errors = [];
        List<double> times = [];
        List<double> changes = [];
        for (int seed = 0; seed < seeds; seed++)
        {
            (BlockSeries series, TimeCorrelation correlation) = Autoregressive(a, count, seed);
            Blocking blocking = Blocking.Of(series.Blocks, series.BlockLength);
            Assert.That(blocking.Plateau, Is.Not.Null);
            errors.Add(blocking.StandardError / exact);
            times.Add(correlation.IntegratedTime() / time);
            Assert.That(Math.Abs(blocking.Mean / exact), Is.LessThan(4));
            Trend trend = Trend.Of(series.Blocks)!;
            changes.Add(trend.Change / trend.StandardError);
            foreach ((long lag, double value) in correlation.Normalized().Where(point => point.Lag < 3 * time))
            {
                Assert.That(value, Is.EqualTo(Math.Pow(a, lag)).Within(0.08), $"lag {lag}");
            }
        }

        // Blocks of the plateau's beginning still miss a part of the correlations.
        Assert.That(errors.Average(), Is.EqualTo(0.95).Within(0.1));
        Assert.That(errors, Is.All.EqualTo(1).Within(0.4));
        Assert.That(times.Average(), Is.EqualTo(1).Within(0.06));

        // The change over its error has Student's distribution: about one of twenty is beyond the limit.
        Assert.That(changes.Count(change => Math.Abs(change) > Significance.LimitOf(6)), Is.LessThan(5));
    }

    // Whatever the number of blocks is: 512 of eight values in the first case, 1000 of four in the last.
    [TestCase(4096)]
    [TestCase(4800)]
    [TestCase(5464)]
    [TestCase(6400)]
    [TestCase(8184)]
    [TestCase(4000)]
    public void A_series_shorter_than_its_correlations_has_no_plateau(int count)
    {
        Assert.That(Plateaus(1 - (1.0 / (5 * count)), count, _ => 0), Is.LessThan(3), "five times as long");
        Assert.That(Plateaus(1 - (5.0 / count), count, _ => 0), Is.LessThan(4), "a fifth of it");
        Assert.That(Plateaus(1 - (300.0 / count), count, _ => 0), Is.GreaterThan(36), "a 300th of it");
    }

    // A liquid that crystallises, or that was taken before it was relaxed, in units of the standard deviation of a value.
    [TestCase(0.5, 3.0)]
    [TestCase(0.25, 10.0)]
    [TestCase(0.9, 10.0)]
    [TestCase(0.95, 10.0)]
    public void A_step_has_no_plateau(double place, double height) => Assert.That(
        Plateaus(1 - (300.0 / 5464), 5464, k => k > place * 5464 ? height * Math.Sqrt(5464 / 600.0) : 0), Is.Zero);

    [TestCase(0.05)]
    [TestCase(0.2)]
    [TestCase(1.0)]
    public void A_slow_decay_has_no_plateau(double time) => Assert.That(
        Plateaus(1 - (300.0 / 5464), 5464, k => 10 * Math.Sqrt(5464 / 600.0) * Math.Exp(-k / (time * 5464))), Is.Zero);

    // Of 40 autoregressive series with something added to them.
    private static int Plateaus(double a, int count, Func<int, double> added)
    {
        int plateaus = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            Philox random = new(12, (ulong)seed);
            double x = random.NextNormalPair().First / Math.Sqrt(1 - (a * a));
            BlockSeries series = new();
            for (int k = 0; k < count; k++)
            {
                series.Add(x + added(k));
                x = (a * x) + random.NextNormalPair().First;
            }

            plateaus += Blocking.Of(series.Blocks, series.BlockLength).Plateau is null ? 0 : 1;
        }

        return plateaus;
    }

    [Test]
    public void A_drift_is_seen()
    {
        BlockSeries series = new();
        Philox random = new(3, 0);
        for (int k = 0; k < 8000; k++)
        {
            series.Add(random.NextNormalPair().First + (0.2 * k / 8000.0));
        }

        Trend trend = Trend.Of(series.Blocks)!;
        Assert.That(trend.IsSignificant, Is.True);
        Assert.That(trend.Change, Is.EqualTo(0.2).Within(4 * trend.StandardError));
        Assert.That(Trend.Of([1, 2, 3]), Is.Null);
        Assert.That(double.IsNaN(Blocking.Of([1, 2, 3]).StandardError), Is.True);
        Assert.That(double.IsNaN(new TimeCorrelation().IntegratedTime()), Is.True);
    }

    private static (BlockSeries Series, TimeCorrelation Correlation) Autoregressive(double a, int count, int seed)
    {
        BlockSeries series = new();
        TimeCorrelation correlation = new();
        Philox random = new(11, (ulong)seed);
        double x = random.NextNormalPair().First / Math.Sqrt(1 - (a * a));
        for (int k = 0; k < count; k++)
        {
            series.Add(x);
            correlation.Add(x);
            x = (a * x) + random.NextNormalPair().First;
        }

        return (series, correlation);
    }
}
