// Tables of what drives the flow and what becomes of modes.

using GlassModes.Analysis;
using GlassModes.Ensembles;

namespace GlassModes.Tables;

/// <summary>Shares of the force, and the way from rung to rung in terms of modes (docs/physics.md, "Flow and modes").</summary>
internal static class FlowTables
{
    public static ResultTable ForceShares(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of(
            "force_shares",
            "Shares of |f|^2 along unstable, nearly flat and stable modes",
            all.SelectMany(Cell.Of).SelectMany(cell => cell.Rung.Flow.ForceShares().Where(row => row.Unstable.Samples > 0).Select(row => (Cell: cell, Row: row))))
        .Note("Unstable: lambda < -x; nearly flat: |lambda| <= x; stable: lambda > x. One row for each x.")
        .Cell(all, row => row.Cell)
        .Column("limit", "epsilon/sigma^2", "x", row => row.Row.Limit)
        .Estimate("unstable", "1", "share along lambda < -x", row => row.Row.Unstable, withSamples: true)
        .Estimate("flat", "1", "share along |lambda| <= x", row => row.Row.Flat)
        .Estimate("stable", "1", "share along lambda > x", row => row.Row.Stable)
        .Column("bound", "1", "by how much flat and stable may be wrong, mean over samples", row => row.Row.Uncertainty)
        .Build();

    public static ResultTable Following(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of(
            "following",
            "What becomes of modes until the next rung, and how far the lowest mode is the hot spot",
            all.SelectMany(Cell.Of).SelectMany(cell => cell.Rung.Steps.Select(step => (Cell: cell, Step: step, Fates: step.Fates()))).Where(row => row.Step.Mean(StepScalar.Displacement).Samples > 0))
        .Note("Dr: displacement from this rung to the next. A mode is found again where its squared overlap with a mode of the next rung is above 1/2, as at most one can be. Errors of 0: none or all of the modes in all.")
        .Note("Few modes being found again says that the rungs are too far apart to follow them, not that they have become stable: with half decades it is so early in the descent.")
        .Cell(all, row => row.Cell)
        .Column("next_log10_W", "1", "log10 of W of the next rung", row => Math.Round(Math.Log10(row.Step.NextRung), 12))
        .Column("steps", "1", "samples that crossed both", row => row.Step.Count)
        .Estimate("displacement", "sigma", "sqrt(sum |Dr_i|^2/N)", row => row.Step.Mean(StepScalar.Displacement), withSamples: true)
        .Estimate("displacement_participation", "1", "participation ratio of Dr", row => row.Step.Mean(StepScalar.DisplacementParticipation))
        .Estimate("lowest_overlap", "1", "(e_1.Dr)^2/|Dr|^2", row => row.Step.Mean(StepScalar.LowestOverlap))
        .Estimate("unstable_overlap", "1", "the same summed over all unstable modes", row => row.Step.Mean(StepScalar.UnstableOverlap))
        .Estimate("hot_spot_distance", "sigma", "of the most mobile particle from the core of mode 1; at random it would be about 0.48 L", row => row.Step.Mean(StepScalar.HotSpotDistance))
        .Estimate("successor_overlap", "1", "largest squared overlap of mode 1 with a mode of the next rung, where it is unstable", row => row.Step.Mean(StepScalar.SuccessorOverlap), withSamples: true)
        .Estimate("next_curvature", "epsilon/sigma^2", "curvature along mode 1 with the Hessian of the next rung, where it is unstable here", row => row.Step.Mean(StepScalar.NextCurvature))
        .Column("modes", "1", "mean number of unstable modes of a sample", row => row.Fates.Modes)
        .Column("modes_in_all", "1", "unstable modes of all samples, of which the next are shares and means", row => row.Fates.InAll)
        .Estimate("live_on", "1", "share of unstable modes that are found again as unstable ones", row => row.Fates.LiveOn)
        .Estimate("stabilised", "1", "share that is found again as the softest mode, where no mode is unstable any more", row => row.Fates.Stabilised)
        .Estimate("overlap", "1", "mean of the largest squared overlap of all unstable modes", row => row.Fates.Overlap)
        .Estimate("remaining", "1", "mean of their summed squared overlaps with the unstable modes of the next rung", row => row.Fates.Remaining)
        .Build();
}
