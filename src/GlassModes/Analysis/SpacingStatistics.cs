// Level spacings of the unstable modes in a part of the spectrum, against independent levels and the Gaussian orthogonal ensemble.

using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>A part of the unstable spectrum.</summary>
public enum SpectrumPart
{
    /// <summary>Below the mobility edge, where modes are localised.</summary>
    BelowEdge,

    /// <summary>Above the mobility edge, where modes are extended.</summary>
    AboveEdge,

    /// <summary>All unstable modes.</summary>
    All,
}

/// <summary>A bin of the distribution of unfolded spacings.</summary>
/// <param name="Spacing">The middle of the bin, in units of the mean spacing of the part.</param>
/// <param name="Density">The density, with its error by the jackknife over samples.</param>
public sealed record SpacingBin(double Spacing, Estimate Density);

/// <summary>
/// Level spacings in a part of the spectrum of an ensemble at one rung (Shimada et al. 2024, Sec. III B). <see cref="LevelSpacings"/> has
/// the definitions.
/// </summary>
/// <param name="Part">The part.</param>
/// <param name="To">The upper limit of the part.</param>
/// <param name="Ratios">The number of ratios of spacings in all samples.</param>
/// <param name="Ratio">The mean ratio, with its error by the jackknife over samples.</param>
/// <param name="IndependentRatio">
/// The mean ratio of independent levels of the same density: the same levels dealt out at random among the samples
/// (<see cref="LevelSpacings.RatioOfShuffled"/>).
/// </param>
/// <param name="Spacings">The number of unfolded spacings in all samples.</param>
/// <param name="MeanSpacing">
/// The mean unfolded spacing in units of the mean spacing of the spectrum. The mean is below 1 where a sample has few levels in the part,
/// because long spacings reach beyond the part.
/// </param>
/// <param name="DistanceFromPoisson">The Kolmogorov-Smirnov distance of the unfolded spacings from those of independent levels.</param>
/// <param name="DistanceFromGoe">The Kolmogorov-Smirnov distance of the unfolded spacings from Wigner's surmise for the GOE.</param>
/// <param name="Histogram">The density of unfolded spacings; empty without spacings.</param>
public sealed record SpacingStatistics(
    SpectrumPart Part,
    double To,
    int Ratios,
    Estimate Ratio,
    Estimate IndependentRatio,
    int Spacings,
    double MeanSpacing,
    double DistanceFromPoisson,
    double DistanceFromGoe,
    IReadOnlyList<SpacingBin> Histogram)
{
    /// <summary>The width of the bins of spacings.</summary>
    public const double BinWidth = 0.1;

    /// <summary>The number of bins of spacings.</summary>
    public const int Bins = 40;

    // Levels are dealt out again until this number of levels was dealt out in total, within limits. The average over shuffles is then known
    // better than the ratio with which it is compared.
    private const int ShuffledLevels = 1 << 20;
    private const int FewestShuffles = 16;
    private const int MostShuffles = 64;
    private const ulong Seed = 1;

    /// <summary>
    /// The ratio minus the ratio of independent levels, in units of the error of this difference; NaN where the error is not known.
    /// </summary>
    public double SigmasFromIndependent => Sigmas(IndependentRatio.Mean, IndependentRatio.StandardError);

    /// <summary>The ratio minus the ratio of the GOE, in units of the error of the ratio; NaN where the error is not known.</summary>
    public double SigmasFromGoe => Sigmas(LevelSpacings.GoeRatio, 0);

    /// <summary>
    /// Computes the statistics of the parts below and above the mobility edge, and of all unstable modes. If the edge is NaN, computes the
    /// statistics of all unstable modes only.
    /// </summary>
    public static IReadOnlyList<SpacingStatistics> Of(EnsembleAtRung place, double edge)
    {
        ArgumentNullException.ThrowIfNull(place);
        SampleModes[] samples = [.. place.Rung.WholeSpectra];
        SpacingStatistics whole = Of(samples, SpectrumPart.All, double.NegativeInfinity, 0);
        return double.IsFinite(edge)
            ? [Of(samples, SpectrumPart.BelowEdge, double.NegativeInfinity, edge), Of(samples, SpectrumPart.AboveEdge, edge, 0), whole]
            : [whole];
    }

    private static SpacingStatistics Of(SampleModes[] samples, SpectrumPart part, double from, double to)
    {
        double[][] levels = [.. samples.Select(sample => (double[])[.. sample.Eigenvalues])];
        int[][] unfolded = LevelSpacings.UnfoldedByOthers(levels, from, to);

        // For each sample: the number of ratios, and their sum.
        GroupedSums ratioSums = new(2);
        int count = 0;
        for (int k = 0; k < samples.Length; k++)
        {
            double[] ratios = LevelSpacings.Ratios(levels[k], from, to);
            ratioSums.Add(samples[k].Sample.Group, [ratios.Length, ratios.Sum()]);
            count += ratios.Length;
        }

        int shuffles = Math.Clamp(ShuffledLevels / Math.Max(1, levels.Sum(values => values.Length)), FewestShuffles, MostShuffles);
        int[] spacings = [.. unfolded.SelectMany(counts => counts)];
        return new SpacingStatistics(
            part,
            to,
            count,
            ratioSums.Jackknife(means => [means[0] > 0 ? means[1] / means[0] : double.NaN])[0],
            LevelSpacings.RatioOfShuffled(levels, from, to, shuffles, Seed),
            spacings.Length,
            spacings.Length > 0 ? (spacings.Average() + 0.5) * CountedSpacings.Step(samples.Length) : double.NaN,
            CountedSpacings.Distance(spacings, LevelSpacings.PoissonDistribution),
            CountedSpacings.Distance(spacings, LevelSpacings.GoeDistribution),
            HistogramOf(samples, unfolded));
    }

    private static SpacingBin[] HistogramOf(SampleModes[] samples, int[][] spacings)
    {
        // For each sample: the number of spacings in each bin, and at the end the number of all spacings.
        GroupedSums sums = new(Bins + 1);
        double step = 1 / (spacings.SelectMany(counts => counts).DefaultIfEmpty().Average() + 0.5);
        for (int k = 0; k < samples.Length; k++)
        {
            double[] contents = CountedSpacings.Histogram(spacings[k], step, BinWidth, Bins);
            sums.Add(samples[k].Sample.Group, [.. contents, spacings[k].Length]);
        }

        if (!(sums.Means()[^1] > 0))
        {
            return [];
        }

        Estimate[] density = sums.Jackknife(means =>
            [.. means[..Bins].Select(content => means[^1] > 0 ? content / means[^1] / BinWidth : double.NaN)]);
        return [.. density.Select((value, bin) => new SpacingBin((bin + 0.5) * BinWidth, value))];
    }

    private double Sigmas(double expected, double errorOfExpected)
    {
        double error = Ratio.StandardError;
        return error > 0 ? (Ratio.Mean - expected) / Math.Sqrt((error * error) + (errorOfExpected * errorOfExpected)) : double.NaN;
    }
}
