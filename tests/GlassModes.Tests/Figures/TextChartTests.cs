// Tests charts of characters: places of points, labels and legend.

using GlassModes.Figures;
using GlassModes.Figures.Drawing;

namespace GlassModes.Tests.Figures;

public class TextChartTests
{
    private const int Width = 60;
    private const int Height = 12;

    [Test]
    public void Points_stand_where_their_numbers_are()
    {
        IReadOnlyList<string> chart = Chart(AxisScale.Linear, [new(0, 0), new(10, 100), new(5, 50)]);
        (int row, int column)[] places = [.. PlacesOf(chart, 'o')];
        Assert.That(places, Has.Length.EqualTo(3));
        Assert.That(places[0].column, Is.GreaterThan(places[1].column));
        Assert.That(places[1].column, Is.GreaterThan(places[2].column));
        Assert.That(places[1].row - places[0].row, Is.EqualTo(places[2].row - places[1].row).Within(1));
        Assert.That(places[0].column - places[1].column, Is.EqualTo(places[1].column - places[2].column).Within(1));
    }

    [Test]
    public void A_logarithmic_axis_has_powers_of_ten_at_their_rows()
    {
        IReadOnlyList<string> chart = Chart(AxisScale.Logarithmic, [new(1, 1e-4), new(10, 1e-2), new(100, 1)]);
        foreach ((int row, int column) in PlacesOf(chart, 'o'))
        {
            Assert.That(chart[row], Does.Match(column < 20 ? "1e-4" : column < 45 ? "1e-2" : "1e0"));
        }

        Assert.That(chart[^3], Does.Contain("1e0").And.Contain("1e1").And.Contain("1e2"));
    }

    [Test]
    public void No_line_is_longer_than_the_chart_and_every_series_is_in_the_legend()
    {
        FigureSeries[] series =
        [
            .. Enumerable.Range(0, 6).Select(k => new FigureSeries($"N = {1000 << k}", [new(k, 1)], new SeriesLook(k, 6))),
        ];
        FigurePanel panel = new(
            new FigureAxis("x", "", AxisScale.Linear),
            new FigureAxis("y", "", AxisScale.Linear),
            series,
            [new FigureLine("guide", LineRole.Guide, [(0, 1), (5, 1.5)])]);
        IReadOnlyList<string> chart = TextChart.Of(panel, Width, Height);
        Assert.That(chart.Select(line => line.Length), Has.All.LessThanOrEqualTo(Width));
        string text = string.Join('\n', chart);
        Assert.That(series.All(one => text.Contains(one.Label, StringComparison.Ordinal)), text);
        Assert.That(text, Does.Contain(". guide"));
        Assert.That(PlacesOf(chart, '.').Count(), Is.GreaterThan(10));
    }

    [Test]
    public void Numbers_that_the_axis_cannot_show_are_left_out() =>
        Assert.That(
            PlacesOf(Chart(AxisScale.Logarithmic, [new(1, 0), new(2, -1), new(3, double.NaN), new(4, 1)]), 'o').Count(), Is.EqualTo(1));

    private static IReadOnlyList<string> Chart(AxisScale scale, FigurePoint[] points) => TextChart.Of(
        new FigurePanel(
            new FigureAxis("t", "τ", scale), new FigureAxis("W", "", scale), [new FigureSeries("1", points, SeriesLook.Only)], []),
        Width,
        Height);

    // The places of a letter in the rows of data.
    private static IEnumerable<(int Row, int Column)> PlacesOf(IReadOnlyList<string> chart, char letter) =>
        from row in Enumerable.Range(1, Height)
        from column in Enumerable.Range(8, Math.Max(0, chart[row].Length - 8))
        where chart[row][column] == letter
        select (row, column);
}
