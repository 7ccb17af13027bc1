// Whether samples are as independent as errors take them to be.

using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>What successive samples, most often configurations of one chain of molecular dynamics, have in common.</summary>
public static class Chains
{
    private const int FewestPairs = 8;

    /// <summary>
    /// Correlation of V/N at the highest rung that all samples crossed, of samples with numbers n and n + 1 of one seed: Σ δ_n δ_{n+1}/(pairs · σ²). Where samples are independent it is 0 within its error of
    /// 1/√pairs; where it is c, errors over samples are too small by up to √((1 + c)/(1 − c)). Samples of several chains come in turns, so that it cannot see what those of one have in common.
    /// </summary>
    /// <returns>The correlation, the error it has without any, and the pairs; null with fewer than eight pairs, or without a common rung.</returns>
    public static Estimate? EnergyCorrelation(EnsembleSums ensemble)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        SampleModes[] samples = [.. ensemble.Rungs.FirstOrDefault(rung => rung.Modes.Count == ensemble.Samples.Count)?.Modes ?? []];
        if (samples.Length < 2)
        {
            return null;
        }

        double mean = samples.Average(one => one.PotentialEnergyPerParticle);
        double variance = samples.Sum(one => Math.Pow(one.PotentialEnergyPerParticle - mean, 2)) / (samples.Length - 1);
        (SampleModes First, SampleModes Second)[] pairs =
            [.. samples.Zip(samples.Skip(1)).Where(pair => pair.First.Sample.Seed == pair.Second.Sample.Seed && pair.Second.Sample.Number == pair.First.Sample.Number + 1)];
        return pairs.Length < FewestPairs || !(variance > 0)
            ? null
            : new Estimate(
                pairs.Average(pair => (pair.First.PotentialEnergyPerParticle - mean) * (pair.Second.PotentialEnergyPerParticle - mean)) / variance,
                1 / Math.Sqrt(pairs.Length),
                pairs.Length);
    }
}
