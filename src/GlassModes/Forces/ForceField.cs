// Forces and energy of one system under one model, whatever potential and SIMD width are behind it.

using GlassModes.Simd;

namespace GlassModes.Forces;

/// <summary>What a force evaluation yields beside the forces.</summary>
/// <param name="PotentialEnergy">V = Σ_{i&lt;j} v(r_ij), in ε.</param>
/// <param name="Virial">Σ_{i&lt;j} r_ij · f_ij = −Σ_{i&lt;j} r v'(r); the pressure is ρT + Virial/(3L³).</param>
public readonly record struct ForceSummary(double PotentialEnergy, double Virial);

/// <summary>
/// Evaluates the forces f_i = −∂V/∂r_i of a fixed set of particles in a fixed box. Holds the neighbour list and scratch
/// memory of one system, so it is not thread-safe: one a thread. After construction an evaluation allocates nothing, except
/// when the neighbour list outgrows its memory.
/// </summary>
public abstract class ForceField : IDisposable
{
    /// <summary>Number of particles N.</summary>
    public abstract int Count { get; }

    /// <summary>The kernel in use.</summary>
    public abstract SimdWidth Width { get; }

    /// <summary>Force evaluations so far.</summary>
    public long Evaluations { get; protected set; }

    /// <summary>Neighbour-list builds so far.</summary>
    public long ListBuilds { get; protected set; }

    /// <summary>Computes the forces at the given positions.</summary>
    /// <param name="positions">3N coordinates, wrapped or not.</param>
    /// <param name="forces">Receives 3N force components.</param>
    /// <returns>Energy and virial. They are infinite or NaN where particles coincide under a diverging potential, and NaN
    /// with all forces where a position is not finite.</returns>
    /// <exception cref="ArgumentException">A span is not 3N long.</exception>
    public abstract ForceSummary Compute(ReadOnlySpan<double> positions, Span<double> forces);

    /// <summary>W = (1/N) Σ_i |f_i|² (Shimada et al. 2024, Eq. 1) of 3N force components.</summary>
    public static double MeanSquaredForce(ReadOnlySpan<double> forces) =>
        3 * VectorMath.Dot(forces, forces) / forces.Length;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the scratch memory.</summary>
    protected abstract void Dispose(bool disposing);
}
