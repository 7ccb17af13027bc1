// Turns the status codes of LAPACK into exceptions.

namespace GlassModes.LinearAlgebra.Lapack;

/// <summary>A LAPACK routine returned a non-zero <c>info</c>.</summary>
public sealed class LapackException : ComputationException
{
    /// <inheritdoc/>
    public override string? Advice => "Check what the matrix was made from, or ask for other eigenvalues.";

    /// <summary>Creates the exception for a routine and its status.</summary>
    public LapackException(string routine, int info)
        : base(FormattableString.Invariant($"{routine} returned info = {info}: {Meaning(routine, info)}"))
    {
        Routine = routine;
        Info = info;
    }

    /// <summary>Name of the routine in lower case, e.g. <c>dsyevd</c>.</summary>
    public string Routine { get; }

    /// <summary>The status: negative for a wrong argument, positive for a failure of the algorithm.</summary>
    public int Info { get; }

    /// <summary>Throws unless <paramref name="info"/> is zero.</summary>
    /// <exception cref="LapackException"><paramref name="info"/> is not zero.</exception>
    internal static void Ensure(string routine, int info)
    {
        if (info != 0)
        {
            throw new LapackException(routine, info);
        }
    }

    private static string Meaning(string routine, int info) => (routine, info) switch
    {
        (_, < 0) => FormattableString.Invariant($"argument {-(long)info} has an illegal value, which is an error in GlassModes."),
        ("dsyevd", _) => "the divide-and-conquer or QL iteration did not converge.",
        ("dsyevd_2stage", _) => "the QL iteration for the eigenvalues did not converge.",
        ("dstebz", 1) => "bisection did not converge for some eigenvalues.",
        ("dstebz", 2 or 3) => "not all of the eigenvalues asked for by index were found.",
        ("dstebz", _) => "the Gershgorin interval for the eigenvalues was too small; the floating-point arithmetic is suspect.",
        ("dstein", _) => FormattableString.Invariant($"inverse iteration did not converge for {info} eigenvectors."),
        _ => "the algorithm failed.",
    };
}
