// The settings of a factorisation, and the numbers that its analysis and its pivots give.

namespace GlassModes.LinearAlgebra.Ldlt;

/// <summary>The arithmetic of a factorisation.</summary>
public enum LdltPrecision
{
    /// <summary>64 bits.</summary>
    Binary64,

    /// <summary>
    /// 32 bits. The factorisation takes half the memory and half the time. The backward error is about 1e-7 of the matrix's norm.
    /// </summary>
    Binary32,
}

/// <summary>What happens to the factors.</summary>
public enum LdltFactors
{
    /// <summary>The factors stay in memory.</summary>
    Keep,

    /// <summary>The factors are dropped while they are computed. Only the inertia is wanted.</summary>
    Discard,

    /// <summary>The factors are written to files, and read again for every solve.</summary>
    ToDisk,
}

/// <summary>The settings of a factorisation.</summary>
/// <param name="Precision">The arithmetic.</param>
/// <param name="Factors">What happens to the factors.</param>
/// <param name="MemoryLimit">Bytes that the factorisation may take. null allows nine tenths of the memory that the process may use.</param>
/// <param name="Directory">
/// The parent directory for the files of <see cref="LdltFactors.ToDisk"/>. The files go into a new directory below this parent, and the new
/// directory is removed when the factorisation is disposed of. null means the system's temporary directory.
/// </param>
public sealed record LdltOptions(
    LdltPrecision Precision = LdltPrecision.Binary64,
    LdltFactors Factors = LdltFactors.Keep,
    long? MemoryLimit = null,
    string? Directory = null);

/// <summary>The predictions that the analysis of a pattern makes for the factorisation.</summary>
/// <param name="Bytes">Memory that the factorisation needs, in bytes.</param>
/// <param name="FactorEntries">Number of entries of the factors.</param>
/// <param name="Operations">Number of floating-point operations of the eliminations.</param>
public sealed record LdltAnalysis(long Bytes, long FactorEntries, double Operations);

/// <summary>
/// The numbers of negative, zero and positive pivots of A − σ. By Sylvester's law they count the eigenvalues of A below, at and above σ.
/// </summary>
/// <param name="Shift">σ.</param>
/// <param name="Negative">Eigenvalues below σ.</param>
/// <param name="Zero">
/// Pivots too small to have a sign. If there are any, an eigenvalue lies on the shift, and the other counts are not certain.
/// </param>
/// <param name="Positive">Eigenvalues above σ.</param>
/// <param name="DelayedPivots">Pivots that MUMPS put off to a later front for numerical stability.</param>
/// <param name="Bytes">Memory that the factorisation used, in bytes.</param>
public sealed record Inertia(double Shift, int Negative, int Zero, int Positive, int DelayedPivots, long Bytes);
