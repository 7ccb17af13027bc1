// What is kept of one rung of one sample.

using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Quench;

namespace GlassModes.Ensembles;

/// <summary>The measures of one sample at one rung.</summary>
/// <param name="Rung">W of the rung.</param>
/// <param name="Log10W">log10 of it.</param>
/// <param name="Time">t of its first downward crossing.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="UnstableCount">n_u.</param>
/// <param name="FractionUnstable">f_u.</param>
/// <param name="LowestEigenvalue">λ_1.</param>
/// <param name="LowestParticipation">P_1.</param>
/// <param name="CoreEnergy">Λ_min of the lowest mode.</param>
/// <param name="CoreRadius">Its localisation length.</param>
/// <param name="Eigenvalues">The unstable eigenvalues, ascending.</param>
/// <param name="ParticipationRatios">Their participation ratios.</param>
/// <param name="Evidence">What speaks for the modes.</param>
public sealed record RungMeasures(
    double Rung,
    double Log10W,
    double Time,
    double PotentialEnergyPerParticle,
    int UnstableCount,
    double FractionUnstable,
    double LowestEigenvalue,
    double LowestParticipation,
    double CoreEnergy,
    double CoreRadius,
    IReadOnlyList<double> Eigenvalues,
    IReadOnlyList<double> ParticipationRatios,
    ModeEvidence Evidence)
{
    /// <summary>Diagonalises a snapshot and measures its unstable modes.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="model">Its model.</param>
    /// <param name="keepMode">Given the lowest mode's vector, for a file; null if it is not wanted.</param>
    public static RungMeasures Of(Snapshot snapshot, PairModel model, Action<ReadOnlySpan<double>>? keepMode = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Hessian hessian = Hessian.Of(snapshot, model);
        using ModeSet modes = hessian.UnstableModes(atLeast: 1);

        // No mode at all where no two particles interact.
        ModeAnalysis? lowest = modes.Count > 0 ? ModeAnalysis.Of(modes) : null;
        if (modes.Count > 0)
        {
            keepMode?.Invoke(modes[0].Vector);
        }

        return new RungMeasures(
            snapshot.Rung,
            snapshot.Log10W,
            snapshot.Time,
            snapshot.PotentialEnergyPerParticle,
            modes.UnstableCount,
            modes.FractionUnstable,
            lowest?.Eigenvalue ?? double.NaN,
            lowest?.ParticipationRatio ?? double.NaN,
            lowest?.Energy.CoreEnergy ?? double.NaN,
            lowest?.Energy.CoreRadius ?? double.NaN,
            modes.Eigenvalues[..modes.UnstableCount].ToArray(),
            modes.ParticipationRatios()[..modes.UnstableCount],
            modes.Evidence);
    }
}
