// The energy profiles of the lowest modes, summed over samples at one rung.

using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>
/// Sums of the energy profiles Λ(r) of the lowest modes (Shimada et al. 2024, Appendix C), at r = δr, 2δr, … up to the first beyond √3 L/2.
/// </summary>
public sealed class EnergyProfileSums
{
    private readonly GroupedSums _sums;
    private readonly int _length;

    internal EnergyProfileSums(double boxLength)
    {
        _length = LowestModeMeasures.EnergyLength(boxLength);
        _sums = new GroupedSums(2 * (1 + _length));
    }

    internal SumsPart Part => new(
        "energy_profile",
        FormattableString.Invariant($"count, Lambda at r = {LowestModeMeasures.EnergyStep} k, count, Lambda/|Lambda_min| at the same"),
        _sums);

    /// <summary>⟨Λ(r)⟩ over the samples that have a mode, with errors by the jackknife over samples.</summary>
    public DataPoint[] Mean() => Points(means => Energies(means).Mean());

    /// <summary>
    /// ⟨Λ(r)/|Λ_min|⟩ over the samples whose Λ_min is not zero, with errors by the jackknife over samples. Samples with a small |Λ_min|
    /// have the largest weights in this mean.
    /// </summary>
    public DataPoint[] MeanOfNormalised() => Points(means => NormalisedEnergies(means).Mean());

    /// <summary>⟨Λ(r)⟩/|min_r ⟨Λ(r)⟩|, whose least value is −1, with errors by the jackknife over samples.</summary>
    public DataPoint[] MeanOverItsMinimum() => Points(means =>
    {
        double[] sums = Energies(means).Sums;
        double least = Math.Abs(sums.Min());
        return [.. sums.Select(sum => least > 0 ? sum / least : double.NaN)];
    });

    internal void Add(SampleId sample, LowestModeMeasures? mode)
    {
        double[] terms = new double[_sums.Length];
        if (mode is not null)
        {
            // Λ_min is 0 if no δE is negative and the core takes no part in the mode at all.
            bool isNormalised = mode.CoreEnergy != 0;
            terms =
            [
                1,
                .. mode.EnergyProfile,
                isNormalised ? 1 : 0,
                .. mode.EnergyProfile.Select(value => isNormalised ? value / Math.Abs(mode.CoreEnergy) : 0),
            ];
        }

        _sums.Add(sample.Group, terms);
    }

    // The vector of sums holds two profiles one after the other. Before each profile stands the number of samples that have this profile.
    private Profile Energies(double[] means) => new(means[0], means[1..(1 + _length)]);

    private Profile NormalisedEnergies(double[] means) => new(means[1 + _length], means[(2 + _length)..]);

    private DataPoint[] Points(Func<double[], double[]> profileOf) =>
    [
        .. _sums.Jackknife(profileOf).Select((estimate, k) =>
            new DataPoint((k + 1) * LowestModeMeasures.EnergyStep, estimate.Mean, estimate.StandardError)),
    ];

    private readonly record struct Profile(double Count, double[] Sums)
    {
        public double[] Mean()
        {
            double count = Count;
            return [.. Sums.Select(sum => count > 0 ? sum / count : double.NaN)];
        }
    }
}
