// Decay profiles of the lowest modes, and their correlation length.

using GlassModes.Analysis;
using GlassModes.Statistics;

namespace GlassModes.Figures.Plots;

/// <summary>
/// Mean decay profiles d(r) with the fits of Eq. 12, and the correlation length ξ(W) of these fits (Shimada et al. 2024, Sec. III C 1).
/// </summary>
public static class DecayPlot
{
    private const int PointsOfCurve = 60;

    /// <summary>d(r) of one ensemble at several rungs.</summary>
    /// <param name="profiles">The profiles in the order of the legend.</param>
    /// <param name="lengths">The fits of the same ensemble.</param>
    /// <param name="shown">The distances over which fits are drawn; null for the distances of each fit.</param>
    public static Figure OfRungs(IReadOnlyList<LowestModeProfiles> profiles, CorrelationLaw lengths, DistanceRange? shown = null)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        ArgumentNullException.ThrowIfNull(lengths);
        List<FigureSeries> series = [];
        List<FigureLine> fits = [];
        foreach ((LowestModeProfiles profile, int place) in profiles.Select((profile, place) => (profile, place)))
        {
            SeriesLook look = new(place, profiles.Count);
            series.Add(new FigureSeries(
                PlotText.Rung(profile.At.Rung.Log10W),
                [
                    .. profile.Decay.Where(point => point.Y > 0 && double.IsFinite(point.Y))
                        .Select(point => FigurePoint.WithError(point.X, point.Y, point.Error)),
                ],
                look)
            { Samples = profile.At.Rung.Count });
            DecayFit? fit = lengths.Lengths.FirstOrDefault(length => length.At == profile.At)?.Fit;
            if (fit is not null && IsShown(fit))
            {
                fits.Add(new FigureLine("", LineRole.Fit, Curve(fit, shown ?? new DistanceRange(fit.Quality.From, fit.Quality.To)))
                {
                    Look = look,
                });
            }
        }

        FigurePanel panel = new(
            new FigureAxis("r", "σ", AxisScale.Linear), new FigureAxis("d(r)", "", AxisScale.Logarithmic), series, fits);
        DecayFit[] made =
            [.. lengths.Lengths.Where(length => profiles.Any(profile => profile.At == length.At)).Select(length => length.Fit)];
        string window = made.Length > 0 && made.Any(fit => fit.Quality.Points > 0)
            ? FormattableString.Invariant(
                $" over r = {made.Min(fit => fit.Quality.From):g4} to {made.Max(fit => fit.Quality.To):g4}")
            : "";
        string caption =
            "Decay profiles d(r) of the lowest mode: the median of |e| at the distance r from the particle of largest |e|, averaged "
            + "over samples. "
            + $"Error bars are by the jackknife over samples. Lines are fits of (1/r² + 1/(ξr)) exp(−r/ξ){window}. "
            + $"{Captions.SamplesOf([panel])}";
        return new Figure("decay_profile", "Decay profiles of the lowest mode", caption, [panel]);
    }

    /// <summary>ln ξ(W) of several ensembles, with guide lines and the law of the ensemble with the most particles.</summary>
    /// <param name="ensembles">The laws, in the order of the legend, each with the text of its entry.</param>
    /// <param name="guides">The exponents a of the guide lines ln ξ ∝ W^−a.</param>
    public static Figure Lengths(
        IReadOnlyList<(string Label, EnsembleResults Results, CorrelationLaw Law)> ensembles, IReadOnlyList<double> guides)
    {
        ArgumentNullException.ThrowIfNull(ensembles);
        ArgumentNullException.ThrowIfNull(guides);
        FigureSeries[] series =
        [
            .. ensembles.Select((ensemble, place) => new FigureSeries(
                ensemble.Label,
                [.. ensemble.Law.Lengths.Where(IsKnown).Select(PointOf)],
                new SeriesLook(place, ensembles.Count))
            {
                Samples = ensemble.Law.Lengths.Where(IsKnown).Select(length => length.At.Rung.Count).DefaultIfEmpty().Max(),
            }),
        ];
        List<FigureLine> lines = [];
        int largest = Enumerable.Range(0, ensembles.Count).Where(k => series[k].Points.Count > 1)
            .OrderByDescending(k => ensembles[k].Results.Ensemble.Protocol.Particles).DefaultIfEmpty(-1).First();
        if (largest >= 0)
        {
            (double X, double Y)[] points = [.. series[largest].Points.Select(point => (point.X, point.Y))];
            lines.AddRange(guides.Select((exponent, place) => PowerGuide.Beside(
                $"ln ξ ∝ W{PlotText.Superscript(-exponent)}",
                place == 0 ? LineRole.Guide : LineRole.SecondGuide,
                points,
                -exponent,
                1.1)).OfType<FigureLine>());
            PowerLawFit law = ensembles[largest].Law.Law;
            if (law.Quality.IsTrusted)
            {
                (double X, double Y) OnLaw(double w) => (w, Math.Exp(law.LogAmplitude.Value - (law.Exponent.Value * Math.Log(w))));
                lines.Add(new FigureLine(
                    $"fit, {ensembles[largest].Label}: a = {law.Exponent}",
                    LineRole.Fit,
                    [OnLaw(points.Min(point => point.X)), OnLaw(points.Max(point => point.X))]));
            }
        }

        FigurePanel panel = new(
            new FigureAxis("W", "ε²/σ²", AxisScale.Logarithmic), new FigureAxis("ln ξ", "", AxisScale.Logarithmic), series, lines)
        {
            Legend = LegendPlace.UpperRight,
        };
        string caption =
            "Logarithm of the correlation length ξ of the lowest mode against W, where ξ > 1 is known with an error. Error bars are by the "
            + "jackknife over samples. The grey line is a law with the given exponent, drawn beside the data. The other line is the fit "
            + $"ln ξ ∝ W⁻ᵃ. {Captions.SamplesOf([panel])}";
        return new Figure("correlation_length", "Correlation length of the lowest mode", caption, [panel]);
    }

    // A fit that gives only a lower bound of ξ describes the profile, too.
    private static bool IsShown(DecayFit fit) =>
        fit.Quality.IsTrusted || fit.Quality.Trouble is FitTrouble.LengthWithoutUpperBound or FitTrouble.NoErrorOverSamples;

    private static bool IsKnown(LengthAtRung length) =>
        length.Fit.Quality.IsTrusted && length.Fit.Length.Value > 1 && double.IsFinite(length.Fit.Length.Value);

    private static FigurePoint PointOf(LengthAtRung length)
    {
        (double xi, double error) = length.Fit.Length;
        return FigurePoint.WithError(length.At.Rung.Rung, Math.Log(xi), error / xi);
    }

    private static (double X, double Y)[] Curve(DecayFit fit, DistanceRange range) =>
    [
        .. Enumerable.Range(0, PointsOfCurve).Select(k =>
        {
            double r = range.From + ((range.To - range.From) * k / (PointsOfCurve - 1));
            double kappa = Math.Sqrt(fit.InverseSquare.Value);
            return (r, Math.Exp(fit.LogAmplitude.Value - (kappa * r)) * ((1 / (r * r)) + (kappa / r)));
        }),
    ];
}
