// The comparison of a number with a stated number.

using GlassModes.Papers;
using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>
/// The comparison of a value x ± σ with a stated number p ± u. With L the limit of significance, x agrees if |x − p| ≤ L √(σ² + u²), and if
/// the data could have told the alternative a from p: |p − a| ≥ L √(σ² + u²) + L σ. x differs if |x − p| is larger.
/// </summary>
/// <param name="Stated">The stated number.</param>
internal sealed record NumberTest(StatedNumber Stated)
{
    /// <summary>When the number agrees.</summary>
    public string Agrees => Invariant(
        $"the value is within 2 combined errors (more with few samples) of {Stated.Value:g4}: our error, and ")
        + Invariant($"{Stated.Uncertainty:g2} ({Words(Stated.Precision)})");

    /// <summary>When the number differs.</summary>
    public static string Differs => "the value is farther away than this";

    /// <summary>When the data do not suffice.</summary>
    public string NotEnoughData => Invariant(
        $"our error does not tell {Stated.Value:g4} from {Stated.Alternative:g4} ({Stated.AlternativeMeaning})");

    /// <summary>The verdict on a value.</summary>
    /// <param name="ours">The value and its standard error.</param>
    /// <param name="limit">The number of standard errors that counts as significant.</param>
    public Verdict Judge(FittedValue ours, double limit)
    {
        double reach = limit * Math.Sqrt((ours.Error * ours.Error) + (Stated.Uncertainty * Stated.Uncertainty));
        if (!double.IsFinite(ours.Value) || !double.IsFinite(reach) || !(ours.Error > 0))
        {
            return Verdict.NotEnoughData;
        }

        bool differs = Math.Abs(ours.Value - Stated.Value) > reach;
        bool canTell = Math.Abs(Stated.Value - Stated.Alternative) >= reach + (limit * ours.Error);
        return Finding.VerdictOf(!differs && canTell, differs);
    }

    private static string Words(StatedPrecision precision) =>
        precision == StatedPrecision.LastDigit ? "half of the last digit of the paper" : "a tolerance, for the paper compares by eye";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
