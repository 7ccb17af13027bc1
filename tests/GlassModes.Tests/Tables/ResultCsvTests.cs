// Tests tables as comma-separated values: other programs read the values of the table to the last bit.

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GlassModes.Analysis;
using GlassModes.Tables;
using GlassModes.Tests.IO;
using GlassModes.Tests.Samples;

namespace GlassModes.Tests.Tables;

public sealed class ResultCsvTests : FileTests
{
    private static readonly double[] s_numbers =
    [
        0, -0.0, 1.5, -2, 0.1 + 0.2, 1.0 / 3, Math.PI * 1e-300, -double.Epsilon, double.MaxValue, 1e22, 123456789.123456789, double.NaN,
        double.PositiveInfinity, double.NegativeInfinity,
    ];

    private static readonly string?[] s_texts =
        [
            "plain", "with, comma", "a \"quoted\" word", "\"", "", null, "λ = ω²", " spaces ", "two\nlines\r\n", "no # comment", "a\\n b",
            "tab\tbell\a", "#", ",\n#\"",
        ];

    [Test]
    public void The_file_is_to_the_letter()
    {
        ResultTable table = new(
            "fixed_w",
            "Averages at fixed W",
            ["W is the mean squared force", $"samples: {new EnsembleSize(SampleRecordBuilder.Key("kalj", 1000, 9.5, 2), 32)}"],
            [
                new ResultColumn("log10_W", "1", "log10 of W"),
                new ResultColumn("t", "tau", "time ⟨t⟩"),
                new ResultColumn("n", "1", "a count"),
                new ResultColumn("why", "1", "a word"),
            ],
            [
                [-1.5, 0.1, 3, "so"],
                [-2.0, double.NaN, -12345678901234, "a, \"b\" # c\n"],
                [double.NegativeInfinity, double.PositiveInfinity, default, default],
            ]);
        string path = PathOf("fixed_w.csv");
        ResultCsv.Write(path, table);
        const string Expected = """
            # Averages at fixed W
            # W is the mean squared force
            # samples: kalj, N = 1000, L = 9.5, T = 2: 32
            # log10_W [1]: log10 of W
            # t [tau]: time ⟨t⟩
            # n [1]: a count
            # why [1]: a word
            log10_W,t,n,why
            -1.5,0.1,3,so
            -2,,-12345678901234,"a, ""b"" \u0023 c\n"
            -inf,inf,,

            """;
        Assert.That(
            File.ReadAllBytes(path), Is.EqualTo(Encoding.UTF8.GetBytes(Expected.ReplaceLineEndings("\n"))), "no byte order mark, no \\r");
        Assert.That(Directory.GetFileSystemEntries(Folder), Has.Length.EqualTo(1));
    }

    [Test]
    public void Numbers_come_back_to_the_last_bit_and_texts_to_the_last_letter()
    {
        string[][] rows = Parsed(File.ReadAllText(Written(Mixed())));
        Assert.That(rows[0], Is.EqualTo(new[] { "number", "count", "text" }));
        AssertFields(rows[1..]);
    }

    [Test]
    public void Numbers_are_written_the_same_in_every_culture()
    {
        byte[] plain = File.ReadAllBytes(Written(Mixed()));
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = German();
            Assert.That($"{-1234.5:n1}", Is.EqualTo("−1.234,5"), "the culture is one that would be seen");
            Assert.That(File.ReadAllBytes(Written(Mixed())), Is.EqualTo(plain));
            Assert.That(
                $"{new EnsembleSize(SampleRecordBuilder.Key("kalj", 1000, 9.5, 0.45), 32)}",
                Is.EqualTo("kalj, N = 1000, L = 9.5, T = 0.45: 32"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void A_row_of_one_empty_field_is_a_row()
    {
        ResultTable table = ResultTable.Of("x", "X", (double?[])[1, null, double.NaN]).Column("x", "1", "x", x => x).Build();
        Assert.That(File.ReadAllText(Written(table)), Does.EndWith("x\n1\n\"\"\n\"\"\n"));
    }

    [Test]
    public void A_table_longer_than_any_buffer_is_whole()
    {
        string text = new('a', 70000);
        ResultTable table = ResultTable.Of("x", "X", Enumerable.Range(0, 20000)).Column("x", "1", "x", k => k / 7.0).Column(
            "text", "1", "a text", k => k == 10 ? text : null).Build();
        string[][] rows = Parsed(File.ReadAllText(Written(table)));
        Assert.That(
            rows.Skip(1).Select(row => double.Parse(row[0], CultureInfo.InvariantCulture)),
            Is.EqualTo(Enumerable.Range(0, 20000).Select(k => k / 7.0)));
        Assert.That(rows[11][1], Is.EqualTo(text));
    }

    [Test]
    public void Python_reads_the_same_fields()
    {
        string path = Written(Mixed());
        string[][] rows = JsonSerializer.Deserialize<string[][]>(Python(
            """
            import csv, json, sys
            with open(sys.argv[1], encoding="utf-8", newline="") as file:
                print(json.dumps(list(csv.reader(line for line in file if not line.startswith("#")))))
            """,
            path))!;
        Assert.That(rows[0], Is.EqualTo(new[] { "number", "count", "text" }));
        AssertFields(rows[1..]);
    }

    [Test]
    public void Numpy_and_pandas_read_the_same_numbers()
    {
        ResultTable table = ResultTable.Of(
            "x",
            "Numbers # and a \"quotation, not closed",
            s_numbers).Column("number", "1", "n, \"", x => x).Column("half", "1", "n/2", x => x / 2).Build();
        string output = Python(
            """
            import json, sys
            try:
                import numpy
            except ImportError:
                print("[]")
                sys.exit()
            read = [numpy.genfromtxt(sys.argv[1], delimiter=",", comments="#", encoding="utf-8")[1:]]
            with open(sys.argv[1], encoding="utf-8") as file:
                named = numpy.genfromtxt((line for line in file if line[0] != "#"), delimiter=",", names=True)
            read.append(numpy.stack([named["number"], named["half"]], axis=1))
            try:
                import pandas
                read.append(pandas.read_csv(sys.argv[1], comment="#", float_precision="round_trip")[["number", "half"]].to_numpy())
            except ImportError:
                pass
            print(json.dumps([[[value.hex() for value in row] for row in rows.tolist()] for rows in read]))
            """,
            Written(table));
        string[][][] read = JsonSerializer.Deserialize<string[][][]>(output)!;
        Assume.That(read, Is.Not.Empty, "there is no numpy");
        foreach (string[][] rows in read)
        {
            Assert.That(rows.Select(row => ParseHexadecimal(row[0])), Is.EqualTo(s_numbers));
            Assert.That(rows.Select(row => ParseHexadecimal(row[1])), Is.EqualTo(s_numbers.Select(value => value / 2)));
        }
    }

    private static ResultTable Mixed() => ResultTable.Of("mixed", "All that may stand in a field", Enumerable.Range(0, s_numbers.Length))
        .Note("a note with \"quotation marks, commas and a # sign")
        .Column("number", "epsilon", "a number", k => s_numbers[k])
        .Column("count", "1", "a count", k => k == 0 ? ResultValue.None : long.MinValue + k)
        .Column("text", "1", "a text", k => s_texts[k])
        .Build();

    private static void AssertFields(string[][] rows)
    {
        Assert.That(rows, Has.Length.EqualTo(s_numbers.Length));
        for (int k = 0; k < rows.Length; k++)
        {
            Assert.That(rows[k], Has.Length.EqualTo(3));
            Assert.That(rows[k], Has.None.Contains("#").And.None.Contains("\n").And.None.Contains("\r"));
            Assert.That(
                BitConverter.DoubleToInt64Bits(ParseField(rows[k][0])),
                Is.EqualTo(BitConverter.DoubleToInt64Bits(s_numbers[k])),
                $"{s_numbers[k]:r}");
            Assert.That(rows[k][1], Is.EqualTo(k == 0 ? "" : $"{long.MinValue + k}"));

            // The escapes in texts are those of JSON.
            string text = rows[k][2].Replace("\"", "\\\"", StringComparison.Ordinal);
            Assert.That(JsonSerializer.Deserialize<string>($"\"{text}\""), Is.EqualTo(s_texts[k] ?? ""));
        }
    }

    private static double ParseField(string field) => field switch
    {
        "" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(field, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    // Parses a number as Python's float.hex() writes it, such as −0x1.8p+1.
    private static double ParseHexadecimal(string text)
    {
        if (!text.Contains('x', StringComparison.Ordinal))
        {
            return text == "nan" ? double.NaN : ParseField(text);
        }

        string[] parts = text.TrimStart('-')[2..].Split('p');
        string[] digits = parts[0].Split('.');
        double value = long.Parse(digits[0] + digits.ElementAtOrDefault(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        double scaled = Math.ScaleB(
            value, int.Parse(parts[1], CultureInfo.InvariantCulture) - (4 * (digits.ElementAtOrDefault(1) ?? "").Length));
        return text[0] == '-' ? -scaled : scaled;
    }

    // Parses RFC 4180 letter by letter, after the comments. A line break inside quotation marks belongs to the field.
    private static string[][] Parsed(string text)
    {
        List<string[]> rows = [];
        List<string> row = [];
        StringBuilder field = new();
        bool quoted = false;
        bool lineBegins = true;
        for (int k = 0; k < text.Length; k++)
        {
            if (lineBegins && text[k] == '#')
            {
                k = text.IndexOf('\n', k);
                continue;
            }

            lineBegins = false;
            if (quoted)
            {
                if (text[k] != '"')
                {
                    field.Append(text[k]);
                }
                else if (k + 1 < text.Length && text[k + 1] == '"')
                {
                    field.Append(text[k++]);
                }
                else
                {
                    quoted = false;
                }

                continue;
            }

            switch (text[k])
            {
                case '"':
                    Assert.That(field.Length, Is.Zero, "a quotation mark opens a field");
                    quoted = true;
                    break;
                case ',':
                    Assert.That(k, Is.Not.EqualTo(text.Length - 1));
                    row.Add(field.ToString());
                    field.Clear();
                    break;
                case '\n':
                    row.Add(field.ToString());
                    field.Clear();
                    rows.Add([.. row]);
                    row.Clear();
                    lineBegins = true;
                    break;
                default:
                    field.Append(text[k]);
                    break;
            }
        }

        Assert.That(lineBegins && !quoted, "the last line ends");
        return [.. rows];
    }

    private static string Python(string program, string path)
    {
        // Debian's python3, for which Debian's numpy may be installed, comes before any other python3 on the PATH.
        string interpreter = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        ProcessStartInfo start = new(interpreter, ["-c", program, path]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            // There is no such program. The assumption below says so.
        }

        Assume.That(process, Is.Not.Null, "there is no python3");
        using (process!)
        {
            Task<string> errors = process!.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero, errors.Result);
            return output;
        }
    }

    // Makes a culture like de-DE, because the tests run without culture data.
    private static CultureInfo German()
    {
        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "−";
        culture.NumberFormat.NaNSymbol = "keine Zahl";
        return culture;
    }

    private string Written(ResultTable table)
    {
        string path = PathOf($"{table.Name}.csv");
        ResultCsv.Write(path, table);
        return path;
    }
}
