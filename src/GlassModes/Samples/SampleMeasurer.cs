// From the snapshots of one quench to the measures of its sample.

using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Modes.Measures;
using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>Which eigenvectors a sample record keeps.</summary>
public enum KeptVectors
{
    /// <summary>None: measures alone.</summary>
    None,

    /// <summary>The lowest mode of each rung, with the positions.</summary>
    Lowest,

    /// <summary>All unstable modes of each rung (the softest where none is unstable), with the positions: 24 N bytes a mode.</summary>
    Unstable,
}

/// <summary>What a record keeps of a configuration beside its measures.</summary>
/// <param name="Positions">3N values, unwrapped along the way from the start.</param>
/// <param name="Vectors">Eigenvectors of 3N values, |e| = 1, from the lowest mode on.</param>
public sealed record KeptModes(IReadOnlyList<double> Positions, IReadOnlyList<double[]> Vectors);

/// <summary>
/// Diagonalises the snapshots of a quench one after another and measures them: each by itself, and each against the one before it. Holds the modes of one rung meanwhile. Not safe for several
/// threads at once.
/// </summary>
/// <param name="model">The model of all snapshots.</param>
/// <param name="keep">Which eigenvectors to keep.</param>
/// <param name="options">How modes are found; null: the default.</param>
public sealed class SampleMeasurer(PairModel model, KeptVectors keep = KeptVectors.None, ModeOptions? options = null) : IDisposable
{
    private readonly List<RungMeasures> _rungs = [];
    private ModeSet? _before;

    /// <summary>The rungs so far; the last one knows nothing of a next.</summary>
    public IReadOnlyList<RungMeasures> Rungs => _rungs;

    /// <summary>Measures the next snapshot.</summary>
    /// <param name="snapshot">The snapshot, of lower W than those before.</param>
    /// <param name="useMode">Given the lowest mode's vector, for a file; null if it is not wanted. Not called where there is no mode.</param>
    /// <param name="cancellation">Stops between two products or factorisations; the rung is then not added.</param>
    /// <returns>Its measures.</returns>
    /// <exception cref="ModeException">The modes failed their checks.</exception>
    public RungMeasures Add(Snapshot snapshot, Action<ReadOnlySpan<double>>? useMode = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        using HarmonicExpansion expansion = HarmonicExpansion.Of(snapshot.Configuration, model);
        ModeSet modes = expansion.Hessian.UnstableModes(atLeast: 1, options, cancellation: cancellation);
        try
        {
            if (modes.Count > 0)
            {
                useMode?.Invoke(modes[0].Vector);
            }

            RungMeasures rung = new(
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
                modes.Evidence)
            {
                Force = ForceSpectrum.Of(modes, expansion, cancellation),
                Kept = Keep(modes),
            };
            if (_before is not null)
            {
                _rungs[^1] = _rungs[^1] with { Next = ModeTransition.Of(_before, modes, expansion.Product, cancellation) };
            }

            _rungs.Add(rung);
            (_before, modes) = (modes, _before!);
            return rung;
        }
        finally
        {
            modes?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _before?.Dispose();

    private KeptModes? Keep(ModeSet modes)
    {
        int count = keep switch
        {
            KeptVectors.None => 0,
            KeptVectors.Lowest => Math.Min(modes.Count, 1),
            _ => Math.Max(modes.UnstableCount, Math.Min(modes.Count, 1)),
        };
        return keep == KeptVectors.None
            ? null
            : new KeptModes(modes.Hessian.Configuration.Positions.ToArray(), [.. Enumerable.Range(0, count).Select(k => modes[k].Vector.ToArray())]);
    }
}
