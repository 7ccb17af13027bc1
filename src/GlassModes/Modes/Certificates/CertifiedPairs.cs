// Eigenpairs of the sparse matrix with the certificate of their completeness.

using GlassModes.LinearAlgebra.Lapack;

namespace GlassModes.Modes.Certificates;

/// <summary>Eigenpairs, and what shows that no pair is missing.</summary>
/// <param name="Pairs">The pairs, ascending. They belong to the caller.</param>
/// <param name="Certificate">The certificate, or the reason why there is none.</param>
internal readonly record struct CertifiedPairs(Eigenpairs Pairs, Certificate Certificate)
{
    /// <summary>
    /// Whether the certificate shows that all unstable and all zero modes are among the pairs. The pairs must begin with the lowest.
    /// </summary>
    public bool ReachesBeyondZero => Certificate is { IsCertified: true, To: > 0 };
}
