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
        SampledModes wanted = plan.Modes.At(snapshot.Rung);
        if (!wanted.HasVectors)
        {
            _rungs.Add(MeasureWithoutVectors(snapshot, wanted, cancellation));
            LastModes?.Dispose();
            LastModes = null;
            return _rungs[^1];
        }

        using HarmonicExpansion expansion = HarmonicExpansion.Of(snapshot.Configuration, plan.Model);
        ModeSet modes = SolveModes(expansion.Hessian, wanted, cancellation);
        try
        {
            RungMeasures rung = MeasureModes(snapshot, expansion, modes, wanted, cancellation);
            if (LastModes is not null && rung.HasAllUnstableModes && _rungs[^1].HasAllUnstableModes)
            {
                _rungs[^1] = _rungs[^1] with { Next = ModeTransition.Of(LastModes, modes, expansion.Product, cancellation) };
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

    /// <summary>Measures the start of the quench, apart from the rungs.</summary>
    /// <param name="start">The start.</param>
    /// <param name="wanted">Which modes are solved for.</param>
    /// <param name="cancellation">Stops the solver between two products or factorisations.</param>
    /// <exception cref="ModeException">The modes failed their checks.</exception>
    public RungMeasures MeasureStart(Snapshot start, SampledModes wanted, CancellationToken cancellation = default)
    {
        if (!wanted.HasVectors)
        {
            return MeasureWithoutVectors(start, wanted, cancellation);
        }

        using HarmonicExpansion expansion = HarmonicExpansion.Of(start.Configuration, plan.Model);
        using ModeSet modes = SolveModes(expansion.Hessian, wanted, cancellation);
        return MeasureModes(start, expansion, modes, wanted, cancellation);
    }

    /// <summary>Solves for modes with eigenvectors. The caller owns the result.</summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="wanted">Which modes are solved for.</param>
    /// <param name="cancellation">Stops the solver between two products or factorisations.</param>
    public ModeSet SolveModes(Hessian hessian, SampledModes wanted, CancellationToken cancellation) => wanted.Sampling switch
    {
        ModeSampling.Lowest => hessian.LowestModes(
            Math.Min(wanted.Lowest, hessian.Order - hessian.KnownZeroModes().Total), plan.Solving, cancellation: cancellation),
        ModeSampling.Interval => hessian.ModesWithin(
            wanted.Limits.Lower, wanted.Limits.Upper, plan.Solving, cancellation: cancellation),
        _ => hessian.UnstableModes(atLeast: 1, plan.Solving, cancellation: cancellation),
    };

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

    private RungMeasures MeasureWithoutVectors(Snapshot snapshot, SampledModes wanted, CancellationToken cancellation)
    {
        if (wanted.Sampling == ModeSampling.None)
        {
            return MakeMeasures(snapshot, ModeEvidence.OfNothing, null, [], []);
        }

        ModeEvidence evidence = Hessian.Of(snapshot.Configuration, plan.Model).CountUnstable(plan.Solving, cancellation: cancellation);
        return MakeMeasures(snapshot, evidence, null, [], []);
    }

    private RungMeasures MeasureModes(
        Snapshot snapshot, HarmonicExpansion expansion, ModeSet modes, SampledModes wanted, CancellationToken cancellation)
    {
        int unstableInSet = CountUnstable(modes);

        // Force shares and overlaps of unstable modes can be measured only if all unstable modes are known.
        bool isComplete = modes.Evidence.UnstableCount == unstableInSet;
        double[] ratios = modes.ParticipationRatios();
        bool keepsStable = wanted.Sampling != ModeSampling.Unstable;

        // The first mode of an interval is the lowest one of all if it is unstable and no unstable mode lies outside.
        bool hasLowest = modes.Count > 0 && (wanted.Sampling != ModeSampling.Interval || (isComplete && unstableInSet > 0));
        return MakeMeasures(
            snapshot,
            modes.Evidence,
            hasLowest ? LowestModeMeasures.Of(modes) : null,
            modes.Eigenvalues[..unstableInSet].ToArray(),
            ratios[..unstableInSet]) with
        {
            Force = isComplete ? ForceSpectrum.Of(modes, expansion, cancellation) : null,
            Kept = CopyKeptModes(modes, unstableInSet),
            StableEigenvalues = keepsStable ? modes.Eigenvalues[unstableInSet..].ToArray() : [],
            StableParticipationRatios = keepsStable ? ratios[unstableInSet..] : [],
        };
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
    /// with δE_i. There are no columns if the lowest mode of the last rung is not known.
    /// </summary>
    public ParticleProperty[] LowestModeColumns()
    {
        if (LastModes is not { Count: > 0 } modes || _rungs[^1].Lowest is null)
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
