// Tables of power laws and of flatness.

using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Tables;

/// <summary>The laws of the descent (Figs. 3 and 4, Eqs. 7-10).</summary>
internal static class RelaxationTables
{
    public static IEnumerable<ResultTable> Of(IReadOnlyList<NamedEnsemble> all, AnalysisOptions options)
    {
        (NamedEnsemble Ensemble, Relaxation Laws)[] fits = [.. all.Select(ensemble => (ensemble, Relaxation.Of(ensemble.Sums, options)))];
        yield return ResultTable.Of("power_laws", "Power laws W = A t^-x and W = C f_u^y at fixed W (Figs. 3, 4)", fits.SelectMany(row => (IEnumerable<(NamedEnsemble Ensemble, Fit Fit)>)[(row.Ensemble, row.Laws.TimeLaw), (row.Ensemble, row.Laws.FractionLaw)]))
            .Note($"W = A t^-x over {options.TimeLaw}; W = C f_u^y over {options.FractionLaw}.")
            .Note("t and f_u are fitted as functions of W, which is controlled; errors by the jackknife over samples with all rungs at once. chi2 takes rungs as independent, which those of one sample are not. Rungs whose mean is not known to half its value, or is 0, are left out: points.")
            .Ensemble(all, row => row.Ensemble)
            .Column("law", "1", "what was fitted", row => row.Fit.Model)
            .Column("exponent", "1", "x or y", row => row.Fit.Parameters[1].Value, row => row.Fit.Parameters[1].Error)
            .Column("log_amplitude", "1", "ln A or ln C", row => row.Fit.Parameters[0].Value, row => row.Fit.Parameters[0].Error)
            .RungFitColumns(row => row.Fit)
            .Build();
        yield return ResultTable.Of(
                "flatness",
                "Flatness of the landscape along the descent, d(V/N)/d f_u (Eqs. 7-10)",
                fits.SelectMany(row => row.Laws.Flatness.Select(flatness => (row.Ensemble, Flatness: flatness))))
            .Note("Direct: difference of <V/N> over difference of <f_u> between neighbouring rungs. Eq. 10: y C^(1/y) W^(2-1/y)/|dW/dt|, with |dW/dt| from <t> at both rungs, or from the fitted W = A t^-x.")
            .Note("eq8: -D<V/N> over W D<t>, which is 1 where W changes little from one rung to the next. direct is empty where f_u is the same at both rungs, and without an error where that is so with some samples left out.")
            .Note("Of the samples that crossed both rungs. They differ where W between its first crossings is not near the W of both: it rises again near saddles, and V falls by the integral of W dt.")
            .Ensemble(all, row => row.Ensemble)
            .Column("log10_W", "1", "log10 of the rung's W (epsilon^2/sigma^2)", row => Math.Round(Math.Log10(row.Flatness.Step.Rung), 12))
            .Column("next_log10_W", "1", "log10 of W of the next rung", row => Math.Round(Math.Log10(row.Flatness.Step.NextRung), 12))
            .Column("middle_log10_W", "1", "log10 of the geometric mean of the W of both", row => row.Flatness.Log10W)
            .Column("steps", "1", "samples that crossed both", row => row.Flatness.Step.Count)
            .Estimate("time", "tau", "D<t>", row => row.Flatness.Step.Mean(StepScalar.Time))
            .Estimate("energy_drop", "epsilon", "-D<V/N>", row => row.Flatness.Step.Mean(StepScalar.EnergyDrop))
            .Estimate("fraction_drop", "1", "-D<f_u>", row => row.Flatness.Step.Mean(StepScalar.FractionDrop))
            .Estimate("eq8", "1", "-D<V/N>/(W D<t>), W the geometric mean of both (Eq. 8)", row => row.Flatness.Dissipation)
            .Column("in_range", "1", "1 where both rungs are in the ranges of both fits, else 0: Eq. 10 is an extrapolation there", row => row.Flatness.InRange ? 1 : 0)
            .Estimate("direct", "epsilon", "D<V/N>/D<f_u>", row => row.Flatness.Direct)
            .Estimate("eq10_fraction_law", "epsilon", "Eq. 10 with W(f_u) fitted and |dW/dt| measured", row => row.Flatness.FromFraction)
            .Estimate("eq10_both_laws", "epsilon", "Eq. 10 with W(f_u) and W(t) fitted", row => row.Flatness.FromBoth)
            .Estimate("per_mode", "epsilon", "V_(n+1) - V_n = N/(3N - 3) direct (Eq. 7)", row => row.Flatness.PerMode)
            .Build();
    }

    /// <summary>Range, quality and trouble of a fit.</summary>
    public static TableBuilder<TRow> FitColumns<TRow>(this TableBuilder<TRow> table, Func<TRow, Fit> fit, string abscissa, string unit, string description) =>
        table.FitColumns(fit, abscissa, unit, description, value => value);

    /// <summary>The same of a fit over rungs, the range in log10 W.</summary>
    public static TableBuilder<TRow> RungFitColumns<TRow>(this TableBuilder<TRow> table, Func<TRow, Fit> fit) =>
        table.FitColumns(fit, "log10_W", "1", "log10 of W", w => Math.Round(Math.Log10(w), 12));

    private static TableBuilder<TRow> FitColumns<TRow>(
        this TableBuilder<TRow> table, Func<TRow, Fit> fit, string abscissa, string unit, string description, Func<double, double> scale) => table
        .Column($"{abscissa}_from", unit, $"smallest {description} used", row => scale(fit(row).From))
        .Column($"{abscissa}_to", unit, $"largest {description} used", row => scale(fit(row).To))
        .Column("points", "1", "data used", row => fit(row).Points)
        .Column("chi2", "1", "chi^2, or -2 ln of the likelihood where that was maximised", row => fit(row).ChiSquared)
        .Column("degrees_of_freedom", "1", "data less parameters", row => fit(row).DegreesOfFreedom)
        .Column("probability", "1", "of a worse agreement by chance", row => fit(row).Probability)
        .Column("trouble", "1", "why the parameters are not to be trusted", row => fit(row).Trouble);
}
