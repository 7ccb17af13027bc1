// The weighted mean of values with errors.

using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>The weighted mean of values with errors.</summary>
internal static class WeightedMean
{
    /// <summary>
    /// Computes Σ x/σ² / Σ 1/σ². The error is 1/√Σ 1/σ², times √(χ²/ν) where the values scatter by more than their errors. Values without
    /// an error are left out; without any value the mean is NaN.
    /// </summary>
    public static FittedValue Of(IEnumerable<FittedValue> values)
    {
        FittedValue[] known = [.. values.Where(value => double.IsFinite(value.Value) && value.Error > 0 && double.IsFinite(value.Error))];
        if (known.Length == 0)
        {
            return Finding.NoValue;
        }

        double weight = known.Sum(value => 1 / (value.Error * value.Error));
        double mean = known.Sum(value => value.Value / (value.Error * value.Error)) / weight;
        double chiSquared = known.Sum(value => Math.Pow((value.Value - mean) / value.Error, 2));
        return new FittedValue(mean, ScatterFactor(chiSquared, known.Length - 1) / Math.Sqrt(weight));
    }

    /// <summary>The factor by which errors are too small if values scatter with this χ²; never below 1.</summary>
    public static double ScatterFactor(double chiSquared, int freedom) => freedom > 0 ? Math.Sqrt(Math.Max(1, chiSquared / freedom)) : 1;
}
