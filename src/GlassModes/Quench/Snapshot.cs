// A configuration that a quench took at a rung, with the step in which the quench crossed the rung.

using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Particles;

namespace GlassModes.Quench;

/// <summary>The step in which a rung was crossed.</summary>
/// <param name="TimeBefore">t at the start of the step.</param>
/// <param name="MeanSquaredForceBefore">W at the start of the step, above the rung.</param>
/// <param name="TimeAfter">t at the end of the step.</param>
/// <param name="MeanSquaredForceAfter">W at the end of the step; above the rung if only the middle of the step is below.</param>
public readonly record struct CrossingBracket(
    double TimeBefore, double MeanSquaredForceBefore, double TimeAfter, double MeanSquaredForceAfter);

/// <summary>The state of a quench at the first downward crossing of a rung. Immutable.</summary>
/// <param name="Configuration">Positions, not wrapped into the box since the start, with the time <paramref name="Time"/>.</param>
/// <param name="Rung">The rung.</param>
/// <param name="MeanSquaredForce">W of the configuration, equal to the W of the rung within the crossing tolerance.</param>
/// <param name="Time">Time t since the quench began; NaN for a method without a time.</param>
/// <param name="PotentialEnergyPerParticle">Potential energy V/N.</param>
/// <param name="ForceEvaluations">Number of force evaluations so far, with those that located crossings.</param>
public sealed record Snapshot(
    Configuration Configuration,
    Rung Rung,
    double MeanSquaredForce,
    double Time,
    double PotentialEnergyPerParticle,
    long ForceEvaluations)
{
    /// <summary>The step in which the rung was crossed.</summary>
    public CrossingBracket Bracket { get; init; }

    /// <summary>What the quench had recorded up to the crossing.</summary>
    public QuenchObservations Observations { get; init; } = new();
}

/// <summary>Extends <see cref="Hessian"/> by snapshots. The namespace of the Hessian does not know snapshots.</summary>
public static class SnapshotHessian
{
    extension(Hessian)
    {
        /// <summary>Computes the Hessian of the configuration of a snapshot.</summary>
        /// <exception cref="ModelMismatchException">The model does not fit the configuration.</exception>
        /// <exception cref="ArgumentException">Two interacting particles coincide.</exception>
        public static Hessian Of(Snapshot snapshot, PairModel model) => Hessian.Of(snapshot?.Configuration!, model);
    }
}
