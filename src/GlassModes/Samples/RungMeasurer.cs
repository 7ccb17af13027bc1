// From the snapshots of one quench to the measures of its rungs.

using GlassModes.Hessians;
using GlassModes.Modes;
using GlassModes.Modes.Measures;
using GlassModes.Particles;
using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>What a record keeps of a configuration beside its measures.</summary>
/// <param name="Positions">3N values, unwrapped along the way from the start.</param>
/// <param name="Vectors">Eigenvectors of 3N values, |e| = 1, from the lowest mode on.</param>
public sealed record KeptModes(IReadOnlyList<double> Positions, IReadOnlyList<double[]> Vectors);

/// <summary>
/// Solves for the modes of the snapshots of a quench one after another. Measures each snapshot by itself, and against the one before.
/// Holds the modes of the last rung. Not safe for several threads at once.
/// </summary>
/// <param name="plan">The model, which modes, how, and which eigenvectors are kept.</param>
internal sealed class RungMeasurer(SamplePlan plan) : IDisposable
{
    private readonly List<RungMeasures> _rungs = [];

    /// <summary>The rungs so far; the last one does not know of a next.</summary>
    public IReadOnlyList<RungMeasures> Rungs => _rungs;

    /// <summary>The modes of the last rung; null before the first rung, and where only numbers of modes are asked for.</summary>
    public ModeSet? LastModes { get; private set; }

    /// <summary>Measures the next snapshot.</summary>
    /// <param name="snapshot">The snapshot, of lower W than those before.</param>
    /// <param name="cancellation">Stops between two products or factorisations; the rung is then not added.</param>
    /// <returns>Its measures.</returns>
    /// <exception cref="ModeException">The modes failed their checks.</exception>
    public RungMeasures Add(Snapshot snapshot, CancellationToken cancellation = default)
    {
        using HarmonicExpansion expansion = HarmonicExpansion.Of(snapshot.Configuration, plan.Model);
        if (plan.Modes.Sampling == ModeSampling.Count)
        {
            ModeEvidence evidence = expansion.Hessian.CountUnstable(plan.Solving, cancellation: cancellation);
            _rungs.Add(Measures(snapshot, evidence, null, [], []));
            return _rungs[^1];
        }

        ModeSet modes = SolveModes(expansion.Hessian, cancellation);
        try
        {
            RungMeasures rung = Measure(snapshot, expansion, modes, out ModeTransition? transition, cancellation);
            if (transition is not null)
            {
                _rungs[^1] = _rungs[^1] with { Next = transition };
            }

            _rungs.Add(rung);
            (LastModes, modes) = (modes, LastModes!);
            return rung;
        }
        finally
        {
            modes?.Dispose();
        }
    }

    /// <summary>The modes that the plan asks for, with eigenvectors; the caller's.</summary>
    public ModeSet SolveModes(Hessian hessian, CancellationToken cancellation) => plan.Modes.Sampling == ModeSampling.Lowest
        ? hessian.LowestModes(
            Math.Min(plan.Modes.Lowest, hessian.Order - hessian.KnownZeroModes().Total), plan.Solving, cancellation: cancellation)
        : hessian.UnstableModes(atLeast: 1, plan.Solving, cancellation: cancellation);

    /// <summary>Goes on after rungs that were measured before.</summary>
    /// <param name="rungs">Their measures.</param>
    /// <param name="lastModes">The modes of the last one, which this object disposes of; null where they are not to be compared.</param>
    public void Continue(IEnumerable<RungMeasures> rungs, ModeSet? lastModes)
    {
        _rungs.Clear();
        _rungs.AddRange(rungs);
        LastModes?.Dispose();
        LastModes = lastModes;
    }

    /// <inheritdoc/>
    public void Dispose() => LastModes?.Dispose();

    private RungMeasures Measure(
        Snapshot snapshot, HarmonicExpansion expansion, ModeSet modes, out ModeTransition? transition, CancellationToken cancellation)
    {
        int unstableInSet = CountUnstable(modes);

        // Shares and overlaps of unstable modes need all of them.
        bool isComplete = modes.Evidence.UnstableCount == unstableInSet;
        double[] ratios = modes.ParticipationRatios();
        RungMeasures rung = Measures(
            snapshot,
            modes.Evidence,
            modes.Count > 0 ? LowestModeMeasures.Of(modes) : null,
            modes.Eigenvalues[..unstableInSet].ToArray(),
            ratios[..unstableInSet]) with
        {
            Force = isComplete ? ForceSpectrum.Of(modes, expansion, cancellation) : null,
            Kept = Keep(modes, unstableInSet),
            StableEigenvalues = plan.Modes.Sampling == ModeSampling.Lowest ? modes.Eigenvalues[unstableInSet..].ToArray() : [],
            StableParticipationRatios = plan.Modes.Sampling == ModeSampling.Lowest ? ratios[unstableInSet..] : [],
        };
        transition = LastModes is not null && isComplete && _rungs[^1].HasAllUnstableModes
            ? ModeTransition.Of(LastModes, modes, expansion.Product, cancellation)
            : null;
        return rung;
    }

    private static RungMeasures Measures(
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

    private KeptModes? Keep(ModeSet modes, int unstable)
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
    /// The lowest mode of the last rung as columns of a configuration: "mode", three values a particle, and "local_energy", δE_i. Empty
    /// where the last rung has no mode.
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
