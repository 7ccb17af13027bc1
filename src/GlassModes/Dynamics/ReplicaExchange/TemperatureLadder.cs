// Temperatures of a replica exchange: given, geometric, or spaced for even acceptance.

namespace GlassModes.Dynamics.ReplicaExchange;

/// <summary>The energies of a replica at one temperature, from a short run.</summary>
/// <param name="Temperature">T.</param>
/// <param name="Variance">Variance of the potential energy V.</param>
public readonly record struct EnergyVariance(double Temperature, double Variance);

/// <summary>Makes the temperatures of a replica exchange, from the highest to the lowest.</summary>
public static class TemperatureLadder
{
    /// <summary>Temperatures whose ratio is the same for all neighbours. Acceptance is even where the specific heat is constant.</summary>
    /// <param name="highest">Highest temperature.</param>
    /// <param name="lowest">Lowest temperature, T &gt; 0.</param>
    /// <param name="count">Number of temperatures, at least two.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperatures do not fall, are not positive, or are less than two.</exception>
    public static double[] Geometric(double highest, double lowest, int count)
    {
        RequireRange(highest, lowest, count);
        double[] ladder = [.. Enumerable.Range(0, count).Select(k => highest * Math.Pow(lowest / highest, k / (count - 1.0)))];
        ladder[^1] = lowest;
        return ladder;
    }

    /// <summary>
    /// Temperatures between which exchanges are accepted equally often. For energies with a normal distribution of width σ(T), acceptance
    /// between neighbours is erfc(½∫σ dβ) as long as σ changes little from one to the next: equal lengths ∫σ dβ give equal acceptance. The
    /// variance of the energies is interpolated by a power law between the temperatures at which it is known, and continued beyond them.
    /// </summary>
    /// <param name="highest">Highest temperature.</param>
    /// <param name="lowest">Lowest temperature, T &gt; 0.</param>
    /// <param name="count">Number of temperatures, at least two.</param>
    /// <param name="variances">Variances of V at two temperatures or more, in any order.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperatures do not fall, are not positive, or are less than two.</exception>
    /// <exception cref="ArgumentException">There are less than two different temperatures with a variance above 0.</exception>
    public static double[] EvenAcceptance(double highest, double lowest, int count, IEnumerable<EnergyVariance> variances)
    {
        ArgumentNullException.ThrowIfNull(variances);
        RequireRange(highest, lowest, count);
        (double LogT, double LogSigma)[] known =
        [
            .. variances.Where(point => point.Temperature > 0 && point.Variance > 0)
                .Select(point => (Math.Log(point.Temperature), 0.5 * Math.Log(point.Variance)))
                .OrderBy(point => point.Item1)
                .DistinctBy(point => point.Item1),
        ];
        if (known.Length < 2)
        {
            throw new ArgumentException(
                "Even acceptance needs the variance of the energies at two temperatures or more.", nameof(variances));
        }

        // The length from the highest temperature on, over a fine grid of ln T: σ dβ = σ/T d ln T.
        const int cells = 4000;
        double width = Math.Log(highest / lowest) / cells;
        double[] lengths = new double[cells + 1];
        for (int k = 0; k < cells; k++)
        {
            double middle = Math.Log(highest) - ((k + 0.5) * width);
            lengths[k + 1] = lengths[k] + (Math.Exp(LogSigmaAt(middle) - middle) * width);
        }

        double[] ladder = new double[count];
        int cell = 0;
        for (int k = 0; k < count; k++)
        {
            double wanted = lengths[cells] * k / (count - 1);
            while (cell < cells - 1 && lengths[cell + 1] < wanted)
            {
                cell++;
            }

            double share = (wanted - lengths[cell]) / (lengths[cell + 1] - lengths[cell]);
            ladder[k] = highest * Math.Exp(-width * (cell + share));
        }

        (ladder[0], ladder[^1]) = (highest, lowest);
        return ladder;

        double LogSigmaAt(double logT)
        {
            int upper = Math.Clamp(Array.FindIndex(known, point => point.LogT > logT), 1, known.Length - 1);
            if (logT >= known[^1].LogT)
            {
                upper = known.Length - 1;
            }

            (double t0, double s0) = known[upper - 1];
            (double t1, double s1) = known[upper];
            return s0 + ((logT - t0) * (s1 - s0) / (t1 - t0));
        }
    }

    /// <summary>
    /// Replaces the nearest temperatures between the ends by those that are wanted, so that configurations can be taken at them.
    /// </summary>
    /// <param name="ladder">Temperatures from the highest to the lowest.</param>
    /// <param name="wanted">The temperatures, at an end or between the ends, in any order.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A temperature is not within the ladder, or there is none to replace between the ends.
    /// </exception>
    public static double[] With(IReadOnlyList<double> ladder, params IReadOnlyList<double> wanted)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        ArgumentNullException.ThrowIfNull(wanted);
        double[] changed = [.. ladder];
        HashSet<int> taken = [0, changed.Length - 1, .. Enumerable.Range(0, changed.Length).Where(k => wanted.Contains(changed[k]))];
        foreach (double temperature in wanted.Where(temperature => !ladder.Contains(temperature)).OrderDescending())
        {
            int[] free = [.. Enumerable.Range(0, changed.Length).Where(k => !taken.Contains(k))];
            if (free.Length == 0 || !(temperature < ladder[0]) || !(temperature > ladder[^1]))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(wanted), temperature, "The temperature is not between the ends of the ladder, or all between them are taken.");
            }

            int nearest = free.MinBy(k => Math.Abs(Math.Log(ladder[k] / temperature)));
            changed[nearest] = temperature;
            taken.Add(nearest);
        }

        // Of two neighbours that were replaced the higher one may have become the lower.
        Array.Sort(changed, (a, b) => b.CompareTo(a));
        Require(changed);
        return changed;
    }

    internal static void Require(IReadOnlyList<double> ladder)
    {
        if (ladder.Count < 2 || ladder.Any(temperature => !(temperature > 0) || !double.IsFinite(temperature)))
        {
            throw new ArgumentException("A replica exchange needs at least two temperatures above 0.", nameof(ladder));
        }

        for (int k = 1; k < ladder.Count; k++)
        {
            if (!(ladder[k] < ladder[k - 1]))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The temperatures have to fall, but {ladder[k - 1]} is followed by {ladder[k]}."),
                    nameof(ladder));
            }
        }
    }

    private static void RequireRange(double highest, double lowest, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lowest);
        if (!(highest > lowest) || !double.IsFinite(highest))
        {
            throw new ArgumentOutOfRangeException(nameof(highest), highest, "It must be above the lowest temperature.");
        }
    }
}
