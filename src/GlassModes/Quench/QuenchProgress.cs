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

    /// <summary>The forces are zero: an unjammed packing, or a minimum to the last bit.</summary>
    ForceFree,

    /// <summary>The steps have become smaller than the rounding of the positions.</summary>
    Stalled,

    /// <summary>The largest allowed number of force evaluations is spent.</summary>
    EvaluationLimit,
}
