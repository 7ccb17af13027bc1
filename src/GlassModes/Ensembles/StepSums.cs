// Sums over samples of what happens between a rung and the next rung.

using GlassModes.Modes.Measures;
using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>A number that describes the step from a rung to the next rung. The names and their order stand in files of sums.</summary>
public enum StepScalar
{
    /// <summary>t of the next rung less t of this rung.</summary>
    Time,

    /// <summary>V/N of this rung less V/N of the next.</summary>
    EnergyDrop,

    /// <summary>f_u of this rung less f_u of the next.</summary>
    FractionDrop,

    /// <summary>√(Σ|Δr_i|²/N).</summary>
    Displacement,

    /// <summary>The participation ratio of Δr.</summary>
    DisplacementParticipation,

    /// <summary>(e_1 · Δr)²/|Δr|².</summary>
    LowestOverlap,

    /// <summary>Σ (e_α · Δr)²/|Δr|² over the unstable modes.</summary>
    UnstableOverlap,

    /// <summary>The distance of the most mobile particle from the core of the lowest mode.</summary>
    HotSpotDistance,

    /// <summary>The largest (e_1 · e'_β)² over the modes of the next rung, where mode 1 is unstable.</summary>
    SuccessorOverlap,

    /// <summary>e_1ᵀ H' e_1 with the Hessian of the next rung, where mode 1 is unstable.</summary>
    NextCurvature,
}

/// <summary>What becomes of the unstable modes of a rung until the next rung.</summary>
/// <param name="Modes">The mean number of unstable modes of a sample.</param>
/// <param name="InAll">The number of unstable modes of all samples.</param>
/// <param name="LiveOn">The share of modes α that are found again as an unstable mode β of the next rung: (e_α · e'_β)² &gt; ½.</param>
/// <param name="Stabilised">
/// The share of modes that are found again as the softest mode of the next rung, where that rung has no unstable mode.
/// </param>
/// <param name="Overlap">⟨max_β (e_α · e'_β)²⟩ over modes and samples.</param>
/// <param name="Remaining">
/// ⟨Σ_β (e_α · e'_β)²⟩ over the unstable modes β of the next rung: the part of the unstable directions that stays unstable.
/// </param>
public sealed record ModeFates(double Modes, long InAll, Estimate LiveOn, Estimate Stabilised, Estimate Overlap, Estimate Remaining);

/// <summary>Sums over the samples that crossed two certain rungs one after the other.</summary>
public sealed class StepSums
{
    private readonly GroupedSums _fates = new(FateTotals.Length);
    private readonly FieldSums<StepScalar> _scalars = new();

    internal StepSums(double rung, double nextRung) => (Rung, NextRung) = (rung, nextRung);

    /// <summary>W of the rung.</summary>
    public double Rung { get; }

    /// <summary>W of the next rung.</summary>
    public double NextRung { get; }

    /// <summary>The number of samples that crossed both rungs.</summary>
    public long Count => _scalars.Count;

    internal IReadOnlyList<SumsPart> Parts =>
    [
        new("scalars", string.Join(' ', Enum.GetNames<StepScalar>()), _scalars.Sums),
        new("mode_fates", FateTotals.Names, _fates),
    ];

    /// <summary>The sums of the numbers of <see cref="StepScalar"/>.</summary>
    internal GroupedSums Scalars => _scalars.Sums;

    /// <summary>The mean of a number over the samples that have it, with s/√n.</summary>
    public Estimate Mean(StepScalar scalar) => _scalars.Statistics()[scalar].Mean;

    /// <summary>What becomes of the unstable modes, with errors by the jackknife over samples.</summary>
    public ModeFates Fates()
    {
        Estimate[] shares = _fates.Jackknife(means =>
        {
            FateTotals totals = FateTotals.From(means);
            return
            [
                totals.PerMode(totals.LiveOn),
                totals.PerMode(totals.Stabilised),
                totals.PerMode(totals.Overlap),
                totals.PerMode(totals.Remaining),
            ];
        });
        FateTotals meanTotals = FateTotals.From(_fates.Means());
        double modes = meanTotals.Samples > 0 ? meanTotals.Modes / meanTotals.Samples : double.NaN;
        long allModes = (long)Math.Round(meanTotals.Modes * _fates.Count);
        return new ModeFates(modes, allModes, shares[0], shares[1], shares[2], shares[3]);
    }

    /// <summary>The mean of a number from the means of <see cref="Scalars"/>.</summary>
    internal static double Mean(IReadOnlyList<double> means, StepScalar scalar) => FieldSums<StepScalar>.MeanOf(means, scalar);

    internal void Add(SampleId sample, RungMeasures rung, RungMeasures nextRung)
    {
        FieldValues<StepScalar> values = _scalars.NewValues();
        values[StepScalar.Time] = nextRung.Time - rung.Time;
        values[StepScalar.EnergyDrop] = rung.PotentialEnergyPerParticle - nextRung.PotentialEnergyPerParticle;
        values[StepScalar.FractionDrop] = rung.FractionUnstable - nextRung.FractionUnstable;
        FateTotals fates = default;
        if (rung.Next is { } transition)
        {
            values[StepScalar.Displacement] = transition.Displacement;
            values[StepScalar.DisplacementParticipation] = transition.DisplacementParticipation;
            values[StepScalar.LowestOverlap] = transition.LowestOverlap;
            values[StepScalar.UnstableOverlap] = transition.UnstableOverlap;
            values[StepScalar.HotSpotDistance] = transition.HotSpotDistance;
            values[StepScalar.SuccessorOverlap] = transition.SuccessorOverlaps is [double overlap, ..] ? overlap : double.NaN;
            values[StepScalar.NextCurvature] = transition.NextCurvatures is [double curvature, ..] ? curvature : double.NaN;
            fates = FateTotals.Of(transition, nextRung.Eigenvalues.Count);
        }

        _scalars.Add(sample, values);
        _fates.Add(sample.Group, fates.ToVector());
    }

    internal void Add(StepSums other)
    {
        _scalars.Sums.Add(other._scalars.Sums);
        _fates.Add(other._fates);
    }

    // The terms that are summed over samples: the number of samples whose modes were compared, the number of their unstable modes, and sums
    // over these modes.
    private readonly record struct FateTotals(
        double Samples, double Modes, double LiveOn, double Stabilised, double Overlap, double Remaining)
    {
        public const int Length = 6;

        public const string Names = "samples modes live_on stabilised overlap remaining";

        public static FateTotals From(double[] vector) =>
            new(vector[0], vector[1], vector[2], vector[3], vector[4], vector[5]);

        public static FateTotals Of(ModeTransition transition, int unstableModesOfNext)
        {
            FateTotals totals = new(1, transition.SuccessorOverlaps.Count, 0, 0, 0, 0);
            for (int k = 0; k < transition.SuccessorOverlaps.Count; k++)
            {
                // The modes of the next rung begin with its unstable modes. If no mode is unstable, the softest mode is the only mode.
                bool isFound = transition.SuccessorOverlaps[k] > ModeTransition.LeastOverlap;
                bool isUnstable = transition.Successors[k] < unstableModesOfNext;
                totals = totals with
                {
                    LiveOn = totals.LiveOn + (isFound && isUnstable ? 1 : 0),
                    Stabilised = totals.Stabilised + (isFound && !isUnstable ? 1 : 0),
                    Overlap = totals.Overlap + transition.SuccessorOverlaps[k],
                    Remaining = totals.Remaining + transition.RemainingOverlaps[k],
                };
            }

            return totals;
        }

        public double PerMode(double total) => Modes > 0 ? total / Modes : double.NaN;

        public double[] ToVector() => [Samples, Modes, LiveOn, Stabilised, Overlap, Remaining];
    }
}
