// Turns the status codes of ARPACK into exceptions.

namespace GlassModes.LinearAlgebra.Arpack;

/// <summary>A routine of ARPACK failed for another reason than missing convergence.</summary>
public sealed class ArpackException : ComputationException
{
    /// <inheritdoc/>
    public override string? Advice => "Check what the matrix was made from, or ask for other eigenvalues.";

    /// <summary>Creates the exception for a routine and its status.</summary>
    public ArpackException(string routine, int info)
        : base(FormattableString.Invariant($"{routine} returned info = {info}: {Meaning(info)}"))
    {
        Routine = routine;
        Info = info;
    }

    /// <summary>Name of the routine in lower case.</summary>
    public string Routine { get; }

    /// <summary>The status.</summary>
    public int Info { get; }

    private static string Meaning(int info) => info switch
    {
        3 => "no shifts could be applied: use a larger basis.",
        -8 => "the small tridiagonal eigenproblem did not converge.",
        -9 => "the start vector is zero.",
        -9999 => "no Lanczos factorisation could be built: does the operator give finite values?",
        _ => "an argument has an illegal value, which is an error in GlassModes.",
    };
}
