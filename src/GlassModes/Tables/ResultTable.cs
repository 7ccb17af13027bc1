// A table of results: its name, title, notes, columns and rows.

namespace GlassModes.Tables;

/// <summary>
/// An immutable table, usually made by <see cref="Of"/>. Names and texts are restricted to what every file format of tables can hold.
/// </summary>
public sealed class ResultTable
{
    /// <summary>Makes a table from copies of the lists.</summary>
    /// <param name="name">The stem of the table's file, an identifier.</param>
    /// <param name="title">What the table is, in one line.</param>
    /// <param name="notes">Definitions, ranges, bins and numbers of samples, each in one line.</param>
    /// <param name="columns">One column or more.</param>
    /// <param name="rows">The rows, each with a value for every column.</param>
    /// <exception cref="ArgumentException">
    /// There is no column, two columns have the same name, a row does not have a value for every column, or a name or text has an invalid
    /// form.
    /// </exception>
    public ResultTable(
        string name,
        string title,
        IEnumerable<string> notes,
        IEnumerable<ResultColumn> columns,
        IEnumerable<IReadOnlyList<ResultValue>> rows)
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
        if (Rows.FirstOrDefault(row => row.Count != Columns.Count) is { } misfit)
        {
            throw new ArgumentException($"Table {name} has {Columns.Count} columns, and a row of {misfit.Count} values.", nameof(rows));
        }
    }

    /// <summary>The stem of the table's file.</summary>
    public string Name { get; }

    /// <summary>What the table is.</summary>
    public string Title { get; }

    /// <summary>Definitions, ranges, bins and numbers of samples.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>The rows, each with a value for every column.</summary>
    public IReadOnlyList<IReadOnlyList<ResultValue>> Rows { get; }

    /// <summary>The value in a column of one of the rows.</summary>
    /// <exception cref="InvalidOperationException">There is no such column.</exception>
    public ResultValue ValueOf(IReadOnlyList<ResultValue> row, string column)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row[Columns.Index().First(indexed => indexed.Item.Name == column).Index];
    }

    /// <summary>Makes the same table with a further note after its notes.</summary>
    /// <exception cref="ArgumentException">The note is not one line.</exception>
    public ResultTable WithNote(string note) => new(Name, Title, [.. Notes, note], Columns, Rows);

    /// <summary>
    /// Begins a table whose rows are made from objects. Columns are then added one by one, each with the function that gives its values.
    /// </summary>
    /// <inheritdoc cref="TableBuilder{TRow}(string, string, IEnumerable{TRow})"/>
    public static TableBuilder<TRow> Of<TRow>(string name, string title, IEnumerable<TRow> rows) => new(name, title, rows);
}
