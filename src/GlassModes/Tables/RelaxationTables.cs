// Tables of power laws of the descent and of the flatness of the landscape.

using GlassModes.Analysis;
using GlassModes.Statistics;

namespace GlassModes.Tables;

/// <summary>The laws of the descent.</summary>
internal static class RelaxationTables
{
    public static ResultTable PowerLaws(AnalysisResults results)
    {
        IEnumerable<(NamedEnsemble Ensemble, string Law, PowerLawFit Fit)> rows = results.Ensembles.SelectMany(ensemble => new[]
        {
            (ensemble.Ensemble, LawText.Time, ensemble.Relaxation.TimeLaw),
            (ensemble.Ensemble, LawText.Fraction, ensemble.Relaxation.FractionLaw),
        });
        return ResultTable.Of("power_laws", "Power laws W = A t^-x and W = C f_u^y at fixed W", rows)
            .Note($"{LawText.Time} over {results.Options.TimeRange}; {LawText.Fraction} over {results.Options.FractionRange}.")
            .Note(
                "W is what is controlled: t and f_u are fitted as functions of W. Errors are by the jackknife over samples with all "
                + "rungs at once. chi2 takes rungs as "
                + "independent, which rungs of one sample are not. Rungs whose mean is 0 or not known to half its value are left out; "
                + "points counts the others.")
            .Ensemble(results.Named(), row => row.Ensemble)
            .Column("law", "1", "the law that was fitted", row => row.Law)
            .Fitted("exponent", "1", "x or y", row => row.Fit.Exponent)
            .Fitted("log_amplitude", "1", "ln A or ln C", row => row.Fit.LogAmplitude)
            .QualityOverRungs(row => row.Fit.Quality)
            .Build();
    }

    public static ResultTable Flatness(AnalysisResults results) => ResultTable.Of(
            "flatness",
            "Flatness of the landscape along the descent, d(V/N)/d f_u",
            results.Ensembles.SelectMany(ensemble =>
                ensemble.Relaxation.Flatness.Select(flatness => (ensemble.Ensemble, Flatness: flatness))))
        .Note(
            "direct: the difference of <V/N> over the difference of <f_u> between neighbouring rungs. eq10 columns: y C^(1/y) "
            + "W^(2-1/y)/|dW/dt| by the fitted "
            + "W = C f_u^y, with |dW/dt| from <t> at both rungs, or from the fitted W = A t^-x.")
        .Note(
            "eq8: -D<V/N> over W D<t>. It is 1 where W changes little from one rung to the next. direct is empty where f_u is the same "
            + "at both rungs. It has no "
            + "error where f_u is the same at both rungs with some samples left out.")
        .Note(
            "All columns are of the samples that crossed both rungs. The ways to the flatness differ where W between its first "
            + "crossings is not near the W of both rungs: "
            + "W rises again near saddles, and V falls by the integral of W dt.")
        .Ensemble(results.Named(), row => row.Ensemble)
        .Column("log10_W", "1", "log10 of the rung's W (epsilon^2/sigma^2)", row => row.Flatness.Step.Log10W)
        .Column("next_log10_W", "1", "log10 of W of the next rung", row => row.Flatness.Step.NextLog10W)
        .Column("middle_log10_W", "1", "log10 of the geometric mean of W of both rungs", row => row.Flatness.MiddleLog10W)
        .Column("steps", "1", "number of samples that crossed both rungs", row => row.Flatness.Step.Samples)
        .Estimate("time", "tau", "D<t>", row => row.Flatness.Step.Time)
        .Estimate("energy_drop", "epsilon", "-D<V/N>", row => row.Flatness.Step.EnergyDrop)
        .Estimate("fraction_drop", "1", "-D<f_u>", row => row.Flatness.Step.FractionDrop)
        .Estimate("eq8", "1", "-D<V/N>/(W D<t>), W the geometric mean of both rungs", row => row.Flatness.Dissipation)
        .Column(
            "in_range",
            "1",
            "1 where both rungs are in the ranges of both fits; 0 elsewhere, where the eq10 columns are an extrapolation",
            row => row.Flatness.IsInRange ? 1 : 0)
        .Estimate("direct", "epsilon", "D<V/N>/D<f_u>", row => row.Flatness.Direct)
        .Estimate("eq10_fraction_law", "epsilon", "flatness with W(f_u) fitted and |dW/dt| measured", row => row.Flatness.FromFraction)
        .Estimate("eq10_both_laws", "epsilon", "flatness with W(f_u) and W(t) fitted", row => row.Flatness.FromBoth)
        .Estimate("per_mode", "epsilon", "V_(n+1) - V_n = N/(3N - 3) times direct", row => row.Flatness.PerMode)
        .Build();
}
