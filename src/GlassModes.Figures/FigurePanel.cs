// One panel of a figure: axes, series of data, and lines.

namespace GlassModes.Figures;

/// <summary>A panel of a figure.</summary>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Series">The data, in the order of the legend.</param>
/// <param name="Lines">Guide lines, fits and marks.</param>
public sealed record FigurePanel(
    FigureAxis X, FigureAxis Y, IReadOnlyList<FigureSeries> Series, IReadOnlyList<FigureLine> Lines)
{
    /// <summary>What distinguishes the panel from the others, such as "log₁₀ W = −2"; empty for a single panel.</summary>
    public string Title { get; init; } = "";

    /// <summary>Where the legend stands.</summary>
    public LegendPlace Legend { get; init; } = LegendPlace.UpperRight;

    /// <summary>The colour bar of series whose points carry a value (<see cref="FigurePoint.Colour"/>); null for none.</summary>
    public FigureAxis? ColourBar { get; init; }
}

/// <summary>Where a legend stands.</summary>
public enum LegendPlace
{
    /// <summary>The panel has no legend, because another panel has it.</summary>
    None,

    /// <summary>Upper left.</summary>
    UpperLeft,

    /// <summary>Upper right.</summary>
    UpperRight,

    /// <summary>Lower left.</summary>
    LowerLeft,

    /// <summary>Lower right.</summary>
    LowerRight,
}
