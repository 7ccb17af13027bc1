// The text of `glassmodes figures`.

using GlassModes.Figures;
using GlassModes.Figures.Drawing;

namespace GlassModes.Runner.Output;

internal static class FigureText
{
    /// <summary>Lists the figures with their files, and those without data with what is missing.</summary>
    public static void Write(
        TextWriter output, IReadOnlyList<WrittenFigure> figures, IReadOnlyList<MissingFigure> missing, string? page)
    {
        foreach (WrittenFigure written in figures)
        {
            output.WriteLine($"{Path.ChangeExtension(written.Files[0], null)}.{{svg,png,csv}}  {written.Figure.Title}");
        }

        foreach (MissingFigure figure in missing)
        {
            output.WriteLine($"Fig. {figure.Number} is missing ({figure.Title}): {figure.Missing}");
        }

        foreach (IGrouping<string, MissingFigure> campaign in missing.GroupBy(figure => figure.Campaign).Where(same => same.Key.Length > 0))
        {
            output.WriteLine(
                $"The campaign {campaign.Key} gives the data of {(campaign.Count() == 1 ? "figure" : "figures")} "
                + $"{string.Join(", ", campaign.Select(figure => figure.Number))}: glassmodes run --example {campaign.Key}");
        }

        if (page is not null)
        {
            output.WriteLine($"All captions: {page}");
        }
    }
}
