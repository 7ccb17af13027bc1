// Draws one panel of a figure.

using ScottPlot;

namespace GlassModes.Figures.Drawing;

/// <summary>Makes the plot of a panel: axes, error bars, symbols, lines, legend and colour bar.</summary>
internal sealed class PanelDrawing
{
    // The end of an error bar that reaches below zero on a logarithmic axis, in decades below the point. The panel cuts it off.
    private const double BeyondPanel = 99;

    // Error bars are lighter than their symbols by this part of the way to white.
    private const double BarLightness = 0.35;

    private static readonly Color s_ink = Colors.Black;
    private static readonly Color s_guide = Color.FromHex("#8a8a8a");

    private readonly FigurePanel _panel;
    private readonly FigureStyle _style;
    private readonly Plot _plot;
    private readonly LegendPlacement _legend;

    private PanelDrawing(FigurePanel panel, FigureStyle style, Plot plot)
    {
        (_panel, _style, _plot) = (panel, style, plot);
        _legend = panel.Legend == LegendPlace.None ? default : LegendPlacement.Choose(panel, style);
    }

    /// <summary>Draws a panel into an empty plot.</summary>
    public static void Draw(FigurePanel panel, FigureStyle style, Plot plot)
    {
        PanelDrawing drawing = new(panel, style, plot);
        drawing.AddLines(isBehind: true);

        // Symbols stand in front of the error bars of all series, so that many bars hide no symbol.
        foreach (FigureSeries series in panel.Series)
        {
            drawing.AddErrorBars(series);
        }

        foreach (FigureSeries series in panel.Series)
        {
            drawing.Add(series);
        }

        drawing.AddLines(isBehind: false);
        drawing.SetAxes();
        drawing.SetLegend();
    }

    private void Add(FigureSeries series)
    {
        Color colour = SeriesPalette.ColourOf(series.Look);
        (double X, double Y, FigurePoint Point)[] shown = Shown(series);
        if (series.Look.IsConnected && shown.Length > 1)
        {
            ScottPlot.Plottables.Scatter line = AddLine(shown.Select(point => (point.X, point.Y)), colour);
            line.LineWidth = _style.LineWidth;
            line.LegendText = series.Look.HasSymbols ? "" : series.Label;
        }

        if (!series.Look.HasSymbols || shown.Length == 0)
        {
            return;
        }

        (double X, double Y, FigurePoint Point)[] marked = Marked(series);
        if (_panel.ColourBar is not null)
        {
            AddColoured(series, marked);
            return;
        }

        Coordinates[] places = [.. marked.Select(point => new Coordinates(point.X, point.Y))];
        ScottPlot.Plottables.Scatter symbols = _plot.Add.ScatterPoints(places, colour);
        SetSymbol(symbols.MarkerStyle, series.Look, colour);
        symbols.LegendText = series.Label;
    }

    // The points that the axes can show.
    private (double X, double Y, FigurePoint Point)[] Shown(FigureSeries series) =>
    [
        .. series.Points.Select(point => (AxisTicks.Place(_panel.X, point.X), AxisTicks.Place(_panel.Y, point.Y), point))
            .Where(placed => double.IsFinite(placed.Item1) && double.IsFinite(placed.Item2)),
    ];

    // The points with symbols and error bars.
    private (double X, double Y, FigurePoint Point)[] Marked(FigureSeries series) => series.Look.HasSymbols
        ? [.. Shown(series).Index().Where(point => point.Index % series.Look.SymbolStride == 0).Select(point => point.Item)]
        : [];

    private ScottPlot.Plottables.Scatter AddLine(IEnumerable<(double X, double Y)> places, Color colour)
    {
        Coordinates[] points = [.. places.Select(place => new Coordinates(place.X, place.Y))];
        return _plot.Add.ScatterLine(points, colour);
    }

    private void SetSymbol(MarkerStyle marker, SeriesLook look, Color colour)
    {
        marker.Shape = SeriesPalette.SymbolOf(look);
        marker.Size = _style.SymbolSize;
        marker.LineColor = colour;
        marker.LineWidth = _style.LineWidth;
        marker.FillColor = colour;
    }

    private void AddErrorBars(FigureSeries series)
    {
        (double X, double Y, FigurePoint Point)[] points = Marked(series);
        (double Below, double Above)[] x = [.. points.Select(point => Bar(_panel.X, point.X, point.Point.XBar))];
        (double Below, double Above)[] y = [.. points.Select(point => Bar(_panel.Y, point.Y, point.Point.YBar))];
        if (x.Concat(y).All(bar => bar is (0, 0)))
        {
            return;
        }

        ScottPlot.Plottables.ErrorBar bars = new(
            xs: [.. points.Select(point => point.X)],
            ys: [.. points.Select(point => point.Y)],
            xErrorsNegative: [.. x.Select(bar => bar.Below)],
            xErrorsPositive: [.. x.Select(bar => bar.Above)],
            yErrorsNegative: [.. y.Select(bar => bar.Below)],
            yErrorsPositive: [.. y.Select(bar => bar.Above)])
        {
            Color = Color.InterpolateRgb(SeriesPalette.ColourOf(series.Look), Colors.White, BarLightness),
            LineWidth = _style.LineWidth * 0.8f,
            CapSize = _style.SymbolSize / 3,
        };
        _plot.Add.Plottable(bars);
    }

    private static (double Below, double Above) Bar(FigureAxis axis, double place, (double Low, double High) bar)
    {
        if (!double.IsFinite(bar.Low) || !double.IsFinite(bar.High))
        {
            return (0, 0);
        }

        double low = AxisTicks.Place(axis, bar.Low);
        double high = AxisTicks.Place(axis, bar.High);
        return (double.IsFinite(low) ? place - low : BeyondPanel, double.IsFinite(high) ? high - place : 0);
    }

    // Each point has a colour of its own. The legend shows the symbol in black.
    private void AddColoured(FigureSeries series, (double X, double Y, FigurePoint Point)[] points)
    {
        (double from, double to) = ColourRange();
        foreach ((double x, double y, FigurePoint point) in points)
        {
            double place = AxisTicks.Place(_panel.ColourBar!, point.Colour);
            Color colour = double.IsFinite(place) ? SeriesPalette.ColourOf(to > from ? (place - from) / (to - from) : 0) : s_ink;
            ScottPlot.Plottables.Marker marker = _plot.Add.Marker(x, y);
            SetSymbol(marker.MarkerStyle, series.Look, colour);
        }

        Coordinates[] nowhere = [Coordinates.NaN];
        ScottPlot.Plottables.Scatter entry = _plot.Add.ScatterPoints(nowhere, s_ink);
        SetSymbol(entry.MarkerStyle, series.Look, s_ink);
        entry.LegendText = series.Label;
    }

    private (double From, double To) ColourRange()
    {
        double[] places =
        [
            .. _panel.Series.SelectMany(series => series.Points)
                .Select(point => AxisTicks.Place(_panel.ColourBar!, point.Colour)).Where(double.IsFinite),
        ];
        return places.Length == 0 ? (0, 1) : (places.Min(), places.Max());
    }

    // Marks stand behind the data, guides and fits in front of them.
    private void AddLines(bool isBehind)
    {
        foreach (FigureLine line in _panel.Lines.Where(line => (line.Role == LineRole.Mark) == isBehind))
        {
            if (line.IsVertical)
            {
                Mark(_plot.Add.VerticalLine(AxisTicks.Place(_panel.X, line.Points[0].X)));
            }
            else if (line.IsHorizontal)
            {
                Mark(_plot.Add.HorizontalLine(AxisTicks.Place(_panel.Y, line.Points[0].Y)));
            }
            else
            {
                Add(line);
            }
        }
    }

    private void Mark(ScottPlot.Plottables.AxisLine mark)
    {
        mark.Color = s_guide;
        mark.LineWidth = _style.LineWidth;
    }

    private void Add(FigureLine line)
    {
        Color colour = line.Look is { } look ? SeriesPalette.ColourOf(look)
            : line.Role == LineRole.Fit ? s_ink
            : s_guide;
        ScottPlot.Plottables.Scatter drawn = AddLine(
            line.Points.Select(point => (AxisTicks.Place(_panel.X, point.X), AxisTicks.Place(_panel.Y, point.Y))), colour);
        drawn.LineWidth = _style.LineWidth * (line.Role is LineRole.Guide or LineRole.SecondGuide ? 1.6f : 1);
        drawn.LinePattern = line.Role switch
        {
            LineRole.SecondGuide => LinePattern.Dashed,
            LineRole.Fit when line.Look is null => LinePattern.Dotted,
            _ => LinePattern.Solid,
        };
        drawn.LegendText = line.Label;
    }

    private void SetAxes()
    {
        PanelRange x = PanelRange.OfX(_panel);
        PanelRange data = PanelRange.OfY(_panel);
        PanelRange y = data with { To = data.To + (_legend.Room * (data.To - data.From)) };
        _plot.Axes.SetLimits(x.From, x.To, y.From, y.To);
        _plot.Axes.Bottom.TickGenerator = AxisTicks.Of(_panel.X, x.From, x.To);
        _plot.Axes.Left.TickGenerator = AxisTicks.Of(_panel.Y, y.From, y.To);
        _plot.Axes.Bottom.Label.Text = _panel.X.Text;
        _plot.Axes.Left.Label.Text = _panel.Y.Text;
        _plot.Axes.Title.Label.Text = _panel.Title;
        _plot.Axes.Title.Label.FontSize = _style.FontSize;
        _plot.Axes.Title.Label.FontName = ShippedFont.Name;
        _plot.Axes.Title.Label.Bold = false;
        foreach (IAxis axis in _plot.Axes.GetAxes())
        {
            axis.Label.Bold = false;
            axis.Label.FontName = ShippedFont.Name;
            axis.Label.FontSize = _style.FontSize;
            axis.TickLabelStyle.FontName = ShippedFont.Name;
            axis.TickLabelStyle.FontSize = _style.FontSize * 0.85f;
            axis.FrameLineStyle.Width = _style.LineWidth * 0.8f;
            axis.MajorTickStyle.Width = _style.LineWidth * 0.8f;
            axis.MinorTickStyle.Width = _style.LineWidth * 0.6f;
        }

        _plot.Grid.IsVisible = false;
        _plot.FigureBackground.Color = Colors.White;
        AddColourBar();
    }

    private void AddColourBar()
    {
        if (_panel.ColourBar is not { } axis)
        {
            return;
        }

        (double from, double to) = ColourRange();
        ScottPlot.Panels.ColorBar bar = _plot.Add.ColorBar(new ColourAxis(from, to));
        bar.Label = axis.Text;
        bar.LabelStyle.FontName = ShippedFont.Name;
        bar.LabelStyle.FontSize = _style.FontSize;
        bar.LabelStyle.Bold = false;
        bar.Axis.TickGenerator = AxisTicks.Of(axis, from, to);
        bar.Axis.TickLabelStyle.FontName = ShippedFont.Name;
        bar.Axis.TickLabelStyle.FontSize = _style.FontSize * 0.85f;
    }

    private void SetLegend()
    {
        if (_panel.Legend == LegendPlace.None)
        {
            _plot.HideLegend();
            return;
        }

        _plot.Legend.FontName = ShippedFont.Name;
        _plot.Legend.FontSize = _style.FontSize * 0.8f;
        _plot.Legend.OutlineWidth = 0;
        _plot.Legend.ShadowColor = Colors.Transparent;
        _plot.Legend.BackgroundColor = Colors.White.WithAlpha(0.75);
        _plot.Legend.Padding = new PixelPadding(3);
        if (_legend.IsWide)
        {
            _plot.Legend.Orientation = Orientation.Horizontal;
        }

        _plot.Legend.InterItemPadding = new PixelPadding(2, 1);
        _plot.ShowLegend(_legend.Corner);
    }

    private sealed class ColourAxis(double from, double to) : IHasColorAxis
    {
        public IColormap Colormap => SeriesPalette.Map;

        public ScottPlot.Range GetRange() => new(from, to);
    }
}
