// Tables of the distribution of core energies and of lowest eigenvalues.

using System.Globalization;
using GlassModes.Analysis;
using GlassModes.Statistics;

namespace GlassModes.Tables;

/// <summary>The density, the cumulative distribution and the tail of Λ_min, and the distribution of λ_1.</summary>
internal static class CoreEnergyTables
{
    private const string TailModel = "p ∝ exp(x/s)";
    private const string WeibullModel = "F = 1 - exp(-(x/b)^k)";

    public static ResultTable Density(AnalysisResults results)
    {
        string shifted = results.Options.SpectrumShift is { } shift
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{shift.Factor} D(Lambda_min + {shift.Shift}) of the same samples in the same bins, for {shift.Model} at "
                + $"log10 W = {shift.Log10W} alone")
            : "D at a shifted argument, in units of a factor: no comparison was asked for";
        return ResultTable.Of(
                "core_energy_pdf",
                "Distribution of the core energy Lambda_min",
                Distributions(results).SelectMany(distribution => distribution.Bins.Select(bin => (distribution.At, Bin: bin))))
            .Note(
                "The bin width is the largest of 1, 2 or 5 10^k below a fifth of the standard deviation. Errors are those of a "
                + "multinomial distribution, and 0 in bins "
                + "without a value.")
            .Note($"shifted_spectrum: {shifted}.")
            .Rung(results.Named(), row => row.At)
            .Column("Lambda_min", "epsilon/sigma^2", "middle of the bin", row => row.Bin.Center)
            .Column("bin_width", "epsilon/sigma^2", "width of the bin", row => row.Bin.Width)
            .Column("values", "1", "number of samples in the bin", row => row.Bin.Samples)
            .Column("pdf", "sigma^2/epsilon", "probability density", row => row.Bin.Density, row => row.Bin.Error)
            .Estimate("shifted_spectrum", "sigma^2/epsilon", shifted, row => row.Bin.ShiftedSpectrum)
            .Build();
    }

    public static ResultTable Cumulative(AnalysisResults results) => ResultTable.Of(
            "core_energy_cdf",
            "Cumulative distribution of the core energy Lambda_min",
            Distributions(results).SelectMany(distribution =>
                distribution.CumulativeCoreEnergy.Select(point => (distribution.At, Point: point))))
        .Note(
            $"Each value with the share of samples at or below it. Of more than {CoreEnergyDistribution.MostPoints} values, half of the "
            + "rows are the lowest values and the other "
            + "half evenly spaced higher values. Errors are those of a binomial distribution.")
        .Rung(results.Named(), row => row.At)
        .Column("Lambda_min", "epsilon/sigma^2", "core energy", row => row.Point.Value)
        .Column("cdf", "1", "share of samples at or below Lambda_min", row => row.Point.Share, row => row.Point.Error)
        .Build();

    public static ResultTable CumulativeLowestEigenvalue(AnalysisResults results) => ResultTable.Of(
            "lowest_eigenvalue_cdf",
            "Cumulative distribution of the lowest eigenvalue lambda_1",
            Distributions(results).SelectMany(distribution =>
                distribution.CumulativeLowestEigenvalue.Select(point => (distribution.At, Point: point))))
        .Note(
            "Rows and errors are as in table core_energy_cdf. lambda_1 is positive where no mode is unstable. The Weibull distribution "
            + "of table core_energy_tail is "
            + "1 - exp(-(lambda_1/b)^k).")
        .Rung(results.Named(), row => row.At)
        .Column("lambda_1", "epsilon/sigma^2", "lowest eigenvalue", row => row.Point.Value)
        .Column("cdf", "1", "share of samples at or below lambda_1", row => row.Point.Share, row => row.Point.Error)
        .Build();

    public static ResultTable Fits(AnalysisResults results) => ResultTable.Of(
            "core_energy_tail",
            "Exponential tail of Lambda_min, p ~ exp(Lambda_min/s), and Weibull distribution of lambda_1 of inherent structures",
            Distributions(results).SelectMany(FitsOf))
        .Note(
            "The tail is fitted by maximum likelihood below the highest limit below which the values are exponential. Where there is "
            + "none, it is fitted below the lowest limit "
            + "that was tried, or, with too few values, below the median; trouble says so.")
        .Note(
            "Weibull: F = 1 - exp(-(lambda_1/b)^k) of the samples without unstable modes at rungs of W <= 1e-12. k = 5/2 where the "
            + "density of frequencies grows as omega^4. "
            + "Its probability allows for both parameters being from the same values.")
        .Rung(results.Named(), row => row.At)
        .Column("fit", "1", "the function that was fitted", row => row.Tail is null ? WeibullModel : TailModel)
        .Fitted("s", "epsilon/sigma^2", "decay of the tail", row => row.Tail?.DecayScale)
        .Fitted("k", "1", "exponent of the Weibull distribution", row => row.Weibull?.Shape)
        .Fitted("b", "epsilon/sigma^2", "scale of the Weibull distribution", row => row.Weibull?.Scale)
        .Quality(row => row.Quality, "value", "epsilon/sigma^2", "value")
        .Build();

    private static IEnumerable<CoreEnergyDistribution> Distributions(AnalysisResults results) =>
        results.Ensembles.SelectMany(ensemble => ensemble.CoreEnergies);

    private static IEnumerable<(EnsembleAtRung At, ExponentialTailFit? Tail, WeibullFit? Weibull, FitQuality Quality)> FitsOf(
        CoreEnergyDistribution distribution)
    {
        yield return (distribution.At, distribution.Tail, null, distribution.Tail.Quality);
        if (distribution.LowestEigenvalueFit is { } weibull)
        {
            yield return (distribution.At, null, weibull, weibull.Quality);
        }
    }
}
