// How modes are to be computed.

using GlassModes.LinearAlgebra.Ldlt;

namespace GlassModes.Modes;

/// <summary>Ways to compute modes.</summary>
public enum ModeSolver
{
    /// <summary>The cheapest, by size and the number of modes that is expected.</summary>
    Automatic,

    /// <summary>LAPACK on the dense matrix.</summary>
    Dense,

    /// <summary>Block Davidson on the sparse matrix, certified by inertia: few modes from below.</summary>
    Davidson,

    /// <summary>Shift-inverted block Lanczos on slices of the spectrum, certified by inertia: many modes, any interval.</summary>
    Slicing,
}

/// <summary>Whether a factorisation is to show that no mode is missing. A dense solver shows that by itself.</summary>
public enum ModeCertification
{
    /// <summary>For unstable modes wherever memory suffices, for other modes up to N = 20 000.</summary>
    Automatic,

    /// <summary>Always. Insufficient memory is an error then.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>How modes are to be computed.</summary>
/// <param name="Solver">The way.</param>
/// <param name="Certification">Whether to certify.</param>
/// <param name="Tolerance">Largest ‖H x − λ x‖ of an iterative solver, in units of λ_max.</param>
/// <param name="Threads">Threads that share products and preconditioner; OpenBLAS has a setting of its own.</param>
/// <param name="MemoryLimit">Bytes that a factorisation may take; null: nine tenths of what the process may use at all.</param>
/// <param name="Guesses">
/// Vectors near the modes sought, for example the modes of the rung before: 3N values each in file order. Block Davidson starts from them.
/// </param>
/// <param name="CountPrecision">
/// Precision of the factorisations that count modes; null: single above N = 2500 where it is certain, else double.
/// </param>
/// <param name="ScratchDirectory">
/// Where factors go that memory does not hold (counts in single precision only); null: the system's temporary directory.
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
