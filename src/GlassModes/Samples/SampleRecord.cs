// A finished sample, with all data that the measures of an ensemble need.

using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>Where the start of a sample comes from: a frame of a file, or a preparation of liquids.</summary>
/// <param name="File">The file that the start was read from; null for a start that was prepared in the same run.</param>
/// <param name="Frame">Frame of the start in the file, from 0; null without a file.</param>
/// <param name="PreparedSamples">Number of samples that the preparation made; null if not known.</param>
/// <param name="PreparedChains">Number of independent chains of dynamics that made these samples; null if not known.</param>
public sealed record StartSource(string? File = null, int? Frame = null, int? PreparedSamples = null, int? PreparedChains = null);

/// <summary>The origin of a sample, with everything that is needed to repeat the sample.</summary>
/// <param name="Protocol">How the sample was made. All samples of its ensemble have the same protocol.</param>
/// <param name="Id">Identifies the sample within its ensemble.</param>
/// <param name="Source">Where the start comes from.</param>
/// <param name="Rungs">The ladder that was asked for; empty if an old record does not contain the ladder.</param>
/// <param name="Versions">Versions of the programs and libraries, by name.</param>
public sealed record SampleProvenance(
    Protocol Protocol, SampleId Id, StartSource Source, IReadOnlyList<Rung> Rungs, IReadOnlyDictionary<string, string> Versions);

/// <summary>A finished sample.</summary>
/// <param name="Provenance">The origin of the sample.</param>
/// <param name="Status">How the quench ended.</param>
/// <param name="SaddleEscapes">How often the configuration was pushed off a saddle (footnote 10 of Shimada et al. 2024).</param>
/// <param name="Rungs">The rungs in descending W.</param>
public sealed record SampleRecord(SampleProvenance Provenance, QuenchStatus Status, int SaddleEscapes, IReadOnlyList<RungMeasures> Rungs)
{
    /// <summary>The measures of the start, whose rung is its own W; null if the start was not measured.</summary>
    public RungMeasures? Start { get; init; }
}
