// Power laws, as lines through logarithms.

namespace GlassModes.Statistics;

/// <summary>The fit of a power law y = c x^p.</summary>
/// <param name="LogAmplitude">ln c.</param>
/// <param name="Exponent">p.</param>
/// <param name="Quality">The data used, and how well ln c + p ln x describes the logarithms of y.</param>
public sealed record PowerLawFit(FittedValue LogAmplitude, FittedValue Exponent, FitQuality Quality)
{
    // An exponent is known if its error is less than this fraction of its value.
    private const double LargestRelativeError = 0.5;

    /// <summary>
    /// Fits a power law to the points between two abscissas by a line through logarithms (<see cref="LineFit.Of"/>, which says how errors
    /// are treated). Points with x ≤ 0 or y ≤ 0 are left out. If the error of the exponent is half of its value or more, the trouble says
    /// so.
    /// </summary>
    /// <param name="points">The points, in any order.</param>
    /// <param name="from">The smallest abscissa to use.</param>
    /// <param name="to">The largest abscissa to use.</param>
    public static PowerLawFit Of(IEnumerable<DataPoint> points, double from = 0, double to = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(points);
        LineFit line = LineFit.Of(
            points.Where(point => point.X > 0 && point.Y > 0 && point.X >= from && point.X <= to)
                .Select(point => new DataPoint(Math.Log(point.X), Math.Log(point.Y), point.Error / point.Y)));
        return new PowerLawFit(
            line.Intercept,
            line.Slope,
            line.Quality with
            {
                From = Math.Exp(line.Quality.From),
                To = Math.Exp(line.Quality.To),
                Trouble = line.Quality.Trouble ?? (IsKnown(line.Slope) ? null : new FitTrouble.UnknownExponent()),
            });
    }

    /// <summary>
    /// Makes the same fit with parameters and errors that were found in another way, such as by the jackknife over samples. If the law
    /// could be fitted and has a degree of freedom, the trouble is determined anew from these errors.
    /// </summary>
    public PowerLawFit WithParameters(FittedValue logAmplitude, FittedValue exponent) => new(
        logAmplitude,
        exponent,
        Quality with
        {
            Trouble = !double.IsFinite(exponent.Value) || Quality.DegreesOfFreedom < 1 ? Quality.Trouble
                : !double.IsFinite(exponent.Error) ? new FitTrouble.NoErrorOverSamples()
                : IsKnown(exponent) ? null
                : new FitTrouble.UnknownExponent(),
        });

    private static bool IsKnown(FittedValue exponent) => exponent.Error < LargestRelativeError * Math.Abs(exponent.Value);
}
