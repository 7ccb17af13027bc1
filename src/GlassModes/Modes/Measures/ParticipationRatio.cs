// How many particles take part in a mode.

namespace GlassModes.Modes.Measures;

/// <summary>The participation ratio of a mode.</summary>
public static class ParticipationRatio
{
    /// <summary>
    /// P = (1/N) (Σ_i |e_i|⁴)⁻¹ (Σ_i |e_i|²)² (Shimada et al. 2024, Eq. 11). The last factor is 1 for a normalised mode. P is 1 where all
    /// particles move equally, and 1/N where a single particle moves.
    /// </summary>
    /// <param name="mode">3N components.</param>
    /// <exception cref="ArgumentException">The mode is empty, its length is not a multiple of 3, or all components are zero.</exception>
    public static double Of(ReadOnlySpan<double> mode)
    {
        if (mode.Length == 0 || mode.Length % 3 != 0)
        {
            throw new ArgumentException($"A mode has 3N components; found {mode.Length}.", nameof(mode));
        }

        double second = 0;
        double fourth = 0;
        for (int k = 0; k < mode.Length; k += 3)
        {
            double square = (mode[k] * mode[k]) + (mode[k + 1] * mode[k + 1]) + (mode[k + 2] * mode[k + 2]);
            second += square;
            fourth += square * square;
        }

        return fourth > 0
            ? second * second / (fourth * (mode.Length / 3))
            : throw new ArgumentException("The mode is zero.", nameof(mode));
    }
}
