// Which samples may be averaged together.

using GlassModes.Samples;

namespace GlassModes.Ensembles;

/// <summary>What samples of one ensemble have in common.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Particles">N.</param>
/// <param name="BoxLength">L.</param>
/// <param name="Temperature">T of the liquid.</param>
public sealed record EnsembleKey(string Model, int Particles, double BoxLength, double Temperature)
{
    /// <summary>That of a sample.</summary>
    public static EnsembleKey Of(SampleProvenance provenance)
    {
        ArgumentNullException.ThrowIfNull(provenance);
        return new EnsembleKey(provenance.Model, provenance.Particles, provenance.BoxLength, provenance.Temperature);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Model}, N = {Particles}, L = {BoxLength:g6}, T = {Temperature:g4}");
}
