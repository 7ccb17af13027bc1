// A row of a table, whose values are found by the names of the columns.

using System.Globalization;
using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Papers;
using GlassModes.Tables;

namespace GlassModes.Tests.Tables;

internal sealed record TableRow(Dictionary<string, ResultValue> Values)
{
    public string this[string column] =>
        Convert.ToString(Values[column].Content is double.NaN ? null : Values[column].Content, CultureInfo.InvariantCulture) ?? "";

    /// <summary>The tables of ensembles with the windows of the paper.</summary>
    public static ResultSet Analyse(params EnsembleSums[] ensembles) => Analyse(ensembles, Shimada2024.Options);

    /// <summary>The tables of ensembles.</summary>
    public static ResultSet Analyse(IReadOnlyCollection<EnsembleSums> ensembles, AnalysisOptions options) =>
        Shimada2024.WithSources(AnalysisTables.Of(EnsembleAnalysis.Of(ensembles, options)));

    public static TableRow[] Of(string table, ResultSet results)
    {
        ResultTable found = results.Tables.Single(candidate => candidate.Name == table);
        return
        [
            .. found.Rows.Select(row => new TableRow(found.Columns.Zip(row).ToDictionary(pair => pair.First.Name, pair => pair.Second))),
        ];
    }

    public double Number(string column) => Convert.ToDouble(Values[column].Content, CultureInfo.InvariantCulture);

    public override string ToString() => string.Join(", ", Values.Select(pair => $"{pair.Key} = {pair.Value.Content}"));
}
