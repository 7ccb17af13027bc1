// Writes frames of extended XYZ.

using System.Buffers;
using GlassModes.Files;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>
/// Writes extended XYZ: the type 1, 2, … or the element's name first, then pos, id, velo if velocities are known, properties and words.
/// Types are numbers, because ASE takes every name of a species for a chemical element.
/// </summary>
internal static class ExtendedXyzWriter
{
    private const string Species = "species";

    // A word with one of these characters has to stand in quotes.
    private static readonly SearchValues<char> s_special = SearchValues.Create(" \t\r\n\"\\=,[]{}");

    private static readonly string[] s_keys = ["Lattice", "Origin", "pbc", "Properties", "Time"];
    private static readonly string[] s_columns = ["type", "pos", "position", "positions", "id", "velo", "vel", "velocity", "velocities"];

    /// <summary>What the format cannot hold of a configuration: nothing.</summary>
    public static IEnumerable<string> FindLosses(Configuration frame)
    {
        _ = frame;
        return [];
    }

    public static void WriteFrame(TextOutput output, Configuration frame, int index, CancellationToken cancellation)
    {
        _ = index;
        RequireWritable(frame);
        WriteHeader(output, frame);
        ParticleText? species = frame.Texts.FirstOrDefault(text => text.Name == Species);
        for (int i = 0; i < frame.Count; i++)
        {
            if (i % ConfigurationFile.RowsPerCancellationCheck == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (species is not null)
            {
                output.Text(species.Values[i]).Byte((byte)' ');
            }

            output.Number(frame.Species[i] + 1).Row(frame.Positions.Slice(3 * i, 3)).Byte((byte)' ').Number(frame.Ids[i]);
            if (frame.HasVelocities)
            {
                output.Row(frame.Velocities.Slice(3 * i, 3));
            }

            foreach (ParticleProperty property in frame.Properties)
            {
                output.Row(property.Values.Span.Slice(property.Components * i, property.Components));
            }

            foreach (ParticleText text in frame.Texts.Where(text => text != species))
            {
                output.Byte((byte)' ').Text(text.Values[i]);
            }

            output.Line();
        }
    }

    private static void WriteHeader(TextOutput output, Configuration frame)
    {
        output.Number(frame.Count).Text("\nLattice=\"").Number(frame.Box.Length).Text(" 0 0 0 ").Number(frame.Box.Length)
            .Text(" 0 0 0 ").Number(frame.Box.Length).Text("\" Origin=\"").Number(frame.Box.OriginX).Text(" ")
            .Number(frame.Box.OriginY).Text(" ").Number(frame.Box.OriginZ).Text("\" pbc=\"T T T\" Properties=");
        bool hasNames = frame.Texts.Any(text => text.Name == Species);
        output.Text(hasNames ? "species:S:1:type:I:1:pos:R:3:id:I:1" : "type:I:1:pos:R:3:id:I:1");
        if (frame.HasVelocities)
        {
            output.Text(":velo:R:3");
        }

        foreach (ParticleProperty property in frame.Properties)
        {
            output.Text($":{property.Name}:R:{(property.Components == 1 ? '1' : '3')}");
        }

        foreach (ParticleText text in frame.Texts.Where(text => text.Name != Species))
        {
            output.Text($":{text.Name}:{(text.IsLogical ? 'L' : 'S')}:1");
        }

        if (frame.Time is double time)
        {
            output.Text(" Time=").Number(time);
        }

        foreach ((string key, string value) in frame.Annotations)
        {
            output.Text($" {QuoteIfNeeded(key)}={(ExtendedXyzPairs.IsArray(value) ? value : QuoteIfNeeded(value))}");
        }

        output.Line();
    }

    // The grammar of extended XYZ asks for quotes if a plain word is not possible, and for escapes of quotes, backslashes and line ends.
    private static string QuoteIfNeeded(string value) => value.Length > 0 && !value.AsSpan().ContainsAny(s_special)
        ? value
        : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\r", "", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    private static void RequireWritable(Configuration frame)
    {
        IEnumerable<string> names = frame.Properties.Select(property => property.Name).Concat(frame.Texts.Select(text => text.Name));
        ColumnNames.Require(s_columns.Concat(names), "extended XYZ");
        foreach (ParticleProperty property in frame.Properties)
        {
            if (property.Components is not (1 or 3))
            {
                throw new InputException(
                    $"The property '{property.Name}' has {property.Components} components; extended XYZ is written with 1 or 3.");
            }

            if (property.Name == Species)
            {
                throw new InputException("A column 'species' of extended XYZ holds words, not numbers; rename the property.");
            }
        }

        if (frame.Annotations.Keys.FirstOrDefault(key => s_keys.Contains(key) || key.Length == 0) is { } key)
        {
            throw new InputException($"The annotation '{key}' has a meaning of its own in extended XYZ; rename the annotation.");
        }
    }
}
