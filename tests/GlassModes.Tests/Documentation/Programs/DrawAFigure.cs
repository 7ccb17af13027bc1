// A program of docs/library.md: a figure of one's own results.

#pragma warning disable IDE0130 // Outside GlassModes, so that the usings shown to readers are all that a program needs.

// quoted
using GlassModes.Figures;
using GlassModes.Figures.Drawing;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Quench;
// end

namespace Documented.Programs;

internal static class DrawAFigure
{
    public static void Run()
    {
        // quoted
        var quench = SteepestDescent.Quench(ConfigurationFile.Read("liquid.data"), KobAndersen.ForceShifted(), Ladder.Decades(0, -3, 0.5));
        FigurePoint[] points = [.. quench.Select(snapshot => new FigurePoint(snapshot.Time, snapshot.Rung.MeanSquaredForce))];
        FigureAxis time = new("t", "τ", AxisScale.Logarithmic);
        FigureAxis force = new("W", "ε²/σ²", AxisScale.Logarithmic);
        FigurePanel panel = new(time, force, [new FigureSeries("N = 1000", points, SeriesLook.Only)], []);
        Figure figure = new("quench", "One quench", "W(t) of one quench.", [panel]);
        WrittenFigure written = FigureFiles.Write(".", figure, FigureStyle.Paper);
        Console.WriteLine($"{points.Length} points in {string.Join(", ", written.Files)}");
        // end
    }
}
