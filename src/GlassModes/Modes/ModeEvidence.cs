// What speaks for a set of modes or a count of them.

using GlassModes.Modes.Certificates;

namespace GlassModes.Modes;

/// <summary>What speaks for a set of modes, or for the numbers of modes.</summary>
/// <param name="Solver">The routines that ran.</param>
/// <param name="Certificate">What shows that no mode is missing, or why nothing does.</param>
/// <param name="UnstableCount">
/// n_u of the whole spectrum. Null where nothing shows it: for an interval, and for the lowest modes without a certificate that reaches
/// beyond 0 above N = 2500. With a set of unstable modes that is not certified it is the number of modes found.
/// </param>
/// <param name="ZeroModes">Modes with |λ| ≤ <see cref="ModeSet.ZeroThreshold"/> in the whole spectrum, by kind; null as above.</param>
/// <param name="MaxResidual">max ‖Hx − λx‖/λ_max over the set, with products from the bonds; NaN without vectors.</param>
/// <param name="OrthogonalityLoss">max |XᵀX − 1|; NaN without vectors.</param>
/// <param name="Choice">Why this solver ran.</param>
public sealed record ModeEvidence(
    string Solver,
    Certificate Certificate,
    int? UnstableCount,
    ZeroModes? ZeroModes,
    double MaxResidual,
    double OrthogonalityLoss,
    string Choice = "asked for");

/// <summary>The number of modes below a limit.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Below">Modes below it. The three translations are no modes; zero modes of rattlers and loose parts are.</param>
/// <param name="Certificate">How they were counted.</param>
public sealed record ModeCount(double Limit, int Below, Certificate Certificate);
