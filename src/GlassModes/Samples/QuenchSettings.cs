// The settings that determine the path of a quench.

using GlassModes.Models;
using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>
/// The settings that determine the path of a quench, with all defaults filled in. Two quenches of one start with equal settings follow the
/// same path.
/// </summary>
/// <param name="Method">The method; never <see cref="QuenchMethodKind.Automatic"/>.</param>
/// <param name="Timestep">
/// Time step Δt of a method with a fixed step, or the first Δt of a method that adapts a given step; null if the method chooses its own
/// steps.
/// </param>
/// <param name="Tolerance">Tolerance of an adaptive method; null if the method has no tolerance.</param>
/// <param name="CrossingTolerance">Largest |ln(W/W_rung)| of a snapshot.</param>
/// <param name="SaddleForce">Largest W at which the end of the descent is checked for unstable modes.</param>
/// <param name="EscapesSaddles">Whether a configuration that ends at a saddle is pushed off the saddle.</param>
public sealed record QuenchSettings(
    QuenchMethodKind Method, double? Timestep, double? Tolerance, double CrossingTolerance, double SaddleForce, bool EscapesSaddles)
{
    /// <summary>Makes the settings of a quench from its options, and fills in the defaults for the model.</summary>
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
