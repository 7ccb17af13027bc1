// What something adds to the time of a step, measured in many short turns.

namespace GlassModes.Benchmarks.SideBySide;

/// <summary>
/// The times of steps with and without something. Two runs go on in turns, a short slice of steps each, so that other work on the machine
/// slows both.
/// </summary>
/// <param name="Name">What is added.</param>
/// <param name="Without">Processor seconds of the slices without it.</param>
/// <param name="With">Seconds of the slices with it, in the same order.</param>
internal sealed record AddedCost(string Name, IReadOnlyList<double> Without, IReadOnlyList<double> With)
{
    /// <summary>The cost as a share of the time without it: the median over pairs of slices.</summary>
    public double Median => Quantile(Shares, 0.5);

    /// <summary>The quartiles of the cost over pairs of slices.</summary>
    public (double Lower, double Upper) Quartiles => (Quantile(Shares, 0.25), Quantile(Shares, 0.75));

    /// <summary>The cost by the tenth percentiles of both times, which other work slows little.</summary>
    public double Undisturbed => (Quantile(With, 0.1) / Quantile(Without, 0.1)) - 1;

    private IEnumerable<double> Shares => Without.Zip(With, (without, with) => (with / without) - 1);

    /// <summary>Measures in turns.</summary>
    /// <param name="name">What is added.</param>
    /// <param name="pairs">Number of slices of each run.</param>
    /// <param name="without">Takes a slice of the run without it and returns its seconds.</param>
    /// <param name="with">Takes a slice of the run with it and returns its seconds.</param>
    public static AddedCost Measure(string name, int pairs, Func<double> without, Func<double> with)
    {
        List<double> plain = [];
        List<double> added = [];
        for (int pair = 0; pair < pairs; pair++)
        {
            // The second of a pair may find a cache that is worse or better than the first does.
            if (pair % 2 == 0)
            {
                plain.Add(without());
                added.Add(with());
            }
            else
            {
                added.Add(with());
                plain.Add(without());
            }
        }

        return new AddedCost(name, plain, added);
    }

    private static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}
