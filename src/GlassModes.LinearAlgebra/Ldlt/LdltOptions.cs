// What is asked of a factorisation.

namespace GlassModes.LinearAlgebra.Ldlt;

/// <summary>The arithmetic of a factorisation.</summary>
public enum LdltPrecision
{
    /// <summary>64 bits.</summary>
    Binary64,

    /// <summary>32 bits: half the memory, half the time, and a backward error of some 1e-7 of the matrix's norm.</summary>
    Binary32,
}

/// <summary>What happens to the factors.</summary>
public enum LdltFactors
{
    /// <summary>They stay in memory.</summary>
    Keep,

    /// <summary>They are dropped as they are computed: only the inertia is wanted.</summary>
    Discard,

    /// <summary>They are written to files and read again for every solve.</summary>
    ToDisk,
}

/// <summary>What is asked of a factorisation.</summary>
/// <param name="Precision">Arithmetic.</param>
/// <param name="Factors">What happens to the factors.</param>
/// <param name="MemoryLimit">Bytes that the factorisation may take; null: nine tenths of what the process may use at all.</param>
/// <param name="Directory">
/// Where the files of <see cref="LdltFactors.ToDisk"/> go: into a new directory there, which is removed with the object. null: the
/// system's temporary directory.
/// </param>
public sealed record LdltOptions(
    LdltPrecision Precision = LdltPrecision.Binary64,
    LdltFactors Factors = LdltFactors.Keep,
    long? MemoryLimit = null,
    string? Directory = null);

/// <summary>What the analysis of a pattern foresees.</summary>
/// <param name="Bytes">Memory of the factorisation.</param>
/// <param name="FactorEntries">Entries of the factors.</param>
/// <param name="Operations">Floating-point operations of the eliminations.</param>
public sealed record LdltAnalysis(long Bytes, long FactorEntries, double Operations);

/// <summary>The signs of the pivots of A − σ, which are those of its eigenvalues (Sylvester).</summary>
/// <param name="Shift">σ.</param>
/// <param name="Negative">Eigenvalues below σ.</param>
/// <param name="Zero">Pivots too small to have a sign: an eigenvalue is on the shift, and the other counts are not certain.</param>
/// <param name="Positive">Eigenvalues above σ.</param>
/// <param name="DelayedPivots">Pivots put off for stability.</param>
/// <param name="Bytes">Memory the factorisation used.</param>
public sealed record Inertia(double Shift, int Negative, int Zero, int Positive, int DelayedPivots, long Bytes);
