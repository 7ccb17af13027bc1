// What is kept of one rung of one sample.

using GlassModes.Modes;
using GlassModes.Modes.Measures;
using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>The measures of one sample at one rung.</summary>
/// <param name="Rung">The rung.</param>
/// <param name="MeanSquaredForce">The configuration's own W.</param>
/// <param name="Time">t of its first downward crossing; NaN for a method without a time.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="ForceEvaluations">Force evaluations so far.</param>
/// <param name="UnstableCount">n_u; null where nothing shows it: lowest modes that do not reach beyond 0.</param>
/// <param name="FractionUnstable">f_u = n_u/(3N − 3); NaN where n_u is not known.</param>
/// <param name="Lowest">Of the most unstable mode, or of the softest where none is unstable; null where no two particles interact, or only
/// numbers of modes were asked for.</param>
/// <param name="Eigenvalues">The unstable eigenvalues that were solved for, ascending: all of them (<see cref="HasAllUnstableModes"/>), or
/// the lowest.</param>
/// <param name="ParticipationRatios">Their participation ratios.</param>
/// <param name="Evidence">What speaks for the modes.</param>
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
    /// <summary>How the force lies in the spectrum; null where there is no force, or it was not measured.</summary>
    public ForceSpectrum? Force { get; init; }

    /// <summary>What became of the modes until the next rung; null at the last.</summary>
    public ModeTransition? Next { get; init; }

    /// <summary>Positions and eigenvectors, where they are kept.</summary>
    public KeptModes? Kept { get; init; }

    /// <summary>The stable eigenvalues that follow, ascending, where a number of lowest modes was asked for.</summary>
    public IReadOnlyList<double> StableEigenvalues { get; init; } = [];

    /// <summary>Their participation ratios.</summary>
    public IReadOnlyList<double> StableParticipationRatios { get; init; } = [];

    /// <summary>Whether <see cref="Eigenvalues"/> are all unstable ones, so that distributions may be made of them.</summary>
    public bool HasAllUnstableModes => UnstableCount == Eigenvalues.Count;

    /// <summary>f_u = n_u/(3N − 3) (Shimada et al. 2024, Eq. 5); NaN where n_u is not known.</summary>
    public static double FractionOf(int? unstableCount, int particles) =>
        unstableCount is { } count ? (double)count / ((3 * particles) - 3) : double.NaN;
}
