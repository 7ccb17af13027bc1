// A statement of a paper as data: what it says, of which liquid, and what it claims.

using GlassModes.Quench;
using GlassModes.Samples;

namespace GlassModes.Papers;

/// <summary>The liquids that a statement is about: one model and density, and a range of temperatures.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Density">The number density.</param>
/// <param name="LowestTemperature">The lowest temperature.</param>
/// <param name="HighestTemperature">The highest temperature; +∞ for random positions.</param>
public sealed record StatedLiquid(string Model, double Density, double LowestTemperature, double HighestTemperature)
{
    // Densities that differ by less are the same: the paper itself has two that differ by 3e-5.
    private const double DensityTolerance = 0.01;

    /// <summary>
    /// Whether samples of a protocol are quenches of the liquid by steepest descent. A protocol whose method is not known counts as
    /// steepest descent.
    /// </summary>
    public bool Includes(Protocol protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        return protocol.Model == Model
            && Math.Abs(protocol.Density - Density) <= DensityTolerance * Density
            && protocol.Temperature >= LowestTemperature
            && protocol.Temperature <= HighestTemperature
            && (MethodOf(protocol) is not { } method || QuenchMethods.FollowsFlow(method));
    }

    // Old records hold the method by its name only.
    private static QuenchMethodKind? MethodOf(Protocol protocol) =>
        protocol.Quench?.Method
        ?? (protocol.OtherSettings.TryGetValue("method", out string? name) ? QuenchMethods.Named(name) : null);
}

/// <summary>A statement of a paper.</summary>
/// <param name="Key">The name by which programs know the statement, such as "time-law-high-T". The key never changes.</param>
/// <param name="Sentence">What the paper says, in our words.</param>
/// <param name="Source">The section and the figure of the paper.</param>
/// <param name="Value">The value of the paper as text.</param>
/// <param name="Liquid">The liquid.</param>
/// <param name="Claim">What the statement claims.</param>
public sealed record PaperStatement(
    string Key, string Sentence, string Source, string Value, StatedLiquid Liquid, StatedClaim Claim)
{
    /// <summary>The N of the paper, ascending.</summary>
    public IReadOnlyList<int> Particles { get; init; } = [];
}
