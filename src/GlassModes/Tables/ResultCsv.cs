// Writes a table of results as comma-separated values. docs/results-format.md describes the format.

using System.Globalization;
using System.Text;
using GlassModes.Files;

namespace GlassModes.Tables;

/// <summary>
/// Writes <see cref="ResultTable"/>s by RFC 4180, except that lines end with \n alone. Comments come first, each after "# ". The names of
/// the columns and the rows follow. The encoding is UTF-8 without a byte order mark. Numbers have the shortest form that reads back to the
/// same bits. NaN and absent values are empty fields. Infinities are inf and -inf.
/// </summary>
public static class ResultCsv
{
    /// <summary>Writes a table to a file, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written. No partial file is left.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written to.</exception>
    public static void Write(string path, ResultTable table, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        AtomicFile.Write(path, stream => Write(stream, table), cancellation);
    }

    /// <summary>Writes a table to a stream, which stays open.</summary>
    public static void Write(Stream stream, ResultTable table)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(table);
        TextOutput output = new(stream);
        IEnumerable<string> legend = table.Columns.Select(column => $"{column.Name} [{column.Unit}]: {column.Description}");
        foreach (string line in (string[])[table.Title, .. table.Notes, .. legend])
        {
            output.Text("# ").Text(line).Line();
        }

        output.Text(string.Join(',', table.Columns.Select(column => column.Name))).Line();
        foreach (IReadOnlyList<ResultValue> row in table.Rows)
        {
            WriteRow(output, row);
        }

        output.Flush();
    }

    private static void WriteRow(TextOutput output, IReadOnlyList<ResultValue> row)
    {
        // A row with a single empty field would be an empty line, which most readers skip.
        if (row is [{ Content: null or double.NaN }])
        {
            output.Text("\"\"").Line();
            return;
        }

        for (int k = 0; k < row.Count; k++)
        {
            if (k > 0)
            {
                output.Byte((byte)',');
            }

            Write(output, row[k]);
        }

        output.Line();
    }

    private static void Write(TextOutput output, ResultValue value)
    {
        switch (value.Content)
        {
            case null or double.NaN:
                break;
            case double.PositiveInfinity:
                output.Text("inf");
                break;
            case double.NegativeInfinity:
                output.Text("-inf");
                break;
            case double number:
                output.Number(number);
                break;
            case long count:
                output.Number(count);
                break;
            case string text:
                output.Text(Quoted(Escaped(text)));
                break;
        }
    }

    private static string Quoted(string text) =>
        text.Length == 0 || text.AsSpan().IndexOfAny(',', '"') >= 0
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    // Some readers take a # inside quotes for the beginning of a comment. Readers that read line by line take a line break inside quotes
    // for the end of a row.
    private static string Escaped(string text)
    {
        if (!text.Any(MustBeEscaped))
        {
            return text;
        }

        StringBuilder escaped = new();
        foreach (char letter in text)
        {
            switch (letter)
            {
                case '\\':
                    escaped.Append(@"\\");
                    break;
                case '\n':
                    escaped.Append(@"\n");
                    break;
                case '\r':
                    escaped.Append(@"\r");
                    break;
                case '\t':
                    escaped.Append(@"\t");
                    break;
                default:
                    if (MustBeEscaped(letter))
                    {
                        escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
                    }
                    else
                    {
                        escaped.Append(letter);
                    }

                    break;
            }
        }

        return escaped.ToString();
    }

    private static bool MustBeEscaped(char letter) => letter is '#' or '\\' || ResultText.EndsLines(letter);
}
