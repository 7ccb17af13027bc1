// Errors of computations of modes.

namespace GlassModes.Modes;

/// <summary>The modes failed their own checks, and so are not returned.</summary>
/// <param name="message">Which check failed, with its numbers.</param>
public class ModeException(string message) : ComputationException(message)
{
    /// <inheritdoc/>
    public override string? Advice => "Check the configuration and the model, or try another selection of modes.";
}

/// <summary>An eigenvalue lies on a shift to rounding, so no count is possible there.</summary>
/// <param name="message">How many eigenvalues lie on which shift.</param>
public sealed class PivotException(string message) : ModeException(message);
