// All tables of one analysis, and the files to which they are written.

using GlassModes.Analysis;

namespace GlassModes.Tables;

/// <summary>The tables of one analysis, and the ensembles to which the tables belong.</summary>
public sealed class ResultSet
{
    /// <summary>The name of the JSON document in a directory of tables.</summary>
    public const string JsonName = "analysis.json";

    /// <summary>Makes a set from copies of the lists.</summary>
    /// <exception cref="ArgumentException">
    /// The names of two tables are equal or differ in case only, which some file systems ignore.
    /// </exception>
    public ResultSet(IEnumerable<EnsembleSize> ensembles, IEnumerable<ResultTable> tables)
    {
        ArgumentNullException.ThrowIfNull(ensembles);
        ArgumentNullException.ThrowIfNull(tables);
        (Ensembles, Tables) = ([.. ensembles], [.. tables]);
        if (Tables.GroupBy(table => table.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"There is more than one table {twice.Key}.", nameof(tables));
        }
    }

    /// <summary>The ensembles.</summary>
    public IReadOnlyList<EnsembleSize> Ensembles { get; }

    /// <summary>The tables.</summary>
    public IReadOnlyList<ResultTable> Tables { get; }

    /// <summary>
    /// Writes each table as NAME.csv, and all tables as <see cref="JsonName"/>. Each file is written whole or not at all.
    /// </summary>
    /// <param name="directory">An existing directory. Other files in the directory stay.</param>
    /// <param name="cancellation">Stops the work. Files that are already written stay.</param>
    /// <returns>The paths of the files, the JSON document last.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written to.</exception>
    public IReadOnlyList<string> Write(string directory, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        List<string> files = [];
        foreach (ResultTable table in Tables)
        {
            files.Add(Path.Combine(directory, $"{table.Name}.csv"));
            ResultCsv.Write(files[^1], table, cancellation);
        }

        files.Add(Path.Combine(directory, JsonName));
        ResultJson.Write(files[^1], this, cancellation);
        return files;
    }
}
