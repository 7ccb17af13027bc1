// All results of an analysis.

using GlassModes.Ensembles;

namespace GlassModes.Analysis;

/// <summary>One sample at one rung of its quench.</summary>
/// <param name="At">The ensemble and the rung.</param>
/// <param name="State">The sample with its modes.</param>
public sealed record TrajectoryPoint(EnsembleAtRung At, SampleModes State);

/// <summary>The shares of the force of an ensemble at one rung.</summary>
/// <param name="At">The ensemble and the rung.</param>
/// <param name="Shares">The shares, for each limit of |λ|.</param>
public sealed record ForceSharesAtRung(EnsembleAtRung At, IReadOnlyList<MeanForceShares> Shares);

/// <summary>What happens between a rung and the next rung in an ensemble.</summary>
/// <param name="At">The ensemble and the rung.</param>
/// <param name="Step">The averages over the samples that crossed both rungs.</param>
public sealed record StepAtRung(EnsembleAtRung At, StepAverages Step);

/// <summary>The results of one ensemble.</summary>
/// <param name="Ensemble">The ensemble.</param>
/// <param name="Samples">How the quenches of the samples ended, and whether the samples are independent.</param>
/// <param name="AtFixedW">Averages at each rung, in descending W.</param>
/// <param name="AtFixedTime">Averages at fixed times.</param>
/// <param name="Trajectories">The first samples of the ensemble, rung after rung.</param>
/// <param name="Relaxation">Power laws of the descent, and the flatness of the landscape.</param>
/// <param name="CorrelationLaws">Correlation lengths and their law, for each choice of the distances of the fits.</param>
/// <param name="Profiles">Profiles of the lowest modes at each rung.</param>
/// <param name="CoreEnergies">Distributions of core energies, at the rungs at which a sample has a mode.</param>
/// <param name="ForceShares">Shares of the force at each rung.</param>
/// <param name="Steps">What happens between neighbouring rungs.</param>
public sealed record EnsembleResults(
    NamedEnsemble Ensemble,
    SampleSummary Samples,
    IReadOnlyList<AveragesAtFixedW> AtFixedW,
    IReadOnlyList<FixedTimeAverages> AtFixedTime,
    IReadOnlyList<TrajectoryPoint> Trajectories,
    RelaxationLaws Relaxation,
    IReadOnlyList<CorrelationLaw> CorrelationLaws,
    IReadOnlyList<LowestModeProfiles> Profiles,
    IReadOnlyList<CoreEnergyDistribution> CoreEnergies,
    IReadOnlyList<ForceSharesAtRung> ForceShares,
    IReadOnlyList<StepAtRung> Steps);

/// <summary>The results of an analysis, from which tables, texts and figures are made.</summary>
/// <param name="Options">The ranges and bins.</param>
/// <param name="Ensembles">The results of each ensemble, in the order of <see cref="NamedEnsemble.Name"/>.</param>
/// <param name="Spectra">The unstable spectra of each family of ensembles at each rung that has unstable modes.</param>
public sealed record AnalysisResults(
    AnalysisOptions Options, IReadOnlyList<EnsembleResults> Ensembles, IReadOnlyList<SpectrumResult> Spectra)
{
    /// <summary>Averages over the starts of each ensemble whose starts were measured.</summary>
    public IReadOnlyList<StartResult> Starts { get; init; } = [];

    /// <summary>The ensembles with the numbers of their samples.</summary>
    public IReadOnlyList<EnsembleSize> Sizes =>
        [.. Ensembles.Select(results => new EnsembleSize(results.Ensemble.Protocol, results.Samples.Samples))];
}
