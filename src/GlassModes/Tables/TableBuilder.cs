// Makes a table from objects. Each column is declared together with the function that gives its values.

using GlassModes.Analysis;
using GlassModes.Statistics;

namespace GlassModes.Tables;

/// <summary>
/// Collects the columns and notes of a table. A column and its values are declared in one place, so that they cannot get out of step:
/// <c>ResultTable.Of("fixed_w", "Averages at fixed W", rows).Column("log10_W", "1", "log10 of W", row => row.Log10W).Build()</c>.
/// </summary>
public sealed class TableBuilder<TRow>
{
    private readonly string _name;
    private readonly string _title;
    private readonly TRow[] _rows;
    private readonly List<string> _notes = [];
    private readonly List<(ResultColumn Column, Func<TRow, ResultValue> ValueOf)> _columns = [];

    /// <param name="name">The stem of the table's file, an identifier.</param>
    /// <param name="title">What the table is, in one line.</param>
    /// <param name="rows">The object of each row. The list is copied.</param>
    internal TableBuilder(string name, string title, IEnumerable<TRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (_name, _title, _rows) = (name, title, [.. rows]);
    }

    /// <summary>Adds a line of explanation, such as a definition, a range, or the bins.</summary>
    public TableBuilder<TRow> Note(string line)
    {
        _notes.Add(line);
        return this;
    }

    /// <summary>Adds a note on the number of samples of an ensemble.</summary>
    public TableBuilder<TRow> Samples(EnsembleSize ensemble)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        return Note($"samples: {ensemble}");
    }

    /// <summary>Adds a column.</summary>
    /// <param name="name">The name of the column, an identifier.</param>
    /// <param name="unit">The reduced unit in ASCII; 1 for none.</param>
    /// <param name="description">What the column holds, in one line.</param>
    /// <param name="valueOf">The function that gives the value in a row.</param>
    /// <exception cref="ArgumentException">The name, unit or description has an invalid form.</exception>
    public TableBuilder<TRow> Column(string name, string unit, string description, Func<TRow, ResultValue> valueOf)
    {
        ArgumentNullException.ThrowIfNull(valueOf);
        _columns.Add((new ResultColumn(name, unit, description), valueOf));
        return this;
    }

    /// <summary>Adds a column and, as "name_error", the column of its standard errors.</summary>
    /// <param name="name">The name of the first column.</param>
    /// <param name="unit">The unit of both columns.</param>
    /// <param name="description">What the first column holds, in one line.</param>
    /// <param name="valueOf">The function that gives the value in a row.</param>
    /// <param name="errorOf">The function that gives the standard error in a row.</param>
    /// <exception cref="ArgumentException">The name, unit or description has an invalid form.</exception>
    public TableBuilder<TRow> Column(
        string name, string unit, string description, Func<TRow, ResultValue> valueOf, Func<TRow, ResultValue> errorOf) =>
        Column(name, unit, description, valueOf).Column($"{name}_error", unit, $"standard error of {name}", errorOf);

    /// <summary>
    /// Adds the columns of an estimate: "name", "name_error" and, if asked for, "name_samples" with the number of samples.
    /// </summary>
    /// <param name="name">The name of the first column.</param>
    /// <param name="unit">The unit of mean and error.</param>
    /// <param name="description">What the first column holds, in one line.</param>
    /// <param name="estimateOf">The function that gives the estimate of a row; null leaves the fields empty.</param>
    /// <param name="withSamples">Whether to add the column of the numbers of samples.</param>
    /// <exception cref="ArgumentException">The name, unit or description has an invalid form.</exception>
    public TableBuilder<TRow> Estimate(
        string name, string unit, string description, Func<TRow, Estimate?> estimateOf, bool withSamples = false)
    {
        ArgumentNullException.ThrowIfNull(estimateOf);
        Column(name, unit, description, row => estimateOf(row)?.Mean, row => estimateOf(row)?.StandardError);
        return withSamples ? Column($"{name}_samples", "1", $"samples that {name} is of", row => estimateOf(row)?.Samples) : this;
    }

    /// <summary>Makes the table.</summary>
    /// <exception cref="ArgumentException">
    /// There is no column, two columns have the same name, or a name, title or note has an invalid form.
    /// </exception>
    public ResultTable Build() => new(
        _name,
        _title,
        _notes,
        _columns.Select(column => column.Column),
        _rows.Select(row => (ResultValue[])[.. _columns.Select(column => column.ValueOf(row))]));
}
