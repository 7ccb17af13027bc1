// Eigenpairs of the sparse matrix with what is known of their completeness.

using GlassModes.LinearAlgebra.Lapack;

namespace GlassModes.Modes.Certificates;

/// <summary>Pairs, and what shows that none is missing.</summary>
/// <param name="Pairs">The pairs, ascending. They belong to the caller.</param>
/// <param name="Certificate">The certificate, or why there is none.</param>
internal readonly record struct CertifiedPairs(Eigenpairs Pairs, Certificate Certificate)
{
    /// <summary>Whether all unstable and all zero modes are among the pairs, provided that the pairs begin with the lowest.</summary>
    public bool ReachesBeyondZero => Certificate is { IsCertified: true, To: > 0 };
}
