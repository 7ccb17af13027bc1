// Tests tables of results: columns and values stay together, and a table that no file can hold is refused.

using GlassModes.Analysis;
using GlassModes.Statistics;
using GlassModes.Tables;
using GlassModes.Tests.Samples;

namespace GlassModes.Tests.Tables;

public class ResultTableTests
{
    private static readonly EnsembleSize s_ensemble = new(SampleRecordBuilder.Key("kalj", 1000, 9.410360288810284, 2), 32);

    [Test]
    public void Columns_give_their_own_values()
    {
        (double W, Estimate? Time, int Rungs, string? Trouble)[] rows =
            [(-1.5, new Estimate(2.5, 0.125, 32), 3, null), (-2, null, 4, "open"), (-2.5, new Estimate(3, double.NaN, 1), 5, null)];
        ResultTable table = ResultTable.Of("fixed_w", "Averages over samples at fixed W", rows)
            .Column("log10_W", "1", "log10 of W", row => row.W)
            .Estimate("t", "tau", "time", row => row.Time, withSamples: true)
            .Column("rungs", "1", "rungs so far", row => row.Rungs)
            .Column("xi", "sigma", "length", row => 2 * row.W, row => row.Rungs / 10.0)
            .Column("trouble", "1", "why not", row => row.Trouble)
            .Note("W is the mean squared force")
            .Samples(s_ensemble)
            .Build();
        Assert.That((table.Name, table.Title), Is.EqualTo(("fixed_w", "Averages over samples at fixed W")));
        Assert.That(table.Notes, Is.EqualTo(new[] { "W is the mean squared force", "samples: kalj, N = 1000, L = 9.41036, T = 2: 32" }));
        Assert.That(
            table.Columns.Select(column => (column.Name, column.Unit, column.Description)),
            Is.EqualTo(new[]
            {
                ("log10_W", "1", "log10 of W"),
                ("t", "tau", "time"),
                ("t_error", "tau", "standard error of t"),
                ("t_samples", "1", "samples that t is of"),
                ("rungs", "1", "rungs so far"),
                ("xi", "sigma", "length"),
                ("xi_error", "sigma", "standard error of xi"),
                ("trouble", "1", "why not"),
            }));
        Assert.That(table.Rows.Select(row => row.Select(value => value.Content)), Is.EqualTo(new object?[][]
        {
            [-1.5, 2.5, 0.125, 32L, 3L, -3.0, 0.3, null],
            [-2.0, null, null, null, 4L, -4.0, 0.4, "open"],
            [-2.5, 3.0, double.NaN, 1L, 5L, -5.0, 0.5, null],
        }));
    }

    [Test]
    public void A_seed_is_not_rounded()
    {
        ResultValue seed = ulong.MaxValue;
        ResultValue nothing = default;
        Assert.That((seed.Content, nothing.Content), Is.EqualTo(("18446744073709551615", (object?)null)));
    }

    [Test]
    public void Tables_are_copies()
    {
        List<double> numbers = [1, 2];
        List<string> notes = ["a"];
        TableBuilder<double> builder = ResultTable.Of("x", "X", numbers).Column("x", "1", "x", x => x);
        ResultTable table = builder.Build();
        ResultTable tableOfNotes = new("x", "X", notes, [new ResultColumn("x", "1", "x")], []);
        numbers.Add(3);
        notes.Add("b");
        builder.Note("later").Column("y", "1", "y", y => y);
        Assert.That((table.Rows.Count, table.Columns.Count, table.Notes.Count, tableOfNotes.Notes.Count), Is.EqualTo((2, 1, 0, 1)));
        Assert.That(builder.Build().Rows, Has.Count.EqualTo(2), "the rows of the beginning");
    }

    [TestCase("", "1", "d")]
    [TestCase("V/N", "1", "d")]
    [TestCase("2xi", "1", "d")]
    [TestCase("λ", "1", "d")]
    [TestCase("#x", "1", "d")]
    [TestCase("a b", "1", "d")]
    [TestCase("a\nb", "1", "d")]
    [TestCase("x", "", "d")]
    [TestCase("x", "σ", "d")]
    [TestCase("x", "[sigma]", "d")]
    [TestCase("x", "1 / tau", "d")]
    [TestCase("x", "1", "")]
    [TestCase("x", "1", "a\nb")]
    [TestCase("x", "1", "a\u2028b")]
    [TestCase("x", "1", "a\rb")]
    public void A_column_that_no_header_can_hold_is_refused(string name, string unit, string description) =>
        Assert.That(() => new ResultColumn(name, unit, description), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void A_table_that_no_file_can_hold_is_refused()
    {
        ResultColumn column = new("x", "1", "d");
        Assert.That(() => new ResultTable("../x", "t", [], [column], []), Throws.ArgumentException.With.Message.Contains("'../x'"));
        Assert.That(() => new ResultTable("x", "a\nb", [], [column], []), Throws.ArgumentException.With.Message.Contains("line break"));
        Assert.That(() => new ResultTable("x", "t", ["a\nb"], [column], []), Throws.ArgumentException.With.Message.Contains("line break"));
        Assert.That(() => new ResultTable("x", "t", [], [], []), Throws.ArgumentException.With.Message.Contains("no column"));
        Assert.That(
            () => new ResultTable("x", "t", [], [column, column], []),
            Throws.ArgumentException.With.Message.Contains("more than one column x"));
        Assert.That(
            () => new ResultTable("x", "t", [], [column], [[1.0], [1.0, 2.0]]),
            Throws.ArgumentException.With.Message.Contains("a row of 2 values"));
        ResultTable table = new("x", "t", ["ω is allowed in a text: # too"], [column, new ResultColumn("X", "1/sigma^2", "another")], []);
        Assert.That(table.Columns, Has.Count.EqualTo(2), "names differ by case");
    }
}
