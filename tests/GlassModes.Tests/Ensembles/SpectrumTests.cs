// Tests the bins of the spectrum: no mode is lost, and errors are those of sums in groups.

using GlassModes.Ensembles;
using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Tests.Ensembles;

public class SpectrumTests
{
    [TestCase(0.3)]
    [TestCase(0.002)]
    [TestCase(1e-4)]
    public void Bins_of_any_width_hold_every_mode(double width)
    {
        double[] values = [-7.3, -2, -0.3, -1e-9];
        SpectrumBins bins = SpectrumBins.For(values, width)!;
        Assert.That((bins.Width, bins.Count), Is.EqualTo((width, (int)Math.Ceiling(7.3 / width))));
        Assert.That(values.Select(bins.Of), Is.Ordered.And.All.InRange(0, bins.Count - 1));
        Assert.That(bins.Of(-7.3), Is.Zero);
        Assert.That(bins.Of(-1e-9), Is.EqualTo(bins.Count - 1));
    }

    [Test]
    public void A_width_that_needs_too_many_bins_is_refused_with_one_that_does_not()
    {
        double[] values = [-30.5, -1];
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => SpectrumBins.For(values, 1e-4))!.Message;
        Assert.That(message, Does.Contain("0.0001").And.Contain("305000").And.Contain("-30.5"), "what was asked for");
        Assert.That(message, Does.Contain("100000").And.Contain("width of 0.0005 or more"), "what is possible");
        Assert.That(SpectrumBins.For(values, 5e-4)!.Count, Is.EqualTo(61000));
        Assert.That(() => SpectrumBins.For(values, 1e-300), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SpectrumBins.For(values, 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("positive"));
        Assert.That(() => SpectrumBins.For([], double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(SpectrumBins.For([], 0.1), Is.Null);
    }

    [Test]
    public void A_width_of_the_data_holds_a_mode_that_is_far_below_the_others()
    {
        double[] many = [.. Enumerable.Repeat(-1.1e-3, 1_000_000)];
        Assert.That(SpectrumBins.For(many)!.Width, Is.EqualTo(2e-4).Within(1e-12));
        foreach (double deepest in (double[])[-5, -19, -20, -49.9, -1e4])
        {
            SpectrumBins bins = SpectrumBins.For([deepest, .. many])!;
            Assert.That(bins.Count, Is.InRange(2, SpectrumBins.MostBins));
            Assert.That(bins.Of(deepest), Is.Zero);
        }
    }

    [TestCase(70, 0.5)]
    [TestCase(3, 0.01)]
    [TestCase(1, 0.5)]
    public void Errors_are_those_of_sums_in_groups(int samples, double width)
    {
        SampleRecord[] records = [.. Enumerable.Range(0, samples).Select(k => MadeUpSamples.Record(k))];
        RungSums rung = EnsembleSums.Of(records).Rungs.First();
        SpectrumBins bins = SpectrumBins.For([.. rung.Modes.SelectMany(modes => modes.Eigenvalues)], width)!;
        Spectrum spectrum = rung.Spectrum(bins);
        GroupedSums sums = new(4 * bins.Count);
        foreach (SampleModes modes in rung.Modes)
        {
            double[] terms = new double[sums.Length];
            double[] values = [.. modes.Eigenvalues];
            for (int k = 0; k < values.Length; k++)
            {
                int bin = bins.Of(values[k]);
                double[] ratio = k > 0 && k + 1 < values.Length ? LevelSpacings.Ratios(values.AsSpan(k - 1, 3)) : [];
                (terms[4 * bin], terms[(4 * bin) + 1]) = (terms[4 * bin] + 1, terms[(4 * bin) + 1] + modes.ParticipationRatios[k]);
                (terms[(4 * bin) + 2], terms[(4 * bin) + 3]) = (terms[(4 * bin) + 2] + ratio.Length, terms[(4 * bin) + 3] + ratio.Sum());
            }

            sums.Add(modes.Sample.Group, terms);
        }

        static double Ratio(double numerator, double denominator) => denominator > 0 ? numerator / denominator : double.NaN;
        AssertSame(spectrum.Density(), sums.Jackknife(means => [.. bins.Centers().Select((_, bin) => means[4 * bin] / 2997 / width)]));
        AssertSame(
            spectrum.Participation(),
            sums.Jackknife(means => [.. bins.Centers().Select((_, bin) => Ratio(means[(4 * bin) + 1], means[4 * bin]))]));
        AssertSame(
            spectrum.SpacingRatios(),
            sums.Jackknife(means => [.. bins.Centers().Select((_, bin) => Ratio(means[(4 * bin) + 3], means[(4 * bin) + 2]))]));
        Assert.That(spectrum.Groups, Is.EqualTo(sums.UsedGroups));
        Assert.That(spectrum.ModesPerSample(), Is.EqualTo(sums.Means().Where((_, k) => k % 4 == 0)).Within(1e-14));

        void AssertSame(Estimate[] found, Estimate[] expected)
        {
            Assert.That(found.Select(estimate => estimate.Mean), Is.EqualTo(expected.Select(estimate => estimate.Mean)).Within(1e-12));
            Assert.That(
                found.Select(estimate => estimate.StandardError),
                Is.EqualTo(expected.Select(estimate => estimate.StandardError)).Within(1e-12));
            Assert.That(found.Select(estimate => estimate.Samples), Is.All.EqualTo(samples));
        }
    }
}
