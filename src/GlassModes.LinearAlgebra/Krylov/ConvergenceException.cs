// The exception of an iterative solver that ended before all wanted pairs were found.

using GlassModes.LinearAlgebra.Lapack;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>An iterative eigensolver did not find everything that was asked for.</summary>
/// <param name="message">A sentence on what was not found.</param>
/// <param name="converged">The pairs that were found; null if there are none.</param>
public sealed class ConvergenceException(string message, Eigenpairs? converged = null) : ComputationException(message)
{
    /// <inheritdoc/>
    public override string? Advice => "Check what the matrix was made from, or ask for other eigenvalues.";

    /// <summary>The converged pairs, in ascending order; null if there are none. The code that catches this exception owns them.</summary>
    public Eigenpairs? Converged { get; } = converged;
}
