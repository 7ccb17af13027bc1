// A rule that turns results into a verdict. A rule holds the numbers of the claim, and says in words when it gives which verdict.

using GlassModes.Papers;

namespace GlassModes.Figures.Scorecard;

/// <summary>A rule that turns results into a verdict. <see cref="ToString"/> says the rule in words.</summary>
/// <param name="Claim">The claim that the rule judges.</param>
public abstract record ScorecardRule(StatedClaim Claim)
{
    /// <summary>When the verdict is <see cref="Verdict.Agrees"/>; the end of a sentence that begins with "if".</summary>
    public abstract string Agrees { get; }

    /// <summary>When the verdict is <see cref="Verdict.Differs"/>; the end of a sentence that begins with "if".</summary>
    public abstract string Differs { get; }

    /// <summary>When the verdict is <see cref="Verdict.NotEnoughData"/>; the end of a sentence that begins with "if".</summary>
    public abstract string NotEnoughData { get; }

    /// <summary>Which ensembles are judged, as a sentence.</summary>
    public string Choice
    {
        get
        {
            string least = Claim.FewestParticles > 1 ? $" and N >= {Claim.FewestParticles}" : "";
            string suitable = $"with {Evidence.FewestSamples} samples or more{least}";
            return ComparesSizes
                ? $"Of several families of ensembles {suitable}, the family with the most N is preferred. {Others}"
                : $"Of several ensembles {suitable}, {Words(Claim.Choice)} is preferred. {Others}";
        }
    }

    private static string Others =>
        "The first that decides is taken, but there is no verdict if one with the same or a larger N decides otherwise.";

    /// <summary>Whether the rule compares ensembles of different N.</summary>
    internal virtual bool ComparesSizes => false;

    /// <summary>Makes the rule for a claim.</summary>
    /// <exception cref="ArgumentException">There is no rule for the claim.</exception>
    internal static ScorecardRule Of(StatedClaim claim) => claim switch
    {
        StatedClaim.PowerLaw law => new PowerLawRule(law),
        StatedClaim.LengthLawOverDecades law => new LengthLawRule(law),
        StatedClaim.Trend trend => new TrendRule(trend),
        StatedClaim.ExponentialTail tail => new ExponentialTailRule(tail),
        StatedClaim.SameTailForAllSizes tail => new SameTailRule(tail),
        StatedClaim.EdgeExists edge => new EdgeExistsRule(edge),
        StatedClaim.EdgeIsGone edge => new EdgeIsGoneRule(edge),
        StatedClaim.LocalisedBelowEdge localised => new LocalisedBelowEdgeRule(localised),
        StatedClaim.AllModesLocalised localised => new AllModesLocalisedRule(localised),
        StatedClaim.LevelStatistics levels => new LevelStatisticsRule(levels),
        StatedClaim.ExponentialDecay decay => new ExponentialDecayRule(decay),
        StatedClaim.FixedCoreRadius radius => new FixedCoreRadiusRule(radius),
        StatedClaim.CollapsedCore core => new CollapsedCoreRule(core),
        StatedClaim.ShiftedSpectrum shifted => new ShiftedSpectrumRule(shifted),
        StatedClaim.WeibullLowestEigenvalue lowest => new WeibullRule(lowest),
        StatedClaim.SingleCore core => new SingleCoreRule(core),
        _ => throw new ArgumentException($"There is no rule for {claim.GetType().Name}.", nameof(claim)),
    };

    /// <summary>Judges results.</summary>
    internal abstract Finding Judge(Evidence evidence);

    /// <summary>The rule in words.</summary>
    public sealed override string ToString() =>
        $"Agrees if {Agrees}. Differs if {Differs}. Not enough data if {NotEnoughData}. {Choice}";

    /// <summary>Text with numbers in the invariant culture.</summary>
    private protected static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static string Words(EnsembleChoice choice) => choice switch
    {
        EnsembleChoice.MostSamples => "the one with the most samples",
        EnsembleChoice.DeepestLadder => "the one that reached the smallest W",
        _ => "the one with the largest N",
    };
}
