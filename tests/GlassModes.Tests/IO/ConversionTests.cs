// The base of tests that convert files: the text that is written, and what is said about it.

using GlassModes.IO;

namespace GlassModes.Tests.IO;

/// <summary>What a conversion wrote and said.</summary>
/// <param name="Text">The output.</param>
/// <param name="Warning">The warning of the reader; empty if there is none.</param>
/// <param name="LeftOut">What the format of the output cannot hold.</param>
/// <param name="Changed">What has another name in the output.</param>
public sealed record Converted(string Text, string Warning, IReadOnlyList<string> LeftOut, IReadOnlyList<string> Changed)
{
    /// <summary>The key Properties of extended XYZ.</summary>
    public string Properties => Text[Text.IndexOf("Properties=", StringComparison.Ordinal)..].Split([' ', '\n'])[0]["Properties=".Length..];
}

/// <summary>Base of tests that convert files.</summary>
public abstract class ConversionTests : FileTests
{
    protected const string Lattice = "Lattice=\"7 0 0 0 7 0 0 0 7\"";
    protected const string Dump =
        "ITEM: TIMESTEP\n0\nITEM: NUMBER OF ATOMS\n2\nITEM: BOX BOUNDS pp pp pp\n0 7\n0 7\n0 7\nITEM: ATOMS id type x y z";

    protected const string Data = "t\n\n2 atoms\n2 atom types\n0 7 xlo xhi\n0 7 ylo yhi\n0 7 zlo zhi\n\n";
    protected const string Atoms = "Atoms # atomic\n\n1 1 1 1 1\n2 2 3 3 3\n";

    /// <summary>A dump of two particles with further columns.</summary>
    protected static string DumpWith(string columns, string first, string second) =>
        $"{Dump} {columns}\n1 1 1 1 1 {first}\n2 2 3 3 3 {second}\n";

    /// <summary>Extended XYZ of two particles, A and B, with further columns and keys.</summary>
    protected static string XyzWith(string fields, string first, string second, string keys = "") =>
        $"2\n{Lattice} Properties=species:S:1:pos:R:3{fields} {keys}\nA 1 1 1 {first}\nB 3 3 3 {second}\n";

    /// <summary>Converts a text. Asserts that the output is read, and written again as it is.</summary>
    protected Converted Convert(string name, string text, string output, params string[] species)
    {
        List<string> warnings = [];
        ReadingOptions options = new() { Species = species.Length > 0 ? species : null, Warn = warnings.Add };
        ConversionResult result = ConfigurationConversion.Run(Save(name, text), PathOf(output), options);
        Assert.That(warnings, Has.Count.LessThanOrEqualTo(1), "one warning a file");
        string written = File.ReadAllText(PathOf(output));
        string again = $"again.{output.Split('.')[^1]}";
        ConfigurationConversion.Run(PathOf(output), PathOf(again));
        Assert.That(File.ReadAllText(PathOf(again)), Is.EqualTo(written));
        return new Converted(written, warnings.FirstOrDefault() ?? "", result.Dropped, result.Changed);
    }
}
