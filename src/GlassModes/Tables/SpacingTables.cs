// Tables of level spacings.

using System.Globalization;
using GlassModes.Analysis;
using GlassModes.Statistics;

namespace GlassModes.Tables;

/// <summary>Level spacings below and above the mobility edge, against independent levels (Poisson) and the GOE.</summary>
internal static class SpacingTables
{
    public static ResultTable Spacings(AnalysisResults results) => ResultTable.Of(
            "spacings",
            "Unfolded level spacings of the unstable modes, against Poisson and GOE",
            Parts(results).SelectMany(part => part.Statistics.Histogram.Select(bin => (part.At, part.Statistics.Part, Bin: bin))))
        .Note(
            "A spacing is the number of levels of the other samples between two neighbouring levels of one sample: the other samples "
            + "unfold it. A number c is "
            + "spread evenly over c to c + 1, as independent levels have it, in units of the mean of the part (mean_spacing of table "
            + "spacing_ratios). A spacing s is known to "
            + "sqrt(s/(samples - 1)).")
        .Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Bins of {SpacingStatistics.BinWidth} up to {SpacingStatistics.BinWidth * SpacingStatistics.Bins}; longer spacings are "
            + $"in no row. Errors are by the jackknife over samples at a fixed mean spacing, and 0 in bins without spacings."))
        .Rung(results.Named(), row => row.At)
        .Column(
            "part",
            "1",
            "part of the spectrum: below edge (localised modes), above edge (extended modes), or all unstable modes",
            row => LawText.Of(row.Part))
        .Column("s", "1", "middle of the bin, in units of the mean spacing of the part", row => row.Bin.Spacing)
        .Estimate("density", "1", "density of spacings", row => row.Bin.Density)
        .Column("poisson", "1", "exp(-s): independent levels", row => LevelSpacings.PoissonDensity(row.Bin.Spacing))
        .Column(
            "goe",
            "1",
            "(pi/2) s exp(-pi s^2/4): Gaussian orthogonal ensemble (Wigner's surmise)",
            row => LevelSpacings.GoeDensity(row.Bin.Spacing))
        .Build();

    public static ResultTable Ratios(AnalysisResults results) => ResultTable.Of(
            "spacing_ratios", "Level spacing ratios of the unstable modes, and tests of the unfolded spacings", Parts(results))
        .Note(string.Create(
            CultureInfo.InvariantCulture,
            $"ratio: mean of min(s, s')/max(s, s') of neighbouring spacings, with errors by the jackknife over samples. It is "
            + $"{LevelSpacings.GoeRatio:f4} for the GOE. For independent levels it is {LevelSpacings.PoissonRatio:f4} if their density "
            + $"is uniform, and ratio_independent for the density of the part."))
        .Note(
            "sigmas columns: differences in units of the error of ratio, for ratio_independent together with its own error. Errors of "
            + "n samples follow Student's distribution "
            + "with n - 1 degrees of freedom at most. distance columns: distances of Kolmogorov and Smirnov of the unfolded spacings in "
            + "units of their mean, at the spacings where "
            + "the number of levels goes from one to the next.")
        .Rung(results.Named(), row => row.At)
        .Column("part", "1", "part of the spectrum", row => LawText.Of(row.Statistics.Part))
        .Column("lambda_to", "epsilon/sigma^2", "upper limit of the part", row => row.Statistics.To)
        .Column("ratios", "1", "number of ratios of all samples", row => row.Statistics.Ratios)
        .Estimate("ratio", "1", "mean ratio", row => row.Statistics.Ratio)
        .Estimate(
            "ratio_independent",
            "1",
            "mean ratio of independent levels of the same density and numbers: the same levels dealt out at random among the samples; "
            + "error of the average over shuffles",
            row => row.Statistics.IndependentRatio)
        .Column(
            "sigmas_from_independent",
            "1",
            "ratio less ratio_independent in units of its error; empty where the error is not known",
            row => row.Statistics.SigmasFromIndependent)
        .Column("sigmas_from_goe", "1", "ratio less that of the GOE in units of its error", row => row.Statistics.SigmasFromGoe)
        .Column("spacings", "1", "number of spacings of all samples", row => row.Statistics.Spacings)
        .Column(
            "mean_spacing",
            "1",
            "mean spacing in units of that of the spectrum; below 1 where a sample has few levels in the part, because long spacings "
            + "reach beyond it",
            row => row.Statistics.MeanSpacing)
        .Column(
            "distance_poisson",
            "1",
            "largest difference of the distribution of spacings from Poisson",
            row => row.Statistics.DistanceFromPoisson)
        .Column(
            "distance_goe",
            "1",
            "largest difference of the distribution of spacings from the GOE",
            row => row.Statistics.DistanceFromGoe)
        .Build();

    private static IEnumerable<(EnsembleAtRung At, SpacingStatistics Statistics)> Parts(AnalysisResults results) =>
        results.Spectra.SelectMany(result => result.Spectra).SelectMany(spectrum =>
            spectrum.Spacings.Select(statistics => (spectrum.At, statistics)));
}
