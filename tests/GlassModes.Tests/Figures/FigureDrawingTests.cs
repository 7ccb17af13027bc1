// Tests drawings: what is on the picture, and that the same figure is the same bytes.

using System.Text;
using System.Xml.Linq;
using GlassModes.Figures;
using GlassModes.Figures.Drawing;
using SkiaSharp;

namespace GlassModes.Tests.Figures;

public class FigureDrawingTests
{
    private static readonly FigureAxis s_linear = new("x", "σ", AxisScale.Linear);
    private static readonly FigureAxis s_logarithmic = new("D(λ)", "σ²/ε", AxisScale.Logarithmic);

    [Test]
    public void The_same_figure_is_the_same_bytes()
    {
        Figure figure = TwoPanels();
        byte[] first = Svg(figure);
        _ = Svg(TwoPanels() with { Title = "another" });
        Assert.That(Svg(figure), Is.EqualTo(first));
        byte[] png = Png(figure);
        Assert.That(Png(TwoPanels()), Is.EqualTo(png));
    }

    [Test]
    public void The_svg_is_well_formed_can_be_scaled_and_describes_itself()
    {
        Figure figure = TwoPanels() with { Caption = "W < 10⁻² & more." };
        XElement svg = XDocument.Parse(Encoding.UTF8.GetString(Svg(figure))).Root!;
        Assert.That(svg.Attribute("viewBox")?.Value, Is.EqualTo("0 0 920 360"));
        Assert.That(svg.Attribute("role")?.Value, Is.EqualTo("img"));
        XElement[] children = [.. svg.Elements()];
        Assert.That(children[0].Value, Is.EqualTo(figure.Title));
        Assert.That(children[1].Value, Is.EqualTo(figure.Caption));
        string[] texts = [.. svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value.Trim())];
        Assert.That(new[] { "N = 1000", "x (σ)", "D(λ) (σ²/ε)", "(b) fᵤ", "10⁻²" }, Is.SubsetOf(texts));
        Assert.That(
            svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Attribute("font-family")?.Value),
            Has.All.Contain("DejaVu Sans"));
    }

    [Test]
    public void Every_panel_is_drawn()
    {
        using SKBitmap picture = SKBitmap.Decode(Png(TwoPanels()));
        Assert.That((picture.Width, picture.Height), Is.EqualTo((1840, 720)));
        for (int panel = 0; panel < 2; panel++)
        {
            int left = panel * 920;
            Assert.That(Ink(picture, left, left + 920), Is.GreaterThan(2000), $"panel {panel}");
        }
    }

    // The bar reaches from 1 to 2 about a point at 1.2. With the ends exchanged, the bar would reach from 0.4 to 1.4.
    [Test]
    public void An_error_bar_reaches_up_and_down_as_far_as_it_says()
    {
        FigurePoint point = new(0.5, 1.2) { YBar = (1, 2) };
        FigureAxis y = s_linear with { Range = new AxisRange(0, 3) };
        Figure figure = Single(new FigurePanel(s_linear with { Range = new AxisRange(0, 1) }, y, [Series([point])], [])
        {
            Legend = LegendPlace.None,
        });
        using SKBitmap picture = SKBitmap.Decode(Png(figure));
        (int top, int bottom, int column) = ColouredRows(picture);
        int above = 0;
        int below = 0;
        int symbol = 0;
        _ = column;
        Assert.That(bottom, Is.GreaterThan(top));
        for (int y0 = top; y0 <= bottom; y0++)
        {
            int width = WidthOfInk(picture, y0);
            symbol = width > 9 && width < 20 && symbol == 0 && y0 > top + 20 ? y0 : symbol;
        }

        above = symbol - top;
        below = bottom - symbol;
        Assert.That((double)above / below, Is.EqualTo(4).Within(0.5), $"{top} {symbol} {bottom}");
    }

    [Test]
    public void An_error_bar_below_zero_leaves_a_logarithmic_panel()
    {
        FigurePoint[] points = [new(0.2, 1), new FigurePoint(0.5, 1) { YBar = (-1, 2) }, new(0.8, 10), new(0.9, 0.1)];
        using SKBitmap picture = SKBitmap.Decode(
            Png(Single(new FigurePanel(s_linear, s_logarithmic, [Series(points)], []) { Legend = LegendPlace.None })));
        (_, int bottom, _) = ColouredRows(picture);
        Assert.That(bottom, Is.GreaterThan(600));
    }

    [Test]
    public void A_point_that_an_axis_cannot_show_is_left_out()
    {
        FigurePoint[] points = [new(0.2, -1), new(0.5, 0), new(0.6, double.NaN)];
        using SKBitmap picture = SKBitmap.Decode(
            Png(Single(new FigurePanel(s_linear, s_logarithmic, [Series(points)], []) { Legend = LegendPlace.None })));
        Assert.That(ColouredRows(picture).Top, Is.EqualTo(-1));
    }

    [Test]
    public void A_symbol_stands_in_front_of_the_error_bars_of_later_series()
    {
        int SymbolPixels(FigurePoint second)
        {
            FigureSeries[] series = [Series([new(0.5, 1)]), new FigureSeries("N = 2000", [second], new SeriesLook(1, 2))];
            using SKBitmap picture = SKBitmap.Decode(Png(Single(new FigurePanel(
                s_linear with { Range = new AxisRange(0, 1) }, s_linear with { Range = new AxisRange(0, 3) }, series, [])
            {
                Legend = LegendPlace.None,
            })));
            SKColor own = SeriesPalette.ColourOf(new SeriesLook(0, 2)) is var colour ? new SKColor(colour.R, colour.G, colour.B) : default;
            return Enumerable.Range(0, picture.Width * picture.Height)
                .Count(k => picture.GetPixel(k % picture.Width, k / picture.Width) == own);
        }

        int alone = SymbolPixels(new FigurePoint(0.5, 2));
        Assert.That(alone, Is.GreaterThan(50));
        Assert.That(SymbolPixels(new FigurePoint(0.5, 2) { YBar = (0.1, 2.9) }), Is.EqualTo(alone));
    }

    [TestCase(6e-5, 2.4e-3, "5×10⁻⁴", "10⁻³")]
    [TestCase(2e-4, 3e-4, "2.5×10⁻⁴", "3×10⁻⁴")]
    [TestCase(6e-3, 0.4, "0.05", "0.1")]
    public void Numbers_along_a_short_logarithmic_axis_are_written_alike(double low, double high, params string[] expected)
    {
        XElement svg = XDocument.Parse(Encoding.UTF8.GetString(Svg(Single(
            new FigurePanel(s_linear, s_logarithmic, [Series([new(0, low), new(1, high)])], []))))).Root!;
        string[] texts = [.. svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value.Trim())];
        Assert.That(expected, Is.SubsetOf(texts));
        Assert.That(texts, Has.None.Match("[0-9]e"));
        Assert.That(texts.Any(text => text.StartsWith("0.000", StringComparison.Ordinal)), Is.False);
    }

    [Test]
    public void A_legend_above_the_data_is_wide_and_takes_little_height()
    {
        FigurePoint[] everywhere = [.. Enumerable.Range(0, 100).Select(k => new FigurePoint(k / 10, k % 10))];
        FigurePanel panel = new(
            s_linear,
            s_linear,
            [.. Enumerable.Range(0, 7).Select(k => new FigureSeries($"W = 10⁻{k}", everywhere, new SeriesLook(k, 7)))],
            []);
        LegendPlacement placement = LegendPlacement.Choose(panel, FigureStyle.Paper);
        Assert.That(placement.IsWide, Is.True);
        Assert.That(placement.Room, Is.InRange(0.05, 0.25));
        Assert.That(LegendPlacement.Choose(panel with { Series = [Series([new(0, 0), new(1, 1)])] }, FigureStyle.Paper).Room, Is.Zero);
    }

    [Test]
    public void A_talk_has_larger_letters_than_a_page()
    {
        string Size(FigureStyle style) => XDocument.Parse(Encoding.UTF8.GetString(Svg(TwoPanels(), style))).Descendants()
            .First(element => element.Name.LocalName == "text" && element.Value.Contains("N = 1000", StringComparison.Ordinal))
            .Attribute("font-size")!.Value;
        double paper = double.Parse(Size(FigureStyle.Paper), System.Globalization.CultureInfo.InvariantCulture);
        double talk = double.Parse(Size(FigureStyle.Talk), System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(talk, Is.GreaterThan(1.5 * paper));
    }

    [Test]
    public void Neighbouring_colours_differ_in_lightness_and_in_symbol()
    {
        for (int places = 2; places <= 8; places++)
        {
            double[] lightness = [.. Enumerable.Range(0, places).Select(place => Lightness(new SeriesLook(place, places)))];
            Assert.That(lightness, Is.Ordered);
            Assert.That(lightness.Zip(lightness.Skip(1), (dark, light) => light - dark), Has.All.GreaterThan(0.03), $"{places} places");
            Assert.That(
                Enumerable.Range(0, places).Select(place => SeriesPalette.SymbolOf(new SeriesLook(place, places))), Is.Unique);
        }

        Assert.That(Lightness(new SeriesLook(7, 8)), Is.LessThan(0.8), "the lightest must show on white");
    }

    private static double Lightness(SeriesLook look)
    {
        ScottPlot.Color colour = SeriesPalette.ColourOf(look);
        return ((0.2126 * colour.R) + (0.7152 * colour.G) + (0.0722 * colour.B)) / 255;
    }

    private static Figure TwoPanels()
    {
        FigureSeries[] series =
        [
            Series([FigurePoint.WithError(-3, 1e-3, 2e-4), FigurePoint.WithError(-1, 2e-2, 1e-3), FigurePoint.WithError(-0.5, 0.9, 0.1)]),
            new FigureSeries("N = 2000", [new(-2, 1e-2), new(-1, 1e-1)], new SeriesLook(1, 2) { IsConnected = true }),
        ];
        FigurePanel panel = new(
            s_linear, s_logarithmic, series, [new FigureLine("guide", LineRole.Guide, [(-3, 1e-3), (-1, 1e-1)])])
        { Title = "(a) W" };
        return new Figure("two", "Two panels", "A caption.", [panel, panel with { Title = "(b) fᵤ" }]);
    }

    private static Figure Single(FigurePanel panel) => new("single", "One panel", "A caption.", [panel]);

    private static FigureSeries Series(FigurePoint[] points) => new("N = 1000", points, new SeriesLook(0, 2));

    private static byte[] Svg(Figure figure, FigureStyle? style = null)
    {
        using MemoryStream stream = new();
        FigureDrawing.WriteSvg(figure, style ?? FigureStyle.Paper, stream);
        return stream.ToArray();
    }

    private static byte[] Png(Figure figure)
    {
        using MemoryStream stream = new();
        FigureDrawing.WritePng(figure, FigureStyle.Paper, stream);
        return stream.ToArray();
    }

    private static int Ink(SKBitmap picture, int left, int right)
    {
        int ink = 0;
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = left; x < right; x++)
            {
                ink += picture.GetPixel(x, y) is { Red: < 128, Alpha: 255 } ? 1 : 0;
            }
        }

        return ink;
    }

    // The first colour of the palette is a dark violet, which no axis has.
    private static bool IsOfSeries(SKColor colour) => colour.Blue > colour.Green + 40;

    private static int WidthOfInk(SKBitmap picture, int row) =>
        Enumerable.Range(0, picture.Width).Count(x => IsOfSeries(picture.GetPixel(x, row)));

    private static (int Top, int Bottom, int Column) ColouredRows(SKBitmap picture)
    {
        int[] rows = [.. Enumerable.Range(0, picture.Height).Where(row => WidthOfInk(picture, row) > 0)];
        return rows.Length == 0
            ? (-1, -1, -1)
            : (rows[0], rows[^1], Enumerable.Range(0, picture.Width).First(x => IsOfSeries(picture.GetPixel(x, rows[0]))));
    }
}
