// What came of a sample.

using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>Where the start of a sample lies.</summary>
/// <param name="MeanSquaredForce">W.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
public readonly record struct StartEnergy(double MeanSquaredForce, double PotentialEnergyPerParticle);

/// <summary>What came of a sample.</summary>
/// <param name="Start">Its start.</param>
/// <param name="Method">The method of the quench.</param>
/// <param name="Rungs">The rungs crossed, in descending W.</param>
/// <param name="SkippedRungs">Rungs at or above the W of the start, which were never crossed.</param>
/// <param name="Status">How the quench ended; <see cref="QuenchStatus.Running"/> where it was cancelled.</param>
/// <param name="Observations">What the quench noticed.</param>
/// <param name="Rises">The stretches in which W lay above its running minimum.</param>
/// <param name="SaddleEscapes">The pushes off saddles.</param>
/// <param name="FinalEigenvalue">The lowest eigenvalue at the end where it was looked for, else NaN.</param>
/// <param name="ForceEvaluations">Force evaluations in all.</param>
/// <param name="WallSeconds">Seconds worked, those before an interruption included.</param>
/// <param name="ResumedFrom">The checkpoint that the sample went on from; null where it began.</param>
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

    /// <summary>The record; null where no modes were asked for.</summary>
    public SampleRecord? Record { get; init; }

    /// <summary>
    /// The file of the record; null where none was written: without modes, without a directory, or as long as the quench is not over.
    /// </summary>
    public string? RecordFile { get; init; }
}
