// Averages at fixed t, to be held against those at fixed W.

using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>Averages over the samples of an ensemble at one time.</summary>
/// <param name="Time">t.</param>
/// <param name="Samples">Samples between their first and last rung, or at rest.</param>
/// <param name="IsComplete">Whether that is all samples of the ensemble; else they are those that are fast to come to the first rung, or slow to come to the last, and the averages are of such.</param>
/// <param name="Finished">Of these, the share that has come to rest, and counts with the values it had then.</param>
/// <param name="MeanSquaredForce">⟨W⟩.</param>
/// <param name="LogMeanSquaredForce">⟨ln W⟩.</param>
/// <param name="Spread">Standard deviation of ln W over samples.</param>
/// <param name="PotentialEnergyPerParticle">⟨V/N⟩.</param>
/// <param name="FractionUnstable">⟨f_u⟩.</param>
/// <param name="EnergySpread">Standard deviation of V/N.</param>
/// <param name="FractionSpread">Standard deviation of f_u.</param>
public sealed record FixedTimeAverages(
    double Time,
    int Samples,
    bool IsComplete,
    double Finished,
    Estimate MeanSquaredForce,
    Estimate LogMeanSquaredForce,
    double Spread,
    Estimate PotentialEnergyPerParticle,
    Estimate FractionUnstable,
    double EnergySpread,
    double FractionSpread);

/// <summary>
/// Sums at fixed t, on a grid of ten times a decade from 0.01 to 10⁴. Between two rungs ln W, V/N and f_u are taken as linear in ln t: V/N is between the values at both, W may rise in between
/// and is then underestimated. A sample that has come to rest (a last rung of W ≤ 1e-12, or no force) keeps the values of its last rung; others are not there after theirs. The paper averages at fixed W instead, for samples finish at very different times and those at rest are mixed
/// with others (Shimada et al. 2024, Sec. III A 1, Fig. 2): this shows by how much.
/// </summary>
public sealed class TimeSums
{
    private const int PerDecade = 10;
    private const int FirstDecade = -2;
    private const int Decades = 6;

    // Finished or not, W, ln W, V/N, f_u.
    private const int Fields = 5;

    private static readonly double[] s_times = [.. Enumerable.Range(0, (Decades * PerDecade) + 1).Select(k => Math.Pow(10, FirstDecade + ((double)k / PerDecade)))];
    private readonly OptionalSums _sums = new(Fields * s_times.Length);

    internal TimeSums()
    {
    }

    /// <summary>What the sums are of, for files.</summary>
    internal static string FieldNames => FormattableString.Invariant($"at_rest W ln_W V_per_particle f_u at t = 10^({FirstDecade} + k/{PerDecade})");

    internal GroupedSums Sums => _sums.Sums;

    /// <summary>The averages at each time at which there is a sample, up to the first at which all of them are at rest.</summary>
    public IReadOnlyList<FixedTimeAverages> Averages()
    {
        (Estimate Mean, double Deviation)[] sums = _sums.Statistics();
        FixedTimeAverages[] all = [.. Enumerable.Range(0, s_times.Length).Select(k => At(k, sums.AsSpan(Fields * k, Fields), Sums.Count)).Where(row => row.Samples > 0)];
        int rows = Array.FindLastIndex(all, row => row.Finished < 1) + 2;
        return all[..Math.Min(rows, all.Length)];
    }

    private static FixedTimeAverages At(int k, ReadOnlySpan<(Estimate Mean, double Deviation)> fields, long samples) => new(
        s_times[k], fields[0].Mean.Samples, fields[0].Mean.Samples == samples, fields[0].Mean.Mean, fields[1].Mean, fields[2].Mean, fields[2].Deviation, fields[3].Mean, fields[4].Mean, fields[3].Deviation, fields[4].Deviation);

    internal void Add(SampleId sample, SampleRecord record)
    {
        double[] values = new double[Fields * s_times.Length];
        Array.Fill(values, double.NaN);
        RungMeasures[] rungs = [.. record.Rungs.Where(rung => rung.Time > 0)];
        bool done = rungs.Length > 0 && (rungs[^1].Rung.IsInherentStructure || record.Status == Quench.QuenchStatus.ForceFree);
        int next = 0;
        for (int k = 0; k < s_times.Length && rungs.Length > 0; k++)
        {
            while (next < rungs.Length && rungs[next].Time <= s_times[k])
            {
                next++;
            }

            if (next == 0 || (next == rungs.Length && !done))
            {
                continue;
            }

            RungMeasures before = rungs[next - 1];
            RungMeasures after = rungs[Math.Min(next, rungs.Length - 1)];
            double part = next < rungs.Length ? Math.Log(s_times[k] / before.Time) / Math.Log(after.Time / before.Time) : 0;
            double Between(double one, double other) => one + (part * (other - one));
            double log = Between(Math.Log(before.MeanSquaredForce), Math.Log(after.MeanSquaredForce));
            values[Fields * k] = next < rungs.Length ? 0 : 1;
            values[(Fields * k) + 1] = Math.Exp(log);
            values[(Fields * k) + 2] = log;
            values[(Fields * k) + 3] = Between(before.PotentialEnergyPerParticle, after.PotentialEnergyPerParticle);
            values[(Fields * k) + 4] = Between(before.FractionUnstable, after.FractionUnstable);
        }

        _sums.Add(sample, values);
    }
}
