// The decay profiles of the lowest modes, summed over samples at one rung.

using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>Sums of the decay profiles d(r) of the lowest modes (Shimada et al. 2024, Appendix C), at r = Δr, 2Δr, … ≤ L/2.</summary>
public sealed class DecaySums
{
    // Two terms are summed for each r: 1 if a sample has a value (else 0), and d(r).
    private const int Terms = 2;

    private readonly GroupedSums _sums;

    internal DecaySums(double boxLength) => _sums = new GroupedSums(Terms * LowestModeMeasures.DecayLength(boxLength));

    /// <summary>The number of groups of samples from which the jackknife computes errors.</summary>
    public int UsedGroups => _sums.UsedGroups;

    internal GroupedSums Sums => _sums;

    internal SumsPart Part => new("decay", FormattableString.Invariant($"for r = {LowestModeMeasures.DecayBin} k: count d"), _sums);

    private int Length => _sums.Length / Terms;

    /// <summary>
    /// Computes the mean profile ⟨d(r)⟩ with errors by the jackknife over samples; NaN where no sample has a value. Allocates the points.
    /// </summary>
    public DataPoint[] Mean() =>
    [
        .. _sums.Jackknife(ValuesOf).Select((estimate, k) =>
            new DataPoint((k + 1) * LowestModeMeasures.DecayBin, estimate.Mean, estimate.StandardError)),
    ];

    /// <summary>
    /// Computes ⟨d(r)⟩ at each r from the means of the sums, over all samples or a part of them; NaN where no sample has a value.
    /// </summary>
    internal double[] ValuesOf(IReadOnlyList<double> means) =>
        [.. Enumerable.Range(0, Length).Select(k => means[Terms * k] > 0 ? means[(Terms * k) + 1] / means[Terms * k] : double.NaN)];

    internal void Add(SampleId sample, LowestModeMeasures? mode)
    {
        double[] terms = new double[_sums.Length];
        for (int k = 0; k < mode?.Decay.Count; k++)
        {
            (terms[Terms * k], terms[(Terms * k) + 1]) = double.IsFinite(mode.Decay[k]) ? (1, mode.Decay[k]) : (0, 0);
        }

        _sums.Add(sample.Group, terms);
    }
}
