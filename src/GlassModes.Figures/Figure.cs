// A figure as data: what is drawn, before anything is drawn.

namespace GlassModes.Figures;

/// <summary>
/// A figure: panels in a grid, with a caption. A figure is made from typed results. Drawings, pages and CSV files are made from the figure,
/// so that all show the same numbers. A figure is immutable.
/// </summary>
/// <param name="Name">The stem of the figure's files, such as figure_03.</param>
/// <param name="Title">What the figure shows, in one line.</param>
/// <param name="Caption">
/// What the panels, symbols and lines are, and the number of samples of each series, in plain sentences.
/// </param>
/// <param name="Panels">The panels, row by row.</param>
public sealed record Figure(string Name, string Title, string Caption, IReadOnlyList<FigurePanel> Panels)
{
    /// <summary>The number of panels in a row; if it is not set, one, two or four, by the number of panels.</summary>
    public int Columns
    {
        get => Math.Clamp(field > 0 ? field : Panels.Count switch { <= 1 => 1, <= 4 => 2, _ => 4 }, 1, Math.Max(1, Panels.Count));
        init;
    }

    /// <summary>The number of rows of panels.</summary>
    public int Rows => (Panels.Count + Columns - 1) / Columns;

    /// <summary>The number of the figure in the paper that it reproduces; null for a figure of one's own.</summary>
    public int? Number { get; init; }

    /// <summary>Which samples the figure shows; null if that is not known, or if the samples are of several models.</summary>
    public FigureSubject? Subject { get; init; }

    /// <summary>The name of the figure of the paper with this number, such as figure_03.</summary>
    public static string NameOf(int number) => FormattableString.Invariant($"figure_{number:00}");
}
