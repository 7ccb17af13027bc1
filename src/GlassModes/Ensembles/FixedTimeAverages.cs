// Averages over the samples of an ensemble at one time.

using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>Averages over the samples of an ensemble at one time t.</summary>
/// <param name="Time">t.</param>
/// <param name="Samples">The number of samples that are between their first and last rung at t, or at rest.</param>
/// <param name="IsComplete">
/// Whether these are all samples of the ensemble. If not, samples are missing that are slow to come to their first rung or fast to leave
/// their last, and the averages are over a selection.
/// </param>
/// <param name="Finished">The share of these samples that is at rest; such a sample counts with the values of its last rung.</param>
/// <param name="MeanSquaredForce">⟨W⟩.</param>
/// <param name="LogMeanSquaredForce">⟨ln W⟩.</param>
/// <param name="Spread">The standard deviation of ln W over samples.</param>
/// <param name="PotentialEnergyPerParticle">⟨V/N⟩.</param>
/// <param name="FractionUnstable">⟨f_u⟩.</param>
/// <param name="EnergySpread">The standard deviation of V/N over samples.</param>
/// <param name="FractionSpread">The standard deviation of f_u over samples.</param>
public sealed record FixedTimeAverages(
    double Time,
    int Samples,
    bool IsComplete,
    double Finished,
    Estimate MeanSquaredForce,
    Estimate LogMeanSquaredForce,
    double Spread,
    Estimate PotentialEnergyPerParticle,
    Estimate FractionUnstable,
    double EnergySpread,
    double FractionSpread);
