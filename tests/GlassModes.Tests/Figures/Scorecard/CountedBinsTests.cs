// Tests the comparison of counts with expected counts.

using GlassModes.Figures.Scorecard;
using GlassModes.Numerics.RandomNumbers;

namespace GlassModes.Tests.Figures.Scorecard;

public class CountedBinsTests
{
    [Test]
    public void Neighbouring_bins_are_merged_by_their_expected_numbers_alone()
    {
        CountedBin[] bins = [new(9, 1, 0.1), new(0, 2, 0.2), new(0, 3, 0.3), new(4, 6, 0.4), new(1, 2, 0.1), new(0, 1, 0.1)];
        CountedBin[] expected = [new(9, 6, 0.6), new(5, 9, 0.6)];
        IReadOnlyList<CountedBin> merged = CountedBins.Merge(bins);
        Assert.That(merged, Has.Count.EqualTo(expected.Length));
        foreach ((CountedBin bin, CountedBin other) in merged.Zip(expected))
        {
            Assert.That(
                new[] { bin.Observed, bin.Expected, bin.Error },
                Is.EqualTo(new[] { other.Observed, other.Expected, other.Error }).Within(1e-12));
        }

        Assert.That(CountedBins.Merge([new(9, 1, 0), new(3, 2, 0)]), Is.Empty, "all together are too few");
    }

    [Test]
    public void The_variance_is_the_expected_one()
    {
        // χ² = 7²/(10 · 0.9) = 5.444 with one degree of freedom. The observed number 3 would give 49/2.91.
        Assert.That(CountedBins.Probability([new(3, 10, 0)], 100, 0), Is.EqualTo(0.0196).Within(1e-4));
        Assert.That(CountedBins.Probability([new(3, 10, 3)], 100, 0), Is.EqualTo(0.0990).Within(1e-4));
        Assert.That(CountedBins.Probability([new(3, 10, 0)], 100, 0.3), Is.EqualTo(0.0990).Within(1e-4));
    }

    [Test]
    public void Counts_that_follow_the_expectation_are_rejected_as_often_as_the_level_says()
    {
        // Fifty bins of Poisson counts of mean 6: the level 1 % must not be exceeded by much.
        int rejected = 0;
        const int Sets = 1000;
        for (ulong set = 0; set < Sets; set++)
        {
            Philox random = new(3, set);
            CountedBin[] bins = [.. Enumerable.Range(0, 50).Select(_ => new CountedBin(Poisson(ref random, 6), 6, 0))];
            rejected += CountedBins.Probability(CountedBins.Merge(bins), 1e9, 0) < 0.01 ? 1 : 0;
        }

        Assert.That(rejected, Is.AtMost(0.03 * Sets));
    }

    private static int Poisson(ref Philox random, double mean)
    {
        int count = 0;
        for (double arrival = -Math.Log(random.NextUniform()); arrival < mean; arrival -= Math.Log(random.NextUniform()))
        {
            count++;
        }

        return count;
    }
}
