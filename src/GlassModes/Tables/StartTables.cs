// Tables of the starts of quenches.

using GlassModes.Analysis;

namespace GlassModes.Tables;

/// <summary>Makes the tables of the liquids themselves: instantaneous normal modes before any quench.</summary>
internal static class StartTables
{
    /// <summary>The tables; none if no start was measured.</summary>
    public static IEnumerable<ResultTable> Of(AnalysisResults results) =>
        results.Starts.Count == 0 ? [] : [Averages(results), Spectrum(results)];

    private static ResultTable Averages(AnalysisResults results) => ResultTable.Of(
            "starts", "Averages over the starts of the quenches: instantaneous normal modes of the liquid", results.Starts)
        .Note("A row for each ensemble, so that rows of several temperatures give f_u against T. Errors are s/sqrt(n) over n starts.")
        .Ensemble(results.Named(), row => row.Ensemble)
        .Column("samples", "1", "number of starts that were measured", row => row.Samples)
        .Estimate("V_per_particle", "epsilon", "V/N", row => row.PotentialEnergyPerParticle)
        .Estimate("f_u", "1", "fraction of unstable modes, n_u/(3N - 3)", row => row.FractionUnstable)
        .Estimate("lambda_1", "epsilon/sigma^2", "lowest eigenvalue", row => row.LowestEigenvalue)
        .Estimate("P_1", "1", "participation ratio of the lowest mode", row => row.LowestParticipation)
        .Estimate("Lambda_min", "epsilon/sigma^2", "core energy of the lowest mode", row => row.CoreEnergy)
        .Estimate("curvature", "epsilon/sigma^2", "f.Hf/|f|^2", row => row.ForceCurvature)
        .Build();

    private static ResultTable Spectrum(AnalysisResults results) => ResultTable.Of(
            "start_spectrum",
            "Unstable part of the spectrum of the starts in bins: D(lambda) and P(lambda)",
            results.Starts.SelectMany(result => result.Spectrum.Select(bin => (result.Ensemble, Bin: bin))))
        .Note(
            "D is normalised by 3N - 3, so that its integral up to 0 is f_u. If no width was given, it is the largest of 1, 2 or 5 10^k "
            + "below a fifth of the mean |lambda|. Bins without modes are left out.")
        .Ensemble(results.Named(), row => row.Ensemble)
        .Column("lambda", "epsilon/sigma^2", "middle of the bin", row => row.Bin.Eigenvalue)
        .Column("bin_width", "epsilon/sigma^2", "width of the bin", row => row.Bin.Width)
        .Column("modes", "1", "number of modes of all starts in the bin", row => row.Bin.Modes)
        .Estimate("D", "sigma^2/epsilon", "density of modes", row => row.Bin.Density)
        .Estimate("P", "1", "mean participation ratio", row => row.Bin.Participation)
        .Build();
}
