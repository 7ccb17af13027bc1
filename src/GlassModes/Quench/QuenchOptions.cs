// The settings of a quench.

namespace GlassModes.Quench;

/// <summary>Settings of a quench; the defaults suit production.</summary>
/// <param name="Method">How to go down.</param>
/// <param name="Timestep">
/// Δt of explicit Euler (null: the paper's 1e-4), or the first step of FIRE (null: 0.002, for contacts 0.05). Adaptive methods choose
/// theirs.
/// </param>
/// <param name="Tolerance">
/// Largest estimated error per unit time of adaptive methods, relative to the force; null for the method's default:
/// 3e-3 for RKC2, 5e-3 for RKC3, 1e-3 for RK32, 1e-8 for RK54.
/// </param>
/// <param name="CrossingTolerance">Largest |ln(W/W_rung)| of a snapshot; a thousand times that below W = 1e-14, where rounding begins to
/// show.</param>
/// <param name="MaximumEvaluations">Force evaluations after which the quench ends unfinished.</param>
/// <param name="EscapeSaddles">
/// Whether a configuration that ends at a saddle (see <see cref="SaddleForce"/>) is pushed along its unstable mode and goes on.
/// </param>
/// <param name="SaddleForce">The last rung is looked at for unstable modes if its W is at most this, and so is a quench that
/// stalls.</param>
public sealed record QuenchOptions(
    QuenchMethodKind Method = QuenchMethodKind.Automatic,
    double? Timestep = null,
    double? Tolerance = null,
    double CrossingTolerance = 1e-9,
    long MaximumEvaluations = long.MaxValue,
    bool EscapeSaddles = true,
    double SaddleForce = Rung.InherentStructureForce)
{
    /// <summary>The paper's own: explicit Euler, Δt = 1e-4 unless another is given.</summary>
    public static QuenchOptions Euler(double timestep = 1e-4) => new(QuenchMethodKind.Euler, timestep);

    /// <summary>Sees to it that every number makes sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One that does not; the message says which.</exception>
    public void Require()
    {
        Positive(Timestep, "time step");
        Positive(Tolerance, "tolerance");
        Positive(CrossingTolerance, "crossing tolerance");
        Positive(SaddleForce, "W below which saddles are looked for");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaximumEvaluations);
    }

    private static void Positive(double? value, string what)
    {
        if (value is { } number && (!(number > 0) || !double.IsFinite(number)))
        {
            throw new ArgumentOutOfRangeException(nameof(value), number, $"The {what} must be positive and finite.");
        }
    }
}
