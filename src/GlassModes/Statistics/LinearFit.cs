// Straight lines, also through logarithms.

using MathNet.Numerics;

namespace GlassModes.Statistics;

/// <summary>y = a + b x by least squares.</summary>
public static class LinearFit
{
    private const string UnknownExponent = "the exponent is not known to half its value";

    // A value is not known when its error is this part of it.
    private const double LargestRelativeError = 0.5;

    /// <summary>
    /// Fits a line to the points between two abscissas, with weights 1/σ²: points without an error (none, 0 or infinite) are left out where others have one, as the number of points tells. Where
    /// none has one, weights are equal, and the errors of a and b come from the scatter about the line. Points that are not finite are left out. Formulas: Press et al., Numerical
    /// Recipes, Sec. 15.2.
    /// </summary>
    public static Fit Line(IEnumerable<DataPoint> points, double from = double.NegativeInfinity, double to = double.PositiveInfinity) =>
        Of("y = a + b x", "a", "b", points, from, to, slopeHasToBeKnown: false);

    /// <summary>y = c x^p by a line through logarithms, between two abscissas; parameters "ln c" and "p". Points with x ≤ 0 or y ≤ 0 are left out, errors are as for <see cref="Line"/>.</summary>
    public static Fit PowerLaw(IEnumerable<DataPoint> points, double from = 0, double to = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(points);
        Fit line = Of(
            "y = c x^p",
            "ln c",
            "p",
            points.Where(point => point.X > 0 && point.Y > 0 && point.X >= from && point.X <= to)
                .Select(point => new DataPoint(Math.Log(point.X), Math.Log(point.Y), point.Error / point.Y)),
            double.NegativeInfinity,
            double.PositiveInfinity,
            slopeHasToBeKnown: true);
        return line with { From = Math.Exp(line.From), To = Math.Exp(line.To) };
    }

    /// <summary>The trouble of a power law whose exponent's error was found in another way: too few points, or an error above half of the exponent.</summary>
    internal static string? TroubleOfPower(Fit fit, double exponent, double error) =>
        !double.IsFinite(exponent) || fit.DegreesOfFreedom < 1 ? fit.Trouble
        : !double.IsFinite(error) ? "no error over samples: they are too few, or the exponent hangs on one of them"
        : error < LargestRelativeError * Math.Abs(exponent) ? null
        : UnknownExponent;

    private static Fit Of(string model, string intercept, string slope, IEnumerable<DataPoint> points, double from, double to, bool slopeHasToBeKnown)
    {
        ArgumentNullException.ThrowIfNull(points);
        DataPoint[] used = [.. points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y) && point.X >= from && point.X <= to)];
        bool weighted = used.Any(point => point.HasError);
        used = weighted ? [.. used.Where(point => point.HasError)] : used;
        double first = used.Length > 0 ? used.Min(point => point.X) : double.NaN;
        double last = used.Length > 0 ? used.Max(point => point.X) : double.NaN;
        if (used.Length < 2 || !(last > first))
        {
            return Fit.Impossible(model, [intercept, slope], first, last, used.Length, $"two points at different abscissas are needed{(weighted ? ", with errors as others have them" : "")}");
        }

        // About the weighted mean of x, where a and b do not depend on each other.
        double[] weights = [.. used.Select(point => weighted ? 1 / (point.Error * point.Error) : 1)];
        double sum = weights.Sum();
        double mean = used.Zip(weights, (point, weight) => weight * point.X).Sum() / sum;
        double spread = used.Zip(weights, (point, weight) => weight * (point.X - mean) * (point.X - mean)).Sum();
        double b = used.Zip(weights, (point, weight) => weight * (point.X - mean) * point.Y).Sum() / spread;
        double center = used.Zip(weights, (point, weight) => weight * point.Y).Sum() / sum;
        double a = center - (b * mean);
        double chiSquared = used.Zip(weights, (point, weight) => weight * Math.Pow(point.Y - a - (b * point.X), 2)).Sum();
        int freedom = used.Length - 2;
        double scatter = weighted ? 1 : freedom > 0 ? chiSquared / freedom : double.NaN;
        double errorOfA = Math.Sqrt(scatter * ((1 / sum) + (mean * mean / spread)));
        double errorOfB = Math.Sqrt(scatter / spread);
        double probability = weighted && freedom > 0 ? SpecialFunctions.GammaUpperRegularized(0.5 * freedom, 0.5 * chiSquared) : double.NaN;
        string? trouble = freedom < 1 ? "no more points than parameters"
            : slopeHasToBeKnown && !(errorOfB < LargestRelativeError * Math.Abs(b)) ? UnknownExponent
            : null;
        return new Fit(
            model, [new FitParameter(intercept, a, errorOfA), new FitParameter(slope, b, errorOfB)], first, last, used.Length, chiSquared, freedom, probability, trouble);
    }
}
