// What `glassmodes modes` prints, as JSON and as a table.

using GlassModes.Modes;
using GlassModes.Modes.Measures;
using GlassModes.Particles;
using GlassModes.Runner.Output;

namespace GlassModes.Runner.Verbs;

/// <summary>The lowest mode; cores are ids of the file, profiles pairs [r, value].</summary>
internal sealed record LowestModeDocument(
    double Eigenvalue,
    double ParticipationRatio,
    int CoreByNorm,
    int CoreByEnergy,
    double CoreEnergy,
    double CoreRadius,
    double LocalEnergyMin,
    double[][] DecayProfile,
    double[][] EnergyProfile);

/// <summary>The document; its property names in camelCase are those of the JSON.</summary>
internal sealed record ModeDocument(
    int Particles,
    int? UnstableCount,
    double? FractionUnstable,
    IReadOnlyList<double> Eigenvalues,
    IReadOnlyList<double>? ParticipationRatios,
    double MaxResidual,
    double OrthogonalityLoss,
    string Certificate,
    int? ZeroModes,
    int? RattlerModes,
    string Solver,
    string SolverChoice,
    double WallSeconds,
    long PeakMemoryBytes,
    LowestModeDocument? MostUnstable,
    double[][]? Density)
{
    public static ModeDocument Of(ModeReport report, Configuration configuration, double wallSeconds, long peakMemoryBytes) => new(
        report.Particles,
        report.Evidence.UnstableCount,
        report.FractionUnstable,
        report.Eigenvalues,
        report.ParticipationRatios,
        report.Evidence.MaxResidual,
        report.Evidence.OrthogonalityLoss,
        report.Evidence.Certificate,
        report.Evidence.ZeroModes,
        report.RattlerModes,
        report.Evidence.Solver,
        report.Evidence.Choice,
        wallSeconds,
        peakMemoryBytes,
        report.Lowest is null ? null : Of(report.Lowest, configuration),
        report.Density is null ? null : Rows(report.Density));

    public void WriteTable(TextWriter output)
    {
        List<(string Name, string Value)> pairs =
        [
            ("particles", $"{Particles}"),
            ("unstable modes", UnstableCount is { } unstable ? $"{unstable}" : "not counted"),
            ("fraction unstable f_u", TextTable.Number(FractionUnstable ?? double.NaN)),
            ("zero modes", ZeroModes is { } zero ? $"{zero} (3 translations, {RattlerModes} of rattlers)" : "not counted"),
            ("solver", Solver),
            ("  chosen for", SolverChoice),
            ("certificate", Certificate),
            ("largest residual", TextTable.Number(MaxResidual, "0.0e0")),
            ("time", $"{WallSeconds:f2} s"),
            ("peak memory", $"{PeakMemoryBytes / 1048576.0:f0} MiB"),
        ];
        if (MostUnstable is { } mode)
        {
            pairs.AddRange(
            [
                (mode.Eigenvalue < 0 ? "most unstable mode" : "softest mode", $"eigenvalue {mode.Eigenvalue:g9}, participation ratio {mode.ParticipationRatio:g6}"),
                ("  core", $"particle {mode.CoreByEnergy} by energy, {mode.CoreByNorm} by amplitude"),
                ("  core energy", $"{mode.CoreEnergy:g9} within r = {mode.CoreRadius:g6}"),
                ("  lowest local energy", TextTable.Number(mode.LocalEnergyMin, "g9")),
            ]);
        }

        TextTable.WritePairs(output, [.. pairs]);
        if (Density is not null)
        {
            TextTable table = new("from", "to", "D", "error");
            foreach (double[] row in Density)
            {
                table.Add([.. row.Select(value => TextTable.Number(value, "g6"))]);
            }

            output.WriteLine();
            table.Write(output);
        }

        if (Eigenvalues.Count > 0)
        {
            TextTable table = new("mode", "eigenvalue", "participation");
            for (int k = 0; k < Eigenvalues.Count; k++)
            {
                table.Add($"{k + 1}", TextTable.Number(Eigenvalues[k], "g10"), TextTable.Number(ParticipationRatios![k]));
            }

            output.WriteLine();
            table.Write(output);
        }
    }

    private static LowestModeDocument Of(ModeAnalysis mode, Configuration configuration) => new(
        mode.Eigenvalue,
        mode.ParticipationRatio,
        configuration.Ids[mode.Decay.Core],
        configuration.Ids[mode.Energy.Core],
        mode.Energy.CoreEnergy,
        mode.Energy.CoreRadius,
        mode.Energy.LowestLocalEnergy,
        Pairs(mode.Decay.Radii, mode.Decay.Amplitudes),
        Pairs(mode.Energy.Radii, mode.Energy.Energies));

    private static double[][] Rows(SpectralDensity density) =>
        [.. density.Density.Select((value, bin) => (double[])[density.Edges[bin], density.Edges[bin + 1], value, density.Errors[bin]])];

    private static double[][] Pairs(IReadOnlyList<double> radii, IReadOnlyList<double> values) =>
        [.. radii.Zip(values, (r, value) => (double[])[r, value])];
}
