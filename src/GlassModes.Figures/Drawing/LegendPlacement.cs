// Finds a corner for the legend where it hides no data.

using ScottPlot;

namespace GlassModes.Figures.Drawing;

/// <summary>
/// Where the legend of a panel stands: in a corner without data, or above the data, for which the panel grows. The size of the legend is
/// estimated from its texts.
/// </summary>
/// <param name="Corner">The corner.</param>
/// <param name="Room">The height by which the panel grows at its upper end, in units of the height of the data.</param>
/// <param name="IsWide">Whether the entries stand side by side in rows, to take little height.</param>
internal readonly record struct LegendPlacement(Alignment Corner, double Room, bool IsWide)
{
    // Sizes in units of the height of letters, with the factor of the legend's own letters.
    private const double LetterWidth = 0.5;
    private const double RowHeight = 1.15;
    private const double SymbolWidth = 3.2;

    // The part of a panel that axes, labels and title leave to the data.
    private const double DataWidth = 0.8;
    private const double DataHeight = 0.75;

    // A legend never takes more than this part of the height.
    private const double LargestPart = 0.6;

    // Entries side by side never take more than this part of the width.
    private const double WidestPart = 0.95;

    // Points of a piece of a line that are looked at.
    private const int PointsOfLine = 20;

    /// <summary>The corner that the panel wants if no data are there, else another corner without data, else room above the data.</summary>
    public static LegendPlacement Choose(FigurePanel panel, FigureStyle style)
    {
        string[] labels =
        [
            .. panel.Series.Select(series => series.Label), .. panel.Lines.Select(line => line.Label).Where(label => label.Length > 0),
        ];
        double width = ((labels.DefaultIfEmpty("").Max(label => label.Length) * LetterWidth) + SymbolWidth) * style.FontSize
            / (DataWidth * style.PanelWidth);
        double height = labels.Length * RowHeight * style.FontSize / (DataHeight * style.PanelHeight);
        (double X, double Y)[] covered = [.. Covered(panel)];
        LegendPlace[] corners =
        [
            panel.Legend, LegendPlace.UpperRight, LegendPlace.LowerLeft, LegendPlace.UpperLeft, LegendPlace.LowerRight,
        ];
        foreach (LegendPlace corner in corners)
        {
            (bool isRight, bool isUpper) = (
                corner is LegendPlace.UpperRight or LegendPlace.LowerRight, corner is LegendPlace.UpperLeft or LegendPlace.UpperRight);
            bool Hides((double X, double Y) place) =>
                (isRight ? place.X > 1 - width : place.X < width) && (isUpper ? place.Y > 1 - height : place.Y < height);
            if (!covered.Any(Hides))
            {
                Alignment alignment = (isRight, isUpper) switch
                {
                    (true, true) => Alignment.UpperRight,
                    (true, false) => Alignment.LowerRight,
                    (false, true) => Alignment.UpperLeft,
                    _ => Alignment.LowerLeft,
                };
                return new LegendPlacement(alignment, 0, IsWide: false);
            }
        }

        // Above the data, the entries stand side by side.
        int columns = Math.Max(1, (int)(WidestPart / width));
        height = Math.Min(height * Math.Ceiling((double)labels.Length / columns) / labels.Length, LargestPart);
        return new LegendPlacement(
            panel.Legend is LegendPlace.UpperLeft or LegendPlace.LowerLeft ? Alignment.UpperLeft : Alignment.UpperRight,
            height / (1 - height),
            IsWide: columns > 1);
    }

    // Where data are, as fractions of the panel from its lower left corner.
    private static IEnumerable<(double X, double Y)> Covered(FigurePanel panel)
    {
        PanelRange x = PanelRange.OfX(panel);
        PanelRange y = PanelRange.OfY(panel);
        (double X, double Y) Part(double valueOfX, double valueOfY) => (
            (AxisTicks.Place(panel.X, valueOfX) - x.From) / (x.To - x.From),
            (AxisTicks.Place(panel.Y, valueOfY) - y.From) / (y.To - y.From));
        foreach (FigurePoint point in panel.Series.SelectMany(series => series.Points))
        {
            yield return Part(point.X, point.Y);
        }

        // Ends of error bars count where the bars stand close enough to hide the text.
        foreach (FigurePoint point in panel.Series.SelectMany(series => series.Points))
        {
            yield return Part(point.X, double.IsFinite(point.YBar.High) ? point.YBar.High : point.Y);
            yield return Part(point.X, double.IsFinite(point.YBar.Low) ? point.YBar.Low : point.Y);
        }

        IEnumerable<(double X, double Y)[]> lines =
        [
            .. panel.Series.Where(series => series.Look.IsConnected)
                .Select(series => series.Points.Select(point => (point.X, point.Y)).ToArray()),
            .. panel.Lines.Where(line => line is { IsVertical: false, IsHorizontal: false }).Select(line => line.Points.ToArray()),
        ];
        foreach ((double X, double Y) place in lines.SelectMany(line => line.Zip(line.Skip(1)))
            .SelectMany(ends => Between(Part(ends.First.X, ends.First.Y), Part(ends.Second.X, ends.Second.Y))))
        {
            yield return place;
        }
    }

    private static IEnumerable<(double X, double Y)> Between((double X, double Y) from, (double X, double Y) to) =>
        Enumerable.Range(0, PointsOfLine).Select(k =>
        {
            double part = (double)k / (PointsOfLine - 1);
            return (from.X + (part * (to.X - from.X)), from.Y + (part * (to.Y - from.Y)));
        });
}
