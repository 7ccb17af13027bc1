// A finished sample, with all that the measures of an ensemble need.

namespace GlassModes.Samples;

/// <summary>Where a sample comes from: enough to repeat it.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Particles">N.</param>
/// <param name="BoxLength">L.</param>
/// <param name="Temperature">T of the liquid; +∞ for random positions, NaN where it is not known.</param>
/// <param name="Seed">Seed of all random numbers.</param>
/// <param name="Sample">Number of the sample, from 0.</param>
/// <param name="Settings">Everything else that was chosen, by name: of the model, the liquid, the ladder, the method and its tolerances.</param>
/// <param name="Versions">Of the programs and libraries, by name.</param>
public sealed record SampleProvenance(
    string Model,
    int Particles,
    double BoxLength,
    double Temperature,
    ulong Seed,
    int Sample,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyDictionary<string, string> Versions);

/// <summary>A finished sample.</summary>
/// <param name="Provenance">Where it comes from.</param>
/// <param name="Status">How the quench ended, a <see cref="Quench.QuenchStatus"/> by name.</param>
/// <param name="SaddleEscapes">How often it was pushed off a saddle (the paper's footnote 10).</param>
/// <param name="Rungs">Its rungs in descending W.</param>
public sealed record SampleRecord(SampleProvenance Provenance, string Status, int SaddleEscapes, IReadOnlyList<RungMeasures> Rungs);
