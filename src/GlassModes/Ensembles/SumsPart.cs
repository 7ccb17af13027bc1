// Sums of a rung or a step with the name and the description that they have in a file.

using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>Sums, the name of their group in a file, and a text that says what is summed.</summary>
/// <param name="Name">The name of the group.</param>
/// <param name="Fields">The text that says what is summed. A file with another text has another layout.</param>
/// <param name="Sums">The sums.</param>
internal readonly record struct SumsPart(string Name, string Fields, GroupedSums Sums);
