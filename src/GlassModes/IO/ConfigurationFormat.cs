// The file formats of configurations, and their names.

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
        string extension = Path.GetExtension(IsCompressed(path) ? Path.GetFileNameWithoutExtension(path) : path);
        return (extension.Length > 1 ? FindFormat(extension[1..]) : null) ?? throw new ConfigurationFileException(
            path, null, $"a name ending in {KnownNames}", extension.Length == 0 ? "no extension" : $"'{extension}'");
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

    private static ConfigurationFormat? FindFormat(string name) => name.ToUpperInvariant() switch
    {
        "DATA" => ConfigurationFormat.LammpsData,
        "DUMP" or "LAMMPSTRJ" => ConfigurationFormat.LammpsDump,
        "EXTXYZ" or "XYZ" => ConfigurationFormat.ExtendedXyz,
        _ => null,
    };
}
