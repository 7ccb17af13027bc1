// Guide lines of power laws.

namespace GlassModes.Figures.Plots;

/// <summary>
/// Guide lines y = c x^p with a given exponent p. The amplitude c puts the line through the data: ln c is the mean of ln y − p ln x. The
/// line
/// is then moved away from the data by a factor, so that both can be seen.
/// </summary>
internal static class PowerGuide
{
    /// <summary>Makes a guide line beside points; null with fewer than two points.</summary>
    /// <param name="label">The text of the legend.</param>
    /// <param name="role">The first or the second guide.</param>
    /// <param name="points">Points with positive coordinates.</param>
    /// <param name="power">p.</param>
    /// <param name="shift">The factor by which y of the line is larger than y of the data.</param>
    public static FigureLine? Beside(
        string label, LineRole role, IReadOnlyCollection<(double X, double Y)> points, double power, double shift)
    {
        (double X, double Y)[] used = [.. points.Where(point => point.X > 0 && point.Y > 0)];
        if (used.Length < 2)
        {
            return null;
        }

        double logAmplitude = used.Average(point => Math.Log(point.Y) - (power * Math.Log(point.X))) + Math.Log(shift);
        (double X, double Y) At(double x) => (x, Math.Exp(logAmplitude + (power * Math.Log(x))));
        return new FigureLine(label, role, [At(used.Min(point => point.X)), At(used.Max(point => point.X))]);
    }
}
