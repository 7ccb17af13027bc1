// Compares the coordinates of a dump that are given in more than one way.

using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>Coordinates beside the positions: x, xu, xs and xsu of LAMMPS name the same place.</summary>
internal static class OtherCoordinates
{
    /// <summary>The three columns of each kind of coordinates, in the order in which they are taken as positions.</summary>
    public static readonly IReadOnlyList<string[]> Families =
        [["x", "y", "z"], ["xu", "yu", "zu"], ["xs", "ys", "zs"], ["xsu", "ysu", "zsu"]];

    // LAMMPS writes six digits unless it is asked for more.
    private const double DigitsOfDumps = 1e-5;

    /// <summary>Whether the coordinates of a family are fractions of the box.</summary>
    public static bool IsScaled(int family) => family >= 2;

    /// <summary>Throws if further coordinates name another place than the positions, up to whole boxes.</summary>
    public static void RequireAgreement(
        LineReader reader, long firstLine, PeriodicBox box, ReadOnlySpan<double> positions, IReadOnlyList<ParticleProperty> properties)
    {
        if (FindDisagreement(box, positions, properties) is (string column, int row, double value, double position))
        {
            throw new ConfigurationFileException(
                reader.FilePath,
                firstLine + row,
                $"coordinates that name one place in all columns, here {position}",
                $"{value} in column {LineReader.Quote(column)}");
        }
    }

    /// <summary>The first further coordinate that names another place than the positions; null if all agree.</summary>
    public static (string Column, int Row, double Value, double Position)? FindDisagreement(
        PeriodicBox box, ReadOnlySpan<double> positions, IReadOnlyList<ParticleProperty> properties)
    {
        for (int family = 0; family < Families.Count; family++)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                string name = Families[family][axis];
                if (properties.FirstOrDefault(property => property.Name == name && property.Components == 1) is not { } column)
                {
                    continue;
                }

                ReadOnlySpan<double> values = column.Values.Span;
                for (int i = 0; i < values.Length; i++)
                {
                    double place = IsScaled(family) ? box.OriginOf(axis) + (values[i] * box.Length) : values[i];
                    double position = positions[(3 * i) + axis];
                    double rounding = DigitsOfDumps * (box.Length + Math.Abs(place) + Math.Abs(position));
                    if (!(Math.Abs(box.MinimumImage(place - position)) <= rounding))
                    {
                        return (name, i, values[i], position);
                    }
                }
            }
        }

        return null;
    }
}
