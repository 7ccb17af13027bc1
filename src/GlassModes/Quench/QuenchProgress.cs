// What a quench tells while it runs, and how it ended.

namespace GlassModes.Quench;

/// <summary>Where a quench stands.</summary>
/// <param name="Time">t.</param>
/// <param name="MeanSquaredForce">W.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="ForceEvaluations">Force evaluations so far.</param>
public sealed record QuenchProgress(
    double Time, double MeanSquaredForce, double PotentialEnergyPerParticle, long ForceEvaluations);

/// <summary>How a quench ended.</summary>
public enum QuenchStatus
{
    /// <summary>It has not ended.</summary>
    Running,

    /// <summary>Every rung of the ladder has been crossed.</summary>
    LadderDone,

    /// <summary>The packing has lost its overlaps: V → 0 with W, there is no jammed structure. Rungs may be left.</summary>
    Unjammed,

    /// <summary>The forces are zero to the last bit.</summary>
    ForceFree,

    /// <summary>W has reached the rounding of the positions and falls no more.</summary>
    Stalled,

    /// <summary>It sits on a saddle: escapes were not allowed, or a hundred did not help.</summary>
    Saddle,

    /// <summary>The largest allowed number of force evaluations is spent.</summary>
    EvaluationLimit,
}
