// Writes frames of extended XYZ.

using System.Buffers;
using GlassModes.Files;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>Writes extended XYZ: species and pos first, then id, velo if velocities are known, and the properties.</summary>
internal static class ExtendedXyzWriter
{
    private const int Letters = 26;

    // A value with one of these characters must stand in quotes.
    private static readonly SearchValues<char> s_special = SearchValues.Create(" \t\"\\=,[]{}");

    public static void WriteFrame(TextOutput output, Configuration frame, int index, CancellationToken cancellation)
    {
        _ = index;
        RequireWritable(frame);
        output.Number(frame.Count).Text("\nLattice=\"").Number(frame.Box.Length).Text(" 0 0 0 ").Number(frame.Box.Length)
            .Text(" 0 0 0 ").Number(frame.Box.Length).Text("\" Origin=\"").Number(frame.Box.OriginX).Text(" ")
            .Number(frame.Box.OriginY).Text(" ").Number(frame.Box.OriginZ)
            .Text("\" pbc=\"T T T\" Properties=species:S:1:pos:R:3:id:I:1");
        if (frame.HasVelocities)
        {
            output.Text(":velo:R:3");
        }

        foreach (ParticleProperty property in frame.Properties)
        {
            output.Text($":{property.Name}:R:{(property.Components == 1 ? '1' : '3')}");
        }

        if (frame.Time is double time)
        {
            output.Text(" Time=").Number(time);
        }

        foreach ((string key, string value) in frame.Annotations)
        {
            output.Text($" {key}={QuoteIfNeeded(value)}");
        }

        output.Line();
        bool named = frame.SpeciesCount <= Letters;
        for (int i = 0; i < frame.Count; i++)
        {
            if (i % ConfigurationFile.RowsPerCancellationCheck == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            _ = named ? output.Byte((byte)('A' + frame.Species[i])) : output.Number(frame.Species[i] + 1);
            output.Row(frame.Positions.Slice(3 * i, 3)).Byte((byte)' ').Number(frame.Ids[i]);
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

    // The grammar of extended XYZ asks for quotes if a plain word is not possible, and for a backslash before quotes and backslashes.
    private static string QuoteIfNeeded(string value) => value.Length > 0 && !value.AsSpan().ContainsAny(s_special)
        ? value
        : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static void RequireWritable(Configuration frame)
    {
        string[] reserved = ["species", "type", "pos", "id", "velo", "vel", "velocity", "velocities"];
        ColumnNames.Require(reserved.Concat(frame.Properties.Select(property => property.Name)), "extended XYZ");
        foreach (ParticleProperty property in frame.Properties)
        {
            if (property.Components is not (1 or 3))
            {
                throw new InputException(
                    $"The property '{property.Name}' has {property.Components} components; extended XYZ is written with 1 or 3.");
            }
        }
    }
}
