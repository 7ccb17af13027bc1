// A liquid of a paper: which samples can stand for it.

using GlassModes.Models;
using GlassModes.Quench;
using GlassModes.Samples;

namespace GlassModes.Papers;

/// <summary>A range of temperatures, both ends included.</summary>
/// <param name="From">The lowest T.</param>
/// <param name="To">The highest T.</param>
public sealed record TemperatureRange(double From, double To)
{
    /// <summary>Whether a temperature is in the range.</summary>
    public bool Contains(double temperature) => temperature >= From && temperature <= To;
}

/// <summary>A liquid of a paper: a model with its parameters, a density and temperatures. Immutable.</summary>
/// <param name="Settings">
/// A protocol with the model of the paper, its composition, cutoffs and energies, and the density. N, T and the quench of this protocol
/// mean nothing.
/// </param>
/// <param name="Temperatures">The temperatures that the paper shows; +∞ for random positions.</param>
/// <param name="Range">The temperatures of samples that can stand for the liquid.</param>
public sealed record PaperLiquid(Protocol Settings, IReadOnlyList<double> Temperatures, TemperatureRange Range)
{
    // The paper has 1.204, and 1000/9.4³ = 1.20396 in tables. Kob and Andersen have 1.2. All of these are the same liquid here.
    private const double DensityTolerance = 0.005;

    /// <summary>The name of the model.</summary>
    public string Model => Settings.Model;

    /// <summary>Makes the liquid of a model at its default density.</summary>
    /// <param name="model">The model.</param>
    /// <param name="temperatures">The temperatures that the paper shows; +∞ for random positions.</param>
    /// <param name="range">The temperatures of samples that can stand for the liquid.</param>
    public static PaperLiquid Of(PairModel model, IReadOnlyList<double> temperatures, TemperatureRange range)
    {
        ArgumentNullException.ThrowIfNull(model);
        const int Particles = 1000;
        double boxLength = Math.Cbrt(Particles / model.DefaultDensity);
        return new PaperLiquid(Protocol.OfLiquid(model, Particles, boxLength, double.NaN, null), temperatures, range);
    }

    /// <summary>
    /// Whether samples of a protocol are quenches of the liquid by steepest descent: the model and its parameters agree, ρ agrees to 0.5 %,
    /// T is in the range, and the method follows the flow. What an old record does not say counts as agreeing.
    /// </summary>
    public bool Includes(Protocol protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        return HaveSameSettings(protocol, Settings) && Range.Contains(protocol.Temperature) && FollowsFlow(protocol);
    }

    /// <summary>
    /// Whether two protocols have the same model with the same parameters, and the same density to 0.5 %. Parameters that an old record
    /// does not contain count as the same.
    /// </summary>
    public static bool HaveSameSettings(Protocol left, Protocol right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return left.Model == right.Model
            && Math.Abs(left.Density - right.Density) <= DensityTolerance * right.Density
            && left.HasSameParametersAs(right);
    }

    /// <summary>
    /// Whether the quench of a protocol follows the flow of steepest descent. A protocol whose method is not known counts as following it.
    /// </summary>
    public static bool FollowsFlow(Protocol protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        return MethodOf(protocol) is not { } method || QuenchMethods.FollowsFlow(method);
    }

    // Old records hold the method by its name only.
    private static QuenchMethodKind? MethodOf(Protocol protocol) =>
        protocol.Quench?.Method
        ?? (protocol.OtherSettings.TryGetValue("method", out string? name) ? QuenchMethods.Named(name) : null);
}
