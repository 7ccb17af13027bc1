// All ensembles that a statement was judged by, and which of them gives the verdict.

using System.Globalization;
using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>The verdict of an ensemble, or of a family of ensembles, that does not give the verdict of the row.</summary>
/// <param name="Particles">The N that were used, ascending.</param>
/// <param name="Temperature">T; +∞ for random positions.</param>
/// <param name="Samples">The number of samples, as in the row.</param>
/// <param name="Value">The value with its error; NaN where there is none.</param>
/// <param name="Verdict">The verdict on this ensemble alone.</param>
public sealed record OtherVerdict(
    IReadOnlyList<int> Particles, double Temperature, long Samples, FittedValue Value, Verdict Verdict)
{
    /// <summary>The ensemble and its verdict as a text.</summary>
    public override string ToString()
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string particles = string.Join(", ", Particles.Select(n => n.ToString(invariant)));
        string temperature = double.IsPositiveInfinity(Temperature) ? "from random positions"
            : string.Create(invariant, $"at T = {Temperature:g6}");
        return string.Create(invariant, $"N = {particles} {temperature} with {Samples} samples: {ScorecardText.Of(Verdict)}");
    }
}

/// <summary>The evidence for a statement and what the rule finds in it.</summary>
/// <param name="Evidence">One ensemble, or a family.</param>
/// <param name="Finding">What the rule finds.</param>
internal sealed record JudgedEvidence(Evidence Evidence, Finding Finding)
{
    /// <summary>The evidence as another verdict of a row.</summary>
    public OtherVerdict Summary { get; } = SummaryOf(Evidence.UsedBy(Finding), Finding);

    private static OtherVerdict SummaryOf(IReadOnlyList<UsedSamples> used, Finding finding) => new(
        [.. used.Select(samples => samples.Protocol.Particles).Distinct().Order()],
        used[^1].Protocol.Temperature,
        used.Min(samples => samples.Samples),
        finding.Value,
        finding.Verdict);
}

/// <summary>Chooses which of several suitable ensembles gives the verdict of a statement.</summary>
/// <param name="Taken">The first that decides, in the order of the claim; the first of all if none decides.</param>
/// <param name="Others">The others, in the order of the claim.</param>
internal sealed record JudgedEnsembles(JudgedEvidence Taken, IReadOnlyList<JudgedEvidence> Others)
{
    /// <summary>The choice among ensembles in the order of the claim, of which there is at least one.</summary>
    public static JudgedEnsembles Of(IReadOnlyList<JudgedEvidence> judged)
    {
        JudgedEvidence taken = judged.FirstOrDefault(IsDecided) ?? judged[0];
        return new JudgedEnsembles(taken, [.. judged.Where(other => !ReferenceEquals(other, taken))]);
    }

    /// <summary>
    /// The verdict of the row: that of the taken ensemble, unless an ensemble of the same or of a larger N decides otherwise. Then the
    /// results contradict each other, and there is no verdict. A smaller N that decides otherwise may do so because of its size, and is
    /// named.
    /// </summary>
    public Verdict Verdict => IsContested ? Verdict.NotEnoughData : Taken.Finding.Verdict;

    /// <summary>The numbers behind the verdict, and the verdicts of the other ensembles.</summary>
    public string Detail
    {
        get
        {
            string contested = IsContested
                ? $"{Taken.Summary} alone, and an N that is not smaller decides otherwise; " : "";
            string others = Others.Count > 0
                ? $"; other ensembles: {string.Join("; ", Others.Select(other => $"{other.Summary}"))}" : "";
            return $"{contested}{Taken.Finding.Detail}{others}";
        }
    }

    private bool IsContested => IsDecided(Taken) && Others.Any(other =>
        IsDecided(other) && other.Finding.Verdict != Taken.Finding.Verdict
        && other.Summary.Particles[^1] >= Taken.Summary.Particles[^1]);

    private static bool IsDecided(JudgedEvidence judged) => judged.Finding.Verdict != Verdict.NotEnoughData;
}
