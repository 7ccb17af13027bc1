// Draws a figure as SVG and PNG.

using System.Text;
using ScottPlot;
using SkiaSharp;

namespace GlassModes.Figures.Drawing;

/// <summary>Draws figures. The same figure gives the same bytes on every machine.</summary>
public static class FigureDrawing
{
    // PNG files have this number of pixels for each pixel of the style, so that they can be printed.
    private const float PngScale = 2;

    /// <summary>Writes a figure as SVG, with its title and caption as title and description.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="style">The sizes.</param>
    /// <param name="stream">Receives UTF-8 text.</param>
    public static void WriteSvg(Figure figure, FigureStyle style, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(style);
        ArgumentNullException.ThrowIfNull(stream);
        (int width, int height) = SizeOf(figure, style);
        using MemoryStream drawn = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, width, height), drawn))
        {
            Render(figure, style, canvas, width, height);
        }

        stream.Write(Encoding.UTF8.GetBytes(SvgText.Complete(Encoding.UTF8.GetString(drawn.ToArray()), figure, width, height)));
    }

    /// <summary>Writes a figure as PNG, with two pixels for each pixel of the style.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="style">The sizes.</param>
    /// <param name="stream">Receives the file.</param>
    public static void WritePng(Figure figure, FigureStyle style, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(style);
        ArgumentNullException.ThrowIfNull(stream);
        (int width, int height) = SizeOf(figure, style);
        using SKSurface surface = SKSurface.Create(new SKImageInfo((int)(width * PngScale), (int)(height * PngScale)));
        surface.Canvas.Scale(PngScale);
        Render(figure, style, surface.Canvas, width, height);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        data.SaveTo(stream);
    }

    private static (int Width, int Height) SizeOf(Figure figure, FigureStyle style)
    {
        FigureStyle sizes = style.For(figure);
        return (figure.Columns * sizes.PanelWidth, figure.Rows * sizes.PanelHeight);
    }

    private static void Render(Figure figure, FigureStyle style, SKCanvas canvas, int width, int height)
    {
        ShippedFont.EnsureRegistered();
        canvas.Clear(SKColors.White);
        FigureStyle sizes = style.For(figure);
        for (int k = 0; k < figure.Panels.Count; k++)
        {
            using Plot plot = new();
            PanelDrawing.Draw(figure.Panels[k], sizes, plot);
            (int row, int column) = (k / figure.Columns, k % figure.Columns);
            (float left, float top) = (column * sizes.PanelWidth, row * sizes.PanelHeight);

            // The plot clears the canvas first: without the clip, the panels drawn so far would vanish.
            canvas.Save();
            canvas.ClipRect(new SKRect(left, top, left + sizes.PanelWidth, top + sizes.PanelHeight));
            plot.Render(canvas, new PixelRect(left, left + sizes.PanelWidth, top + sizes.PanelHeight, top));
            canvas.Restore();
        }
    }
}
