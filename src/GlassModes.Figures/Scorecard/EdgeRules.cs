// The rules for a mobility edge that exists, and for one that is gone.

using GlassModes.Analysis;
using GlassModes.Papers;
using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>What the curves of all N say about a mobility edge at several rungs.</summary>
/// <param name="Found">The rungs with an edge.</param>
/// <param name="Denied">The rungs at which modes are localised up to 0 by a pair of curves or more, and no edge exists.</param>
/// <param name="Undecided">The number of other rungs.</param>
internal sealed record EdgeCounts(IReadOnlyList<SpectrumResult> Found, IReadOnlyList<SpectrumResult> Denied, int Undecided)
{
    /// <summary>Counts the rungs.</summary>
    public static EdgeCounts Of(IReadOnlyList<SpectrumResult> spectra)
    {
        SpectrumResult[] found = [.. spectra.Where(spectrum => spectrum.Edge.Exists)];
        SpectrumResult[] denied =
        [
            .. spectra.Except(found).Where(spectrum =>
                spectrum.Edge.Crossings.Any(crossing => crossing.Outcome == CrossingOutcome.Localised)),
        ];
        return new EdgeCounts(found, denied, spectra.Count - found.Length - denied.Length);
    }

    /// <summary>The samples at the rungs that decide: those with an edge, and those that deny an edge.</summary>
    public IReadOnlyList<UsedSamples> Used => UsedSamples.WithSpectra([.. Found, .. Denied]);

    /// <summary>λ_e at the first rung that has an edge.</summary>
    public FittedValue First => Found.Count > 0 ? new FittedValue(Found[0].Edge.Value, Found[0].Edge.Error) : Finding.NoValue;

    /// <inheritdoc/>
    public override string ToString() =>
        $"an edge at log10 W = {Words(Found)}; none, because all modes are localised, at {Words(Denied)}; {Undecided} rungs undecided";

    private static string Words(IReadOnlyList<SpectrumResult> spectra) => spectra.Count == 0
        ? "no rung"
        : string.Join(", ", spectra.Select(spectrum => FormattableString.Invariant($"{spectrum.Log10W:g3}")));
}

/// <summary>Asks for a mobility edge at the rungs of the claim.</summary>
/// <param name="Edge">The claim.</param>
public sealed record EdgeExistsRule(StatedClaim.EdgeExists Edge) : ScorecardRule(Edge)
{
    private const int FewestRungs = 2;

    /// <inheritdoc/>
    public override string Agrees =>
        Text($"curves of N^(2/3) P of different N cross at {FewestRungs} rungs or more of {Edge.Rungs}, and no rung denies an edge");

    /// <inheritdoc/>
    public override string Differs =>
        $"{FewestRungs} rungs or more deny an edge, or a rung denies an edge and no rung has one; a rung denies an edge if modes are "
        + "localised up to 0 by 2 errors";

    /// <inheritdoc/>
    public override string NotEnoughData => "neither is the case: too few N, too few modes, or too much noise";

    /// <inheritdoc/>
    internal override bool ComparesSizes => true;

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        EdgeCounts edges = EdgeCounts.Of(evidence.SpectraOf(Edge));
        bool agrees = edges.Found.Count >= FewestRungs && edges.Denied.Count == 0;
        bool differs = edges.Denied.Count >= FewestRungs || (edges.Denied.Count > 0 && edges.Found.Count == 0);
        return new Finding(Finding.VerdictOf(agrees, differs), edges.First, $"{edges}") { Used = edges.Used };
    }
}

/// <summary>Asks for the absence of a mobility edge at the rungs of the claim.</summary>
/// <param name="Edge">The claim.</param>
public sealed record EdgeIsGoneRule(StatedClaim.EdgeIsGone Edge) : ScorecardRule(Edge)
{
    /// <inheritdoc/>
    public override string Agrees => Text(
        $"at a rung or more of {Edge.Rungs} all unstable modes are localised up to 0 by 2 errors, and no rung has an edge");

    /// <inheritdoc/>
    public override string Differs => Text(
        $"a rung has an edge below 0 by its error, at a level of {Evidence.LevelOf(1):g1} divided by the number of rungs");

    /// <inheritdoc/>
    public override string NotEnoughData => "neither is the case: too few N, too few modes, or too much noise";

    /// <inheritdoc/>
    internal override bool ComparesSizes => true;

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        IReadOnlyList<SpectrumResult> spectra = evidence.SpectraOf(Edge);
        EdgeCounts edges = EdgeCounts.Of(spectra);
        double limit = evidence.LimitAt(Evidence.LevelOf(spectra.Count));
        bool differs = edges.Found.Any(spectrum => spectrum.Edge.Value + (limit * spectrum.Edge.Error) < 0);
        return new Finding(
            Finding.VerdictOf(edges.Denied.Count > 0 && edges.Found.Count == 0, differs), edges.First, $"{edges}")
        {
            Used = edges.Used,
        };
    }
}
