// How modes are to be computed.


using GlassModes.LinearAlgebra.Ldlt;

namespace GlassModes.Modes;

/// <summary>Ways to compute modes.</summary>
public enum ModeSolver
{
    /// <summary>By size and the number of unstable modes that is expected.</summary>
    Automatic,

    /// <summary>LAPACK on the dense matrix.</summary>
    Dense,

    /// <summary>Block Davidson on the sparse one, certified by inertia: few modes from below.</summary>
    Davidson,

    /// <summary>Shift-inverted block Lanczos on slices of the spectrum, certified by inertia: many modes, any interval.</summary>
    Slicing,
}

/// <summary>Whether completeness is to be shown by a factorisation where a dense solver does not show it by itself.</summary>
public enum ModeCertification
{
    /// <summary>For unstable modes wherever memory suffices, for others up to N = 20 000.</summary>
    Automatic,

    /// <summary>Always: it is an error where memory does not suffice.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>How modes are to be computed.</summary>
/// <param name="Solver">The way.</param>
/// <param name="Certification">Whether to certify.</param>
/// <param name="Tolerance">Largest ‖H x − λ x‖ of an iterative solver, in units of λ_max.</param>
/// <param name="Threads">Threads that share products and preconditioner; OpenBLAS has its own setting.</param>
/// <param name="MemoryLimit">Bytes a factorisation may take; null: nine tenths of what the process may use at all.</param>
/// <param name="Guesses">Modes near those sought, of the rung before for example, 3N values each in file order; used by block Davidson.</param>
/// <param name="CountPrecision">Of the factorisations that count modes; null: single above N = 2500 where it is certain, else double.</param>
/// <param name="ScratchDirectory">Where factors go that memory does not hold (counts in single precision only); null: the system's temporary directory.</param>
public sealed record ModeOptions(
    ModeSolver Solver = ModeSolver.Automatic,
    ModeCertification Certification = ModeCertification.Automatic,
    double Tolerance = 1e-11,
    int Threads = 1,
    long? MemoryLimit = null,
    ReadOnlyMemory<double> Guesses = default,
    LdltPrecision? CountPrecision = null,
    string? ScratchDirectory = null);

/// <summary>Where a solver stands.</summary>
/// <param name="Stage">What it does.</param>
/// <param name="Found">Modes found so far.</param>
public sealed record ModeProgress(string Stage, int Found);
