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
/// <param name="UnstableCount">n_u.</param>
/// <param name="FractionUnstable">f_u.</param>
/// <param name="Lowest">Of the most unstable mode, or of the softest where none is unstable; null where no two particles interact.</param>
/// <param name="Eigenvalues">The unstable eigenvalues, ascending.</param>
/// <param name="ParticipationRatios">Their participation ratios.</param>
/// <param name="Evidence">What speaks for the modes.</param>
public sealed record RungMeasures(
    Rung Rung,
    double MeanSquaredForce,
    double Time,
    double PotentialEnergyPerParticle,
    long ForceEvaluations,
    int UnstableCount,
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
}
