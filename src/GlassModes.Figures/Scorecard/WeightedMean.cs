// The weighted mean of values with errors, some of which may be from the same samples.

using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>
/// The weighted mean Σ x/σ² / Σ 1/σ² of values with errors. Values without an error are left out; without any value the mean is NaN. The
/// error is enlarged by √(χ²/ν) where the values scatter by more than their errors.
/// </summary>
internal static class WeightedMean
{
    /// <summary>The mean of independent values. The error is 1/√Σ 1/σ².</summary>
    public static FittedValue Of(IEnumerable<FittedValue> values) => OfGroups(values.Select(value => new[] { value }));

    /// <summary>
    /// The mean of values of the same samples, such as values at several rungs. The error is Σ 1/σ / Σ 1/σ²: the largest that any
    /// correlation of the values allows, because the deviation of a sum is at most the sum of the deviations. It is never smaller than the
    /// smallest σ.
    /// </summary>
    public static FittedValue OfCorrelated(IEnumerable<FittedValue> values) => OfGroups([values]);

    /// <summary>
    /// The mean of several groups of values. Values of one group are of the same samples, and groups are independent. With S_g the sum of
    /// 1/σ over group g, the error is √Σ_g S_g² / Σ 1/σ².
    /// </summary>
    public static FittedValue OfGroups(IEnumerable<IEnumerable<FittedValue>> groups)
    {
        FittedValue[][] known =
        [
            .. groups.Select(group => (FittedValue[])
                [.. group.Where(value => double.IsFinite(value.Value) && value.Error > 0 && double.IsFinite(value.Error))]),
        ];
        FittedValue[] all = [.. known.SelectMany(group => group)];
        if (all.Length == 0)
        {
            return Finding.NoValue;
        }

        double weight = all.Sum(value => 1 / (value.Error * value.Error));
        double mean = all.Sum(value => value.Value / (value.Error * value.Error)) / weight;
        double error = Math.Sqrt(known.Sum(group => Math.Pow(group.Sum(value => 1 / value.Error), 2))) / weight;
        double chiSquared = all.Sum(value => Math.Pow((value.Value - mean) / value.Error, 2));
        return new FittedValue(mean, ScatterFactor(chiSquared, all.Length - 1) * error);
    }

    /// <summary>The factor by which errors are too small if values scatter with this χ²; never below 1.</summary>
    public static double ScatterFactor(double chiSquared, int freedom) => freedom > 0 ? Math.Sqrt(Math.Max(1, chiSquared / freedom)) : 1;
}
