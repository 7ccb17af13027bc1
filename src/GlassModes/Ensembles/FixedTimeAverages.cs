// Averages over the samples of an ensemble at one time.

using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>Averages over the samples of an ensemble at one time t.</summary>
/// <param name="Time">t.</param>
/// <param name="Samples">The number of samples that are between their first and last rung at t, or at rest.</param>
/// <param name="IsComplete">
/// Whether all samples of the ensemble are in the averages. Otherwise the averages are over a selection: samples are missing that have not
/// come to their first rung yet, or that have left their last rung already.
/// </param>
/// <param name="Finished">The share of the samples that are at rest. A sample at rest counts with the values of its last rung.</param>
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
