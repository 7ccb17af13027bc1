// The rungs: the values of W at which a quench is sampled.

using System.Globalization;

namespace GlassModes.Quench;

/// <summary>A strictly descending list of mean squared forces W, the rungs at which configurations are taken.</summary>
public sealed class Ladder
{
    private readonly Rung[] _rungs;
    private readonly string _numberFormat;

    /// <summary>A ladder of the given values of W in any order; equal rungs count once.</summary>
    /// <exception cref="ArgumentException">No value, or one that is not positive and finite.</exception>
    public Ladder(params IEnumerable<double> meanSquaredForces)
    {
        _rungs = [.. meanSquaredForces.Distinct().OrderDescending().Select(w => new Rung(w)).Distinct()];
        if (_rungs.Length == 0)
        {
            throw new ArgumentException("A ladder needs at least one rung.", nameof(meanSquaredForces));
        }

        _numberFormat = $"d{Math.Max(2, $"{_rungs.Length}".Length)}";
    }

    /// <summary>The rungs in descending W.</summary>
    public IReadOnlyList<Rung> Rungs => _rungs;

    /// <summary>The last rung, of smallest W.</summary>
    public Rung LastRung => _rungs[^1];

    /// <summary>Rungs at log10 W = from, from − step, … down to <paramref name="to"/>.</summary>
    /// <exception cref="ArgumentException">
    /// A step that is not positive, an end above the start, or values that are not finite.
    /// </exception>
    public static Ladder Decades(double from, double to, double step = 0.5)
    {
        if (!double.IsFinite(from) || !double.IsFinite(to) || !(step > 0) || !double.IsFinite(step) || to > from)
        {
            throw new ArgumentException(
                $"A ladder runs from a higher log10 W to a lower one by a positive step; found {from}:{to}:{step}.");
        }

        int count = (int)Math.Floor(((from - to) / step) + 1e-9) + 1;
        if (count > 100_000)
        {
            throw new ArgumentException($"The ladder {from}:{to}:{step} has {count} rungs; at most 100000 are allowed.");
        }

        // Multiplied, not accumulated, and rounded: −1.5 − 0.1·5 must be −2 to the last bit.
        return new Ladder(Enumerable.Range(0, count).Select(k => Math.Pow(10, Math.Round(from - (k * step), 12))));
    }

    /// <summary>The paper's rungs, log10 W = −1.5, −2, −2.5, …, down to W, which is the last rung.</summary>
    /// <exception cref="ArgumentException">A W that is not positive and finite.</exception>
    public static Ladder HalfDecadesUntil(double meanSquaredForce)
    {
        const double from = -1.5;
        double to = Math.Log10(meanSquaredForce);
        return to < from && double.IsFinite(to) ? Decades(from, to).Until(meanSquaredForce) : new Ladder(meanSquaredForce);
    }

    /// <summary>This ladder without the rungs below W, and with W itself as its last.</summary>
    public Ladder Until(double meanSquaredForce) => new(
        _rungs.Select(rung => rung.MeanSquaredForce).Where(w => w > meanSquaredForce * (1 + 1e-12)).Append(meanSquaredForce));

    /// <summary>
    /// The name of a rung's configuration file, such as rung_03_W_-2.50.extxyz: its place in the ladder, from 1, and its log10 W. Names
    /// sort in the order in which the rungs are crossed.
    /// </summary>
    /// <param name="rung">A rung of this ladder.</param>
    /// <exception cref="ArgumentException">The ladder has no such rung.</exception>
    public string FileNameOf(Rung rung)
    {
        int place = Array.IndexOf(_rungs, rung);
        return place >= 0
            ? $"rung_{(place + 1).ToString(_numberFormat, CultureInfo.InvariantCulture)}_W_{Decimals(rung.Log10W)}.extxyz"
            : throw new ArgumentException($"The ladder has no rung at {rung}.", nameof(rung));
    }

    // Two to four decimals; the place in front tells rungs apart that are closer.
    private static string Decimals(double log10W)
    {
        string text = log10W.ToString("0.00##", CultureInfo.InvariantCulture);

        // No "-0.00" beside a "0.00".
        return text == "-0.00" ? "0.00" : text;
    }
}
