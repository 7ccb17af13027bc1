// Evaluates forces and energy of one system under one model, whatever the potential and the SIMD width.

using GlassModes.Numerics.Simd;

namespace GlassModes.Forces;

/// <summary>Energy and virial of a force evaluation.</summary>
/// <param name="PotentialEnergy">V = Σ_{i&lt;j} v(r_ij), in ε.</param>
/// <param name="Virial">Σ_{i&lt;j} r_ij · f_ij = −Σ_{i&lt;j} r v'(r); the pressure is ρT + Virial/(3L³).</param>
public readonly record struct ForceSummary(double PotentialEnergy, double Virial);

/// <summary>
/// Evaluates the forces f_i = −∂V/∂r_i of a fixed set of particles in a fixed box. A force field holds the neighbour list and scratch
/// memory of one system and is not thread-safe. An evaluation allocates nothing, except when the neighbour list outgrows its
/// memory.
/// </summary>
public abstract class ForceField : IDisposable
{
    /// <summary>
    /// Fewest particles for which several threads are faster than one thread. For fewer particles, the threads lose more time by waiting
    /// for each other than they gain.
    /// </summary>
    public const int FewestParticlesToShare = 4000;

    /// <summary>Number of particles N.</summary>
    public abstract int Count { get; }

    /// <summary>SIMD width of the kernel in use.</summary>
    public abstract SimdWidth Width { get; }

    /// <summary>Number of threads that share an evaluation. Results do not depend on this number.</summary>
    public abstract int Threads { get; }

    /// <summary>Number of force evaluations so far.</summary>
    public long Evaluations { get; protected set; }

    /// <summary>Number of neighbour-list builds so far.</summary>
    public long ListBuilds { get; protected set; }

    /// <summary>Computes the forces, the energy and the virial at the given positions.</summary>
    /// <param name="positions">3N coordinates, wrapped or not.</param>
    /// <param name="forces">Receives 3N force components.</param>
    /// <returns>
    /// Energy and virial. They are infinite or NaN if particles coincide under a diverging potential. Energy, virial and all forces are NaN
    /// if a position is not finite.
    /// </returns>
    /// <exception cref="ArgumentException">A span is not 3N long.</exception>
    public ForceSummary Compute(ReadOnlySpan<double> positions, Span<double> forces) => Evaluate(positions, forces, withSums: true);

    /// <summary>Computes only the forces, a tenth faster than <see cref="Compute"/>. The forces are the same to the last bit.</summary>
    /// <inheritdoc cref="Compute"/>
    public void ComputeForces(ReadOnlySpan<double> positions, Span<double> forces) => Evaluate(positions, forces, withSums: false);

    /// <summary>
    /// Builds the neighbour list now, even if the particles have hardly moved. Evaluations build the list whenever it is needed.
    /// </summary>
    /// <param name="positions">3N coordinates, wrapped or not.</param>
    /// <exception cref="ArgumentException">The span is not 3N long.</exception>
    public abstract void BuildList(ReadOnlySpan<double> positions);

    /// <summary>
    /// Copies the positions of the last list build. If another evaluator of the same system calls <see cref="BuildList"/> with these
    /// positions, it makes the same list. Its forces then have the same bits until the next build.
    /// </summary>
    /// <param name="positions">Receives 3N coordinates. They are zeros if no list has been built.</param>
    /// <exception cref="ArgumentException">The span is not 3N long.</exception>
    public abstract void CopyListPositions(Span<double> positions);

    /// <summary>W = (1/N) Σ_i |f_i|² (Shimada et al. 2024, Eq. 1) of 3N force components.</summary>
    public static double MeanSquaredForce(ReadOnlySpan<double> forces) =>
        3 * VectorMath.Dot(forces, forces) / forces.Length;

    private protected abstract ForceSummary Evaluate(ReadOnlySpan<double> positions, Span<double> forces, bool withSums);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the scratch memory.</summary>
    protected abstract void Dispose(bool disposing);
}
