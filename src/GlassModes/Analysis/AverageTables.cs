// Tables of averages over samples, at fixed W and at fixed t.

using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>Ensembles, averages at fixed W (Figs. 3 and 4) and at fixed t.</summary>
public static class AverageTables
{
    private const int ShownSamples = 10;

    internal static ResultTable Ensembles(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of("ensembles", "Ensembles: samples of one model, N, L, T and protocol", all)
        .Ensemble(all, row => row)
        .Note("Samples are taken as independent of each other. energy_correlation: that of V/N of samples of successive numbers, at the highest rung that all crossed; above its error, errors are too small: let more time pass between samples of one chain. Samples of several chains come in turns, so that it does not see what those of one have in common.")
        .Column("samples", "1", "samples", row => row.Sums.Samples.Count)
        .Column("ended", "1", "how many quenches ended how", row => string.Join(", ", row.Sums.Ends.GroupBy(end => end.Status).OrderBy(same => same.Key, StringComparer.Ordinal).Select(same => $"{same.Key} {same.Count()}")))
        .Column("saddle_escapes", "1", "pushes off saddles in all samples", row => row.Sums.Ends.Sum(end => end.SaddleEscapes))
        .Column("largest_residual", "1", "largest max |Hx - lambda x|/lambda_max of all modes", row => row.Sums.Ends.Select(end => end.LargestResidual).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max())
        .Column("uncertain_rungs", "1", "rungs of all samples at which nothing shows that all unstable modes were found", row => row.Sums.Ends.Sum(end => end.UncertainRungs))
        .Estimate("energy_correlation", "1", "correlation of V/N of successive samples; its error if there is none", row => Chains.EnergyCorrelation(row.Sums))
        .Column("energy_correlation_pairs", "1", "pairs of successive samples", row => Chains.EnergyCorrelation(row.Sums)?.Samples)
        .Column("box_length", "sigma", "L", row => row.Key.BoxLength)
        .Column("number_density", "1/sigma^3", "N/L^3", row => row.Key.Density)
        .Column("protocol", "1", "settings of preparation and quench", row => row.Key.Protocol)
        .Build();

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

    internal static ResultTable Trajectories(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of(
            "trajectories",
            "Single samples on their way down (Fig. 2)",
            all.SelectMany(Cell.Of).SelectMany(cell => cell.Rung.Modes.Where(one => Shown(cell.Ensemble).Contains(one.Sample)).Select(one => (Cell: cell, One: one))))
        .Note(FormattableString.Invariant($"The first {ShownSamples} samples of each ensemble in the order of seeds and numbers; at the first downward crossing of each rung, between which W may rise."))
        .Cell(all, row => row.Cell)
        .Column("seed", "1", "seed of the sample's run", row => row.One.Sample.Seed)
        .Column("sample", "1", "its number there", row => row.One.Sample.Number)
        .Column("t", "tau", "time since the quench began", row => row.One.Time)
        .Column("V_per_particle", "epsilon", "V/N", row => row.One.PotentialEnergyPerParticle)
        .Column("f_u", "1", "fraction of unstable modes", row => row.One.FractionUnstable)
        .Column("lambda_1", "epsilon/sigma^2", "lowest eigenvalue", row => row.One.LowestEigenvalue)
        .Column("Lambda_min", "epsilon/sigma^2", "core energy of the lowest mode", row => row.One.CoreEnergy)
        .Build();

    private static IEnumerable<SampleId> Shown(NamedEnsemble ensemble) => ensemble.Sums.Samples.Take(ShownSamples);

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
