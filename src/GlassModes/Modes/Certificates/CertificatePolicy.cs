// Whether a certificate is made at all.

namespace GlassModes.Modes.Certificates;

/// <summary>When a factorisation shows that no mode is missing.</summary>
internal static class CertificatePolicy
{
    // Above, only certificates that were asked for, or that an unstable count needs.
    private const int CertifiedByDefault = 20_000;

    /// <summary>Why no certificate is made; null where one is.</summary>
    /// <param name="problem">The problem with its options.</param>
    /// <param name="atAnySize">Whether modes like these are certified by default at any size.</param>
    public static Certificate? WhyNone(ModeProblem problem, bool atAnySize) => problem.Options.Certification switch
    {
        ModeCertification.Always => null,
        ModeCertification.Never => Certificate.Missing(UncertifiedReason.NotWanted),
        _ => atAnySize || problem.Hessian.Count <= CertifiedByDefault
            ? null
            : Certificate.Missing(UncertifiedReason.TooManyParticles, $"more than {CertifiedByDefault}"),
    };
}
