// An iteration that ended before all was found.

using GlassModes.LinearAlgebra.Lapack;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>An iterative eigensolver did not find all that was asked for.</summary>
/// <param name="message">What was not found.</param>
/// <param name="converged">The pairs that were found; null for none.</param>
public sealed class ConvergenceException(string message, Eigenpairs? converged = null) : ComputationException(message)
{
    /// <inheritdoc/>
    public override string? Advice => "Check the configuration and the model, or try another selection of modes.";

    /// <summary>The pairs that did converge, ascending; null for none. They belong to the code that catches this exception.</summary>
    public Eigenpairs? Converged { get; } = converged;
}
