// Requires names and lines that every file format of tables can hold.

using System.Globalization;
using System.Runtime.CompilerServices;

namespace GlassModes.Tables;

internal static class ResultText
{
    /// <summary>Requires that a text is an identifier.</summary>
    /// <exception cref="ArgumentException">The text is not an identifier.</exception>
    public static void RequireName(string name, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, parameter);
        if (char.IsAsciiDigit(name[0]) || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
        {
            throw new ArgumentException(
                $"The name '{name}' is not one of ASCII letters, digits and underscores that begins with no digit.", parameter);
        }
    }

    /// <summary>Requires that a text is one line, and not empty.</summary>
    /// <exception cref="ArgumentException">The text is empty, or is not one line.</exception>
    public static void RequireLine(string line, [CallerArgumentExpression(nameof(line))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(line, parameter);
        if (line.Any(EndsLines))
        {
            throw new ArgumentException($"The text '{line}' has a line break or a control character.", parameter);
        }
    }

    /// <summary>Whether a program could take a character for the end of a line, or for a control character.</summary>
    public static bool EndsLines(char letter) =>
        char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
