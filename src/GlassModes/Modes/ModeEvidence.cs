// The evidence that a set of modes, or a number of modes, is right and complete.

using GlassModes.Modes.Certificates;

namespace GlassModes.Modes;

/// <summary>The evidence that a set of modes, or a number of modes, is right and complete.</summary>
/// <param name="Solver">Names of the routines that ran.</param>
/// <param name="Certificate">What shows that no mode is missing, or the reason why nothing shows it.</param>
/// <param name="UnstableCount">
/// Number n_u of unstable modes in the whole spectrum; null where n_u is unknown. A set of unstable modes gives n_u, which without a
/// certificate is the number found. An interval gives n_u only if slices certify the range from the lowest eigenvalue to above 0. The
/// lowest modes give n_u if LAPACK runs or their certificate reaches beyond 0. Otherwise the unstable modes are counted up to N = 2500, at
/// any N with <see cref="ModeCertification.Always"/>, and never with <see cref="ModeCertification.Never"/>. A count by default for which
/// memory does not suffice leaves n_u unknown, and the certificate says so.
/// </param>
/// <param name="ZeroModes">
/// Modes with |λ| ≤ <see cref="ModeSet.ZeroThreshold"/> in the whole spectrum, by kind; null where n_u is unknown.
/// </param>
/// <param name="MaxResidual">max ‖Hx − λx‖/λ_max over the set, with products from the bonds; NaN without vectors.</param>
/// <param name="OrthogonalityLoss">max |XᵀX − 1|, X the matrix of eigenvectors; NaN without vectors.</param>
/// <param name="Choice">Why this solver ran.</param>
public sealed record ModeEvidence(
    string Solver,
    Certificate Certificate,
    int? UnstableCount,
    ZeroModes? ZeroModes,
    double MaxResidual,
    double OrthogonalityLoss,
    string Choice = "asked for")
{
    private const string NoSolver = "none";

    /// <summary>The evidence where no modes were asked for.</summary>
    public static ModeEvidence OfNothing { get; } =
        new(NoSolver, Certificate.Missing(UncertifiedReason.NotWanted), null, null, double.NaN, double.NaN, "no modes were asked for");

    /// <summary>Whether no modes were asked for, so that nothing is missing.</summary>
    public bool IsOfNothing => Solver == NoSolver && !Certificate.IsCertified;

    /// <summary>
    /// Whether less was shown than the defaults promise: no certificate though one is promised, or no count of the unstable modes because
    /// memory did not suffice. The certificate gives the reason.
    /// </summary>
    public bool IsLessThanPromised =>
        Certificate.IsPromisedButMissing || (UnstableCount is null && Certificate is { IsCertified: true, Detail: not null });
}

/// <summary>The number of modes below a limit.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Below">
/// Number of modes below the limit. Zero modes of rattlers and of loose parts are counted, the three translations are not.
/// </param>
/// <param name="Certificate">How the modes were counted.</param>
public sealed record ModeCount(double Limit, int Below, Certificate Certificate);
