// Tables of the unstable part of the spectrum.

using System.Globalization;
using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Tables;

/// <summary>D(λ), its tail and its dependence on N, and participation ratios.</summary>
internal static class SpectrumTables
{
    public static ResultTable Spectrum(AnalysisResults results) => ResultTable.Of(
            "spectrum",
            "Unstable part of the spectrum in bins: D(lambda), P(lambda) and level spacing ratios",
            results.Spectra.SelectMany(result => result.Spectra).SelectMany(spectrum =>
                spectrum.Bins.Select(bin => (spectrum.At, Bin: bin))))
        .Note(
            "D is normalised by 3N - 3, so that its integral up to 0 is f_u. All N of a rung have the same bins. If no width was "
            + "given, it is the largest of "
            + "1, 2 or 5 10^k below a fifth of the mean |lambda|. Bins without modes are left out.")
        .Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Errors are by the jackknife over samples. ratio is the mean of min(s, s')/max(s, s') of neighbouring spacings about the "
            + $"modes of the bin. It is {LevelSpacings.PoissonRatio:f4} for independent levels of uniform density (table spacing_ratios "
            + $"has the value for the actual density) and {LevelSpacings.GoeRatio:f4} for the GOE."))
        .Rung(results.Named(), row => row.At)
        .Column("lambda", "epsilon/sigma^2", "middle of the bin", row => row.Bin.Eigenvalue)
        .Column("bin_width", "epsilon/sigma^2", "width of the bin", row => row.Bin.Width)
        .Column("modes", "1", "number of modes of all samples in the bin", row => row.Bin.Modes)
        .Estimate("D", "sigma^2/epsilon", "density of modes", row => row.Bin.Density)
        .Estimate("P", "1", "mean participation ratio", row => row.Bin.Participation)
        .Column(
            "P_scaled",
            "1",
            "N^(2/3) P",
            row => Math.Pow(row.At.Particles, 2.0 / 3) * row.Bin.Participation.Mean,
            row => Math.Pow(row.At.Particles, 2.0 / 3) * row.Bin.Participation.StandardError)
        .Estimate("ratio", "1", "mean ratio of neighbouring spacings", row => row.Bin.SpacingRatio)
        .Build();

    public static ResultTable Tails(AnalysisResults results) => ResultTable.Of(
            "spectrum_tail",
            "Exponential tail of the unstable spectrum, D ~ exp(lambda/s), and its dependence on N",
            results.Spectra.SelectMany(result => result.Spectra.Select(spectrum => (Result: result, Spectrum: spectrum))))
        .Note(
            "The tail is fitted below one limit for all N of a rung: the highest limit below which the modes of all N together are "
            + "exponential. Where there is "
            + "none, it is the lowest limit that was tried, or, with fewer than 50 modes, the median; trouble says so.")
        .Note(
            "Fits are by maximum likelihood, with errors by the jackknife over samples. probability is by the test of Kolmogorov and "
            + "Smirnov, with s from the same "
            + "modes, and takes modes as independent.")
        .Note(
            "same_s: probability of a larger scatter of s over N by chance. chi2_to_largest: chi^2 of D against D of the largest N, "
            + "over bins with ten modes or more in both. "
            + "Both probabilities are given where each N that is compared has eight samples or more: errors of fewer samples are not "
            + "known well enough.")
        .Rung(results.Named(), row => row.Spectrum.At)
        .Fitted("s", "epsilon/sigma^2", "decay of the tail", row => row.Spectrum.Tail.DecayScale)
        .Column("limit", "epsilon/sigma^2", "eigenvalue below which the tail is fitted", row => row.Spectrum.Tail.Quality.To)
        .Column("modes", "1", "number of modes below the limit", row => row.Spectrum.Tail.Quality.Points)
        .Column(
            "probability",
            "1",
            "probability of a worse agreement with an exponential by chance",
            row => row.Spectrum.Tail.Quality.Probability)
        .Column("trouble", "1", "why s is not to be trusted; empty if it is", row => row.Spectrum.Tail.Quality.Trouble?.ToString())
        .Column("same_s", "1", "probability of a larger scatter of s over N by chance", row => row.Result.SameDecay)
        .Column("chi2_to_largest", "1", "chi^2 of D against D of the largest N", row => row.Spectrum.ToLargest.ChiSquared)
        .Column("bins_to_largest", "1", "number of bins compared", row => row.Spectrum.ToLargest.Bins)
        .Column("probability_to_largest", "1", "probability of a larger chi^2 by chance", row => row.Spectrum.ToLargest.Probability)
        .Column("protocols", "1", "number of protocols among the ensembles that are compared", row => row.Result.Family.Protocols)
        .Build();

    public static ResultTable ParticipationScatter(AnalysisResults results) => ResultTable.Of(
            "participation_scatter",
            "Participation ratios of single modes, of one sample for each N and W",
            results.Ensembles.SelectMany(
                ensemble => EnsembleAtRung.AllOf(ensemble.Ensemble)).Where(place => place.Rung.WholeSpectra.Count > 0)
                .SelectMany(ModesOfFirstSample))
        .Note("The sample is the first of the ensemble, in the order of seeds and numbers.")
        .Rung(results.Named(), row => row.At)
        .Column("seed", "1", "seed of the sample's run", row => row.Sample.Seed)
        .Column("sample", "1", "number of the sample in its run", row => row.Sample.Number)
        .Column("lambda", "epsilon/sigma^2", "eigenvalue", row => row.Eigenvalue)
        .Column("P", "1", "participation ratio", row => row.Ratio)
        .Column("P_scaled", "1", "N^(2/3) P", row => Math.Pow(row.At.Particles, 2.0 / 3) * row.Ratio)
        .Build();

    private static IEnumerable<(EnsembleAtRung At, SampleId Sample, double Eigenvalue, double Ratio)> ModesOfFirstSample(
        EnsembleAtRung place)
    {
        SampleModes first = place.Rung.WholeSpectra.First();
        return first.Eigenvalues.Zip(first.ParticipationRatios, (value, ratio) => (place, first.Sample, value, ratio));
    }
}
