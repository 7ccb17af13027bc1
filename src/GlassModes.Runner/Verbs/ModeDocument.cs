// The document that `glassmodes modes` prints, as JSON and as a table.

using System.Diagnostics;
using System.Text.Json;
using GlassModes.IO;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Modes;
using GlassModes.Modes.Certificates;
using GlassModes.Modes.Measures;
using GlassModes.Numerics.Memory;
using GlassModes.Particles;
using GlassModes.Runner.Output;

namespace GlassModes.Runner.Verbs;

/// <summary>
/// The lowest mode. Cores are ids of particles in the file, the position is that of the core by energy, and profiles are pairs [r, value].
/// </summary>
internal sealed record LowestModeDocument(
    double Eigenvalue,
    double ParticipationRatio,
    double ParticipatingParticles,
    int CoreByNorm,
    int CoreByEnergy,
    double[] CorePosition,
    double CoreEnergy,
    double CoreRadius,
    double LocalEnergyMin,
    double[][]? DecayProfile,
    double[][]? EnergyProfile);

/// <summary>The inertia at one shift.</summary>
internal sealed record InertiaDocument(string Precision, double Shift, double Distance, int Counted);

/// <summary>The facts of a certificate, or the reason why there is none.</summary>
internal sealed record CertificateDocument(
    string Method, string? Reason, string? Detail, int? Found, int? Counted, InertiaDocument? Lower, InertiaDocument? Upper)
{
    public static CertificateDocument Of(Certificate certificate) => new(
        JsonName(certificate.Method.ToString()),
        certificate.Reason is { } reason ? JsonName(reason.ToString()) : null,
        certificate.Detail,
        certificate.Found,
        certificate.Counted,
        Of(certificate.Lower),
        Of(certificate.Upper));

    private static InertiaDocument? Of(InertiaShift? inertia) => inertia is null
        ? null
        : new InertiaDocument(
            inertia.Precision == LdltPrecision.Binary32 ? "single" : "double", inertia.Shift, inertia.Distance, inertia.Counted);

    private static string JsonName(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}

/// <summary>The document. The JSON has the names of these properties, in camelCase.</summary>
internal sealed record ModeDocument(
    int Particles,
    int? UnstableCount,
    double? FractionUnstable,
    IReadOnlyList<double> Eigenvalues,
    IReadOnlyList<double>? ParticipationRatios,
    double MaxResidual,
    double OrthogonalityLoss,
    string Certificate,
    bool IsCertified,
    CertificateDocument CertificateFacts,
    int? ZeroModes,
    int? TranslationModes,
    int? RattlerModes,
    int? FloppyModes,
    string Solver,
    string SolverChoice,
    double WallSeconds,
    long PeakMemoryBytes,
    LowestModeDocument? MostUnstable,
    double[][]? Density,
    int Frame,
    int? Frames)
{
    /// <summary>The same as <see cref="IsCertified"/>, by the name that rungs and samples have it.</summary>
    public bool Certified => IsCertified;

    public static ModeDocument Of(ModeReport report, NumberedFrame frame, double wallSeconds, bool hasProfiles) => new(
        report.Particles,
        report.Evidence.UnstableCount,
        report.FractionUnstable,
        report.Eigenvalues,
        report.ParticipationRatios,
        report.Evidence.MaxResidual,
        report.Evidence.OrthogonalityLoss,
        report.Evidence.Certificate.ToString(),
        report.Evidence.Certificate.IsCertified,
        CertificateDocument.Of(report.Evidence.Certificate),
        report.Evidence.ZeroModes?.Total,
        report.Evidence.ZeroModes?.TranslationModes,
        report.Evidence.ZeroModes?.RattlerModes,
        report.Evidence.ZeroModes?.FloppyModes,
        report.Evidence.Solver,
        report.Evidence.Choice,
        wallSeconds,
        PeakMemory(),
        report.Lowest is null ? null : Of(report.Lowest, frame.Configuration, hasProfiles),
        report.Density is null ? null : Rows(report.Density),
        frame.Number,
        frame.FrameCount);

    public void WriteTable(TextWriter output)
    {
        List<(string Name, string Value)> pairs =
        [
            .. Frames == 1 ? (IEnumerable<(string, string)>)[] : [("frame", FrameText.Describe(Frame, Frames))],
            ("particles", $"{Particles}"),
            ("unstable modes", UnstableCount is { } unstable ? $"{unstable}" : "not counted"),
            ("fraction unstable f_u", TextTable.Number(FractionUnstable ?? double.NaN)),
            ("zero modes", ZeroModes is { } zero
                ? $"{zero} ({TranslationModes} translations, {RattlerModes} of rattlers, {FloppyModes} floppy)" : "not counted"),
            ("solver", Solver),
            ("  chosen for", SolverChoice),
            ("certificate", Certificate),
            ("largest residual", TextTable.Number(MaxResidual, "0.0e0")),
            ("time", $"{WallSeconds:f2} s"),
            ("peak memory", MemorySize.Describe(PeakMemoryBytes)),
        ];
        if (MostUnstable is { } mode)
        {
            pairs.AddRange(
            [
                (
                    mode.Eigenvalue < 0 ? "most unstable mode" : "softest mode",
                    $"eigenvalue {mode.Eigenvalue:g9}, participation ratio {mode.ParticipationRatio:g6} "
                    + $"({mode.ParticipatingParticles:g4} particles)"),
                ("  core", $"particle {mode.CoreByEnergy} by energy, {mode.CoreByNorm} by amplitude"),
                ("  core position", string.Join(' ', mode.CorePosition.Select(x => TextTable.Number(x, "g9")))),
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

    private static LowestModeDocument Of(ModeAnalysis mode, Configuration configuration, bool hasProfiles) => new(
        mode.Eigenvalue,
        mode.ParticipationRatio,
        configuration.Count * mode.ParticipationRatio,
        configuration.Ids[mode.Decay.Core],
        configuration.Ids[mode.Energy.Core],
        configuration.Positions.Slice(3 * mode.Energy.Core, 3).ToArray(),
        mode.Energy.CoreEnergy,
        mode.Energy.CoreRadius,
        mode.Energy.LowestLocalEnergy,
        hasProfiles ? Pairs(mode.Decay.Radii, mode.Decay.Amplitudes) : null,
        hasProfiles ? Pairs(mode.Energy.Radii, mode.Energy.Energies) : null);

    private static long PeakMemory()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static double[][] Rows(SpectralDensity density) =>
        [.. density.Density.Select((value, bin) => (double[])[density.Edges[bin], density.Edges[bin + 1], value, density.Errors[bin]])];

    private static double[][] Pairs(IReadOnlyList<double> radii, IReadOnlyList<double> values) =>
        [.. radii.Zip(values, (r, value) => (double[])[r, value])];
}
