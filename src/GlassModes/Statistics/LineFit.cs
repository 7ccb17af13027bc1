// Straight lines by least squares.

using MathNet.Numerics;

namespace GlassModes.Statistics;

/// <summary>The fit of a line y = a + b x.</summary>
/// <param name="Intercept">a.</param>
/// <param name="Slope">b.</param>
/// <param name="Quality">The data used, and how well the line describes them.</param>
public sealed record LineFit(FittedValue Intercept, FittedValue Slope, FitQuality Quality)
{
    private const int Parameters = 2;

    /// <summary>
    /// Fits a line to the points between two abscissas by least squares with the weights 1/σ² (Press et al., Numerical Recipes, Sec. 15.2).
    /// </summary>
    /// <remarks>
    /// If some points have an error, points without an error (NaN, 0 or infinite) are left out. <see cref="FitQuality.Points"/> counts the
    /// points that are used. If no point has an error, all weights are equal, and the errors of a and b follow from the scatter about the
    /// line. Points that are not finite are left out. Without two different abscissas there is no fit: the values are NaN, and the trouble
    /// says so. Allocates copies of the points.
    /// </remarks>
    /// <param name="points">The points, in any order.</param>
    /// <param name="from">The smallest abscissa to use.</param>
    /// <param name="to">The largest abscissa to use.</param>
    public static LineFit Of(IEnumerable<DataPoint> points, double from = double.NegativeInfinity, double to = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(points);
        DataPoint[] used =
            [.. points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y) && point.X >= from && point.X <= to)];
        bool weighted = used.Any(point => point.HasError);
        used = weighted ? [.. used.Where(point => point.HasError)] : used;
        double first = used.Length > 0 ? used.Min(point => point.X) : double.NaN;
        double last = used.Length > 0 ? used.Max(point => point.X) : double.NaN;
        if (used.Length < 2 || !(last > first))
        {
            return new LineFit(
                FittedValue.None,
                FittedValue.None,
                FitQuality.Impossible(first, last, used.Length, Parameters, new FitTrouble.OneAbscissa(weighted)));
        }

        // If x is measured from its weighted mean, the errors of intercept and slope are independent.
        double[] weights = [.. used.Select(point => weighted ? 1 / (point.Error * point.Error) : 1)];
        double sum = weights.Sum();
        double mean = used.Zip(weights, (point, weight) => weight * point.X).Sum() / sum;
        double spread = used.Zip(weights, (point, weight) => weight * (point.X - mean) * (point.X - mean)).Sum();
        double slope = used.Zip(weights, (point, weight) => weight * (point.X - mean) * point.Y).Sum() / spread;
        double center = used.Zip(weights, (point, weight) => weight * point.Y).Sum() / sum;
        double intercept = center - (slope * mean);
        double chiSquared = used.Zip(weights, (point, weight) => weight * Math.Pow(point.Y - intercept - (slope * point.X), 2)).Sum();
        int freedom = used.Length - Parameters;
        double scatter = weighted ? 1 : freedom > 0 ? chiSquared / freedom : double.NaN;
        double errorOfIntercept = Math.Sqrt(scatter * ((1 / sum) + (mean * mean / spread)));
        double errorOfSlope = Math.Sqrt(scatter / spread);
        double probability = weighted && freedom > 0 ? SpecialFunctions.GammaUpperRegularized(0.5 * freedom, 0.5 * chiSquared) : double.NaN;
        return new LineFit(
            new FittedValue(intercept, errorOfIntercept),
            new FittedValue(slope, errorOfSlope),
            new FitQuality(
                first, last, used.Length, chiSquared, freedom, probability, freedom < 1 ? new FitTrouble.NoDegreeOfFreedom() : null));
    }
}
