// Computes the measures of the rungs of one quench from its snapshots.

using GlassModes.Hessians;
using GlassModes.Modes;
using GlassModes.Modes.Measures;
using GlassModes.Particles;
using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>The positions and eigenvectors that a record keeps of a rung.</summary>
/// <param name="Positions">3N coordinates, unwrapped along the way from the start.</param>
/// <param name="Vectors">Eigenvectors of 3N components with |e| = 1, ascending in λ from the lowest mode.</param>
public sealed record KeptModes(IReadOnlyList<double> Positions, IReadOnlyList<double[]> Vectors);

/// <summary>
/// Solves for the modes of the snapshots of a quench, one snapshot after another. Measures each snapshot, and compares its modes with the
/// modes of the snapshot before. Holds the modes of the last rung. Not thread-safe.
/// </summary>
/// <param name="plan">The model, the modes to solve for, the options of the solver and the eigenvectors to keep.</param>
internal sealed class RungMeasurer(SamplePlan plan) : IDisposable
{
    private readonly List<RungMeasures> _rungs = [];

    /// <summary>The measures of the rungs so far. <see cref="RungMeasures.Next"/> of the last rung is null.</summary>
    public IReadOnlyList<RungMeasures> Rungs => _rungs;

    /// <summary>
    /// The modes of the last rung. They are null before the first rung, if only numbers of modes are computed, and if
    /// <see cref="Continue"/> was called without modes.
    /// </summary>
    public ModeSet? LastModes { get; private set; }

    /// <summary>Measures the next snapshot.</summary>
    /// <param name="snapshot">The snapshot, which has lower W than all earlier snapshots.</param>
    /// <param name="cancellation">Stops the solver between two products or factorisations. The rung is then not added.</param>
    /// <returns>The measures of the snapshot.</returns>
    /// <exception cref="ModeException">The modes failed their checks.</exception>
    public RungMeasures Add(Snapshot snapshot, CancellationToken cancellation = default)
    {
        using HarmonicExpansion expansion = HarmonicExpansion.Of(snapshot.Configuration, plan.Model);
        if (plan.Modes.Sampling == ModeSampling.Count)
        {
            ModeEvidence evidence = expansion.Hessian.CountUnstable(plan.Solving, cancellation: cancellation);
            _rungs.Add(MakeMeasures(snapshot, evidence, null, [], []));
            return _rungs[^1];
        }

        ModeSet modes = SolveModes(expansion.Hessian, cancellation);
        try
        {
            RungMeasures rung = MeasureModes(snapshot, expansion, modes, out ModeTransition? transition, cancellation);
            if (transition is not null)
            {
                _rungs[^1] = _rungs[^1] with { Next = transition };
            }

            _rungs.Add(rung);

            // The finally block disposes of the modes of the previous rung.
            (LastModes, modes) = (modes, LastModes!);
            return rung;
        }
        finally
        {
            modes?.Dispose();
        }
    }

    /// <summary>Solves for the modes that the plan asks for, with eigenvectors. The caller owns the result.</summary>
    public ModeSet SolveModes(Hessian hessian, CancellationToken cancellation) => plan.Modes.Sampling == ModeSampling.Lowest
        ? hessian.LowestModes(
            Math.Min(plan.Modes.Lowest, hessian.Order - hessian.KnownZeroModes().Total), plan.Solving, cancellation: cancellation)
        : hessian.UnstableModes(atLeast: 1, plan.Solving, cancellation: cancellation);

    /// <summary>Continues after rungs that were measured earlier.</summary>
    /// <param name="rungs">The measures of these rungs.</param>
    /// <param name="lastModes">
    /// The modes of the last of these rungs; null if the next rung is not to be compared with them. This object disposes of the modes.
    /// </param>
    public void Continue(IEnumerable<RungMeasures> rungs, ModeSet? lastModes)
    {
        _rungs.Clear();
        _rungs.AddRange(rungs);
        LastModes?.Dispose();
        LastModes = lastModes;
    }

    /// <inheritdoc/>
    public void Dispose() => LastModes?.Dispose();

    private RungMeasures MeasureModes(
        Snapshot snapshot, HarmonicExpansion expansion, ModeSet modes, out ModeTransition? transition, CancellationToken cancellation)
    {
        int unstableInSet = CountUnstable(modes);

        // Force shares and overlaps of unstable modes can be measured only if all unstable modes are known.
        bool isComplete = modes.Evidence.UnstableCount == unstableInSet;
        double[] ratios = modes.ParticipationRatios();
        RungMeasures rung = MakeMeasures(
            snapshot,
            modes.Evidence,
            modes.Count > 0 ? LowestModeMeasures.Of(modes) : null,
            modes.Eigenvalues[..unstableInSet].ToArray(),
            ratios[..unstableInSet]) with
        {
            Force = isComplete ? ForceSpectrum.Of(modes, expansion, cancellation) : null,
            Kept = CopyKeptModes(modes, unstableInSet),
            StableEigenvalues = plan.Modes.Sampling == ModeSampling.Lowest ? modes.Eigenvalues[unstableInSet..].ToArray() : [],
            StableParticipationRatios = plan.Modes.Sampling == ModeSampling.Lowest ? ratios[unstableInSet..] : [],
        };
        transition = LastModes is not null && isComplete && _rungs[^1].HasAllUnstableModes
            ? ModeTransition.Of(LastModes, modes, expansion.Product, cancellation)
            : null;
        return rung;
    }

    private static RungMeasures MakeMeasures(
        Snapshot snapshot,
        ModeEvidence evidence,
        LowestModeMeasures? lowest,
        IReadOnlyList<double> eigenvalues,
        IReadOnlyList<double> ratios) => new(
            snapshot.Rung,
            snapshot.MeanSquaredForce,
            snapshot.Time,
            snapshot.PotentialEnergyPerParticle,
            snapshot.ForceEvaluations,
            evidence.UnstableCount,
            RungMeasures.FractionOf(evidence.UnstableCount, snapshot.Configuration.Count),
            lowest,
            eigenvalues,
            ratios,
            evidence);

    private static int CountUnstable(ModeSet modes)
    {
        int count = 0;
        while (count < modes.Count && modes.Eigenvalues[count] < -modes.ZeroThreshold)
        {
            count++;
        }

        return count;
    }

    private KeptModes? CopyKeptModes(ModeSet modes, int unstable)
    {
        int count = plan.Kept switch
        {
            KeptVectors.None => 0,
            KeptVectors.Lowest => Math.Min(modes.Count, 1),
            _ => Math.Max(unstable, Math.Min(modes.Count, 1)),
        };
        return plan.Kept == KeptVectors.None
            ? null
            : new KeptModes(
                modes.Hessian.Configuration.Positions.ToArray(), [.. Enumerable.Range(0, count).Select(k => modes[k].Vector.ToArray())]);
    }

    /// <summary>
    /// The lowest mode of the last rung as two columns of a configuration: "mode" with three values for each particle, and "local_energy"
    /// with δE_i. There are no columns if the last rung has no mode.
    /// </summary>
    public ParticleProperty[] LowestModeColumns()
    {
        if (LastModes is not { Count: > 0 } modes)
        {
            return [];
        }

        ReadOnlySpan<double> vector = modes[0].Vector;
        return
        [
            new ParticleProperty("mode", 3, vector.ToArray()),
            new ParticleProperty("local_energy", 1, LocalEnergies.Of(modes.Hessian, vector)),
        ];
    }
}
