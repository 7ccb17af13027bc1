// Options for the computation of modes.

using GlassModes.LinearAlgebra.Ldlt;

namespace GlassModes.Modes;

/// <summary>Ways to compute modes.</summary>
public enum ModeSolver
{
    /// <summary>The solver of lowest estimated cost, given N and the expected number of modes.</summary>
    Automatic,

    /// <summary>LAPACK on the dense matrix.</summary>
    Dense,

    /// <summary>Block Davidson on the sparse matrix, certified by inertia. It finds a few modes from below.</summary>
    Davidson,

    /// <summary>
    /// Shift-inverted block Lanczos on slices of the spectrum, certified by inertia. It finds many modes, or the modes of any interval.
    /// </summary>
    Slicing,
}

/// <summary>When a factorisation shows that no mode is missing. LAPACK shows completeness without a factorisation.</summary>
public enum ModeCertification
{
    /// <summary>
    /// The lowest modes by block Davidson are certified up to N = 20 000, all other sets at any N. Where memory does not suffice, the set
    /// has no certificate.
    /// </summary>
    Automatic,

    /// <summary>Always. A set that cannot be certified is an error, also where memory does not suffice.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>How modes are to be computed.</summary>
/// <param name="Solver">The solver.</param>
/// <param name="Certification">When to certify.</param>
/// <param name="Tolerance">Largest residual ‖H x − λ x‖ of an iterative solver, in units of λ_max.</param>
/// <param name="Threads">Threads that share products and preconditioner. OpenBLAS has a separate setting.</param>
/// <param name="MemoryLimit">Bytes that a factorisation may take; null for nine tenths of the memory that the process may use.</param>
/// <param name="Guesses">
/// Approximate modes from which block Davidson starts, for example the modes of the rung before: vectors of 3N values in file order, one
/// after another.
/// </param>
/// <param name="CountPrecision">
/// Precision of the factorisations that count modes. With null, <see cref="HessianModes.CountUnstable"/> uses single precision above
/// N = 2500 where the result is certain, and double precision otherwise. With null, <see cref="HessianModes.CountBelow"/> uses double
/// precision.
/// </param>
/// <param name="ScratchDirectory">
/// Directory for factors that do not fit into memory; null for the system's temporary directory. Only counts of unstable modes in single
/// precision write factors.
/// </param>
public sealed record ModeOptions(
    ModeSolver Solver = ModeSolver.Automatic,
    ModeCertification Certification = ModeCertification.Automatic,
    double Tolerance = 1e-11,
    int Threads = 1,
    long? MemoryLimit = null,
    ReadOnlyMemory<double> Guesses = default,
    LdltPrecision? CountPrecision = null,
    string? ScratchDirectory = null);
