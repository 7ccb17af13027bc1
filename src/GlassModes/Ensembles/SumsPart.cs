// A part of the sums of a rung or step, as it stands in a file.

using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>Sums with the name of their group in a file and a text that says what they are of.</summary>
/// <param name="Name">The name of the group.</param>
/// <param name="Fields">What the sums are of. A file with another text is of another layout.</param>
/// <param name="Sums">The sums.</param>
internal readonly record struct SumsPart(string Name, string Fields, GroupedSums Sums);
