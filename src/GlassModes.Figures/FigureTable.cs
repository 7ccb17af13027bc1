// The numbers of a figure as a table.

using GlassModes.Tables;

namespace GlassModes.Figures;

/// <summary>Makes the table of a figure's numbers, for its CSV file: a row for each point, and for each point of a line.</summary>
public static class FigureTable
{
    /// <summary>Makes the table. Allocates the rows.</summary>
    public static ResultTable Of(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return ResultTable.Of(figure.Name, figure.Title, figure.Panels.Index().SelectMany(panel => RowsOf(panel.Item, panel.Index)))
            .Note(figure.Caption)
            .Column("panel", "1", "number of the panel, from 1", row => row.Panel)
            .Column("panel_title", "1", "what distinguishes the panel", row => row.Title)
            .Column("kind", "1", "data, or what a line is: Guide, SecondGuide, Fit, Mark", row => row.Kind)
            .Column("series", "1", "text of the legend", row => row.Series)
            .Column("samples", "1", "number of samples behind the series", row => row.Samples)
            .Column("x_name", "1", "the horizontal axis", row => row.XName)
            .Column("x", "1", "abscissa, in the unit of the axis", row => row.Point.X)
            .Column("x_low", "1", "lower end of the error bar of x", row => Known(row.Point.XBar.Low))
            .Column("x_high", "1", "upper end of the error bar of x", row => Known(row.Point.XBar.High))
            .Column("y_name", "1", "the vertical axis", row => row.YName)
            .Column("y", "1", "ordinate, in the unit of the axis", row => row.Point.Y)
            .Column("y_low", "1", "lower end of the error bar of y", row => Known(row.Point.YBar.Low))
            .Column("y_high", "1", "upper end of the error bar of y", row => Known(row.Point.YBar.High))
            .Column("colour", "1", "value on the colour bar", row => Known(row.Point.Colour))
            .Build();
    }

    private static ResultValue Known(double value) => double.IsNaN(value) ? ResultValue.None : value;

    private static IEnumerable<Row> RowsOf(FigurePanel panel, int index)
    {
        Row RowOf(string kind, string label, long? samples, FigurePoint point) => new(
            index + 1,
            panel.Title.Length == 0 ? null : panel.Title,
            kind,
            label.Length == 0 ? null : label,
            samples,
            panel.X.Text,
            panel.Y.Text,
            point);
        return
        [
            .. panel.Series.SelectMany(series => series.Points.Select(point => RowOf("data", series.Label, series.Samples, point))),
            .. panel.Lines.SelectMany(line => line.Points.Select(point =>
                RowOf($"{line.Role}", line.Label, null, new FigurePoint(point.X, point.Y)))),
        ];
    }

    private sealed record Row(
        int Panel, string? Title, string Kind, string? Series, long? Samples, string XName, string YName, FigurePoint Point);
}
