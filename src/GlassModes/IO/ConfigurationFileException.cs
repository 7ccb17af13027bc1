// The error of a configuration file: its location, the expected content and the content found.

using System.Globalization;

namespace GlassModes.IO;

/// <summary>
/// A configuration file that cannot be read. The message is one line, <c>path:line: expected …; found …</c>. The message has no line number
/// if the error belongs to the file as a whole.
/// </summary>
public sealed class ConfigurationFileException : InputException
{
    /// <summary>Makes the error.</summary>
    /// <param name="path">The file, as the caller named it.</param>
    /// <param name="lineNumber">Number of the line, from 1; null if the error belongs to the file as a whole.</param>
    /// <param name="expected">The expected content.</param>
    /// <param name="found">The content that was found instead.</param>
    /// <param name="inner">The error of the operating system or the decompressor; null if this error has another cause.</param>
    public ConfigurationFileException(string path, long? lineNumber, string expected, string found, Exception? inner = null)
        : base(DescribeError(path, lineNumber, expected, found), inner)
    {
        FilePath = path;
        LineNumber = lineNumber;
        Expected = expected;
        Found = found;
    }

    /// <summary>The file, as the caller named it.</summary>
    public string FilePath { get; }

    /// <summary>Number of the line, from 1; null if the error belongs to the file as a whole.</summary>
    public long? LineNumber { get; }

    /// <summary>The expected content.</summary>
    public string Expected { get; }

    /// <summary>The content that was found instead.</summary>
    public string Found { get; }

    private static string DescribeError(string path, long? lineNumber, string expected, string found)
    {
        string location = lineNumber is long line ? string.Create(CultureInfo.InvariantCulture, $"{path}:{line}") : path;
        return $"{location}: expected {expected}; found {found}";
    }
}
