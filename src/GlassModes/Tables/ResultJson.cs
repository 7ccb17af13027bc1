// Writes all tables of results as one JSON document. docs/results-format.md describes the format.

using GlassModes.Analysis;
using GlassModes.Files;
using GlassModes.Samples;

namespace GlassModes.Tables;

/// <summary>An ensemble in a JSON document.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Particles">N.</param>
/// <param name="BoxLength">L.</param>
/// <param name="Temperature">T of the liquid; null in the document for random positions, and where T is not known.</param>
/// <param name="Samples">The number of samples.</param>
public sealed record EnsembleDocument(string Model, int Particles, double BoxLength, double Temperature, long Samples)
{
    /// <summary>The document of an ensemble.</summary>
    public static EnsembleDocument Of(EnsembleSize ensemble)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        Protocol protocol = ensemble.Protocol;
        return new EnsembleDocument(protocol.Model, protocol.Particles, protocol.BoxLength, protocol.Temperature, ensemble.Samples);
    }
}

/// <summary>A table in a JSON document.</summary>
/// <param name="Title">What the table is.</param>
/// <param name="Notes">Definitions, ranges, bins and numbers of samples.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows. Each row has the value of each column by the name of the column.</param>
public sealed record TableDocument(
    string Title,
    IReadOnlyList<string> Notes,
    IReadOnlyList<ResultColumn> Columns,
    IEnumerable<IReadOnlyDictionary<string, ResultValue>> Rows)
{
    /// <summary>The document of a table. A row is made only when it is written.</summary>
    public static TableDocument Of(ResultTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new TableDocument(
            table.Title,
            table.Notes,
            table.Columns,
            table.Rows.Select(row => (IReadOnlyDictionary<string, ResultValue>)new OrderedDictionary<string, ResultValue>(
                table.Columns.Zip(row, (column, value) => KeyValuePair.Create(column.Name, value)))));
    }
}

/// <summary>All tables of an analysis in a JSON document.</summary>
/// <param name="Ensembles">The ensembles.</param>
/// <param name="Tables">The tables by name.</param>
public sealed record ResultDocument(IReadOnlyList<EnsembleDocument> Ensembles, IReadOnlyDictionary<string, TableDocument> Tables)
{
    /// <summary>The document of a set of tables.</summary>
    public static ResultDocument Of(ResultSet results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return new ResultDocument(
            [.. results.Ensembles.Select(EnsembleDocument.Of)],
            new OrderedDictionary<string, TableDocument>(
                results.Tables.Select(table => KeyValuePair.Create(table.Name, TableDocument.Of(table)))));
    }
}

/// <summary>
/// Writes a <see cref="ResultSet"/> as JSON (<see cref="JsonFormat"/>). Names of tables and columns are not changed to camelCase.
/// </summary>
public static class ResultJson
{
    /// <summary>Writes the document to a file, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written. No partial file is left.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written to.</exception>
    public static void Write(string path, ResultSet results, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(results);
        AtomicFile.Write(path, stream => Write(stream, results), cancellation);
    }

    /// <summary>Writes the document and a line break to a stream, which stays open.</summary>
    public static void Write(Stream stream, ResultSet results) => JsonFormat.Write(stream, ResultDocument.Of(results));
}
