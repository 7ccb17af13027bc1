// The file formats of configurations, and their names.

using System.Globalization;
using System.Text;

namespace GlassModes.IO;

/// <summary>A text format that configurations are read from and written in.</summary>
public enum ConfigurationFormat
{
    /// <summary>LAMMPS data file, atom style atomic: one frame, no further columns, no time.</summary>
    LammpsData,

    /// <summary>LAMMPS text dump: any number of frames, any columns.</summary>
    LammpsDump,

    /// <summary>Extended XYZ: any number of frames, any columns.</summary>
    ExtendedXyz,
}

/// <summary>Names of the formats, as file extensions and as words on a command line.</summary>
public static class ConfigurationFormats
{
    private const string KnownNames = ".data, .dump, .lammpstrj, .extxyz or .xyz, each with or without .gz";

    /// <summary>
    /// The format that a word names: <c>data</c>, <c>dump</c>, <c>lammpstrj</c>, <c>extxyz</c> or <c>xyz</c>, in upper or lower case.
    /// </summary>
    /// <exception cref="InputException">The word names no format.</exception>
    public static ConfigurationFormat FromName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return FindFormat(name) ?? throw new InputException(
            $"Unknown configuration format '{name}'; known are data, dump, lammpstrj, extxyz and xyz.");
    }

    /// <summary>The format that the extension of a file names; a final <c>.gz</c> is ignored.</summary>
    /// <exception cref="ConfigurationFileException">The extension is unknown.</exception>
    public static ConfigurationFormat FromPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string extension = ExtensionOf(path);
        return FindByExtension(path) ?? throw new ConfigurationFileException(
            path, null, $"a name ending in {KnownNames}", extension.Length == 0 ? "no extension" : $"'{extension}'");
    }

    /// <summary>
    /// The format of a file that is open at its beginning: by its name, or by its first lines if the extension is unknown, as in
    /// <c>dump.1000</c> or in a pipe.
    /// </summary>
    /// <exception cref="ConfigurationFileException">Neither the name nor the content shows a format.</exception>
    internal static ConfigurationFormat FromNameOrContent(LineReader reader)
    {
        if (FindByExtension(reader.FilePath) is { } named)
        {
            return named;
        }

        string[] lines = reader.PeekLines();
        string first = (lines.FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "").Trim();
        if (first.StartsWith("ITEM:", StringComparison.Ordinal))
        {
            return ConfigurationFormat.LammpsDump;
        }

        if (int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return ConfigurationFormat.ExtendedXyz;
        }

        return lines.Any(line => Tokens.Split(Encoding.UTF8.GetBytes(line)) is [_, "atoms", ..])
            ? ConfigurationFormat.LammpsData
            : throw new ConfigurationFileException(
                reader.FilePath,
                null,
                $"a name ending in {KnownNames}, the beginning of such a file, or the format by --format",
                $"{LineReader.Quote(first)} as the first line");
    }

    /// <summary>Whether a file of this name is compressed with gzip: it ends in <c>.gz</c>.</summary>
    public static bool IsCompressed(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a text such as <c>.extxyz</c> or <c>.dump.gz</c> is the extension of a configuration file.</summary>
    public static bool IsFileExtension(string extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        string plain = IsCompressed(extension) ? extension[..^3] : extension;
        return plain.StartsWith('.') && FindFormat(plain[1..]) is not null;
    }

    private static string ExtensionOf(string path) =>
        Path.GetExtension(IsCompressed(path) ? Path.GetFileNameWithoutExtension(path) : path);

    private static ConfigurationFormat? FindByExtension(string path) =>
        ExtensionOf(path) is { Length: > 1 } extension ? FindFormat(extension[1..]) : null;

    private static ConfigurationFormat? FindFormat(string name) => name.ToUpperInvariant() switch
    {
        "DATA" => ConfigurationFormat.LammpsData,
        "DUMP" or "LAMMPSTRJ" => ConfigurationFormat.LammpsDump,
        "EXTXYZ" or "XYZ" => ConfigurationFormat.ExtendedXyz,
        _ => null,
    };
}
