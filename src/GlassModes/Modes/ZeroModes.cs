// The zero modes of a configuration, counted by kind.

using GlassModes.Hessians;

namespace GlassModes.Modes;

/// <summary>Zero modes by kind. None of them counts as unstable.</summary>
/// <param name="TranslationModes">Translations of the whole: 3.</param>
/// <param name="RattlerModes">
/// Of particles without contacts, three each. Where no particle has a contact at all, three fewer: the translations of the whole are among
/// them.
/// </param>
/// <param name="FloppyModes">All others: of parts of several particles that nothing holds, and of particles with too few contacts.</param>
public readonly record struct ZeroModes(int TranslationModes, int RattlerModes, int FloppyModes)
{
    /// <summary>All zero modes, the translations among them.</summary>
    public int Total => TranslationModes + RattlerModes + FloppyModes;

    /// <summary>1e-11 λ_max: up to this magnitude an eigenvalue counts as zero. Without any bond the scale is 1.</summary>
    /// <param name="hessian">The Hessian.</param>
    internal static double Threshold(Hessian hessian) =>
        1e-11 * (hessian.LargestEigenvalue > 0 ? hessian.LargestEigenvalue : 1);

    /// <summary>Zero modes that the contacts alone show: three for every part that hangs together.</summary>
    /// <param name="hessian">The Hessian.</param>
    internal static ZeroModes Known(Hessian hessian) => Split(hessian, 3 * hessian.Contacts.PartCount);

    /// <summary>Tells the kinds apart.</summary>
    /// <param name="hessian">The Hessian, whose contacts tell the rattlers.</param>
    /// <param name="total">All zero modes, the translations among them.</param>
    internal static ZeroModes Split(Hessian hessian, int total)
    {
        int rattlerModes = Math.Min(3 * hessian.Contacts.IsolatedCount, total - 3);
        return new ZeroModes(3, rattlerModes, total - 3 - rattlerModes);
    }
}
