// The meaning of the columns of a table of atoms, whatever the format.

namespace GlassModes.IO;

/// <summary>The content of a column.</summary>
internal enum ColumnRole
{
    Ignored,
    Id,
    TypeNumber,
    SpeciesName,

    /// <summary>A type beside names that decide. Its number is that of another order.</summary>
    OtherType,
    Position,
    Velocity,

    /// <summary>The momentum m v of ASE, which becomes a velocity.</summary>
    Momentum,

    /// <summary>An image beside coordinates that hold it already.</summary>
    CountedImage,

    /// <summary>A column without a meaning here, which is kept.</summary>
    Further,
}

/// <summary>What a column that is kept may hold.</summary>
internal enum ColumnKind
{
    /// <summary>Numbers, or words if one row has a word.</summary>
    Open,
    Number,
    WholeNumber,
    Word,
    TruthValue,
}

/// <summary>A column: its name in messages, its role, its component (0, 1, …) and, if it is kept, the index of its group.</summary>
internal readonly record struct AtomColumn(string Name, ColumnRole Role, int Component = 0, int Group = 0);

/// <summary>Columns that are kept together under one name.</summary>
/// <param name="Name">The common name.</param>
/// <param name="Kind">What the columns may hold.</param>
/// <param name="Columns">The name of each column, by which it is known if the columns cannot be kept together.</param>
internal sealed record FurtherColumns(string Name, ColumnKind Kind, IReadOnlyList<string> Columns);

/// <summary>The columns of a table, and the groups of columns that are kept.</summary>
/// <param name="Columns">The columns in the order of the file.</param>
/// <param name="Further">The groups that are kept.</param>
internal sealed record ColumnLayout(IReadOnlyList<AtomColumn> Columns, IReadOnlyList<FurtherColumns> Further)
{
    /// <summary>Whether the coordinates are fractions of the box.</summary>
    public bool IsScaled { get; init; }

    /// <summary>Whether the names are those of LAMMPS, so that further coordinates must agree with the positions.</summary>
    public bool IsLammps { get; init; }
}
