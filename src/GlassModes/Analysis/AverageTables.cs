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
        .Estimate("f_u", "1", "fraction of unstable modes, n_u/(3N - 3)", row => row.Rung.Mean(RungScalar.FractionUnstable))
        .Estimate("lambda_1", "epsilon/sigma^2", "lowest eigenvalue", row => row.Rung.Mean(RungScalar.LowestEigenvalue), withSamples: true)
        .Estimate("P_1", "1", "participation ratio of the lowest mode", row => row.Rung.Mean(RungScalar.LowestParticipation))
        .Estimate("Lambda_min", "epsilon/sigma^2", "core energy of the lowest mode", row => row.Rung.Mean(RungScalar.CoreEnergy))
        .Estimate("localisation_length", "sigma", "r where Lambda(r) = Lambda_min", row => row.Rung.Mean(RungScalar.LocalisationLength))
        .Build();

    internal static ResultTable FixedTime(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of(
            "fixed_t",
            "Averages over samples at fixed t, to be held against fixed W (Sec. III A 1)",
            all.SelectMany(ensemble => ensemble.Sums.Times.Averages().Select(row => (Ensemble: ensemble, Row: row))))
        .Note("Between rungs ln W, V/N and f_u are linear in ln t; samples that are done keep the values of their last rung. Compare log_W_deviation with log_t_deviation of table fixed_w.")
        .Ensemble(all, row => row.Ensemble)
        .Column("t", "tau", "time since the quench began", row => row.Row.Time)
        .Column("samples", "1", "samples that have crossed their first rung", row => row.Row.Samples)
        .Column("finished", "1", "share of these that is done", row => row.Row.Finished)
        .Estimate("W", "epsilon^2/sigma^2", "mean squared force", row => row.Row.MeanSquaredForce)
        .Estimate("log_W", "1", "ln W", row => row.Row.LogMeanSquaredForce)
        .Column("log_W_deviation", "1", "standard deviation of ln W over samples", row => row.Row.Spread)
        .Estimate("V_per_particle", "epsilon", "V/N", row => row.Row.PotentialEnergyPerParticle)
        .Estimate("f_u", "1", "fraction of unstable modes", row => row.Row.FractionUnstable)
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

    internal static ResultTable ForceShares(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of(
            "force_shares",
            "Shares of |f|^2 along unstable, nearly flat and stable modes",
            all.SelectMany(Cell.Of).SelectMany(cell => cell.Rung.Flow.ForceShares().Where(row => row.Unstable.Samples > 0).Select(row => (Cell: cell, Row: row))))
        .Note("Unstable: lambda < -x; nearly flat: |lambda| <= x; stable: lambda > x. One row for each x.")
        .Cell(all, row => row.Cell)
        .Column("limit", "epsilon/sigma^2", "x", row => row.Row.Limit)
        .Estimate("unstable", "1", "share along lambda < -x", row => row.Row.Unstable)
        .Estimate("flat", "1", "share along |lambda| <= x", row => row.Row.Flat)
        .Estimate("stable", "1", "share along lambda > x", row => row.Row.Stable)
        .Column("bound", "1", "by how much flat and stable may be wrong, mean over samples", row => row.Row.Uncertainty)
        .Build();

    internal static ResultTable Following(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of(
            "following",
            "What becomes of modes until the next rung, and how far the lowest mode is the hot spot",
            all.SelectMany(Cell.Of).Select(cell => (Cell: cell, Fates: cell.Rung.Flow.Fates())).Where(row => row.Cell.Rung.Mean(RungScalar.Displacement).Samples > 0))
        .Note("Dr: displacement from this rung to the next. A mode lives on where its largest squared overlap with a mode of the next rung is above 1/2.")
        .Cell(all, row => row.Cell)
        .Estimate("curvature", "epsilon/sigma^2", "f.Hf/|f|^2; dW/dt = -2 W curvature", row => row.Cell.Rung.Mean(RungScalar.ForceCurvature))
        .Estimate("displacement", "sigma", "sqrt(sum |Dr_i|^2/N)", row => row.Cell.Rung.Mean(RungScalar.Displacement), withSamples: true)
        .Estimate("displacement_participation", "1", "participation ratio of Dr", row => row.Cell.Rung.Mean(RungScalar.DisplacementParticipation))
        .Estimate("lowest_overlap", "1", "(e_1.Dr)^2/|Dr|^2", row => row.Cell.Rung.Mean(RungScalar.LowestOverlap))
        .Estimate("unstable_overlap", "1", "the same summed over all unstable modes", row => row.Cell.Rung.Mean(RungScalar.UnstableOverlap))
        .Estimate("hot_spot_distance", "sigma", "of the most mobile particle from the core of mode 1", row => row.Cell.Rung.Mean(RungScalar.HotSpotDistance))
        .Estimate("successor_overlap", "1", "largest squared overlap of mode 1 with a mode of the next rung, where it is unstable", row => row.Cell.Rung.Mean(RungScalar.SuccessorOverlap), withSamples: true)
        .Estimate("next_curvature", "epsilon/sigma^2", "curvature along mode 1 at the next rung, where it is unstable here", row => row.Cell.Rung.Mean(RungScalar.NextCurvature))
        .Column("modes", "1", "mean number of unstable modes of a sample", row => row.Fates.Modes)
        .Estimate("live_on", "1", "share of unstable modes that live on", row => row.Fates.LiveOn)
        .Estimate("stabilised", "1", "share that does not, and along which the curvature has become positive", row => row.Fates.Stabilised)
        .Estimate("overlap", "1", "mean of the largest squared overlap of all unstable modes", row => row.Fates.Overlap)
        .Build();
}
