// Quenches a configuration by one call that yields all snapshots.

using GlassModes.Files;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Quench;

/// <summary>Quenches by the flow dr_i/dt = f_i (Shimada et al. 2024, Eq. 4, γ = 1).</summary>
public static class SteepestDescent
{
    /// <summary>Quenches a configuration and yields one snapshot for each rung that is crossed. See <see cref="QuenchRun"/>.</summary>
    /// <param name="start">The configuration to quench.</param>
    /// <param name="model">The model of the configuration.</param>
    /// <param name="ladder">The rungs.</param>
    /// <param name="options">Settings; null for the model's default method.</param>
    /// <param name="warn">
    /// Receives a sentence if the energy did not fall as d(V/N)/dt = −W asks, as with steps that are too long or with wrong forces; for
    /// rungs above the start, which are skipped; and if the quench ends before the last rung.
    /// </param>
    /// <param name="cancellation">Stops the quench between two steps.</param>
    /// <inheritdoc cref="QuenchRun(Configuration, PairModel, Ladder, QuenchOptions?, SimdWidth?, ThreadTeam?)"/>
    public static IEnumerable<Snapshot> Quench(
        Configuration start,
        PairModel model,
        Ladder ladder,
        QuenchOptions? options = null,
        Action<string>? warn = null,
        CancellationToken cancellation = default)
    {
        using QuenchRun run = new(start, model, ladder, options);
        try
        {
            while (run.Next(cancellation: cancellation) is { } snapshot)
            {
                yield return snapshot;
            }
        }
        finally
        {
            // This is reached too if the caller takes a part of the snapshots only.
            Warn(run, warn);
        }
    }

    private static void Warn(QuenchRun run, Action<string>? warn)
    {
        if (run.Observations.DescribeViolations() is { } violations)
        {
            warn?.Invoke(violations);
        }

        if (run.SkippedRungs.Count > 0)
        {
            warn?.Invoke($"{run.SkippedRungs.Count} of the rungs lie at or above W of the start and were skipped");
        }

        if (run.Status is not (QuenchStatus.Running or QuenchStatus.LadderDone))
        {
            warn?.Invoke($"the quench ended before the last rung: {EnumWord.Of(run.Status)}");
        }
    }
}
