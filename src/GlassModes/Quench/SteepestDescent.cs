// Steepest descent in one line.

using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Quench;

/// <summary>Quenches by the flow dr_i/dt = f_i (Shimada et al. 2024, Eq. 4, γ = 1).</summary>
public static class SteepestDescent
{
    /// <summary>Quenches a configuration and yields a snapshot a rung, then ends; see <see cref="QuenchRun"/>.</summary>
    /// <param name="start">The configuration.</param>
    /// <param name="model">Its model.</param>
    /// <param name="ladder">The rungs.</param>
    /// <param name="options">Settings; null for the model's default method.</param>
    /// <param name="cancellation">Stops between two steps.</param>
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
