// A finished sample, with all that the measures of an ensemble need.

using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>Where the start of a sample stands, or how many starts its preparation made.</summary>
/// <param name="File">The file that the start was read from; null for a start that was prepared in the same run.</param>
/// <param name="Frame">Its frame in that file, from 0; null without a file.</param>
/// <param name="PreparedSamples">How many samples the preparation made; null where that is not known.</param>
/// <param name="PreparedChains">How many independent runs of dynamics made them; null where that is not known.</param>
public sealed record StartSource(string? File = null, int? Frame = null, int? PreparedSamples = null, int? PreparedChains = null);

/// <summary>Where a sample comes from: enough to repeat it.</summary>
/// <param name="Protocol">How it was made, as all samples of its ensemble.</param>
/// <param name="Id">Which of them.</param>
/// <param name="Source">Where its start stands.</param>
/// <param name="Rungs">The ladder that was asked for; empty where an old record does not say.</param>
/// <param name="Versions">Of the programs and libraries, by name.</param>
public sealed record SampleProvenance(
    Protocol Protocol, SampleId Id, StartSource Source, IReadOnlyList<Rung> Rungs, IReadOnlyDictionary<string, string> Versions);

/// <summary>A finished sample.</summary>
/// <param name="Provenance">Where it comes from.</param>
/// <param name="Status">How the quench ended.</param>
/// <param name="SaddleEscapes">How often the configuration was pushed off a saddle (footnote 10 of Shimada et al. 2024).</param>
/// <param name="Rungs">Its rungs in descending W.</param>
public sealed record SampleRecord(SampleProvenance Provenance, QuenchStatus Status, int SaddleEscapes, IReadOnlyList<RungMeasures> Rungs);
