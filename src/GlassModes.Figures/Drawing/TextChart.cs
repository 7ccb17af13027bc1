// Draws a panel with characters, for a terminal.

using System.Globalization;
using System.Text;

namespace GlassModes.Figures.Drawing;

/// <summary>
/// Draws a panel as lines of text: a letter for each point, dots for guides and fits, and a legend. Error bars are left out. Where two
/// series
/// meet, the later one is seen.
/// </summary>
public static class TextChart
{
    // Columns to the left of the chart: labels, and the axis.
    private const int LabelWidth = 7;

    private const string Letters = "ox+*#@%&";
    private const char Dot = '.';

    /// <summary>Draws a panel.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="width">The number of columns, at least 30.</param>
    /// <param name="height">The number of rows of the data, at least 5.</param>
    /// <returns>The lines, from top to bottom, none longer than the width.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The chart is too small.</exception>
    public static IReadOnlyList<string> Of(FigurePanel panel, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 30);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 5);
        int columns = width - LabelWidth - 2;
        char[][] cells = [.. Enumerable.Range(0, height).Select(_ => Enumerable.Repeat(' ', columns).ToArray())];
        PanelRange x = PanelRange.OfX(panel);
        PanelRange y = PanelRange.OfY(panel);
        void Put(double valueOfX, double valueOfY, char letter)
        {
            double column = (AxisTicks.Place(panel.X, valueOfX) - x.From) / (x.To - x.From) * (columns - 1);
            double row = (y.To - AxisTicks.Place(panel.Y, valueOfY)) / (y.To - y.From) * (height - 1);
            if (column >= 0 && column <= columns - 1 && row >= 0 && row <= height - 1)
            {
                cells[Nearest(row)][Nearest(column)] = letter;
            }
        }

        foreach (FigureLine line in panel.Lines.Where(line => line is { IsVertical: false, IsHorizontal: false, Look: null }))
        {
            foreach ((double X, double Y) place in PointsOf(panel, line, columns))
            {
                Put(place.X, place.Y, Dot);
            }
        }

        foreach ((int place, FigureSeries series) in panel.Series.Index())
        {
            foreach (FigurePoint point in series.Points)
            {
                Put(point.X, point.Y, LetterOf(place));
            }
        }

        string[] rowLabels = new string[height];
        foreach ((string label, double place) in Labels(panel.Y, y))
        {
            rowLabels[Nearest((y.To - place) / (y.To - y.From) * (height - 1))] = label;
        }

        List<string> lines = [$"{new string(' ', LabelWidth)} {panel.Y.Text}"];
        lines.AddRange(cells.Index().Select(row =>
            $"{rowLabels[row.Index] ?? "",LabelWidth} {(rowLabels[row.Index] is null ? '│' : '┤')}{new string(row.Item).TrimEnd()}"));
        lines.Add($"{new string(' ', LabelWidth)} └{new string('─', columns)}");
        lines.Add(XLabels(panel.X, x, columns));
        lines.Add(panel.X.Text.PadLeft(LabelWidth + 2 + (columns / 2)));
        lines.AddRange(Legend(panel, width));
        return lines;
    }

    // Halves go up, so that equal distances stay equal.
    private static int Nearest(double place) => (int)Math.Round(place, MidpointRounding.AwayFromZero);

    private static char LetterOf(int place) => Letters[place % Letters.Length];

    private static IEnumerable<(double X, double Y)> PointsOf(FigurePanel panel, FigureLine line, int count)
    {
        (double fromX, double toX) = (AxisTicks.Place(panel.X, line.Points[0].X), AxisTicks.Place(panel.X, line.Points[^1].X));
        (double fromY, double toY) = (AxisTicks.Place(panel.Y, line.Points[0].Y), AxisTicks.Place(panel.Y, line.Points[^1].Y));
        return Enumerable.Range(0, count).Select(k =>
        {
            double part = (double)k / (count - 1);
            return (AxisTicks.Value(panel.X, fromX + (part * (toX - fromX))), AxisTicks.Value(panel.Y, fromY + (part * (toY - fromY))));
        });
    }

    // Powers of ten on a logarithmic axis with two or more; else the two ends.
    private static (string Label, double Place)[] Labels(FigureAxis axis, PanelRange range)
    {
        int first = (int)Math.Ceiling(range.From);
        int last = (int)Math.Floor(range.To);
        return axis.Scale == AxisScale.Logarithmic && last > first
            ? [.. Enumerable.Range(first, last - first + 1).Select(power => (FormattableString.Invariant($"1e{power}"), (double)power))]
            : [Label(axis, range.From), Label(axis, range.To)];
    }

    private static (string Label, double Place) Label(FigureAxis axis, double place) =>
        (AxisTicks.Value(axis, place).ToString("g3", CultureInfo.InvariantCulture), place);

    private static string XLabels(FigureAxis axis, PanelRange range, int columns)
    {
        StringBuilder line = new(new string(' ', LabelWidth + 2));
        foreach ((string label, double place) in Labels(axis, range))
        {
            int column = LabelWidth + 2 + Nearest((place - range.From) / (range.To - range.From) * (columns - 1));
            column = Math.Min(column, LabelWidth + 2 + columns - label.Length);
            if (column > line.Length || line.Length == LabelWidth + 2)
            {
                line.Append(' ', column - line.Length).Append(label);
            }
        }

        return line.ToString();
    }

    private static IEnumerable<string> Legend(FigurePanel panel, int width)
    {
        string[] entries =
        [
            .. panel.Series.Select((series, place) => $"{LetterOf(place)} {series.Label}"),
            .. panel.Lines.Where(line => line is { Label.Length: > 0, IsVertical: false, IsHorizontal: false })
                .Select(line => $"{Dot} {line.Label}"),
        ];
        string current = new(' ', LabelWidth + 1);
        foreach (string entry in entries)
        {
            if (current.Length + entry.Length + 2 > width && !string.IsNullOrWhiteSpace(current))
            {
                yield return current;
                current = new string(' ', LabelWidth + 1);
            }

            current += $" {entry} ";
        }

        yield return current.TrimEnd();
    }
}
