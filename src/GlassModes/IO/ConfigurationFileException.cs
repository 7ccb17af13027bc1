// The error of a configuration file: its place, what was expected there and what was found.

using System.Globalization;

namespace GlassModes.IO;

/// <summary>
/// A configuration file that cannot be read. The message is one line, <c>path:line: expected …; found …</c>, without the
/// line number where the error belongs to the file as a whole.
/// </summary>
public sealed class ConfigurationFileException : InputException
{
    /// <summary>Makes the error.</summary>
    /// <param name="path">The file, as the caller named it.</param>
    /// <param name="lineNumber">Line, counted from 1, where there is one.</param>
    /// <param name="expected">What should have been there.</param>
    /// <param name="found">What was there instead.</param>
    /// <param name="inner">The error of the operating system or the decompressor, where there is one.</param>
    public ConfigurationFileException(string path, long? lineNumber, string expected, string found, Exception? inner = null)
        : base(Describe(path, lineNumber, expected, found), inner)
    {
        FilePath = path;
        LineNumber = lineNumber;
        Expected = expected;
        Found = found;
    }

    /// <summary>The file, as the caller named it.</summary>
    public string FilePath { get; }

    /// <summary>Line, counted from 1; null where the error belongs to the file as a whole.</summary>
    public long? LineNumber { get; }

    /// <summary>What should have been there.</summary>
    public string Expected { get; }

    /// <summary>What was there instead.</summary>
    public string Found { get; }

    private static string Describe(string path, long? lineNumber, string expected, string found)
    {
        string place = lineNumber is long line ? string.Create(CultureInfo.InvariantCulture, $"{path}:{line}") : path;
        return $"{place}: expected {expected}; found {found}";
    }
}
