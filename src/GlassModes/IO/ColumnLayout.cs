// The meaning of the columns of a table of atoms, whatever the format.

namespace GlassModes.IO;

/// <summary>The columns of a table, and the properties and texts that they fill.</summary>
/// <param name="Columns">The columns in the order of the file.</param>
/// <param name="Properties">Name and number of components of each numeric property.</param>
/// <param name="Texts">Name of each column of words, and whether the words are truth values.</param>
internal sealed record ColumnLayout(
    IReadOnlyList<AtomColumn> Columns,
    IReadOnlyList<(string Name, int Components)> Properties,
    IReadOnlyList<(string Name, bool IsLogical)> Texts)
{
    /// <summary>Whether the coordinates are fractions of the box.</summary>
    public bool IsScaled { get; init; }
}
