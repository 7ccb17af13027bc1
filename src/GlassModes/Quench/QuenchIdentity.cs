// What a quench is, so that a checkpoint of another is not taken for its own.

using System.Globalization;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;
using GlassModes.Files;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;

namespace GlassModes.Quench;

/// <summary>The arguments of a quench in short: equal where a quench goes on with the same bits.</summary>
internal static class QuenchIdentity
{
    // To be raised with every change that changes bits of a quench.
    private const string AlgorithmVersion = "1";

    /// <summary>Names and values; the limit of evaluations is not among them, for it may be raised.</summary>
    public static (string Name, string Value)[] Of(
        Configuration start, PairModel model, Ladder ladder, QuenchOptions options, QuenchMethodKind method, SimdWidth width) =>
    [
        ("the configuration", HashOf(start)),
        ("the model", $"{model.Name} {HashOf(model)}"),
        ("the ladder", string.Join(' ', ladder.Rungs.Select(rung => Text(rung.MeanSquaredForce)))),
        (
            "the method",
            $"{QuenchMethods.NameOf(method)} timestep {Text(QuenchMethods.TimestepOf(method, options, model))} "
            + $"tolerance {Text(QuenchMethods.ToleranceOf(method, options))}"),
        ("the program's version of the methods", AlgorithmVersion),
        (
            "the other settings",
            $"crossing {Text(options.CrossingTolerance)} escape {options.EscapeSaddles} saddle {Text(options.SaddleForce)}"),
        ("the processor's register width", $"{(int)width} and {Vector<double>.Count} doubles"),
    ];

    public static void Write(BinaryWriter writer, (string Name, string Value)[] identity)
    {
        writer.Write(identity.Length);
        foreach ((string name, string value) in identity)
        {
            writer.Write(name);
            writer.Write(value);
        }
    }

    /// <exception cref="CheckpointException">The checkpoint is of another quench.</exception>
    public static void Require(BinaryReader reader, (string Name, string Value)[] identity)
    {
        Dictionary<string, string> found = [];
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            found[reader.ReadString()] = reader.ReadString();
        }

        string[] other = [.. identity.Where(part => found.GetValueOrDefault(part.Name) != part.Value).Select(part => part.Name)];
        if (other.Length > 0)
        {
            throw new CheckpointException(
                $"the checkpoint is of another quench: {string.Join(", ", other)} differ{(other.Length == 1 ? "s" : "")}; "
                + "go on with the same arguments, or remove it to start anew");
        }
    }

    private static string Text(double? value) => value?.ToString("r", CultureInfo.InvariantCulture) ?? "none";

    private static string HashOf(Configuration start)
    {
        XxHash128 hash = new();
        ReadOnlySpan<double> box = [start.Box.Length, start.Box.OriginX, start.Box.OriginY, start.Box.OriginZ];
        hash.Append(MemoryMarshal.AsBytes(box));
        hash.Append(MemoryMarshal.AsBytes(start.Positions));
        hash.Append(start.Species);
        hash.Append(MemoryMarshal.AsBytes(start.Ids));
        return Convert.ToHexString(hash.GetCurrentHash());
    }

    // Cutoffs, and the potential where it matters.
    private static string HashOf(PairModel model)
    {
        XxHash128 hash = new();
        for (int a = 0; a < model.SpeciesCount; a++)
        {
            for (int b = 0; b < model.SpeciesCount; b++)
            {
                double cutoff = model.Cutoff(a, b);
                ReadOnlySpan<double> values =
                [
                    cutoff, model.Energy(a, b, 0.3 * cutoff), model.Energy(a, b, 0.5 * cutoff), model.Energy(a, b, 0.9 * cutoff),
                ];
                hash.Append(MemoryMarshal.AsBytes(values));
            }
        }

        return Convert.ToHexString(hash.GetCurrentHash());
    }
}
