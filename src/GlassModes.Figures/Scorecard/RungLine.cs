// The slope of a line through values at several rungs of the same samples.

using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>The slope of a line through values at several rungs, which are of the same samples and therefore not independent.</summary>
internal static class RungLine
{
    /// <summary>
    /// Fits a line by least squares with the weights 1/σ² (<see cref="LineFit"/>). The slope is Σ c y with c = (x − x̄)/σ² / Σ (x − x̄)²/σ²
    /// and x̄ the weighted mean of x. The error is √((Σ₊ cσ)² + (Σ₋ |c|σ)²), with sums over the points of positive and of negative c: the
    /// largest for any correlations that are not negative. It is enlarged by √(χ²/ν) where points scatter by more than their errors.
    /// </summary>
    /// <param name="points">Two points or more with errors and different x.</param>
    public static FittedValue Slope(IReadOnlyList<DataPoint> points)
    {
        LineFit line = LineFit.Of(points);
        double weight = points.Sum(point => 1 / (point.Error * point.Error));
        double mean = points.Sum(point => point.X / (point.Error * point.Error)) / weight;
        double spread = points.Sum(point => Math.Pow((point.X - mean) / point.Error, 2));
        double[] parts = [.. points.Select(point => (point.X - mean) / point.Error / spread)];
        double error = Math.Sqrt(
            Math.Pow(parts.Where(part => part > 0).Sum(), 2) + Math.Pow(parts.Where(part => part < 0).Sum(), 2));
        return new FittedValue(
            line.Slope.Value, error * WeightedMean.ScatterFactor(line.Quality.ChiSquared, line.Quality.DegreesOfFreedom));
    }
}
