// Tables of averages over samples, at fixed W and at fixed t.

using GlassModes.Ensembles;

namespace GlassModes.Analysis;

/// <summary>Ensembles, averages at fixed W (Figs. 3 and 4) and at fixed t.</summary>
public static class AverageTables
{
    internal static ResultTable Ensembles(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of("ensembles", "Ensembles: samples of one model, N, L, T and protocol", all)
        .Ensemble(all, row => row)
        .Column("samples", "1", "samples", row => row.Sums.Samples.Count)
        .Column("box_length", "sigma", "L", row => row.Key.BoxLength)
        .Column("number_density", "1/sigma^3", "N/L^3", row => row.Key.Density)
        .Column("protocol", "1", "settings of preparation and quench", row => row.Key.Protocol)
        .Build();

    /// <summary>The table "fixed_w": means over samples at each rung.</summary>
    /// <param name="all">The ensembles, a row a rung of each.</param>
    public static ResultTable FixedW(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of("fixed_w", "Averages over samples at fixed W (Figs. 3, 4)", all.SelectMany(Cell.Of))
        .Note("Errors are s/sqrt(n) over the n samples that have the quantity. W is controlled: t, V/N and f_u are those of the first downward crossing.")
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
        .Build();

    internal static ResultTable FixedTime(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of(
            "fixed_t",
            "Averages over samples at fixed t, to be held against fixed W (Sec. III A 1)",
            all.SelectMany(ensemble => ensemble.Sums.Times.Averages().Select(row => (Ensemble: ensemble, Row: row))))
        .Note("Between rungs ln W, V/N and f_u are linear in ln t; samples at rest (a last rung of W <= 1e-12, or no force) keep the values of their last rung, others are not there after theirs. t = 0.01 to 10^4.")
        .Note("Compare the deviations with those of table fixed_w at the same <W>: at fixed t samples at rest are mixed with others.")
        .Ensemble(all, row => row.Ensemble)
        .Column("t", "tau", "time since the quench began", row => row.Row.Time)
        .Column("samples", "1", "samples between their first and last rung, or at rest", row => row.Row.Samples)
        .Column("finished", "1", "share of these that is at rest", row => row.Row.Finished)
        .Estimate("W", "epsilon^2/sigma^2", "mean squared force", row => row.Row.MeanSquaredForce)
        .Estimate("log_W", "1", "ln W", row => row.Row.LogMeanSquaredForce)
        .Column("log_W_deviation", "1", "standard deviation of ln W over samples", row => row.Row.Spread)
        .Estimate("V_per_particle", "epsilon", "V/N", row => row.Row.PotentialEnergyPerParticle)
        .Column("V_deviation", "epsilon", "standard deviation of V/N over samples", row => row.Row.EnergySpread)
        .Estimate("f_u", "1", "fraction of unstable modes", row => row.Row.FractionUnstable)
        .Column("f_u_deviation", "1", "standard deviation of f_u over samples", row => row.Row.FractionSpread)
        .Build();

    internal static ResultTable CoreParticles(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of(
            "core_particles",
            "The ten particles of most negative local energy in the lowest mode (Fig. 19)",
            all.SelectMany(Cell.Of).SelectMany(cell => cell.Rung.LowestModes.CoreParticles().Select((row, k) => (Cell: cell, Index: k + 1, Row: row)).Where(row => row.Row.Samples > 0)))
        .Note("Deviations are standard deviations over samples, not errors.")
        .Cell(all, row => row.Cell)
        .Column("rank", "1", "from the most negative dE_i", row => row.Index)
        .Column("dE", "epsilon/sigma^2", "mean local energy dE_i", row => row.Row.Energy)
        .Column("dE_deviation", "epsilon/sigma^2", "its standard deviation", row => row.Row.EnergyDeviation)
        .Column("r", "sigma", "mean distance from the core", row => row.Row.Distance)
        .Column("r_deviation", "sigma", "its standard deviation", row => row.Row.DistanceDeviation)
        .Build();
}
