// Tables of the samples themselves.

using System.Globalization;
using GlassModes.Analysis;
using GlassModes.Files;

namespace GlassModes.Tables;

/// <summary>How the samples of each ensemble ended, and the quenches of single samples.</summary>
internal static class SampleTables
{
    public static ResultTable Ensembles(AnalysisResults results) => ResultTable.Of(
            "ensembles", "Ensembles: samples of one model, N, L, T and protocol", results.Ensembles)
        .Ensemble(results.Named(), row => row.Ensemble)
        .Note(
            "All errors take samples as independent. energy_correlation tests this: it is the correlation of V/N between samples of "
            + "successive numbers, at the "
            + "highest rung that all samples crossed. Where it exceeds its error, all errors are too small; more time must pass between "
            + "samples of one chain. Samples of "
            + "several chains come in turns, and then it does not see what samples of one chain have in common.")
        .Column("samples", "1", "number of samples", row => row.Samples.Samples)
        .Column(
            "ended",
            "1",
            "how many quenches ended how",
            row => string.Join(", ", row.Samples.Ends.Select(end => $"{EnumWord.Of(end.Status)} {end.Samples}")))
        .Column("saddle_escapes", "1", "number of pushes off saddles in all samples", row => row.Samples.SaddleEscapes)
        .Column("largest_residual", "1", "largest max |Hx - lambda x|/lambda_max of all modes", row => row.Samples.LargestResidual)
        .Column(
            "uncertain_rungs",
            "1",
            "number of rungs of all samples at which nothing shows that all unstable modes were found",
            row => row.Samples.UncertainRungs)
        .Estimate(
            "energy_correlation",
            "1",
            "correlation of V/N between successive samples; its error is the one for independent samples",
            row => row.Samples.EnergyCorrelation)
        .Column("energy_correlation_pairs", "1", "number of pairs of successive samples", row => row.Samples.EnergyCorrelation?.Samples)
        .Column("box_length", "sigma", "L", row => row.Ensemble.Protocol.BoxLength)
        .Column("number_density", "1/sigma^3", "N/L^3", row => row.Ensemble.Protocol.Density)
        .Column("protocol", "1", "settings of preparation and quench", row => row.Ensemble.Protocol.Settings)
        .Build();

    public static ResultTable Trajectories(AnalysisResults results) => ResultTable.Of(
            "trajectories", "Single samples on their way down", results.Ensembles.SelectMany(ensemble => ensemble.Trajectories))
        .Note(string.Create(
            CultureInfo.InvariantCulture,
            $"The first {EnsembleAnalysis.ShownSamples} samples of each ensemble, in the order of seeds and numbers, at the first "
            + $"downward crossing of each rung. Between rungs W may rise."))
        .Rung(results.Named(), row => row.At)
        .Column("seed", "1", "seed of the sample's run", row => row.State.Sample.Seed)
        .Column("sample", "1", "number of the sample in its run", row => row.State.Sample.Number)
        .Column("t", "tau", "time since the quench began", row => row.State.Time)
        .Column("V_per_particle", "epsilon", "V/N", row => row.State.PotentialEnergyPerParticle)
        .Column("f_u", "1", "fraction of unstable modes", row => row.State.FractionUnstable)
        .Column("lambda_1", "epsilon/sigma^2", "lowest eigenvalue", row => row.State.LowestEigenvalue)
        .Column("Lambda_min", "epsilon/sigma^2", "core energy of the lowest mode", row => row.State.CoreEnergy)
        .Build();
}
