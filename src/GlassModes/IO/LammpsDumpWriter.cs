// Writes frames of a LAMMPS text dump, with vectors as three columns.

using System.Globalization;
using GlassModes.Files;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>Writes LAMMPS text dumps: id type x y z, then velocities if known, properties and words.</summary>
internal static class LammpsDumpWriter
{
    /// <summary>What the format cannot hold of a configuration: annotations, but for the time step.</summary>
    public static IEnumerable<string> FindLosses(Configuration frame) =>
        frame.Annotations.Keys.Where(key => key != LammpsDumpReader.Timestep || TimestepOf(frame) is null);

    public static void WriteFrame(TextOutput output, Configuration frame, int index, CancellationToken cancellation)
    {
        WriteHeader(output, frame, index);
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

            foreach (ParticleText text in frame.Texts)
            {
                output.Byte((byte)' ').Text(text.Values[i]);
            }

            output.Line();
        }
    }

    private static void WriteHeader(TextOutput output, Configuration frame, int index)
    {
        List<string> names = ["id", "type", "x", "y", "z"];
        if (frame.HasVelocities)
        {
            names.AddRange(["vx", "vy", "vz"]);
        }

        names.AddRange(frame.Properties.SelectMany(ColumnsOf));
        names.AddRange(frame.Texts.Select(text => text.Name));
        ColumnNames.Require(names, "a LAMMPS dump");
        if (frame.Time is double time)
        {
            output.Text("ITEM: TIME\n").Number(time).Line();
        }

        output.Text("ITEM: TIMESTEP\n").Number(TimestepOf(frame) ?? index).Text("\nITEM: NUMBER OF ATOMS\n").Number(frame.Count).Line();
        output.Text("ITEM: BOX BOUNDS pp pp pp\n");
        foreach (double low in (ReadOnlySpan<double>)[frame.Box.OriginX, frame.Box.OriginY, frame.Box.OriginZ])
        {
            output.Number(low).Text($" {CubicBox.UpperBound(low, frame.Box.Length)}\n");
        }

        output.Text($"ITEM: ATOMS {string.Join(' ', names)}\n");
    }

    private static long? TimestepOf(Configuration frame) =>
        frame.Annotations.TryGetValue(LammpsDumpReader.Timestep, out string? text)
        && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long step)
            ? step
            : null;

    private static string[] ColumnsOf(ParticleProperty property) => property.Components switch
    {
        1 => [property.Name],
        3 => NamedColumns.ColumnsOf(property.Name),
        _ => throw new InputException(
            $"The property '{property.Name}' has {property.Components} components; a LAMMPS dump takes 1 or 3."),
    };
}
