// The zero modes of a configuration, counted by kind.

using GlassModes.Hessians;

namespace GlassModes.Modes;

/// <summary>Numbers of zero modes by kind. Zero modes never count as unstable.</summary>
/// <param name="TranslationModes">Translations of the whole system, always 3.</param>
/// <param name="RattlerModes">
/// Modes of particles without contacts, three a particle. If no particle has a contact, there are three fewer, because the translations of
/// the whole system are among these modes.
/// </param>
/// <param name="FloppyModes">All other zero modes: of loose parts of several particles, and of particles with too few contacts.</param>
public readonly record struct ZeroModes(int TranslationModes, int RattlerModes, int FloppyModes)
{
    /// <summary>All zero modes, translations included.</summary>
    public int Total => TranslationModes + RattlerModes + FloppyModes;

    /// <summary>1e-11 λ_max, the largest magnitude of an eigenvalue that counts as zero. Without bonds λ_max is replaced by 1.</summary>
    /// <param name="hessian">The Hessian.</param>
    internal static double Threshold(Hessian hessian) =>
        1e-11 * (hessian.LargestEigenvalue > 0 ? hessian.LargestEigenvalue : 1);

    /// <summary>The zero modes that the contacts alone show: three for every connected part.</summary>
    /// <param name="hessian">The Hessian.</param>
    internal static ZeroModes Known(Hessian hessian) => Split(hessian, 3 * hessian.Contacts.PartCount);

    /// <summary>Divides a number of zero modes by kind.</summary>
    /// <param name="hessian">The Hessian, whose contacts give the number of rattlers.</param>
    /// <param name="total">Number of all zero modes, translations included.</param>
    internal static ZeroModes Split(Hessian hessian, int total)
    {
        int rattlerModes = Math.Min(3 * hessian.Contacts.IsolatedCount, total - 3);
        return new ZeroModes(3, rattlerModes, total - 3 - rattlerModes);
    }
}
