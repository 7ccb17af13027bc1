// Tables of the flow in terms of modes.

using GlassModes.Analysis;

namespace GlassModes.Tables;

/// <summary>Shares of the force along modes, and what becomes of modes from rung to rung.</summary>
internal static class FlowTables
{
    public static ResultTable ForceShares(AnalysisResults results) => ResultTable.Of(
            "force_shares",
            "Shares of |f|^2 along unstable, nearly flat and stable modes",
            results.Ensembles.SelectMany(ensemble => ensemble.ForceShares).SelectMany(place =>
                place.Shares.Where(shares => shares.Unstable.Samples > 0).Select(shares => (place.At, Shares: shares))))
        .Note("Unstable: lambda < -x. Nearly flat: |lambda| <= x. Stable: lambda > x. There is a row for each x.")
        .Rung(results.Named(), row => row.At)
        .Column("limit", "epsilon/sigma^2", "x", row => row.Shares.Limit)
        .Estimate("unstable", "1", "share along modes with lambda < -x", row => row.Shares.Unstable, withSamples: true)
        .Estimate("flat", "1", "share along modes with |lambda| <= x", row => row.Shares.Flat)
        .Estimate("stable", "1", "share along modes with lambda > x", row => row.Shares.Stable)
        .Column("bound", "1", "bound of the numerical error of flat and stable, mean over samples", row => row.Shares.Uncertainty)
        .Build();

    public static ResultTable Following(AnalysisResults results) => ResultTable.Of(
            "following",
            "What becomes of modes until the next rung, and how far the lowest mode is the hot spot",
            results.Ensembles.SelectMany(ensemble => ensemble.Steps).Where(row => row.Step.Displacement.Samples > 0))
        .Note(
            "Dr: displacement from this rung to the next. A mode is found again where its squared overlap with a mode of the next rung "
            + "is above 1/2, which is so for one "
            + "mode at most. An error of 0 says that none or all of the modes are counted.")
        .Note(
            "Where few modes are found again, the rungs are too far apart to follow modes; it does not say that the modes have become "
            + "stable. With half decades this is so early "
            + "in the descent.")
        .Rung(results.Named(), row => row.At)
        .Column("next_log10_W", "1", "log10 of W of the next rung", row => row.Step.NextLog10W)
        .Column("steps", "1", "number of samples that crossed both rungs", row => row.Step.Samples)
        .Estimate("displacement", "sigma", "sqrt(sum |Dr_i|^2/N)", row => row.Step.Displacement, withSamples: true)
        .Estimate("displacement_participation", "1", "participation ratio of Dr", row => row.Step.DisplacementParticipation)
        .Estimate("lowest_overlap", "1", "(e_1.Dr)^2/|Dr|^2", row => row.Step.LowestOverlap)
        .Estimate("unstable_overlap", "1", "(e.Dr)^2/|Dr|^2 summed over all unstable modes", row => row.Step.UnstableOverlap)
        .Estimate(
            "hot_spot_distance",
            "sigma",
            "distance of the most mobile particle from the core of mode 1; a random particle is at about 0.48 L",
            row => row.Step.HotSpotDistance)
        .Estimate(
            "successor_overlap",
            "1",
            "largest squared overlap of mode 1 with a mode of the next rung, where mode 1 is unstable",
            row => row.Step.SuccessorOverlap,
            withSamples: true)
        .Estimate(
            "next_curvature",
            "epsilon/sigma^2",
            "curvature along mode 1 with the Hessian of the next rung, where mode 1 is unstable at this rung",
            row => row.Step.NextCurvature)
        .Column("modes", "1", "mean number of unstable modes of a sample", row => row.Step.Fates.Modes)
        .Column(
            "modes_in_all",
            "1",
            "number of unstable modes of all samples; the next columns are shares and means of these",
            row => row.Step.Fates.InAll)
        .Estimate("live_on", "1", "share of the modes that are found again as an unstable mode", row => row.Step.Fates.LiveOn)
        .Estimate(
            "stabilised",
            "1",
            "share of the modes that are found again as the softest mode of a rung without unstable modes",
            row => row.Step.Fates.Stabilised)
        .Estimate("overlap", "1", "mean of the largest squared overlap with a mode of the next rung", row => row.Step.Fates.Overlap)
        .Estimate(
            "remaining",
            "1",
            "mean of the squared overlaps summed over the unstable modes of the next rung",
            row => row.Step.Fates.Remaining)
        .Build();
}
