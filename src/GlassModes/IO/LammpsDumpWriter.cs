// Writes frames of a LAMMPS text dump, with vectors as three columns.

using GlassModes.Files;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>Writes LAMMPS text dumps: id type x y z, then velocities if they are known, then the properties.</summary>
internal static class LammpsDumpWriter
{
    /// <summary>
    /// A section that only GlassModes has: the box length, if the bounds do not give it to the last bit. OVITO ignores this section.
    /// </summary>
    public const string ExactLengthSection = "BOX LENGTH";

    public static void WriteFrame(TextOutput output, Configuration frame, int index, CancellationToken cancellation)
    {
        List<string> names = ["id", "type", "x", "y", "z"];
        if (frame.HasVelocities)
        {
            names.AddRange(["vx", "vy", "vz"]);
        }

        names.AddRange(frame.Properties.SelectMany(ColumnsOf));
        ColumnNames.Require(names, "a LAMMPS dump");
        if (frame.Time is double time)
        {
            output.Text("ITEM: TIME\n").Number(time).Line();
        }

        output.Text("ITEM: TIMESTEP\n").Number(index).Text("\nITEM: NUMBER OF ATOMS\n").Number(frame.Count).Line();
        Span<double> low = stackalloc double[3];
        Span<double> high = stackalloc double[3];
        bool exact = CubicBox.UpperBounds(frame.Box, low, high);
        output.Text("ITEM: BOX BOUNDS pp pp pp\n");
        for (int axis = 0; axis < 3; axis++)
        {
            output.Number(low[axis]).Text(" ").Number(high[axis]).Line();
        }

        if (!exact)
        {
            output.Text($"ITEM: {ExactLengthSection}\n").Number(frame.Box.Length).Line();
        }

        output.Text($"ITEM: ATOMS {string.Join(' ', names)}\n");
        for (int i = 0; i < frame.Count; i++)
        {
            if (i % ConfigurationFile.RowsPerCancellationCheck == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            output.Number(frame.Ids[i]).Byte((byte)' ').Number(frame.Species[i] + 1).Row(frame.Positions.Slice(3 * i, 3));
            if (frame.HasVelocities)
            {
                output.Row(frame.Velocities.Slice(3 * i, 3));
            }

            foreach (ParticleProperty property in frame.Properties)
            {
                output.Row(property.Values.Span.Slice(property.Components * i, property.Components));
            }

            output.Line();
        }
    }

    private static string[] ColumnsOf(ParticleProperty property) => property.Components switch
    {
        1 => [property.Name],
        3 when property.Name == "forces" => ["fx", "fy", "fz"],
        3 => [$"{property.Name}_x", $"{property.Name}_y", $"{property.Name}_z"],
        _ => throw new InputException(
            $"The property '{property.Name}' has {property.Components} components; a LAMMPS dump takes 1 or 3."),
    };
}
