// Identifies the work of a checkpoint, so that no work resumes from the checkpoint of other work.

using System.Globalization;
using System.Numerics;
using GlassModes.Files;
using GlassModes.Numerics.Simd;

namespace GlassModes.Samples;

/// <summary>
/// The arguments of long work, by name. Two runs with equal arguments give the same bits, so that one run can resume from the checkpoint of
/// the other run.
/// </summary>
/// <param name="work">What the work is called in errors, such as "sample".</param>
/// <param name="parts">The arguments. The version of the methods and the register width are added to them.</param>
internal sealed class CheckpointIdentity(string work, IEnumerable<(string Name, string Value)> parts)
{
    // Must be raised with every change of the program that changes bits of a quench or of an equilibration.
    private const string AlgorithmVersion = "1";

    private readonly (string Name, string Value)[] _parts =
    [
        .. parts,
        ("version of the methods", AlgorithmVersion),
        ("register width", string.Create(CultureInfo.InvariantCulture, $"{(int)SimdHardware.Best} and {Vector<double>.Count} doubles")),
    ];

    /// <summary>Writes the identity.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(_parts.Length);
        foreach ((string name, string value) in _parts)
        {
            writer.Write(name);
            writer.Write(value);
        }
    }

    /// <summary>Reads an identity that is of no interest.</summary>
    public static void Skip(BinaryReader reader) => ReadParts(reader);

    /// <summary>Reads an identity and compares it with this one.</summary>
    /// <exception cref="CheckpointException">The identities differ. The message names the arguments that differ.</exception>
    public void Require(BinaryReader reader)
    {
        Dictionary<string, string> found = ReadParts(reader);
        string[] different = [.. _parts.Where(part => found.GetValueOrDefault(part.Name) != part.Value).Select(part => part.Name)];
        string[] missing = [.. found.Keys.Except(_parts.Select(part => part.Name))];
        string[] names = [.. different, .. missing];
        if (names.Length > 0)
        {
            throw new CheckpointException(
                $"the checkpoint is of another {work}: {string.Join(", ", names)} differ{(names.Length == 1 ? "s" : "")}; "
                + "go on with the same arguments, or remove it to start anew");
        }
    }

    private static Dictionary<string, string> ReadParts(BinaryReader reader)
    {
        Dictionary<string, string> found = [];
        for (int remaining = reader.ReadInt32(); remaining > 0; remaining--)
        {
            string name = reader.ReadString();
            found[name] = reader.ReadString();
        }

        return found;
    }
}
