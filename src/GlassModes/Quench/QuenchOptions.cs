// The settings of a quench.

namespace GlassModes.Quench;

/// <summary>The settings of a quench. The defaults suit production.</summary>
/// <param name="Method">The method by which the quench goes down in energy.</param>
/// <param name="Timestep">
/// Δt of explicit Euler (null: the paper's 1e-4), or the first step of FIRE (null: 0.05 for models with contacts, else 0.002). Adaptive
/// methods choose their steps and do not use this setting.
/// </param>
/// <param name="Tolerance">
/// Largest estimated error per unit time of adaptive methods, relative to the force; null for the default of the method: 3e-3 for RKC2,
/// 5e-3 for RKC3, 1e-3 for RK32, 1e-8 for RK54.
/// </param>
/// <param name="CrossingTolerance">
/// Largest |ln(W/W_rung)| of a snapshot. For rungs below W = 1e-14 a thousand times this value is allowed, because rounding begins to show.
/// </param>
/// <param name="MaximumEvaluations">Number of force evaluations after which the quench ends unfinished.</param>
/// <param name="EscapeSaddles">
/// Whether a quench that comes to rest on a saddle (see <see cref="SaddleForce"/>) is pushed along the unstable mode and goes on.
/// </param>
/// <param name="SaddleForce">
/// Largest W at which the quench looks for an unstable mode. The quench looks before it takes the last rung, and where it stalls.
/// </param>
/// <param name="TimeFromStart">
/// Whether t goes on from the time of the start, which must have one. Otherwise the start has t = 0. The steps do not depend on it.
/// </param>
public sealed record QuenchOptions(
    QuenchMethodKind Method = QuenchMethodKind.Automatic,
    double? Timestep = null,
    double? Tolerance = null,
    double CrossingTolerance = 1e-9,
    long MaximumEvaluations = long.MaxValue,
    bool EscapeSaddles = true,
    double SaddleForce = Rung.InherentStructureForce,
    bool TimeFromStart = false)
{
    /// <summary>Makes the settings of the paper: explicit Euler, with Δt = 1e-4 unless another Δt is given.</summary>
    public static QuenchOptions Euler(double timestep = 1e-4) => new(QuenchMethodKind.Euler, timestep);

    /// <summary>Checks that every number is positive and finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive and finite. The message says which.</exception>
    public void Require()
    {
        RequirePositive(Timestep, "time step");
        RequirePositive(Tolerance, "tolerance");
        RequirePositive(CrossingTolerance, "crossing tolerance");
        RequirePositive(SaddleForce, "W below which saddles are looked for");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaximumEvaluations);
    }

    private static void RequirePositive(double? value, string setting)
    {
        if (value is { } number && (!(number > 0) || !double.IsFinite(number)))
        {
            throw new ArgumentOutOfRangeException(nameof(value), number, $"The {setting} must be positive and finite.");
        }
    }
}
