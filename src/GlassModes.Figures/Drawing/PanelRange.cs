// The range of coordinates that a panel shows.

namespace GlassModes.Figures.Drawing;

/// <summary>
/// The range of one axis of a panel in coordinates (log10 on logarithmic axes): all points, their error bars and lines, with a margin. On a
/// logarithmic axis a bar counts up to a factor of three, because the bar of a single event reaches down to zero.
/// </summary>
/// <param name="From">The smaller end.</param>
/// <param name="To">The larger end.</param>
internal readonly record struct PanelRange(double From, double To)
{
    private const double Margin = 0.05;

    // The factor up to which a bar on a logarithmic axis counts.
    private const double LongestBar = 3;

    // Half the range around a single value.
    private const double Single = 0.5;

    /// <summary>The range of the horizontal axis.</summary>
    public static PanelRange OfX(FigurePanel panel) => Of(
        panel.X,
        [
            .. panel.Series.SelectMany(series => series.Points).SelectMany(point => WithBar(panel.X, point.X, point.XBar)),
            .. panel.Lines.Where(line => !line.IsHorizontal).SelectMany(line => line.Points).Select(point => point.X),
        ]);

    /// <summary>The range of the vertical axis.</summary>
    public static PanelRange OfY(FigurePanel panel) => Of(
        panel.Y,
        [
            .. panel.Series.SelectMany(series => series.Points).SelectMany(point => WithBar(panel.Y, point.Y, point.YBar)),
            .. panel.Lines.Where(line => !line.IsVertical).SelectMany(line => line.Points).Select(point => point.Y),
        ]);

    private static double[] WithBar(FigureAxis axis, double value, (double Low, double High) bar)
    {
        if (!double.IsFinite(bar.Low) || !double.IsFinite(bar.High))
        {
            return [value];
        }

        return axis.Scale == AxisScale.Linear
            ? [value, bar.Low, bar.High]
            : [value, Math.Max(bar.Low, value / LongestBar), Math.Min(bar.High, value * LongestBar)];
    }

    private static PanelRange Of(FigureAxis axis, IEnumerable<double> values)
    {
        if (axis.Range is { } given)
        {
            return new PanelRange(AxisTicks.Place(axis, given.From), AxisTicks.Place(axis, given.To));
        }

        double[] places = [.. values.Select(value => AxisTicks.Place(axis, value)).Where(double.IsFinite)];
        if (places.Length == 0)
        {
            return new PanelRange(0, 1);
        }

        (double from, double to) = (places.Min(), places.Max());
        double margin = to > from ? Margin * (to - from) : Single;
        return new PanelRange(from - margin, to + margin);
    }
}
