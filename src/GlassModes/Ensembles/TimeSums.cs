// Sums over samples at fixed t, for comparison with the sums at fixed W.

using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>Sums over samples at fixed t, on a grid of ten times per decade from t = 0.01 to 10⁴.</summary>
/// <remarks>
/// Between two rungs, ln W, V/N and f_u of a sample are taken as linear in ln t. V/N always lies between its values at both rungs. W may
/// rise between two rungs, and is then underestimated. A sample is absent before its first rung. A sample that has come to rest keeps the
/// values of its last rung. A sample is at rest if its last rung has W ≤ 1e-12, or if no force is left. Any other sample is absent after
/// its last rung. Shimada et al. 2024 (Sec. III A 1, Fig. 2) average at fixed W instead, because samples come to rest at very different
/// times. The sums at fixed t show how much this choice matters.
/// </remarks>
public sealed class TimeSums
{
    private const int PerDecade = 10;
    private const int FirstDecade = -2;
    private const int Decades = 6;

    // The numbers of a sample at one time, in the order of files.
    private enum Field
    {
        IsAtRest,
        MeanSquaredForce,
        LogMeanSquaredForce,
        PotentialEnergyPerParticle,
        FractionUnstable,
    }

    private static readonly double[] s_times =
        [.. Enumerable.Range(0, (Decades * PerDecade) + 1).Select(k => Math.Pow(10, FirstDecade + ((double)k / PerDecade)))];

    private readonly FieldSums<Field> _sums = new(s_times.Length);

    internal TimeSums()
    {
    }

    /// <summary>The text with the names of the numbers and the times, by which a file says what is summed.</summary>
    internal static string FieldNames =>
        FormattableString.Invariant($"at_rest W ln_W V_per_particle f_u at t = 10^({FirstDecade} + k/{PerDecade})");

    internal GroupedSums Sums => _sums.Sums;

    /// <summary>
    /// Computes the averages at each time at which a sample is present, up to the first time at which all samples are at rest.
    /// </summary>
    public IReadOnlyList<FixedTimeAverages> Averages()
    {
        FieldTable<Field, FieldStatistics> statistics = _sums.Statistics();
        FixedTimeAverages[] ofAllTimes =
            [.. Enumerable.Range(0, s_times.Length).Select(k => AveragesAt(k, statistics, _sums.Count))
                .Where(averages => averages.Samples > 0)];
        int rows = Array.FindLastIndex(ofAllTimes, averages => averages.Finished < 1) + 2;
        return ofAllTimes[..Math.Min(rows, ofAllTimes.Length)];
    }

    internal void Add(SampleId sample, SampleRecord record)
    {
        FieldValues<Field> values = _sums.NewValues();
        RungMeasures[] rungs = [.. record.Rungs.Where(rung => rung.Time > 0)];
        bool comesToRest = rungs.Length > 0 && (rungs[^1].Rung.IsInherentStructure || record.Status == Quench.QuenchStatus.ForceFree);
        int next = 0;
        for (int k = 0; k < s_times.Length && rungs.Length > 0; k++)
        {
            while (next < rungs.Length && rungs[next].Time <= s_times[k])
            {
                next++;
            }

            bool isAfterLast = next == rungs.Length;
            if (next == 0 || (isAfterLast && !comesToRest))
            {
                continue;
            }

            RungMeasures before = rungs[next - 1];
            RungMeasures after = rungs[Math.Min(next, rungs.Length - 1)];
            double fraction = isAfterLast ? 0 : Math.Log(s_times[k] / before.Time) / Math.Log(after.Time / before.Time);
            double Interpolate(double first, double second) => first + (fraction * (second - first));
            double logForce = Interpolate(Math.Log(before.MeanSquaredForce), Math.Log(after.MeanSquaredForce));
            values[k, Field.IsAtRest] = isAfterLast ? 1 : 0;
            values[k, Field.MeanSquaredForce] = Math.Exp(logForce);
            values[k, Field.LogMeanSquaredForce] = logForce;
            values[k, Field.PotentialEnergyPerParticle] = Interpolate(before.PotentialEnergyPerParticle, after.PotentialEnergyPerParticle);
            values[k, Field.FractionUnstable] = Interpolate(before.FractionUnstable, after.FractionUnstable);
        }

        _sums.Add(sample, values);
    }

    private static FixedTimeAverages AveragesAt(int k, FieldTable<Field, FieldStatistics> statistics, long samples)
    {
        Estimate atRest = statistics[k, Field.IsAtRest].Mean;
        FieldStatistics logForce = statistics[k, Field.LogMeanSquaredForce];
        FieldStatistics energy = statistics[k, Field.PotentialEnergyPerParticle];
        FieldStatistics fraction = statistics[k, Field.FractionUnstable];
        return new FixedTimeAverages(
            s_times[k],
            atRest.Samples,
            atRest.Samples == samples,
            atRest.Mean,
            statistics[k, Field.MeanSquaredForce].Mean,
            logForce.Mean,
            logForce.Deviation,
            energy.Mean,
            fraction.Mean,
            energy.Deviation,
            fraction.Deviation);
    }
}
