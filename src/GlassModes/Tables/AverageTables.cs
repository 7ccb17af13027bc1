// Tables of averages over samples, at fixed W and at fixed t.

using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Tables;

/// <summary>Averages at fixed W (Figs. 3 and 4) and at fixed t.</summary>
public static class AverageTables
{
    /// <summary>The table "fixed_w": means over samples at each rung.</summary>
    /// <param name="all">The ensembles, a row a rung of each.</param>
    public static ResultTable FixedW(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of("fixed_w", "Averages over samples at fixed W (Figs. 3, 4)", all.SelectMany(Cell.Of))
        .Note("Errors are s/sqrt(n) over the n samples that have the quantity. W is controlled: t, V/N and f_u are those of the first downward crossing. f_u = 0 with an error of 0: no sample of n has an unstable mode, which alone says that f_u is below some 1/(n (3N - 3)).")
        .Cell(all, row => row)
        .Estimate("t", "tau", "time since the quench began", row => row.Rung.Mean(RungScalar.Time), withSamples: true)
        .Column("log_t_deviation", "1", "standard deviation of ln t over samples", row => row.Rung.Deviation(RungScalar.LogTime))
        .Estimate("V_per_particle", "epsilon", "V/N", row => row.Rung.Mean(RungScalar.PotentialEnergyPerParticle))
        .Column("V_deviation", "epsilon", "standard deviation of V/N over samples", row => row.Rung.Deviation(RungScalar.PotentialEnergyPerParticle))
        .Estimate("f_u", "1", "fraction of unstable modes, n_u/(3N - 3)", row => row.Rung.Mean(RungScalar.FractionUnstable))
        .Column("f_u_deviation", "1", "standard deviation of f_u over samples", row => row.Rung.Deviation(RungScalar.FractionUnstable))
        .Estimate("lambda_1", "epsilon/sigma^2", "lowest eigenvalue", row => row.Rung.Mean(RungScalar.LowestEigenvalue), withSamples: true)
        .Estimate("P_1", "1", "participation ratio of the lowest mode", row => row.Rung.Mean(RungScalar.LowestParticipation))
        .Estimate("Lambda_min", "epsilon/sigma^2", "core energy of the lowest mode", row => row.Rung.Mean(RungScalar.CoreEnergy))
        .Estimate("localisation_length", "sigma", "r where Lambda(r) = Lambda_min", row => row.Rung.Mean(RungScalar.LocalisationLength))
        .Estimate("curvature", "epsilon/sigma^2", "f.Hf/|f|^2; dW/dt = -2 W curvature", row => row.Rung.Mean(RungScalar.ForceCurvature))
        .Build();

    internal static ResultTable FixedTime(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of(
            "fixed_t",
            "Averages over samples at fixed t, to be held against fixed W (Sec. III A 1)",
            all.SelectMany(ensemble => ensemble.Sums.Times.Averages().Select(row => (Ensemble: ensemble, Row: row))))
        .Note("Between rungs ln W, V/N and f_u are linear in ln t; samples at rest (a last rung of W <= 1e-12, or no force) keep the values of their last rung, others are not there after theirs. t = 0.01 to 10^4.")
        .Note("Only where all samples are there are there averages: before the slowest has come to its first rung, and after the fastest has left its last, they would be of slow or of fast samples. A ladder that ends at W <= 1e-12 has all to the end.")
        .Note("Compare the deviations with those of table fixed_w at the same <W>: at fixed t samples at rest are mixed with others.")
        .Ensemble(all, row => row.Ensemble)
        .Column("t", "tau", "time since the quench began", row => row.Row.Time)
        .Column("samples", "1", "samples between their first and last rung, or at rest", row => row.Row.Samples)
        .Column("finished", "1", "share of these that is at rest", row => row.Row.Finished)
        .Estimate("W", "epsilon^2/sigma^2", "mean squared force", row => Whole(row.Row, row.Row.MeanSquaredForce))
        .Estimate("log_W", "1", "ln W", row => Whole(row.Row, row.Row.LogMeanSquaredForce))
        .Column("log_W_deviation", "1", "standard deviation of ln W over samples", row => Whole(row.Row, row.Row.Spread))
        .Estimate("V_per_particle", "epsilon", "V/N", row => Whole(row.Row, row.Row.PotentialEnergyPerParticle))
        .Column("V_deviation", "epsilon", "standard deviation of V/N over samples", row => Whole(row.Row, row.Row.EnergySpread))
        .Estimate("f_u", "1", "fraction of unstable modes", row => Whole(row.Row, row.Row.FractionUnstable))
        .Column("f_u_deviation", "1", "standard deviation of f_u over samples", row => Whole(row.Row, row.Row.FractionSpread))
        .Build();

    private static Estimate? Whole(FixedTimeAverages row, Estimate estimate) => row.IsComplete ? estimate : null;

    private static double? Whole(FixedTimeAverages row, double value) => row.IsComplete ? value : null;
}
