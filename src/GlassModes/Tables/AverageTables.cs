// Tables of averages over samples, at fixed W and at fixed t.

using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Tables;

/// <summary>Makes the tables of averages over samples at fixed W and at fixed t.</summary>
public static class AverageTables
{
    /// <summary>Makes the table "fixed_w" of an analysis.</summary>
    public static ResultTable FixedW(AnalysisResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return FixedW(results.Named(), results.Ensembles.SelectMany(ensemble => ensemble.AtFixedW));
    }

    /// <summary>Makes the table "fixed_w" of ensembles, without an analysis.</summary>
    /// <param name="ensembles">The ensembles. Each rung of each ensemble is a row.</param>
    public static ResultTable FixedW(IReadOnlyList<NamedEnsemble> ensembles) =>
        FixedW(ensembles, ensembles.SelectMany(EnsembleAtRung.AllOf).Select(AveragesAtFixedW.Of));

    internal static ResultTable FixedTime(AnalysisResults results) => ResultTable.Of(
            "fixed_t",
            "Averages over samples at fixed t, to be compared with those at fixed W",
            results.Ensembles.SelectMany(ensemble => ensemble.AtFixedTime.Select(averages => (ensemble.Ensemble, Averages: averages))))
        .Note(
            "Between two rungs ln W, V/N and f_u of a sample are taken as linear in ln t. A sample at rest (a last rung of W <= 1e-12, "
            + "or no force) keeps the "
            + "values of its last rung. Any other sample is absent after its last rung. t runs from 0.01 to 10^4.")
        .Note(
            "Averages are given only where no sample is absent. Elsewhere they would be over slow or over fast samples alone. With a "
            + "ladder that ends at "
            + "W <= 1e-12 no sample is absent at the end.")
        .Note("Compare the deviations with those of table fixed_w at the same mean W: at fixed t, samples at rest are mixed with others.")
        .Ensemble(results.Named(), row => row.Ensemble)
        .Column("t", "tau", "time since the quench began", row => row.Averages.Time)
        .Column("samples", "1", "number of samples that are between their first and last rung, or at rest", row => row.Averages.Samples)
        .Column("finished", "1", "share of these samples that is at rest", row => row.Averages.Finished)
        .Estimate("W", "epsilon^2/sigma^2", "mean squared force", row => OfAllSamples(row.Averages, row.Averages.MeanSquaredForce))
        .Estimate("log_W", "1", "ln W", row => OfAllSamples(row.Averages, row.Averages.LogMeanSquaredForce))
        .Column("log_W_deviation", "1", "standard deviation of ln W over samples", row => OfAllSamples(row.Averages, row.Averages.Spread))
        .Estimate("V_per_particle", "epsilon", "V/N", row => OfAllSamples(row.Averages, row.Averages.PotentialEnergyPerParticle))
        .Column(
            "V_deviation",
            "epsilon",
            "standard deviation of V/N over samples",
            row => OfAllSamples(row.Averages, row.Averages.EnergySpread))
        .Estimate("f_u", "1", "fraction of unstable modes", row => OfAllSamples(row.Averages, row.Averages.FractionUnstable))
        .Column(
            "f_u_deviation",
            "1",
            "standard deviation of f_u over samples",
            row => OfAllSamples(row.Averages, row.Averages.FractionSpread))
        .Build();

    private static ResultTable FixedW(IReadOnlyList<NamedEnsemble> ensembles, IEnumerable<AveragesAtFixedW> rows) => ResultTable.Of(
            "fixed_w", "Averages over samples at fixed W", rows)
        .Note(
            "W is what is controlled. t, V/N and f_u are those at the first downward crossing of the rung. Errors are s/sqrt(n) over "
            + "the n samples that have "
            + "the quantity.")
        .Note(
            "Where f_u = 0 with an error of 0, none of n samples has an unstable mode. This says only that f_u is below about 1/(n "
            + "(3N - 3)).")
        .Rung(ensembles, row => row.At)
        .Estimate("t", "tau", "time since the quench began", row => row.Time, withSamples: true)
        .Column("log_t_deviation", "1", "standard deviation of ln t over samples", row => row.LogTimeDeviation)
        .Estimate("V_per_particle", "epsilon", "V/N", row => row.PotentialEnergyPerParticle)
        .Column("V_deviation", "epsilon", "standard deviation of V/N over samples", row => row.EnergyDeviation)
        .Estimate("f_u", "1", "fraction of unstable modes, n_u/(3N - 3)", row => row.FractionUnstable)
        .Column("f_u_deviation", "1", "standard deviation of f_u over samples", row => row.FractionDeviation)
        .Estimate("lambda_1", "epsilon/sigma^2", "lowest eigenvalue", row => row.LowestEigenvalue, withSamples: true)
        .Estimate("P_1", "1", "participation ratio of the lowest mode", row => row.LowestParticipation)
        .Estimate("Lambda_min", "epsilon/sigma^2", "core energy of the lowest mode", row => row.CoreEnergy)
        .Estimate("localisation_length", "sigma", "r where Lambda(r) = Lambda_min", row => row.LocalisationLength)
        .Estimate("curvature", "epsilon/sigma^2", "f.Hf/|f|^2; dW/dt = -2 W curvature", row => row.ForceCurvature)
        .Build();

    // Where samples are absent, the averages are over a selection, and the fields of the table stay empty.
    private static Estimate? OfAllSamples(FixedTimeAverages averages, Estimate estimate) => averages.IsComplete ? estimate : null;

    private static double? OfAllSamples(FixedTimeAverages averages, double value) => averages.IsComplete ? value : null;
}
