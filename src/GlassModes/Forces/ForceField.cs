// Forces and energy of one system under one model, whatever the potential and the SIMD width.

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
    /// <summary>Fewest particles for which several threads are worth their waiting for each other.</summary>
    public const int FewestParticlesToShare = 4000;

    /// <summary>Number of particles N.</summary>
    public abstract int Count { get; }

    /// <summary>The kernel in use.</summary>
    public abstract SimdWidth Width { get; }

    /// <summary>Number of threads that share an evaluation. No result depends on it.</summary>
    public abstract int Threads { get; }

    /// <summary>Force evaluations so far.</summary>
    public long Evaluations { get; protected set; }

    /// <summary>Neighbour-list builds so far.</summary>
    public long ListBuilds { get; protected set; }

    /// <summary>Computes the forces, the energy and the virial at the given positions.</summary>
    /// <param name="positions">3N coordinates, wrapped or not.</param>
    /// <param name="forces">Receives 3N force components.</param>
    /// <returns>
    /// Energy and virial. They are infinite or NaN where particles coincide under a diverging potential. They and all forces are NaN
    /// where a position is not finite.
    /// </returns>
    /// <exception cref="ArgumentException">A span is not 3N long.</exception>
    public ForceSummary Compute(ReadOnlySpan<double> positions, Span<double> forces) => Evaluate(positions, forces, withSums: true);

    /// <summary>Computes the forces alone, a tenth faster than <see cref="Compute"/>; they are the same to the last bit.</summary>
    /// <inheritdoc cref="Compute"/>
    public void ComputeForces(ReadOnlySpan<double> positions, Span<double> forces) => Evaluate(positions, forces, withSums: false);

    /// <summary>Builds the neighbour list now, however little the particles have moved. Evaluations build it when they need to.</summary>
    /// <param name="positions">3N coordinates, wrapped or not.</param>
    /// <exception cref="ArgumentException">The span is not 3N long.</exception>
    public abstract void BuildList(ReadOnlySpan<double> positions);

    /// <summary>
    /// The positions of the last list build. <see cref="BuildList"/> with them, in another evaluator of the same system, makes the
    /// same list and so the same bits of all forces until the next build.
    /// </summary>
    /// <param name="positions">Receives 3N coordinates; zeros where no list has been built.</param>
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
