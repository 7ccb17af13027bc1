// Decides whether a set of modes gets a certificate.

namespace GlassModes.Modes.Certificates;

/// <summary>Decides whether a factorisation is made to show that no mode is missing.</summary>
internal static class CertificatePolicy
{
    // Above this number of particles, the lowest modes by block Davidson get a certificate on demand only.
    private const int CertifiedByDefault = 20_000;

    /// <summary>Why no certificate is made; null if a certificate is made.</summary>
    /// <param name="problem">The problem with its options.</param>
    /// <param name="atAnySize">Whether such modes are certified by default at any number of particles.</param>
    public static Certificate? WhyNone(ModeProblem problem, bool atAnySize) => problem.Options.Certification switch
    {
        ModeCertification.Always => null,
        ModeCertification.Never => Certificate.Missing(UncertifiedReason.NotWanted),
        _ => IsByDefault(problem.Hessian.Count, atAnySize)
            ? null
            : Certificate.Missing(UncertifiedReason.TooManyParticles, $"more than {CertifiedByDefault}"),
    };

    /// <summary>Whether a certificate is made for modes of so many particles where nobody says otherwise.</summary>
    /// <param name="particles">N.</param>
    /// <param name="atAnySize">Whether such modes are certified by default at any number of particles.</param>
    public static bool IsByDefault(int particles, bool atAnySize) => atAnySize || particles <= CertifiedByDefault;
}
