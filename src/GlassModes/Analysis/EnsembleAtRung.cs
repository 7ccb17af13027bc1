// One ensemble at one rung.

using GlassModes.Ensembles;

namespace GlassModes.Analysis;

/// <summary>An ensemble at one of its rungs. Most results belong to such a place.</summary>
/// <param name="Ensemble">The ensemble.</param>
/// <param name="Rung">The sums of the ensemble at the rung.</param>
public sealed record EnsembleAtRung(NamedEnsemble Ensemble, RungSums Rung)
{
    /// <summary>N.</summary>
    public int Particles => Ensemble.Protocol.Particles;

    /// <summary>All rungs of an ensemble, in descending W.</summary>
    public static IEnumerable<EnsembleAtRung> AllOf(NamedEnsemble ensemble)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        return ensemble.Sums.Rungs.Select(rung => new EnsembleAtRung(ensemble, rung));
    }
}
