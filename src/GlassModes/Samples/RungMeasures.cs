// What is kept of one rung of one sample.

using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>The measures of one sample at one rung.</summary>
/// <param name="Rung">W of the rung.</param>
/// <param name="MeanSquaredForce">The configuration's own W.</param>
/// <param name="Time">t of its first downward crossing; NaN for a method without a time.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="ForceEvaluations">Force evaluations so far.</param>
/// <param name="UnstableCount">n_u.</param>
/// <param name="FractionUnstable">f_u.</param>
/// <param name="Lowest">Of the most unstable mode, or of the softest where none is unstable; null where no two particles interact.</param>
/// <param name="Eigenvalues">The unstable eigenvalues, ascending.</param>
/// <param name="ParticipationRatios">Their participation ratios.</param>
/// <param name="Evidence">What speaks for the modes.</param>
public sealed record RungMeasures(
    double Rung,
    double MeanSquaredForce,
    double Time,
    double PotentialEnergyPerParticle,
    long ForceEvaluations,
    int UnstableCount,
    double FractionUnstable,
    LowestModeMeasures? Lowest,
    IReadOnlyList<double> Eigenvalues,
    IReadOnlyList<double> ParticipationRatios,
    ModeEvidence Evidence)
{
    /// <summary>log10 of the rung's W.</summary>
    public double Log10W => Math.Round(Math.Log10(Rung), 12);

    /// <summary>Diagonalises a snapshot and measures its unstable modes.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="model">Its model.</param>
    /// <param name="keepMode">Given the lowest mode's vector, for a file; null if it is not wanted. Not called where there is no mode.</param>
    public static RungMeasures Of(Snapshot snapshot, PairModel model, Action<ReadOnlySpan<double>>? keepMode = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        using ModeSet modes = Hessian.Of(snapshot, model).UnstableModes(atLeast: 1);
        if (modes.Count > 0)
        {
            keepMode?.Invoke(modes[0].Vector);
        }

        return new RungMeasures(
            snapshot.Rung,
            snapshot.MeanSquaredForce,
            snapshot.Time,
            snapshot.PotentialEnergyPerParticle,
            snapshot.ForceEvaluations,
            modes.UnstableCount,
            modes.FractionUnstable,
            modes.Count > 0 ? LowestModeMeasures.Of(modes) : null,
            modes.Eigenvalues[..modes.UnstableCount].ToArray(),
            modes.ParticipationRatios()[..modes.UnstableCount],
            modes.Evidence);
    }
}
