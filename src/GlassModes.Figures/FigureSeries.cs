// A series of data points, and its look.

namespace GlassModes.Figures;

/// <summary>Data points of one kind under one entry of the legend.</summary>
/// <param name="Label">The text of the legend, such as "N = 8000".</param>
/// <param name="Points">The points, in the order of the connecting line.</param>
/// <param name="Look">Colour and symbol.</param>
public sealed record FigureSeries(string Label, IReadOnlyList<FigurePoint> Points, SeriesLook Look)
{
    /// <summary>The number of samples behind the series; null where the series has no samples, such as a potential.</summary>
    public long? Samples { get; init; }
}

/// <summary>A data point with error bars.</summary>
/// <param name="X">The abscissa.</param>
/// <param name="Y">The ordinate.</param>
public readonly record struct FigurePoint(double X, double Y)
{
    /// <summary>The lower and upper end of the error bar of x; NaN without an error.</summary>
    public (double Low, double High) XBar { get; init; } = (double.NaN, double.NaN);

    /// <summary>The lower and upper end of the error bar of y; NaN without an error.</summary>
    public (double Low, double High) YBar { get; init; } = (double.NaN, double.NaN);

    /// <summary>The value on the colour bar of the panel; NaN for the colour of the series.</summary>
    public double Colour { get; init; } = double.NaN;

    /// <summary>A point with the same error of y on both sides.</summary>
    public static FigurePoint WithError(double x, double y, double error) => new(x, y) { YBar = BarOf(y, error) };

    /// <summary>The error bar value ± error; NaN where the error is not a positive finite number.</summary>
    public static (double Low, double High) BarOf(double value, double error) =>
        error > 0 && double.IsFinite(error) ? (value - error, value + error) : (double.NaN, double.NaN);
}

/// <summary>
/// The look of a series: its place among the series of the figure. Colours of neighbouring places differ in lightness, so that they are
/// told apart in grey print and by the colour-blind; symbols differ too.
/// </summary>
/// <param name="Place">The place of the series, from 0.</param>
/// <param name="Places">The number of places.</param>
public sealed record SeriesLook(int Place, int Places)
{
    /// <summary>Whether the points have symbols.</summary>
    public bool HasSymbols { get; init; } = true;

    /// <summary>Whether a line connects the points.</summary>
    public bool IsConnected { get; init; }

    /// <summary>Whether the symbols are open.</summary>
    public bool IsHollow { get; init; }

    /// <summary>Every how many points a symbol and error bars are drawn.</summary>
    public int SymbolStride { get; init; } = 1;

    /// <summary>The look of a figure with one series.</summary>
    public static SeriesLook Only { get; } = new(0, 1);
}
