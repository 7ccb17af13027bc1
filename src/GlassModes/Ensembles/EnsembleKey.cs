// Which samples may be averaged together.

using GlassModes.Samples;

namespace GlassModes.Ensembles;

/// <summary>What samples of one ensemble have in common.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Particles">N.</param>
/// <param name="BoxLength">L.</param>
/// <param name="Temperature">T of the liquid.</param>
/// <param name="Protocol">All settings of preparation and quench, but how many samples there are and which rungs: "name = value", in the order of the names.</param>
public sealed record EnsembleKey(string Model, int Particles, double BoxLength, double Temperature, string Protocol = "")
{
    // These say how a run was cut into samples and rungs, not what its samples are.
    private static readonly string[] s_ofTheRun = ["samples", "chains", "rungs"];

    /// <summary>That of a sample.</summary>
    public static EnsembleKey Of(SampleProvenance provenance)
    {
        ArgumentNullException.ThrowIfNull(provenance);
        IEnumerable<string> settings = provenance.Settings.Where(setting => !s_ofTheRun.Contains(setting.Key))
            .OrderBy(setting => setting.Key, StringComparer.Ordinal).Select(setting => $"{setting.Key} = {setting.Value}");
        return new EnsembleKey(provenance.Model, provenance.Particles, provenance.BoxLength, provenance.Temperature, string.Join("; ", settings));
    }

    /// <summary>N/L³.</summary>
    public double Density => Particles / (BoxLength * BoxLength * BoxLength);

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Model}, N = {Particles}, L = {BoxLength:g6}, T = {Temperature:g4}") + (Protocol.Length > 0 ? $" ({Protocol})" : "");
}
