// The rungs: the values of W at which a quench is sampled.

namespace GlassModes.Quench;

/// <summary>A strictly descending list of mean squared forces W, the rungs at which configurations are taken.</summary>
public sealed class Ladder
{
    private readonly double[] _rungs;

    /// <summary>A ladder of the given values of W in any order; repeated values count once.</summary>
    /// <exception cref="ArgumentException">No value, or one that is not positive and finite.</exception>
    public Ladder(params IEnumerable<double> meanSquaredForces)
    {
        _rungs = [.. meanSquaredForces.Distinct().OrderDescending()];
        if (_rungs.Length == 0)
        {
            throw new ArgumentException("A ladder needs at least one rung.", nameof(meanSquaredForces));
        }

        if (_rungs.Any(w => !(w > 0) || !double.IsFinite(w)))
        {
            throw new ArgumentException("A rung must be a positive, finite mean squared force W.", nameof(meanSquaredForces));
        }
    }

    /// <summary>The values of W, descending.</summary>
    public IReadOnlyList<double> Rungs => _rungs;

    /// <summary>Rungs at log10 W = from, from − step, … down to <paramref name="to"/>.</summary>
    /// <exception cref="ArgumentException">
    /// A step that is not positive, an end above the start, or values that are not finite.
    /// </exception>
    public static Ladder Decades(double from, double to, double step = 0.5)
    {
        if (!double.IsFinite(from) || !double.IsFinite(to) || !(step > 0) || !double.IsFinite(step) || to > from)
        {
            throw new ArgumentException($"A ladder runs from a higher log10 W to a lower one by a positive step; found {from}:{to}:{step}.");
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
    public Ladder Until(double meanSquaredForce) =>
        new(_rungs.Where(w => w > meanSquaredForce * (1 + 1e-12)).Append(meanSquaredForce));
}
