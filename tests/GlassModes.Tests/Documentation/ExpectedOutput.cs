// Compares what a program prints with what a document shows.

using System.Text.RegularExpressions;

namespace GlassModes.Tests.Documentation;

/// <summary>
/// Compares texts line by line. Two lines are equal when their words are equal. Numbers may differ in value and in length, because they
/// depend on the processor's SIMD width and on the time that a run took. A line "…" in the document stands for any number of lines.
/// </summary>
internal static partial class ExpectedOutput
{
    /// <summary>Describes the first line that differs. Null if no line differs.</summary>
    public static string? FirstDifference(string expected, string actual)
    {
        string[] shown = [.. Lines(expected).Where((line, k) => k > 0 || line.Length > 0)];
        string[] printed = Lines(actual);
        int next = 0;
        for (int k = 0; k < shown.Length; k++)
        {
            if (shown[k] == "…")
            {
                if (k + 1 == shown.Length)
                {
                    return null;
                }

                int found = Array.FindIndex(printed, next, line => Shape(line) == Shape(shown[k + 1]));
                if (found < 0)
                {
                    return $"'{shown[k + 1]}' is shown, and not printed";
                }

                next = found;
            }
            else if (next == printed.Length)
            {
                return $"'{shown[k]}' is shown, and the output has ended";
            }
            else if (Shape(shown[k]) != Shape(printed[next]))
            {
                return $"'{shown[k]}' is shown, '{printed[next]}' is printed";
            }
            else
            {
                next++;
            }
        }

        return next < printed.Length ? $"'{printed[next]}' is printed, and not shown" : null;
    }

    // The line with # for every number and one blank for every run of blanks.
    private static string Shape(string line) => Blanks().Replace(Numbers().Replace(line, "#"), " ").Trim();

    private static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');

    // A number may have a sign, and its error in brackets. A missing value is printed as a dash.
    [GeneratedRegex(@"(?<![\w.])-?\d+(\.\d+)?(e[+-]?\d+)?(\(\d+\))?(?![\w])|(?<=\s|^)-(?=\s|$)")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
