// Writes a LAMMPS data file of atom style atomic.

using GlassModes.Files;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>
/// Writes LAMMPS data files: box, types with labels and masses, positions, image flags and velocities. The mass of a type is 1 unless all
/// particles of the type have another one. The format has no place for time and other properties.
/// </summary>
internal static class LammpsDataWriter
{
    public static void WriteFrame(TextOutput output, Configuration frame, int index, CancellationToken cancellation)
    {
        if (index > 0)
        {
            throw new InputException("A LAMMPS data file holds one configuration, not several. Choose a frame.");
        }

        WritingPlan plan = WritingPlan.For(frame, ConfigurationFormat.LammpsData);
        WriteHeader(output, frame, plan);
        output.Text("\nAtoms # atomic\n\n");
        for (int i = 0; i < frame.Count; i++)
        {
            ThrowIfCancelled(i, cancellation);
            output.Number(plan.IdOf(i)).Byte((byte)' ').Number(frame.Species[i] + 1).Row(frame.Positions.Slice(3 * i, 3));
            if (plan.Images is not null)
            {
                output.Row(plan.Images.Values.Span.Slice(3 * i, 3));
            }

            output.Line();
        }

        if (frame.HasVelocities)
        {
            output.Text("\nVelocities\n\n");
            for (int i = 0; i < frame.Count; i++)
            {
                ThrowIfCancelled(i, cancellation);
                output.Number(plan.IdOf(i)).Row(frame.Velocities.Slice(3 * i, 3)).Line();
            }
        }
    }

    // The title has the time step and the units where LAMMPS has them.
    private static void WriteHeader(TextOutput output, Configuration frame, WritingPlan plan)
    {
        string step = plan.Step is { } known ? $", timestep = {known}" : "";
        output.Text($"LAMMPS data file written by GlassModes{step}, units = lj\n\n").Number(frame.Count).Text(" atoms\n")
            .Number(plan.Masses.Length).Text(" atom types\n\n");
        for (int axis = 0; axis < 3; axis++)
        {
            char name = "xyz"[axis];
            double low = frame.Box.OriginOf(axis);
            output.Number(low).Text($" {CubicBox.UpperBound(low, frame.Box.Length)} {name}lo {name}hi\n");
        }

        if (plan.Labels.Length > 0)
        {
            output.Text("\nAtom Type Labels\n\n");
            for (int type = 1; type <= plan.Labels.Length; type++)
            {
                output.Number(type).Text($" {plan.Labels[type - 1]}\n");
            }
        }

        output.Text("\nMasses\n\n");
        for (int type = 1; type <= plan.Masses.Length; type++)
        {
            output.Number(type).Text(" ").Number(plan.Masses[type - 1]).Line();
        }
    }

    private static void ThrowIfCancelled(int row, CancellationToken cancellation)
    {
        if (row % ConfigurationFile.RowsPerCancellationCheck == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
