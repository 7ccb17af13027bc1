// Tables of the samples themselves: who they are, and how single ones go.

using GlassModes.Samples;
using GlassModes.Analysis;
using GlassModes.Ensembles;

namespace GlassModes.Tables;

/// <summary>Ensembles with what became of their samples, and single samples on their way (Fig. 2).</summary>
internal static class SampleTables
{
    private const int ShownSamples = 10;

    public static ResultTable Ensembles(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of(
            "ensembles",
            "Ensembles: samples of one model, N, L, T and protocol",
            all.Select(ensemble => (Ensemble: ensemble, ensemble.Sums.Ends, Correlation: Chains.EnergyCorrelation(ensemble.Sums))))
        .Ensemble(all, row => row.Ensemble)
        .Note("Samples are taken as independent of each other. energy_correlation: that of V/N of samples of successive numbers, at the highest rung that all crossed; above its error, errors are too small: let more time pass between samples of one chain. Samples of several chains come in turns, so that it does not see what those of one have in common.")
        .Column("samples", "1", "samples", row => row.Ends.Count)
        .Column("ended", "1", "how many quenches ended how", row => string.Join(", ", row.Ends.GroupBy(end => end.Status).OrderBy(same => $"{same.Key}", StringComparer.Ordinal).Select(same => $"{same.Key} {same.Count()}")))
        .Column("saddle_escapes", "1", "pushes off saddles in all samples", row => row.Ends.Sum(end => end.SaddleEscapes))
        .Column("largest_residual", "1", "largest max |Hx - lambda x|/lambda_max of all modes", row => row.Ends.Select(end => end.LargestResidual).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max())
        .Column("uncertain_rungs", "1", "rungs of all samples at which nothing shows that all unstable modes were found", row => row.Ends.Sum(end => end.UncertainRungs))
        .Estimate("energy_correlation", "1", "correlation of V/N of successive samples; its error if there is none", row => row.Correlation)
        .Column("energy_correlation_pairs", "1", "pairs of successive samples", row => row.Correlation?.Samples)
        .Column("box_length", "sigma", "L", row => row.Ensemble.Key.BoxLength)
        .Column("number_density", "1/sigma^3", "N/L^3", row => row.Ensemble.Key.Density)
        .Column("protocol", "1", "settings of preparation and quench", row => row.Ensemble.Key.Settings)
        .Build();

    public static ResultTable Trajectories(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of(
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
}
