// What happens between a rung and the next, over many samples.

using GlassModes.Modes.Measures;
using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>A scalar of the way from a rung to the next.</summary>
public enum StepScalar
{
    /// <summary>t of the next rung less t of this.</summary>
    Time,

    /// <summary>V/N of this rung less V/N of the next.</summary>
    EnergyDrop,

    /// <summary>f_u of this rung less f_u of the next.</summary>
    FractionDrop,

    /// <summary>√(Σ|Δr_i|²/N).</summary>
    Displacement,

    /// <summary>P of Δr.</summary>
    DisplacementParticipation,

    /// <summary>(e_1 · Δr)²/|Δr|².</summary>
    LowestOverlap,

    /// <summary>Σ (e_α · Δr)²/|Δr|² over the unstable modes.</summary>
    UnstableOverlap,

    /// <summary>Distance of the most mobile particle from the core of the lowest mode.</summary>
    HotSpotDistance,

    /// <summary>Largest (e_1 · e'_β)² over the modes of the next rung, where mode 1 is unstable.</summary>
    SuccessorOverlap,

    /// <summary>e_1ᵀ H' e_1 with the Hessian of the next rung, where mode 1 is unstable.</summary>
    NextCurvature,
}

/// <summary>What becomes of the unstable modes of a rung until the next.</summary>
/// <param name="Modes">Mean number of them in a sample.</param>
/// <param name="InAll">Number of them in all samples.</param>
/// <param name="LiveOn">Share that is found again as an unstable mode: (e_α · e'_β)² &gt; ½.</param>
/// <param name="Stabilised">Share that is found again as the softest mode, which has become stable: where no mode is unstable any more.</param>
/// <param name="Overlap">⟨max_β (e_α · e'_β)²⟩ over modes and samples.</param>
/// <param name="Remaining">⟨Σ_β (e_α · e'_β)²⟩ over the unstable β: how much of the unstable directions is left in those of the next rung.</param>
public sealed record ModeFates(double Modes, long InAll, Estimate LiveOn, Estimate Stabilised, Estimate Overlap, Estimate Remaining);

/// <summary>Sums over the samples that crossed one rung and, next in their ladder, a certain other one.</summary>
public sealed class StepSums
{
    // Modes, of these living on, stabilised, Σ overlap, Σ remaining; of samples whose modes were compared.
    private readonly GroupedSums _fates = new(6);
    private readonly OptionalSums _scalars = new(Enum.GetValues<StepScalar>().Length);

    internal StepSums(double rung, double nextRung) => (Rung, NextRung) = (rung, nextRung);

    /// <summary>W of the rung.</summary>
    public double Rung { get; }

    /// <summary>W of the next.</summary>
    public double NextRung { get; }

    /// <summary>Samples that crossed both.</summary>
    public long Count => _scalars.Sums.Count;

    internal IReadOnlyList<(string Name, string Fields, GroupedSums Sums)> Parts =>
    [
        ("scalars", string.Join(' ', Enum.GetNames<StepScalar>()), _scalars.Sums),
        ("mode_fates", "samples modes live_on stabilised overlap remaining", _fates),
    ];

    /// <summary>The sums of scalars.</summary>
    internal GroupedSums Scalars => _scalars.Sums;

    /// <summary>The mean of a scalar over the samples that have it, with s/√n.</summary>
    public Estimate Mean(StepScalar scalar) => _scalars.Statistics()[(int)scalar].Mean;

    /// <summary>What becomes of the unstable modes, with errors by the jackknife over samples.</summary>
    public ModeFates Fates()
    {
        Estimate[] ratios = _fates.Jackknife(means => [.. Enumerable.Range(2, 4).Select(k => means[1] > 0 ? means[k] / means[1] : double.NaN)]);
        double[] all = _fates.Means();
        return new ModeFates(all[0] > 0 ? all[1] / all[0] : double.NaN, (long)Math.Round(all[1] * _fates.Count), ratios[0], ratios[1], ratios[2], ratios[3]);
    }

    internal static double Mean(IReadOnlyList<double> means, StepScalar scalar) => OptionalSums.Mean(means, (int)scalar);

    internal void Add(SampleId sample, RungMeasures rung, RungMeasures after)
    {
        ModeTransition? next = rung.Next;
        _scalars.Add(
            sample,
            [
                after.Time - rung.Time,
                rung.PotentialEnergyPerParticle - after.PotentialEnergyPerParticle,
                rung.FractionUnstable - after.FractionUnstable,
                next?.Displacement ?? double.NaN,
                next?.DisplacementParticipation ?? double.NaN,
                next?.LowestOverlap ?? double.NaN,
                next?.UnstableOverlap ?? double.NaN,
                next?.HotSpotDistance ?? double.NaN,
                next is { SuccessorOverlaps: [double overlap, ..] } ? overlap : double.NaN,
                next is { NextCurvatures: [double curvature, ..] } ? curvature : double.NaN,
            ]);
        double[] fates = new double[6];
        if (next is not null)
        {
            fates[0] = 1;
            fates[1] = next.SuccessorOverlaps.Count;
            for (int k = 0; k < next.SuccessorOverlaps.Count; k++)
            {
                // The set of the next rung has its unstable modes first, or the softest alone.
                bool found = next.SuccessorOverlaps[k] > ModeTransition.LeastOverlap;
                fates[2] += found && next.Successors[k] < after.UnstableCount ? 1 : 0;
                fates[3] += found && next.Successors[k] >= after.UnstableCount ? 1 : 0;
                fates[4] += next.SuccessorOverlaps[k];
                fates[5] += next.RemainingOverlaps[k];
            }
        }

        _fates.Add(sample.Group, fates);
    }

    internal void Add(StepSums other)
    {
        _scalars.Sums.Add(other._scalars.Sums);
        _fates.Add(other._fates);
    }
}
