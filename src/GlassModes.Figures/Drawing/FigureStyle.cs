// Sizes of a drawing.

namespace GlassModes.Figures.Drawing;

/// <summary>What a drawing is for.</summary>
public enum FigureUse
{
    /// <summary>A page of print: small letters and thin lines.</summary>
    Paper,

    /// <summary>A projector: large letters and thick lines.</summary>
    Talk,
}

/// <summary>Sizes of a drawing, in pixels.</summary>
/// <param name="PanelWidth">Width of a panel with its axes.</param>
/// <param name="PanelHeight">Height of a panel with its axes.</param>
/// <param name="FontSize">Height of letters.</param>
/// <param name="LineWidth">Width of lines.</param>
/// <param name="SymbolSize">Diameter of symbols.</param>
public sealed record FigureStyle(int PanelWidth, int PanelHeight, float FontSize, float LineWidth, float SymbolSize)
{
    /// <summary>For print.</summary>
    public static FigureStyle Paper { get; } = new(460, 360, 13, 1.3f, 6);

    /// <summary>For a talk.</summary>
    public static FigureStyle Talk { get; } = new(640, 520, 21, 2.6f, 10);

    /// <summary>The width of the panels of a figure with many panels, which are drawn smaller.</summary>
    internal FigureStyle For(Figure figure) =>
        figure.Columns < 3 ? this : this with { PanelWidth = PanelWidth * 4 / 5, PanelHeight = PanelHeight * 4 / 5 };

    /// <summary>The style for a use.</summary>
    public static FigureStyle Of(FigureUse use) => use == FigureUse.Talk ? Talk : Paper;
}
