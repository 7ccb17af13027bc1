// The JSON document of a figure.

using GlassModes.Figures;
using GlassModes.Figures.Drawing;

namespace GlassModes.Runner.Verbs;

/// <param name="Number">The number in the paper; null for a figure that the paper does not have.</param>
/// <param name="Name">The stem of its files; null without files.</param>
/// <param name="Title">What the figure shows.</param>
/// <param name="Caption">The caption; null without data.</param>
/// <param name="Files">The files.</param>
/// <param name="Missing">What data are missing; null if there are data.</param>
/// <param name="Campaign">The shipped campaign that gives the missing data; null if there are data.</param>
internal sealed record FigureDocument(
    int? Number, string? Name, string Title, string? Caption, IReadOnlyList<string> Files, string? Missing, string? Campaign)
{
    public static FigureDocument Of(WrittenFigure written) => new(
        written.Figure.Number, written.Figure.Name, written.Figure.Title, written.Figure.Caption, written.Files, null, null);

    public static FigureDocument Of(MissingFigure missing) =>
        new(missing.Number, null, missing.Title, null, [], missing.Missing, missing.Campaign);
}
