// An iteration that came to its end before all was found.

using GlassModes.LinearAlgebra.Lapack;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>
/// An iterative eigensolver did not find all it was asked for. What it did find is in <see cref="Converged"/>, which belongs to whoever
/// catches this.
/// </summary>
public sealed class ConvergenceException : ComputationException
{
    /// <inheritdoc/>
    public override string? Advice => "Check the configuration and the model, or try another selection of modes.";

    /// <summary>Creates the exception with what was found.</summary>
    public ConvergenceException(string message, Eigenpairs converged)
        : base(message) => Converged = converged;

    /// <summary>Creates the exception with a message only.</summary>
    public ConvergenceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and a cause.</summary>
    public ConvergenceException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>The pairs that did converge, ascending; null where there is nothing to tell.</summary>
    public Eigenpairs? Converged { get; }
}
