// The spectrum D(λ) as a histogram on an absolute scale.

namespace GlassModes.Modes;

/// <summary>
/// D(λ) = 1/(3N − 3) Σ_α δ(λ − λ_α) (Shimada et al. 2024, Eq. 6), averaged over bins: it integrates to 1 over the whole
/// spectrum, and to f_u (Eq. 5) over its negative part.
/// </summary>
/// <param name="Edges">Bin edges, ascending, one more than bins.</param>
/// <param name="Density">Mean of D over each bin.</param>
public sealed record DensityOfStates(IReadOnlyList<double> Edges, IReadOnlyList<double> Density)
{
    /// <summary>The histogram of one configuration's eigenvalues; those outside the edges are not counted.</summary>
    /// <param name="eigenvalues">Eigenvalues without translations, in any order and number.</param>
    /// <param name="particles">N ≥ 2, for the normalisation.</param>
    /// <param name="edges">At least two bin edges, ascending; a bin holds its lower edge.</param>
    /// <exception cref="ArgumentException">Edges that do not ascend, or fewer than two.</exception>
    public static DensityOfStates Of(ReadOnlySpan<double> eigenvalues, int particles, IReadOnlyList<double> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        ArgumentOutOfRangeException.ThrowIfLessThan(particles, 2);
        double[] limits = [.. edges];
        if (limits.Length < 2 || limits.Zip(limits.Skip(1)).Any(pair => !(pair.First < pair.Second)))
        {
            throw new ArgumentException("A histogram needs at least two ascending edges.", nameof(edges));
        }

        double[] density = new double[limits.Length - 1];
        foreach (double eigenvalue in eigenvalues)
        {
            int found = Array.BinarySearch(limits, eigenvalue);
            int bin = found >= 0 ? found : ~found - 1;
            if (bin >= 0 && bin < density.Length)
            {
                density[bin] += 1.0 / ((3 * particles) - 3) / (limits[bin + 1] - limits[bin]);
            }
        }

        return new DensityOfStates(limits, density);
    }
}
