// Writes frames of a LAMMPS text dump, with vectors as three columns.

using GlassModes.Files;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>
/// Writes LAMMPS text dumps: id type x y z, then velocities if known, labels of types, properties and words. The section TIME is not
/// written, because MDAnalysis fails on it.
/// </summary>
internal static class LammpsDumpWriter
{
    public static void WriteFrame(TextOutput output, Configuration frame, int index, CancellationToken cancellation)
    {
        WritingPlan plan = WritingPlan.For(frame, ConfigurationFormat.LammpsDump);
        WriteHeader(output, frame, plan, index);
        for (int i = 0; i < frame.Count; i++)
        {
            if (i % ConfigurationFile.RowsPerCancellationCheck == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            output.Number(plan.IdOf(i)).Byte((byte)' ').Number(frame.Species[i] + 1).Row(frame.Positions.Slice(3 * i, 3));
            if (frame.HasVelocities)
            {
                output.Row(frame.Velocities.Slice(3 * i, 3));
            }

            if (plan.Labels.Length > 0)
            {
                output.Byte((byte)' ').Text(plan.Labels[frame.Species[i]]);
            }

            plan.WriteFurther(output, i);
            output.Line();
        }
    }

    private static void WriteHeader(TextOutput output, Configuration frame, WritingPlan plan, int index)
    {
        string[] names =
        [
            "id", "type", "x", "y", "z",
            .. frame.HasVelocities ? (string[])["vx", "vy", "vz"] : [],
            .. plan.Labels.Length > 0 ? (string[])["typelabel"] : [],
            .. plan.Properties.SelectMany(column => NamedColumns.ColumnsOf(column.Name, column.Property.Components)),
            .. plan.Texts.SelectMany(column => NamedColumns.ColumnsOf(column.Name, column.Text.Components)),
        ];
        output.Text("ITEM: TIMESTEP\n").Number(plan.Step ?? index).Text("\nITEM: NUMBER OF ATOMS\n").Number(frame.Count).Line();
        output.Text("ITEM: BOX BOUNDS pp pp pp\n");
        for (int axis = 0; axis < 3; axis++)
        {
            double low = frame.Box.OriginOf(axis);
            output.Number(low).Text($" {CubicBox.UpperBound(low, frame.Box.Length)}\n");
        }

        output.Text($"ITEM: ATOMS {string.Join(' ', names)}\n");
    }
}
