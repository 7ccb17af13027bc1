// What `glassmodes analyze` prints, as a document and as text.

using System.Text.Json.Serialization;
using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Runner.Output;
using GlassModes.Statistics;

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
        WriteExponents(output, tables);
        output.WriteLine("Means over samples; in brackets the standard error in the last digits. Reduced units.");
        output.WriteLine($"{Records.Read} records read, {Records.PassedOver} passed over, {Records.LeftOut} left out; it took {WallSeconds:f1} s. Written:");
        foreach (string file in Files)
        {
            output.WriteLine(file);
        }
    }

    // Whichever tables have exponents.
    private static void WriteExponents(TextWriter output, IReadOnlyList<ResultTable> tables)
    {
        TextTable exponents = new("of", "law", "exponent", "trouble");
        bool any = false;
        foreach (ResultTable table in tables.Where(table => table.HasColumn("exponent")))
        {
            foreach (IReadOnlyList<ResultValue> row in table.Rows)
            {
                ResultValue Of(string column) => table.HasColumn(column) ? table.ValueOf(row, column) : ResultValue.None;
                Estimate exponent = new(Number(Of("exponent")), Number(Of("exponent_error")), 0);
                exponents.Add($"{row[0].Content}", $"{Of("law").Content ?? table.Name}", $"{exponent}", $"{Of("trouble").Content ?? "-"}");
                any = true;
            }
        }

        if (any)
        {
            exponents.Write(output);
            output.WriteLine();
        }
    }

    private static double Number(ResultValue value) => value.Content is double number ? number : double.NaN;
}
