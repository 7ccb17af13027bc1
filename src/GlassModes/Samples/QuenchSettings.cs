// The settings of a quench that decide where it goes.

using GlassModes.Models;
using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>What a quench does, with all defaults filled in: two quenches of one start with equal settings follow the same path.</summary>
/// <param name="Method">The method; never <see cref="QuenchMethodKind.Automatic"/>.</param>
/// <param name="Timestep">Δt, or the first Δt; null where the method chooses its own.</param>
/// <param name="Tolerance">The tolerance of an adaptive method; null where the method has none.</param>
/// <param name="CrossingTolerance">Largest |ln(W/W_rung)| of a snapshot.</param>
/// <param name="SaddleForce">W below which the end of the descent is checked for unstable modes.</param>
/// <param name="EscapesSaddles">Whether the configuration is pushed off a saddle at which it ends.</param>
public sealed record QuenchSettings(
    QuenchMethodKind Method, double? Timestep, double? Tolerance, double CrossingTolerance, double SaddleForce, bool EscapesSaddles)
{
    /// <summary>The settings that some options mean for a model.</summary>
    public static QuenchSettings Of(QuenchOptions options, PairModel model)
    {
        ArgumentNullException.ThrowIfNull(options);
        QuenchMethodKind method = options.Method == QuenchMethodKind.Automatic ? QuenchMethods.DefaultFor(model) : options.Method;
        return new QuenchSettings(
            method,
            QuenchMethods.TimestepOf(method, options, model),
            QuenchMethods.ToleranceOf(method, options),
            options.CrossingTolerance,
            options.SaddleForce,
            options.EscapeSaddles);
    }
}
