// Turns the status codes of MUMPS into an exception with a message that explains the status.

namespace GlassModes.LinearAlgebra.Ldlt;

/// <summary>MUMPS or METIS failed.</summary>
public sealed class LdltException : ComputationException
{
    /// <inheritdoc/>
    public override string? Advice => "Check what the matrix was made from, or ask for other eigenvalues.";

    /// <summary>Creates the exception for INFOG(1) and INFOG(2) of MUMPS.</summary>
    public LdltException(string stage, int status, int detail)
        : base(FormattableString.Invariant($"MUMPS, {stage}: INFOG(1) = {status}, INFOG(2) = {detail}: {Meaning(status)}"))
    {
        Status = status;
        Detail = detail;
    }

    /// <summary>Creates the exception for a failure outside MUMPS.</summary>
    public LdltException(string message)
        : base(message)
    {
    }

    /// <summary>INFOG(1) of MUMPS, or 0 if the failure was outside MUMPS.</summary>
    public int Status { get; }

    /// <summary>INFOG(2) of MUMPS. The meaning of this number depends on <see cref="Status"/>.</summary>
    public int Detail { get; }

    /// <summary>Whether another attempt with more workspace may succeed.</summary>
    internal bool WantsWorkspace => Status is -8 or -9 or -11 or -12 or -14 or -15 or -17 or -19 or -20;

    /// <summary>Whether the system refused memory.</summary>
    internal bool LacksMemory => Status is -5 or -7 or -13;

    private static string Meaning(int status) => status switch
    {
        -2 => "the number of entries is out of range, which is an error in GlassModes.",
        -5 or -7 => "memory for the analysis could not be allocated.",
        -6 or -10 => "the matrix is singular.",
        -8 or -9 or -11 or -12 or -14 or -15 or -17 or -20 => "the workspace is too small, because more pivots were delayed than foreseen.",
        -13 => "memory could not be allocated.",
        -19 => "the memory allowed is too small.",
        -90 => "the factors could not be written to or read from disk: is there room?",
        _ => "the routine failed.",
    };
}
