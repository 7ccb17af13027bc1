// A table of results: what it is called, what its columns are, and its rows.

namespace GlassModes.Tables;

/// <summary>An immutable table, usually made by <see cref="Of"/>. Its names and lines are such that every form it is written in can hold them.</summary>
public sealed class ResultTable
{
    /// <summary>A table of copies of what is given.</summary>
    /// <param name="name">The stem of its file, an identifier.</param>
    /// <param name="title">What it is, in one line.</param>
    /// <param name="notes">Definitions, ranges, bins, sample counts: a line each.</param>
    /// <param name="columns">One column or more.</param>
    /// <param name="rows">The rows, each with a value a column.</param>
    /// <exception cref="ArgumentException">No column, two of one name, a row of another length, or a text of another form.</exception>
    public ResultTable(
        string name, string title, IEnumerable<string> notes, IEnumerable<ResultColumn> columns, IEnumerable<IReadOnlyList<ResultValue>> rows)
    {
        ResultText.RequireName(name);
        ResultText.RequireLine(title);
        ArgumentNullException.ThrowIfNull(notes);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        (Name, Title, Notes, Columns) = (name, title, [.. notes], [.. columns]);
        foreach (string note in Notes)
        {
            ResultText.RequireLine(note, nameof(notes));
        }

        if (Columns.Count == 0)
        {
            throw new ArgumentException($"Table {name} has no column.", nameof(columns));
        }

        if (Columns.GroupBy(column => column.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Table {name} has more than one column {twice.Key}.", nameof(columns));
        }

        Rows = [.. rows.Select(row => (IReadOnlyList<ResultValue>)[.. row])];
        if (Rows.FirstOrDefault(row => row.Count != Columns.Count) is { } other)
        {
            throw new ArgumentException($"Table {name} has {Columns.Count} columns, and a row of {other.Count} values.", nameof(rows));
        }
    }

    /// <summary>The stem of its file.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public string Title { get; }

    /// <summary>Definitions, ranges, bins, sample counts.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>The rows, each with a value a column.</summary>
    public IReadOnlyList<IReadOnlyList<ResultValue>> Rows { get; }

    /// <summary>Whether there is a column of a name.</summary>
    public bool HasColumn(string name) => Columns.Any(column => column.Name == name);

    /// <summary>What stands in a column of one of its rows.</summary>
    /// <exception cref="InvalidOperationException">There is no such column.</exception>
    public ResultValue ValueOf(IReadOnlyList<ResultValue> row, string column)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row[Columns.Index().First(one => one.Item.Name == column).Index];
    }

    /// <summary>Begins a table whose rows are made of objects: columns are added one by one, each with the function that gives its values.</summary>
    /// <inheritdoc cref="TableBuilder{TRow}(string, string, IEnumerable{TRow})"/>
    public static TableBuilder<TRow> Of<TRow>(string name, string title, IEnumerable<TRow> rows) => new(name, title, rows);
}
