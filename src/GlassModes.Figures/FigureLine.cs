// A line of a panel: a guide to the eye, a fit, or a mark.

namespace GlassModes.Figures;

/// <summary>What a line is.</summary>
public enum LineRole
{
    /// <summary>A law that somebody else states, drawn in grey next to the data.</summary>
    Guide,

    /// <summary>A second law of the same kind, drawn in grey and dashed.</summary>
    SecondGuide,

    /// <summary>A fit to the data.</summary>
    Fit,

    /// <summary>A value that is marked by a thin line, such as zero or a mobility edge.</summary>
    Mark,
}

/// <summary>A line through points of a panel.</summary>
/// <param name="Label">The text of the legend; empty for a line without an entry.</param>
/// <param name="Role">What the line is.</param>
/// <param name="Points">The points; at least two.</param>
public sealed record FigureLine(string Label, LineRole Role, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>The look of the series that the line belongs to; null for the colour of the role.</summary>
    public SeriesLook? Look { get; init; }

    /// <summary>Whether the line is vertical through the whole panel at the X of its first point.</summary>
    public bool IsVertical { get; init; }

    /// <summary>Whether the line is horizontal through the whole panel at the Y of its first point.</summary>
    public bool IsHorizontal { get; init; }
}
