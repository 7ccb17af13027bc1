// How the quenches of an ensemble ended, and whether the samples are independent.

using GlassModes.Ensembles;
using GlassModes.Quench;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>The number of quenches that ended with the same status.</summary>
/// <param name="Status">The status.</param>
/// <param name="Samples">The number of quenches.</param>
public sealed record EndCount(QuenchStatus Status, int Samples);

/// <summary>How the quenches of an ensemble ended, how reliable the modes are, and whether the samples are independent.</summary>
/// <param name="Samples">The number of samples.</param>
/// <param name="Ends">The number of quenches for each status, in the order of the names.</param>
/// <param name="SaddleEscapes">The number of pushes off saddles in all samples.</param>
/// <param name="LargestResidual">The largest max ‖Hx − λx‖/λ_max of all modes; NaN if no residual is known.</param>
/// <param name="UncertainRungs">The number of rungs of all samples without a certificate that all unstable modes were found.</param>
/// <param name="EnergyCorrelation">
/// The correlation of successive samples (<see cref="CorrelationOf"/>); null where the correlation is not known.
/// </param>
public sealed record SampleSummary(
    int Samples, IReadOnlyList<EndCount> Ends, int SaddleEscapes, double LargestResidual, int UncertainRungs, Estimate? EnergyCorrelation)
{
    private const int FewestPairs = 8;

    /// <summary>Makes the summary of an ensemble.</summary>
    public static SampleSummary Of(EnsembleSums sums)
    {
        ArgumentNullException.ThrowIfNull(sums);
        IReadOnlyCollection<SampleEnd> ends = sums.Ends;
        return new SampleSummary(
            ends.Count,
            [
                .. ends.GroupBy(end => end.Status).OrderBy(group => $"{group.Key}", StringComparer.Ordinal)
                    .Select(group => new EndCount(group.Key, group.Count())),
            ],
            ends.Sum(end => end.SaddleEscapes),
            ends.Select(end => end.LargestResidual).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max(),
            ends.Sum(end => end.UncertainRungs),
            CorrelationOf(sums));
    }

    /// <summary>
    /// Computes the correlation of V/N between samples with numbers n and n + 1 of one seed, at the highest rung that all samples crossed:
    /// Σ δ_n δ_{n+1}/(pairs · σ²). δ is the deviation of V/N from its mean, and σ² its variance.
    /// </summary>
    /// <remarks>
    /// Such samples are most often configurations of one run of molecular dynamics. If samples are independent, the correlation is 0 within
    /// its error of 1/√pairs. If the correlation is c, errors over samples are too small by a factor of up to √((1 + c)/(1 − c)). Samples
    /// of several chains alternate in their numbers. The correlation then does not see what samples of one chain have in common.
    /// </remarks>
    /// <returns>
    /// The correlation, the error of the correlation of independent samples, and the number of pairs. Null with fewer than eight pairs,
    /// without a rung that all samples crossed, or if V/N is the same in all samples.
    /// </returns>
    public static Estimate? CorrelationOf(EnsembleSums sums)
    {
        ArgumentNullException.ThrowIfNull(sums);
        SampleModes[] samples = [.. sums.Rungs.FirstOrDefault(rung => rung.Modes.Count == sums.Samples.Count)?.Modes ?? []];
        if (samples.Length < 2)
        {
            return null;
        }

        double mean = samples.Average(sample => sample.PotentialEnergyPerParticle);
        double variance = samples.Sum(sample => Math.Pow(sample.PotentialEnergyPerParticle - mean, 2)) / (samples.Length - 1);
        (SampleModes First, SampleModes Second)[] pairs =
        [
            .. samples.Zip(samples.Skip(1)).Where(pair =>
                pair.First.Sample.Seed == pair.Second.Sample.Seed && pair.Second.Sample.Number == pair.First.Sample.Number + 1),
        ];
        if (pairs.Length < FewestPairs || !(variance > 0))
        {
            return null;
        }

        double covariance = pairs.Average(pair =>
            (pair.First.PotentialEnergyPerParticle - mean) * (pair.Second.PotentialEnergyPerParticle - mean));
        return new Estimate(covariance / variance, 1 / Math.Sqrt(pairs.Length), pairs.Length);
    }
}
