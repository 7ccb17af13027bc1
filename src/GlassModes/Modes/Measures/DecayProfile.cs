// Measures how the amplitude of a mode decays with the distance from its core.

using GlassModes.Particles;

namespace GlassModes.Modes.Measures;

/// <summary>
/// The decay profile d(r): the median of |e_i| over the particles at distance r ± Δr/2 from the core by norm, the particle of largest |e_i|
/// (Shimada et al. 2024, Eq. C1). Bins are centred at Δr, 2Δr, … up to L/2. Empty bins are left out.
/// </summary>
/// <param name="Core">Index of the core particle.</param>
/// <param name="BinWidth">Δr.</param>
/// <param name="Radii">Bin centres r.</param>
/// <param name="Amplitudes">d(r) at each bin centre.</param>
public sealed record DecayProfile(int Core, double BinWidth, IReadOnlyList<double> Radii, IReadOnlyList<double> Amplitudes)
{
    /// <summary>Computes the decay profile of a mode.</summary>
    /// <param name="configuration">The N particles.</param>
    /// <param name="mode">3N components.</param>
    /// <param name="binWidth">Δr &gt; 0.</param>
    /// <exception cref="ArgumentException">The mode is not 3N long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The bin width is not positive.</exception>
    public static DecayProfile Of(Configuration configuration, ReadOnlySpan<double> mode, double binWidth = 0.5)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(binWidth);
        double[] norms = ComputeNorms(configuration, mode);
        int core = norms.AsSpan().IndexOf(norms.Max());
        double[] distances = Distances.From(configuration, core);
        double last = Math.Floor(configuration.Box.Length / 2 / binWidth);

        // Only filled bins are stored, so that the width may be as small as one likes.
        SortedDictionary<double, List<double>> bins = [];
        for (int i = 0; i < norms.Length; i++)
        {
            double bin = Math.Round(distances[i] / binWidth);
            if (i == core || bin <= 0 || bin > last)
            {
                continue;
            }

            if (!bins.TryGetValue(bin, out List<double>? amplitudes))
            {
                amplitudes = [];
                bins.Add(bin, amplitudes);
            }

            amplitudes.Add(norms[i]);
        }

        return new DecayProfile(core, binWidth, [.. bins.Keys.Select(bin => bin * binWidth)], [.. bins.Values.Select(FindMedian)]);
    }

    private static double[] ComputeNorms(Configuration configuration, ReadOnlySpan<double> mode)
    {
        if (mode.Length != 3 * configuration.Count)
        {
            throw new ArgumentException(
                $"The mode has {mode.Length} components where 3N = {3 * configuration.Count} were expected.", nameof(mode));
        }

        double[] norms = new double[configuration.Count];
        for (int i = 0; i < norms.Length; i++)
        {
            norms[i] = Math.Sqrt(
                (mode[3 * i] * mode[3 * i]) + (mode[(3 * i) + 1] * mode[(3 * i) + 1]) + (mode[(3 * i) + 2] * mode[(3 * i) + 2]));
        }

        return norms;
    }

    private static double FindMedian(List<double> values)
    {
        values.Sort();
        int half = values.Count / 2;
        return values.Count % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
    }
}
