// A configuration taken on the way down, at a given W.

using GlassModes.Particles;

namespace GlassModes.Quench;

/// <summary>The state of a quench at the first downward crossing of a rung. Immutable.</summary>
/// <param name="Configuration">Positions, unwrapped along the way from the start; its time is <paramref name="Time"/>.</param>
/// <param name="Rung">The W of the rung.</param>
/// <param name="MeanSquaredForce">The configuration's own W, equal to the rung's within the tolerance of the quench.</param>
/// <param name="Time">Time t since the quench began.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="ForceEvaluations">Force evaluations so far, those spent on locating crossings included.</param>
public sealed record Snapshot(
    Configuration Configuration,
    double Rung,
    double MeanSquaredForce,
    double Time,
    double PotentialEnergyPerParticle,
    long ForceEvaluations)
{
    /// <summary>log10 of the rung's W.</summary>
    public double Log10W => Math.Round(Math.Log10(Rung), 12);
}
