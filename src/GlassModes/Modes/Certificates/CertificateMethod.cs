// The ways to show that no mode is missing, and the reasons why a set or a count has no certificate.

namespace GlassModes.Modes.Certificates;

/// <summary>How it was shown that no mode is missing.</summary>
public enum CertificateMethod
{
    /// <summary>Nothing shows that no mode is missing: see <see cref="Certificate.Reason"/>.</summary>
    None,

    /// <summary>No two particles interact, so all modes are zero modes and nothing had to be computed.</summary>
    NoContacts,

    /// <summary>All eigenvalues of the dense matrix were computed, and their sum equals its trace.</summary>
    FullSpectrum,

    /// <summary>Sturm sequences of the full tridiagonal form of the dense matrix count the eigenvalues.</summary>
    SturmCounts,

    /// <summary>The negative pivots of LDLᵀ factorisations of H − σ count the eigenvalues below σ (Sylvester's law of inertia).</summary>
    Inertia,

    /// <summary>Rigorous bounds of the spectrum exclude every eigenvalue of the interval asked for.</summary>
    Bounds,
}

/// <summary>Why a set of modes, or a count, has no certificate.</summary>
public enum UncertifiedReason
{
    /// <summary>The caller did not want a certificate.</summary>
    NotWanted,

    /// <summary>For so many particles a certificate is made on demand only.</summary>
    TooManyParticles,

    /// <summary>No gap between the eigenvalues is wide enough for a shift.</summary>
    NoGap,

    /// <summary>An eigenvalue is zero within its error, so its sign is unknown.</summary>
    UncertainSign,

    /// <summary>The factorisation does not fit into memory.</summary>
    InsufficientMemory,

    /// <summary>The method gives an estimate with errors.</summary>
    Estimate,

    /// <summary>A record of an earlier version gives a reason that this version does not know.</summary>
    Unknown,
}
