// The ladder of a quench: the values of W at which configurations are taken.

using System.Globalization;
using GlassModes.Files;

namespace GlassModes.Quench;

/// <summary>A strictly descending list of mean squared forces W, the rungs at which configurations are taken.</summary>
public sealed class Ladder
{
    // Of the place in the ladder in the name of a file.
    private const int FewestDigits = 2;

    private readonly Rung[] _rungs;
    private readonly int _digits;

    /// <summary>Makes a ladder of the given values of W, which may be in any order. Equal rungs count once.</summary>
    /// <exception cref="ArgumentException">There is no value, or a value is not positive and finite.</exception>
    public Ladder(params IEnumerable<double> meanSquaredForces)
    {
        _rungs = [.. meanSquaredForces.Distinct().OrderDescending().Select(w => new Rung(w)).Distinct()];
        if (_rungs.Length == 0)
        {
            throw new ArgumentException("A ladder needs at least one rung.", nameof(meanSquaredForces));
        }

        _digits = Math.Max(FewestDigits, $"{_rungs.Length}".Length);
    }

    private Ladder(Rung[] rungs)
    {
        _rungs = rungs;
        _digits = FewestDigits;
    }

    /// <summary>A ladder without rungs: nothing is quenched, and the start alone can be measured.</summary>
    public static Ladder Empty { get; } = new Ladder(Array.Empty<Rung>());

    /// <summary>The rungs in descending W.</summary>
    public IReadOnlyList<Rung> Rungs => _rungs;

    /// <summary>The last rung, which has the smallest W; null in an empty ladder.</summary>
    public Rung? LastRung => _rungs.Length > 0 ? _rungs[^1] : null;

    /// <summary>
    /// Makes a ladder with rungs at log10 W = from, from − |step|, … down to <paramref name="to"/>. A step may have either sign.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The step is zero, the end lies above the start, a value is not finite, or there would be more than 100 000 rungs.
    /// </exception>
    public static Ladder Decades(double from, double to, double step = 0.5)
    {
        if (!double.IsFinite(from) || !double.IsFinite(to) || !double.IsFinite(step) || step == 0 || to > from)
        {
            throw new ArgumentException(
                $"A ladder runs from a higher log10 W to a lower one, by a step that is not zero.");
        }

        step = Math.Abs(step);

        double count = Math.Floor(((from - to) / step) + 1e-9) + 1;
        if (count > 100_000)
        {
            throw new ArgumentException(FormattableString.Invariant($"There would be {count:g6} rungs; at most 100000 are allowed."));
        }

        if (!(Math.Pow(10, to) > 0) || !double.IsFinite(Math.Pow(10, from)))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"W = 10^{from} to 10^{to} is beyond the range of numbers."));
        }

        // The step is multiplied, not accumulated, and the result is rounded: −1.5 − 0.1·5 must be −2 to the last bit.
        return new Ladder(Enumerable.Range(0, (int)count).Select(k => Math.Pow(10, Math.Round(from - (k * step), 12))));
    }

    /// <summary>Makes a ladder of the paper's rungs, log10 W = −1.5, −2, −2.5, …, down to the given W, which is the last rung.</summary>
    /// <exception cref="ArgumentException">W is not positive and finite.</exception>
    public static Ladder HalfDecadesUntil(double meanSquaredForce)
    {
        const double from = -1.5;
        double to = Math.Log10(meanSquaredForce);
        return to < from && double.IsFinite(to) ? Decades(from, to).Until(meanSquaredForce) : new Ladder(meanSquaredForce);
    }

    /// <summary>Makes a ladder of the rungs of this ladder above the given W, with this W as the last rung.</summary>
    public Ladder Until(double meanSquaredForce) => new(
        _rungs.Select(rung => rung.MeanSquaredForce).Where(w => w > meanSquaredForce * (1 + 1e-12)).Append(meanSquaredForce));

    /// <summary>
    /// Makes the name of the configuration file of a rung, such as rung_03_W_-2.50.extxyz. The name has the place of the rung in the
    /// ladder, counted from 1, and its log10 W. Names sort in the order in which a quench crosses the rungs.
    /// </summary>
    /// <param name="rung">A rung of this ladder.</param>
    /// <exception cref="ArgumentException">The ladder has no such rung.</exception>
    public string FileNameOf(Rung rung) => FileNameOf(rung, _digits);

    /// <summary>
    /// The names that the file of a rung has in shorter ladders that go on as this ladder: the place in the ladder has fewer digits.
    /// </summary>
    internal IEnumerable<string> FormerFileNamesOf(Rung rung) =>
        Enumerable.Range(FewestDigits, _digits - FewestDigits).Select(digits => FileNameOf(rung, digits));

    /// <summary>Throws if this ladder does not begin with all rungs of another ladder.</summary>
    /// <exception cref="CheckpointException">A rung of the other ladder is missing, or a new rung lies above its last one.</exception>
    internal void RequireContinues(Ladder other)
    {
        if (!_rungs.Take(other._rungs.Length).SequenceEqual(other._rungs))
        {
            throw new CheckpointException(
                $"the ladder differs: the quench has rungs down to {other.LastRung}, and the ladder may only go on below them; go on with "
                + "the same rungs, or remove the checkpoint to start anew");
        }
    }

    private string FileNameOf(Rung rung, int digits)
    {
        int place = Array.IndexOf(_rungs, rung) + 1;
        return place > 0
            ? $"rung_{place.ToString($"d{digits}", CultureInfo.InvariantCulture)}_W_{FormatLog10W(rung.Log10W)}.extxyz"
            : throw new ArgumentException($"The ladder has no rung at {rung}.", nameof(rung));
    }

    // Two to four decimals. Names of rungs that are closer differ by the place in the ladder.
    private static string FormatLog10W(double log10W)
    {
        string text = log10W.ToString("0.00##", CultureInfo.InvariantCulture);

        // Names show a negative zero as "0.00".
        return text == "-0.00" ? "0.00" : text;
    }
}
