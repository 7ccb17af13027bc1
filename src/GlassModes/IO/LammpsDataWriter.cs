// Writes a LAMMPS data file of atom style atomic.

using System.Globalization;
using GlassModes.Files;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>
/// Writes LAMMPS data files: box, types, masses, positions, image flags and velocities. The mass of a type is 1 unless all particles of the
/// type have another one. The format has no place for time and other properties.
/// </summary>
internal static class LammpsDataWriter
{
    private const string Image = "image";

    /// <summary>What the format cannot hold of a configuration: other columns, the time, and annotations but for the time step.</summary>
    public static IEnumerable<string> FindLosses(Configuration frame) =>
    [
        .. frame.Properties.Where(property => !(IsImage(property) || (property.Name == Masses.Name && MassesOf(frame) is not null)))
            .Select(property => property.Name),
        .. frame.Texts.Select(text => text.Name),
        .. frame.Time is null ? (string[])[] : ["time"],
        .. frame.Annotations.Keys.Where(key => key != LammpsDumpReader.Timestep),
    ];

    public static void WriteFrame(TextOutput output, Configuration frame, int index, CancellationToken cancellation)
    {
        if (index > 0)
        {
            throw new InputException("A LAMMPS data file holds one configuration, not several. Choose a frame.");
        }

        WriteHeader(output, frame);
        output.Text("\nAtoms # atomic\n\n");
        ParticleProperty? image = frame.Properties.FirstOrDefault(IsImage);
        for (int i = 0; i < frame.Count; i++)
        {
            ThrowIfCancelled(i, cancellation);
            output.Number(frame.Ids[i]).Byte((byte)' ').Number(frame.Species[i] + 1).Row(frame.Positions.Slice(3 * i, 3));
            if (image is not null)
            {
                output.Row(image.Values.Span.Slice(3 * i, 3));
            }

            output.Line();
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

    // The title has the time step and the units where LAMMPS has them.
    private static void WriteHeader(TextOutput output, Configuration frame)
    {
        string step = frame.Annotations.TryGetValue(LammpsDumpReader.Timestep, out string? text)
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                ? $", timestep = {text}"
                : "";
        output.Text($"LAMMPS data file written by GlassModes{step}, units = lj\n\n").Number(frame.Count).Text(" atoms\n")
            .Number(frame.SpeciesCount).Text(" atom types\n\n");
        double[] origin = [frame.Box.OriginX, frame.Box.OriginY, frame.Box.OriginZ];
        for (int axis = 0; axis < 3; axis++)
        {
            char name = "xyz"[axis];
            output.Number(origin[axis]).Text($" {CubicBox.UpperBound(origin[axis], frame.Box.Length)} {name}lo {name}hi\n");
        }

        output.Text("\nMasses\n\n");
        double[]? masses = MassesOf(frame);
        for (int type = 1; type <= frame.SpeciesCount; type++)
        {
            output.Number(type).Text(" ").Number(masses?[type - 1] ?? 1).Line();
        }
    }

    private static bool IsImage(ParticleProperty property) =>
        property is { Name: Image, Components: 3 } && !property.Values.Span.ContainsAnyExceptIntegers();

    // The mass of each type; null if the particles of one type differ, or have no masses.
    private static double[]? MassesOf(Configuration frame)
    {
        if (frame.Properties.FirstOrDefault(property => property is { Name: Masses.Name, Components: 1 }) is not { } property)
        {
            return null;
        }

        double[] masses = new double[frame.SpeciesCount];
        for (int i = 0; i < frame.Count; i++)
        {
            double mass = property.Values.Span[i];
            ref double ofType = ref masses[frame.Species[i]];
            if (!(mass > 0) || !double.IsFinite(mass) || (ofType != 0 && ofType != mass))
            {
                return null;
            }

            ofType = mass;
        }

        return [.. masses.Select(mass => mass == 0 ? 1 : mass)];
    }

    private static bool ContainsAnyExceptIntegers(this ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (value != Math.Round(value) || Math.Abs(value) > int.MaxValue)
            {
                return true;
            }
        }

        return false;
    }

    private static void ThrowIfCancelled(int row, CancellationToken cancellation)
    {
        if (row % ConfigurationFile.RowsPerCancellationCheck == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
