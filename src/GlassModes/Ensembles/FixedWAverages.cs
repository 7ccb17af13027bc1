// Averages over samples at fixed W, never at fixed t.

using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>
/// One row of the table at fixed W (Shimada et al. 2024, Sec. III A 1): averages over the samples that crossed the rung.
/// </summary>
/// <param name="Log10W">log10 W.</param>
/// <param name="Time">t.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="FractionUnstable">f_u.</param>
/// <param name="LowestEigenvalue">λ_1.</param>
/// <param name="LowestParticipation">P_1.</param>
/// <param name="CoreEnergy">Λ_min.</param>
public sealed record FixedWAverages(
    double Log10W,
    Estimate Time,
    Estimate PotentialEnergyPerParticle,
    Estimate FractionUnstable,
    Estimate LowestEigenvalue,
    Estimate LowestParticipation,
    Estimate CoreEnergy)
{
    /// <summary>The table, a row a rung in descending W, from the measures of each sample.</summary>
    public static IReadOnlyList<FixedWAverages> Of(IEnumerable<IReadOnlyList<RungMeasures>> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return
        [
            .. samples.SelectMany(rungs => rungs).GroupBy(rung => rung.Rung).OrderByDescending(group => group.Key).Select(group =>
            {
                Estimate Mean(Func<RungMeasures, double> measure) => Estimate.Of([.. group.Select(measure)]);
                return new FixedWAverages(
                    group.First().Log10W,
                    Mean(rung => rung.Time),
                    Mean(rung => rung.PotentialEnergyPerParticle),
                    Mean(rung => rung.FractionUnstable),
                    Mean(rung => rung.Lowest?.Eigenvalue ?? double.NaN),
                    Mean(rung => rung.Lowest?.ParticipationRatio ?? double.NaN),
                    Mean(rung => rung.Lowest?.CoreEnergy ?? double.NaN));
            }),
        ];
    }
}
