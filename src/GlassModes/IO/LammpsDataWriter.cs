// Writes a LAMMPS data file of atom style atomic with unit masses.

using GlassModes.Files;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>
/// Writes LAMMPS data files: box, types, positions and velocities. The format has no place for time, properties and annotations.
/// </summary>
internal static class LammpsDataWriter
{
    public static void WriteFrame(TextOutput output, Configuration frame, int index, CancellationToken cancellation)
    {
        if (index > 0)
        {
            throw new InputException("A LAMMPS data file holds one configuration, not several.");
        }

        output.Text("LAMMPS data file written by GlassModes, reduced units\n\n").Number(frame.Count).Text(" atoms\n")
            .Number(frame.SpeciesCount).Text(" atom types\n\n");
        Span<double> low = stackalloc double[3];
        Span<double> high = stackalloc double[3];
        if (!CubicBox.UpperBounds(frame.Box, low, high))
        {
            output.Text(LammpsDataReader.ExactLengthComment).Number(frame.Box.Length).Line();
        }

        for (int axis = 0; axis < 3; axis++)
        {
            char name = "xyz"[axis];
            output.Number(low[axis]).Text(" ").Number(high[axis]).Text($" {name}lo {name}hi\n");
        }

        output.Text("\nMasses\n\n");
        for (int type = 1; type <= frame.SpeciesCount; type++)
        {
            output.Number(type).Text(" 1\n");
        }

        output.Text("\nAtoms # atomic\n\n");
        for (int i = 0; i < frame.Count; i++)
        {
            ThrowIfCancelled(i, cancellation);
            output.Number(frame.Ids[i]).Byte((byte)' ').Number(frame.Species[i] + 1).Row(frame.Positions.Slice(3 * i, 3)).Line();
        }

        if (frame.HasVelocities)
        {
            output.Text("\nVelocities\n\n");
            for (int i = 0; i < frame.Count; i++)
            {
                ThrowIfCancelled(i, cancellation);
                output.Number(frame.Ids[i]).Row(frame.Velocities.Slice(3 * i, 3)).Line();
            }
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
