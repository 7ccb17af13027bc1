// Tables of the mobility edge.

using GlassModes.Analysis;

namespace GlassModes.Tables;

/// <summary>The mobility edge, and the crossings of pairs of sizes from which the edge follows.</summary>
internal static class MobilityTables
{
    public static ResultTable Edges(AnalysisResults results) => ResultTable.Of(
            "mobility_edge", "Mobility edge: where N^(2/3) P(lambda) does not depend on N", results.Spectra)
        .Note(
            "lambda_e is the mean of the crossings of all pairs of N below 0. There is none where a pair shows that there is no edge. "
            + "lambda_e_error is the error of "
            + "the mean by the errors of the bins, with the covariances of pairs that share an N. lowest and highest are the extremes "
            + "of the crossings.")
        .Note(
            "A family has one model, density and temperature. Where there are several ensembles of one N, a family also has one "
            + "protocol.")
        .Family(results.Named(), row => row)
        .Column("sizes", "1", "N of the ensembles", row => string.Join(' ', row.Spectra.Select(spectrum => spectrum.At.Particles)))
        .Column(
            "samples",
            "1",
            "number of samples of each ensemble",
            row => string.Join(' ', row.Spectra.Select(spectrum => spectrum.At.Rung.Count)))
        .Column("protocols", "1", "number of protocols in the family; with 1 the ensembles differ in N alone", row => row.Family.Protocols)
        .Column("lambda_e", "epsilon/sigma^2", "mobility edge; empty where there is none", row => row.Edge.Value, row => row.Edge.Error)
        .Column("lowest", "epsilon/sigma^2", "lowest crossing", row => row.Edge.Lowest)
        .Column("highest", "epsilon/sigma^2", "highest crossing", row => row.Edge.Highest)
        .Column("summary", "1", "what the pairs of sizes say", row => row.Spectra.Count > 1 ? $"{row.Edge}" : "one size only")
        .Build();

    public static ResultTable Crossings(AnalysisResults results) => ResultTable.Of(
            "mobility_crossings",
            "Crossings of N^(2/3) P of pairs of sizes",
            results.Spectra.SelectMany(result => result.Edge.Crossings.Select(crossing => (Result: result, Crossing: crossing))))
        .Note(
            "lambda_error is a standard deviation over searches, each with P of all bins off by normal random numbers times their "
            + "errors. Only searches that find a "
            + "crossing count.")
        .Family(results.Named(), row => row.Result)
        .Column("smaller", "1", "the smaller N", row => row.Crossing.Smaller)
        .Column("larger", "1", "the larger N", row => row.Crossing.Larger)
        .Column(
            "smaller_samples",
            "1",
            "number of samples of the smaller N that crossed the rung",
            row => row.Result.SamplesOf(row.Crossing.Smaller))
        .Column(
            "larger_samples",
            "1",
            "number of samples of the larger N that crossed the rung",
            row => row.Result.SamplesOf(row.Crossing.Larger))
        .Column("lambda", "epsilon/sigma^2", "where the two curves cross", row => row.Crossing.Eigenvalue, row => row.Crossing.Error)
        .Column(
            "outcome",
            "1",
            "crossed; localised: no edge below 0; extended: no edge above the lowest bin; undecided: too few bins or too much noise",
            row => $"{row.Crossing.Outcome}".ToLowerInvariant())
        .Build();
}
