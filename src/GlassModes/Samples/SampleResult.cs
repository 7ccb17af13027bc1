// The result of a sample.

using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>W and V/N of the start of a sample.</summary>
/// <param name="MeanSquaredForce">W.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
public readonly record struct StartEnergy(double MeanSquaredForce, double PotentialEnergyPerParticle);

/// <summary>The result of a sample, finished or stopped.</summary>
/// <param name="Start">The start of the sample.</param>
/// <param name="Method">The method of the quench.</param>
/// <param name="Rungs">The rungs that the quench has crossed, in descending W.</param>
/// <param name="SkippedRungs">Rungs at or above the W of the start. The quench does not cross these rungs downwards.</param>
/// <param name="Status">How the quench ended; <see cref="QuenchStatus.Running"/> if the quench was cancelled.</param>
/// <param name="Observations">The observations of the quench.</param>
/// <param name="Rises">The rises: the stretches in which W lay above its running minimum.</param>
/// <param name="SaddleEscapes">The pushes off saddles.</param>
/// <param name="FinalEigenvalue">The lowest eigenvalue at the end of the quench; NaN if the lowest eigenvalue was not computed.</param>
/// <param name="ForceEvaluations">Total number of force evaluations.</param>
/// <param name="WallSeconds">Seconds of work, including the work before an interruption.</param>
/// <param name="ResumedFrom">The checkpoint that the sample was resumed from; null if the sample was not resumed.</param>
public sealed record SampleResult(
    SampleStart Start,
    QuenchMethodKind Method,
    IReadOnlyList<QuenchedRung> Rungs,
    IReadOnlyList<Rung> SkippedRungs,
    QuenchStatus Status,
    QuenchObservations Observations,
    IReadOnlyList<ForceRise> Rises,
    IReadOnlyList<SaddleEscape> SaddleEscapes,
    double FinalEigenvalue,
    long ForceEvaluations,
    double WallSeconds,
    string? ResumedFrom)
{
    /// <summary>W and V/N of the start.</summary>
    public required StartEnergy Initial { get; init; }

    /// <summary>The record; null if no modes are solved for.</summary>
    public SampleRecord? Record { get; init; }

    /// <summary>
    /// The file of the record; null if no file was written. No file is written without modes, without a directory, or before the quench has
    /// ended.
    /// </summary>
    public string? RecordFile { get; init; }
}
