// What became of the samples of an ensemble, and whether they are independent.

using GlassModes.Ensembles;
using GlassModes.Quench;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>How many quenches ended in one way.</summary>
/// <param name="Status">How they ended.</param>
/// <param name="Samples">How many.</param>
public sealed record EndCount(QuenchStatus Status, int Samples);

/// <summary>What became of the samples of an ensemble.</summary>
/// <param name="Samples">The number of samples.</param>
/// <param name="Ends">How many quenches ended how, in the order of the names.</param>
/// <param name="SaddleEscapes">The pushes off saddles in all samples.</param>
/// <param name="LargestResidual">The largest max ‖Hx − λx‖/λ_max of all modes; NaN where none is known.</param>
/// <param name="UncertainRungs">The rungs of all samples at which nothing shows that all unstable modes were found.</param>
/// <param name="EnergyCorrelation">The correlation of successive samples (<see cref="CorrelationOf"/>); null where it is not known.</param>
public sealed record SampleSummary(
    int Samples, IReadOnlyList<EndCount> Ends, int SaddleEscapes, double LargestResidual, int UncertainRungs, Estimate? EnergyCorrelation)
{
    private const int FewestPairs = 8;

    /// <summary>The summary of an ensemble.</summary>
    public static SampleSummary Of(EnsembleSums sums)
    {
        ArgumentNullException.ThrowIfNull(sums);
        IReadOnlyCollection<SampleEnd> ends = sums.Ends;
        return new SampleSummary(
            ends.Count,
            [
                .. ends.GroupBy(end => end.Status).OrderBy(same => $"{same.Key}", StringComparer.Ordinal)
                    .Select(same => new EndCount(same.Key, same.Count())),
            ],
            ends.Sum(end => end.SaddleEscapes),
            ends.Select(end => end.LargestResidual).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max(),
            ends.Sum(end => end.UncertainRungs),
            CorrelationOf(sums));
    }

    /// <summary>
    /// The correlation of V/N at the highest rung that all samples crossed, of samples with numbers n and n + 1 of one seed: Σ δ_n
    /// δ_{n+1}/(pairs · σ²).
    /// </summary>
    /// <remarks>
    /// Such samples are most often configurations of one run of molecular dynamics. Where samples are independent, the correlation is 0
    /// within its error of 1/√pairs. Where it is c, errors over samples are too small by up to √((1 + c)/(1 − c)). Samples of several
    /// chains come in turns; then the correlation does not see what samples of one chain have in common.
    /// </remarks>
    /// <returns>
    /// The correlation, the error that it has for independent samples, and the number of pairs; null with fewer than eight pairs, or
    /// without a common rung.
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
