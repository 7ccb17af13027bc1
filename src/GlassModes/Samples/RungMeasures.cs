// The measures of one sample at one rung.

using GlassModes.Modes;
using GlassModes.Modes.Measures;
using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>The measures of one sample at one rung.</summary>
/// <param name="Rung">The rung.</param>
/// <param name="MeanSquaredForce">W of the configuration.</param>
/// <param name="Time">t of the first downward crossing of the rung; NaN for a method without a time.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="ForceEvaluations">Number of force evaluations up to this rung.</param>
/// <param name="UnstableCount">
/// n_u; null if not known. This is the case if lowest modes were solved for that do not reach beyond λ = 0.
/// </param>
/// <param name="FractionUnstable">f_u = n_u/(3N − 3); NaN if n_u is not known.</param>
/// <param name="Lowest">The measures of the lowest mode; null if no two particles interact or only numbers of modes were computed.</param>
/// <param name="Eigenvalues">
/// The unstable eigenvalues that were solved for, ascending. They are all unstable eigenvalues if <see cref="HasAllUnstableModes"/> is
/// true, and otherwise the lowest of them.
/// </param>
/// <param name="ParticipationRatios">The participation ratio of each mode of <paramref name="Eigenvalues"/>.</param>
/// <param name="Evidence">The evidence that the modes are right and complete.</param>
public sealed record RungMeasures(
    Rung Rung,
    double MeanSquaredForce,
    double Time,
    double PotentialEnergyPerParticle,
    long ForceEvaluations,
    int? UnstableCount,
    double FractionUnstable,
    LowestModeMeasures? Lowest,
    IReadOnlyList<double> Eigenvalues,
    IReadOnlyList<double> ParticipationRatios,
    ModeEvidence Evidence)
{
    /// <summary>The shares of the force along the modes; null if there is no force or the shares were not measured.</summary>
    public ForceSpectrum? Force { get; init; }

    /// <summary>
    /// How the modes change until the next rung. Null at the last rung, and if not all unstable modes of both rungs are known.
    /// </summary>
    public ModeTransition? Next { get; init; }

    /// <summary>The positions and eigenvectors that are kept; null if none are kept.</summary>
    public KeptModes? Kept { get; init; }

    /// <summary>The eigenvalues above <see cref="Eigenvalues"/>, ascending. Empty unless a number of lowest modes was asked for.</summary>
    public IReadOnlyList<double> StableEigenvalues { get; init; } = [];

    /// <summary>The participation ratio of each mode of <see cref="StableEigenvalues"/>.</summary>
    public IReadOnlyList<double> StableParticipationRatios { get; init; } = [];

    /// <summary>
    /// Whether <see cref="Eigenvalues"/> are all unstable eigenvalues. Distributions may be computed only from all of them.
    /// </summary>
    public bool HasAllUnstableModes => UnstableCount == Eigenvalues.Count;

    /// <summary>f_u = n_u/(3N − 3) (Shimada et al. 2024, Eq. 5); NaN if n_u is not known.</summary>
    public static double FractionOf(int? unstableCount, int particles) =>
        unstableCount is { } count ? (double)count / ((3 * particles) - 3) : double.NaN;
}
