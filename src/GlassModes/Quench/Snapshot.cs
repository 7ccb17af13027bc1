// A configuration taken on the way down, at a given W.

using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Particles;

namespace GlassModes.Quench;

/// <summary>The step in which a rung was crossed.</summary>
/// <param name="TimeBefore">t at its start.</param>
/// <param name="MeanSquaredForceBefore">W at its start, above the rung.</param>
/// <param name="TimeAfter">t at its end.</param>
/// <param name="MeanSquaredForceAfter">W at its end.</param>
public readonly record struct CrossingBracket(
    double TimeBefore, double MeanSquaredForceBefore, double TimeAfter, double MeanSquaredForceAfter);

/// <summary>The state of a quench at the first downward crossing of a rung. Immutable.</summary>
/// <param name="Configuration">Positions, unwrapped along the way from the start; its time is <paramref name="Time"/>.</param>
/// <param name="Rung">The rung.</param>
/// <param name="MeanSquaredForce">The configuration's own W, equal to the rung's within the tolerance of the quench.</param>
/// <param name="Time">Time t since the quench began; NaN for a method without a time.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="ForceEvaluations">Force evaluations so far, those spent on locating crossings included.</param>
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

    /// <summary>What the quench had noticed up to here.</summary>
    public QuenchObservations Observations { get; init; } = new();
}

/// <summary>The Hessian of a snapshot, where there are snapshots.</summary>
public static class SnapshotHessian
{
    extension(Hessian)
    {
        /// <summary>The Hessian of a snapshot's configuration.</summary>
        /// <exception cref="ModelMismatchException">The model does not fit the configuration.</exception>
        /// <exception cref="ArgumentException">Two interacting particles coincide.</exception>
        public static Hessian Of(Snapshot snapshot, PairModel model) => Hessian.Of(snapshot?.Configuration!, model);
    }
}
