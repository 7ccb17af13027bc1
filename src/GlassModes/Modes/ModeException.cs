// Errors of computations of modes.

namespace GlassModes.Modes;

/// <summary>Computed modes failed a check, so they are not returned.</summary>
/// <param name="message">Which check failed, with its numbers.</param>
public class ModeException(string message) : ComputationException(message)
{
    /// <inheritdoc/>
    public override string? Advice => "Check the configuration and the model, or try another selection of modes.";
}

/// <summary>An eigenvalue equals a shift to rounding, so eigenvalues cannot be counted at this shift.</summary>
/// <param name="message">How many eigenvalues lie on which shift.</param>
public sealed class PivotException(string message) : ModeException(message);
