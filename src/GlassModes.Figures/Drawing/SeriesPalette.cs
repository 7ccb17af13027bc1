// Colours and symbols of series.

using ScottPlot;

namespace GlassModes.Figures.Drawing;

/// <summary>
/// Colours from the map viridis, whose lightness rises from end to end: neighbouring places are told apart in grey print and by the
/// colour-blind. The lightest part is left out, because it does not show on white. Each place has a symbol of its own.
/// </summary>
internal static class SeriesPalette
{
    private const double LightestUsed = 0.82;
    private const double OnlyPlace = 0.25;

    private static readonly ScottPlot.Colormaps.Viridis s_map = new();

    private static readonly MarkerShape[] s_filled =
    [
        MarkerShape.FilledCircle,
        MarkerShape.FilledSquare,
        MarkerShape.FilledTriangleUp,
        MarkerShape.FilledDiamond,
        MarkerShape.FilledTriangleDown,
        MarkerShape.OpenCircle,
        MarkerShape.OpenSquare,
        MarkerShape.OpenTriangleUp,
        MarkerShape.OpenDiamond,
        MarkerShape.OpenTriangleDown,
        MarkerShape.Cross,
        MarkerShape.Eks,
    ];

    private static readonly MarkerShape[] s_open =
    [
        MarkerShape.OpenCircle, MarkerShape.OpenSquare, MarkerShape.OpenTriangleUp, MarkerShape.OpenDiamond, MarkerShape.OpenTriangleDown,
    ];

    /// <summary>The map of colour bars.</summary>
    public static IColormap Map => s_map;

    /// <summary>The colour of a place.</summary>
    public static Color ColourOf(SeriesLook look) =>
        s_map.GetColor(look.Places <= 1 ? OnlyPlace : LightestUsed * look.Place / (look.Places - 1));

    /// <summary>The colour of a fraction of a colour bar, from 0 to 1.</summary>
    public static Color ColourOf(double fraction) => s_map.GetColor(Math.Clamp(fraction, 0, 1));

    /// <summary>The symbol of a place.</summary>
    public static MarkerShape SymbolOf(SeriesLook look)
    {
        MarkerShape[] shapes = look.IsHollow ? s_open : s_filled;
        return shapes[look.Place % shapes.Length];
    }
}
