// Quenches a configuration by one call that yields all snapshots.

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
    /// <param name="cancellation">Stops the quench between two steps.</param>
    /// <inheritdoc cref="QuenchRun(Configuration, PairModel, Ladder, QuenchOptions?, SimdWidth?, ThreadTeam?)"/>
    public static IEnumerable<Snapshot> Quench(
        Configuration start, PairModel model, Ladder ladder, QuenchOptions? options = null, CancellationToken cancellation = default)
    {
        using QuenchRun run = new(start, model, ladder, options);
        while (run.Next(cancellation: cancellation) is { } snapshot)
        {
            yield return snapshot;
        }
    }
}
