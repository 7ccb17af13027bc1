// The part that the results of all fits have in common: the data used, and how well the function describes these data.

using System.Globalization;

namespace GlassModes.Statistics;

/// <summary>The data that a fit used, and how well the fitted function describes them.</summary>
/// <param name="From">The smallest abscissa that was used.</param>
/// <param name="To">The largest abscissa that was used.</param>
/// <param name="Points">The number of data points that were used.</param>
/// <param name="ChiSquared">
/// χ² = Σ ((y − f)/σ)². For data without errors: Σ (y − f)². For a fit by maximum likelihood: −2 ln of the likelihood.
/// </param>
/// <param name="DegreesOfFreedom">The number of points less the number of parameters.</param>
/// <param name="Probability">
/// The probability that data which follow the function agree with the fit less well than the data used. NaN where the fit gives no
/// probability, such as a fit by least squares to data without errors.
/// </param>
/// <param name="Trouble">The reason why the parameters are not to be trusted; null if they are.</param>
public sealed record FitQuality(
    double From,
    double To,
    int Points,
    double ChiSquared,
    int DegreesOfFreedom,
    double Probability,
    FitTrouble? Trouble = null)
{
    /// <summary>Whether the parameters can be trusted: no trouble was found.</summary>
    public bool IsTrusted => Trouble is null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{From:g4} to {To:g4}, {Points} points{(Trouble is null ? "" : $" ({Trouble})")}");

    /// <summary>The quality of a fit that could not be made.</summary>
    internal static FitQuality Impossible(double from, double to, int points, int parameters, FitTrouble trouble) =>
        new(from, to, points, double.NaN, points - parameters, double.NaN, trouble);
}
