// Writes figures to files.

using System.Text;
using GlassModes.Files;
using GlassModes.Tables;

namespace GlassModes.Figures.Drawing;

/// <summary>The files of a figure.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Files">The paths of its SVG, PNG and CSV file.</param>
public sealed record WrittenFigure(Figure Figure, IReadOnlyList<string> Files);

/// <summary>Writes figures as SVG, PNG and CSV, and a page in Markdown with all captions.</summary>
public static class FigureFiles
{
    /// <summary>The name of the page with all figures and captions.</summary>
    public const string PageName = "figures.md";

    private static readonly string[] s_extensions = ["svg", "png", "csv"];

    /// <summary>Writes the SVG, PNG and CSV file of a figure. Each file appears whole, or not at all.</summary>
    /// <param name="directory">The directory, which must exist.</param>
    /// <param name="figure">The figure.</param>
    /// <param name="style">The sizes of the drawings.</param>
    public static WrittenFigure Write(string directory, Figure figure, FigureStyle style)
    {
        ArgumentNullException.ThrowIfNull(figure);
        string[] paths = PathsOf(directory, figure.Name);
        AtomicFile.Write(paths[0], stream => FigureDrawing.WriteSvg(figure, style, stream));
        AtomicFile.Write(paths[1], stream => FigureDrawing.WritePng(figure, style, stream));
        ResultCsv.Write(paths[2], FigureTable.Of(figure));
        return new WrittenFigure(figure, paths);
    }

    /// <summary>
    /// Finds files of figures that have no data now. An earlier run, which had the data, has left such files in the directory.
    /// </summary>
    /// <param name="directory">The directory of the figures.</param>
    /// <param name="missing">The figures without data.</param>
    public static IReadOnlyList<string> LeftOf(string directory, IReadOnlyList<MissingFigure> missing)
    {
        ArgumentNullException.ThrowIfNull(missing);
        return [.. missing.SelectMany(figure => PathsOf(directory, figure.Name)).Where(File.Exists)];
    }

    /// <summary>Writes the page: each figure with its caption, and what is missing for the others.</summary>
    /// <param name="directory">The directory of the figures.</param>
    /// <param name="figures">The figures of the page.</param>
    /// <param name="missing">The figures without data.</param>
    /// <returns>The path of the page.</returns>
    public static string WritePage(string directory, IReadOnlyList<Figure> figures, IReadOnlyList<MissingFigure> missing)
    {
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(missing);
        StringBuilder page = new("# Figures\n");
        foreach (Figure figure in figures)
        {
            page.Append($"\n## {figure.Title}\n\n![{figure.Title}]({figure.Name}.svg)\n\n{figure.Caption}\n\nNumbers: "
                + $"[{figure.Name}.csv]({figure.Name}.csv)\n");
        }

        if (missing.Count > 0)
        {
            page.Append("\n## Figures without data\n\n| figure | what is missing | campaign |\n|---|---|---|\n");
            foreach (MissingFigure figure in missing)
            {
                page.Append($"| {figure.Number}. {figure.Title} | {figure.Missing} | `{figure.Campaign}` |\n");
            }
        }

        string path = Path.Combine(directory, PageName);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(page.ToString())));
        return path;
    }

    private static string[] PathsOf(string directory, string name) =>
        [.. s_extensions.Select(extension => Path.Combine(directory, $"{name}.{extension}"))];
}
