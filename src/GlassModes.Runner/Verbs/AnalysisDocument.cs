// What `glassmodes analyze` prints, as a document and as text.

using System.Text.Json.Serialization;
using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Runner.Output;
using GlassModes.Statistics;
using GlassModes.Tables;

namespace GlassModes.Runner.Verbs;

/// <summary>What became of the sample records.</summary>
internal sealed record RecordCounts(int Read, int PassedOver, int LeftOut);

internal sealed record AnalysisDocument(IReadOnlyList<EnsembleSize> Ensembles, IReadOnlyList<string> Files, RecordCounts Records, double WallSeconds)
{
    /// <summary>All tables by name, where they were asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, ResultTable>? Tables { get; init; }

    public void WriteTable(TextWriter output, IReadOnlyList<NamedEnsemble> ensembles, IReadOnlyList<ResultTable> tables)
    {
        TextTable averages = new(["ensemble", .. RungText.Header]);
        foreach (NamedEnsemble ensemble in ensembles)
        {
            foreach (RungSums rung in ensemble.Sums.Rungs)
            {
                averages.Add([ensemble.Label, .. RungText.Cells(rung)]);
            }
        }

        averages.Write(output);
        output.WriteLine();
        WriteLaws(output, tables);
        output.WriteLine("Means over samples; in brackets the standard error in the last digits. Reduced units.");
        output.WriteLine($"{Records.Read} records read, {Records.PassedOver} passed over, {Records.LeftOut} left out; it took {WallSeconds:f1} s. Written:");
        foreach (string file in Files)
        {
            output.WriteLine(file);
        }
    }

    private static void WriteLaws(TextWriter output, IReadOnlyList<ResultTable> tables)
    {
        TextTable exponents = new("of", "law", "exponent", "trouble");
        foreach (Row row in Rows(tables, "power_laws"))
        {
            exponents.Add(row.Text("ensemble"), row.Text("law"), $"{row.Estimate("exponent")}", row.Text("trouble"));
        }

        // Most ensembles are too small for a length.
        Row[] lengths = [.. Rows(tables, "correlation_law").Where(row => double.IsFinite(row.Number("a")))];
        foreach (Row row in lengths)
        {
            exponents.Add(row.Text("ensemble"), $"ln xi = c W^-a, r by {row.Text("range")}", $"{row.Estimate("a")}", row.Text("trouble"));
        }

        exponents.Write(output);
        output.WriteLine();
        Row[] edges = [.. Rows(tables, "mobility_edge").Where(row => double.IsFinite(row.Number("lambda_e")))];
        if (edges.Length > 0)
        {
            TextTable found = new("of", "N", "log10 W", "lambda_e", "lowest", "highest");
            foreach (Row row in edges)
            {
                found.Add(
                    row.Text("family"), row.Text("sizes"), $"{row.Number("log10_W"):g6}", $"{row.Estimate("lambda_e")}", $"{row.Number("lowest"):g4}", $"{row.Number("highest"):g4}");
            }

            found.Write(output);
            output.WriteLine();
        }
    }

    private static IEnumerable<Row> Rows(IReadOnlyList<ResultTable> tables, string name)
    {
        ResultTable table = tables.Single(one => one.Name == name);
        return table.Rows.Select(row => new Row(table, row));
    }

    private readonly record struct Row(ResultTable Table, IReadOnlyList<ResultValue> Values)
    {
        public string Text(string column) => Table.ValueOf(Values, column).Content is { } content and not "" ? $"{content}" : "-";

        public double Number(string column) => Table.ValueOf(Values, column).Content is double number ? number : double.NaN;

        public Estimate Estimate(string column) => new(Number(column), Number($"{column}_error"), 0);
    }
}
