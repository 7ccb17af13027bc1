// Says why no ensemble can be held against a statement.

using GlassModes.Analysis;
using GlassModes.Figures.Plots;
using GlassModes.Papers;

namespace GlassModes.Figures.Scorecard;

/// <summary>Says why no ensemble can be held against a statement: the first condition that no ensemble meets.</summary>
internal static class MissingEvidence
{
    /// <summary>Says what is missing, and what is at hand, in one sentence without a full stop.</summary>
    public static string Of(AnalysisResults results, PaperLiquid liquid, StatedClaim claim)
    {
        EnsembleResults[] ofModel = [.. results.Ensembles.Where(ensemble => ensemble.Ensemble.Protocol.Model == liquid.Model)];
        EnsembleResults[] ofFlow = [.. ofModel.Where(ensemble => PaperLiquid.FollowsFlow(ensemble.Ensemble.Protocol))];
        EnsembleResults[] ofSettings =
            [.. ofFlow.Where(ensemble => PaperLiquid.HaveSameSettings(ensemble.Ensemble.Protocol, liquid.Settings))];
        EnsembleResults[] ofLiquid = [.. ofSettings.Where(ensemble => liquid.Includes(ensemble.Ensemble.Protocol))];
        EnsembleResults[] large =
            [.. ofLiquid.Where(ensemble => ensemble.Ensemble.Protocol.Particles >= claim.FewestParticles)];
        return ofModel.Length == 0 ? $"no samples of the model {liquid.Model}"
            : ofFlow.Length == 0 ? $"no samples of {liquid.Model} by steepest descent"
            : ofSettings.Length == 0 ? $"the samples of {liquid.Model} have another density or other parameters than those of the paper"
            : ofLiquid.Length == 0 ? $"no samples at {TemperaturesOf(liquid.Temperatures)}; at hand: "
                + TemperaturesOf(ofSettings.Select(ensemble => ensemble.Ensemble.Protocol.Temperature))
            : large.Length == 0 ? $"no samples of N >= {PlotText.Count(claim.FewestParticles)}; at hand: {SizesOf(ofLiquid)}"
            : FormattableString.Invariant(
                $"{large.Max(ensemble => ensemble.Samples.Samples)} samples, and {Evidence.FewestSamples} are needed");
    }

    private static string SizesOf(IEnumerable<EnsembleResults> ensembles) => string.Join(
        ", ", ensembles.Select(ensemble => ensemble.Ensemble.Protocol.Particles).Distinct().Order().Select(PlotText.Size));

    private static string TemperaturesOf(IEnumerable<double> temperatures) =>
        string.Join(", ", temperatures.Distinct().OrderDescending().Select(PlotText.Temperature));
}
