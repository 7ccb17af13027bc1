// How W falls with time, and how f_u falls with W.

using GlassModes.Analysis;
using GlassModes.Statistics;

namespace GlassModes.Figures.Plots;

/// <summary>The exponents of guide lines of a relaxation figure.</summary>
/// <param name="Time">The x of W ∝ t^−x.</param>
/// <param name="Fraction">The y of W ∝ f_u^y.</param>
public sealed record RelaxationGuides(IReadOnlyList<double> Time, IReadOnlyList<double> Fraction)
{
    /// <summary>No guide line.</summary>
    public static RelaxationGuides None { get; } = new([], []);
}

/// <summary>
/// Averages at fixed W of several ensembles: W against ⟨t⟩, and W against ⟨f_u⟩ (Shimada et al. 2024, Sec. III A). W is the controlled
/// variable, so that the error bars are horizontal. A fit that can be trusted is
/// shown for the largest system.
/// </summary>
public static class RelaxationPlot
{
    // Guides stand beside the data by this factor in W.
    private const double GuideShift = 5;

    /// <summary>Makes the figure.</summary>
    /// <param name="ensembles">The ensembles in the order of the legend, each with the text of its entry.</param>
    /// <param name="guides">The exponents of guide lines.</param>
    /// <param name="rungs">The rungs that are shown; null for all.</param>
    public static Figure Of(
        IReadOnlyList<(string Label, EnsembleResults Results)> ensembles, RelaxationGuides guides, RungRange? rungs = null)
    {
        ArgumentNullException.ThrowIfNull(ensembles);
        ArgumentNullException.ThrowIfNull(guides);
        FigurePanel[] panels =
        [
            Panel(
                ensembles,
                rungs ?? RungRange.All,
                new FigureAxis("t", "τ", AxisScale.Logarithmic),
                at => at.Time,
                results => results.Relaxation.TimeLaw,
                new Law("t", "x", -1, guides.Time)) with { Title = "(a)", Legend = LegendPlace.LowerLeft },
            Panel(
                ensembles,
                rungs ?? RungRange.All,
                new FigureAxis("fᵤ", "", AxisScale.Logarithmic),
                at => at.FractionUnstable,
                results => results.Relaxation.FractionLaw,
                new Law("fᵤ", "y", 1, guides.Fraction)) with { Title = "(b)", Legend = LegendPlace.UpperLeft },
        ];
        string caption =
            "(a) Mean squared force W against the mean time t at which samples reach W. (b) W against the mean fraction fᵤ of unstable "
            + "modes. W is controlled; error bars are standard errors over samples. Grey lines are laws with the given exponents, "
            + "drawn beside "
            + "the data. "
            + Captions.SamplesOf(panels[..1]);
        return new Figure("relaxation", "Relaxation at fixed W", caption, panels);
    }

    private static FigurePanel Panel(
        IReadOnlyList<(string Label, EnsembleResults Results)> ensembles,
        RungRange rungs,
        FigureAxis axis,
        Func<AveragesAtFixedW, Estimate> meanOf,
        Func<EnsembleResults, PowerLawFit> fitOf,
        Law law)
    {
        List<FigureSeries> series = [];
        foreach (((string label, EnsembleResults results), int place) in ensembles.Select((ensemble, place) => (ensemble, place)))
        {
            AveragesAtFixedW[] shownRungs =
                [.. results.AtFixedW.Where(at => rungs.Contains(at.At.Rung.Log10W) && meanOf(at).Mean > 0)];
            FigurePoint[] points =
            [
                .. shownRungs.Select(at =>
                {
                    (double mean, double error, _) = meanOf(at);
                    return new FigurePoint(mean, at.At.Rung.Rung) { XBar = FigurePoint.BarOf(mean, error) };
                }),
            ];
            series.Add(new FigureSeries(label, points, new SeriesLook(place, ensembles.Count))
            {
                Samples = shownRungs.Select(at => (long)meanOf(at).Samples).DefaultIfEmpty().Max(),
            });
        }

        // The laws are shown for the largest system that has points where they are fitted; of several temperatures, for the lowest.
        FigurePoint[][] fitted =
        [
            .. series.Zip(ensembles, (one, ensemble) =>
                one.Points.Where(point => InRange(point, fitOf(ensemble.Results).Quality)).ToArray()),
        ];
        int shown = Enumerable.Range(0, ensembles.Count).Where(k => fitted[k].Length > 1)
            .OrderByDescending(k => ensembles[k].Results.Ensemble.Protocol.Particles)
            .ThenBy(k => ensembles[k].Results.Ensemble.Protocol.Temperature).DefaultIfEmpty(-1).First();
        List<FigureLine> lines = [];
        if (shown >= 0)
        {
            PowerLawFit fit = fitOf(ensembles[shown].Results);
            FigurePoint[] points = fitted[shown];
            lines.AddRange(law.GuidesBeside(points));
            if (fit.Quality.IsTrusted)
            {
                lines.Add(new FigureLine(
                    $"fit, {ensembles[shown].Label}: {law.Symbol} = {fit.Exponent}",
                    LineRole.Fit,
                    [law.OnFit(fit, points[0].Y), law.OnFit(fit, points[^1].Y)]));
            }
        }

        return new FigurePanel(axis, new FigureAxis("W", "ε²/σ²", AxisScale.Logarithmic), series, lines);
    }

    private static bool InRange(FigurePoint point, FitQuality quality) =>
        point.Y >= quality.From * (1 - 1e-9) && point.Y <= quality.To * (1 + 1e-9);

    // The law W = c x^(sign · exponent) of an abscissa x.
    private sealed record Law(string Abscissa, string Symbol, int Sign, IReadOnlyList<double> Guides)
    {
        public IEnumerable<FigureLine> GuidesBeside(FigurePoint[] points) => Guides.Select((exponent, place) => PowerGuide.Beside(
            $"W ∝ {Abscissa}{PlotText.Superscript(Sign * exponent)}",
            place == 0 ? LineRole.Guide : LineRole.SecondGuide,
            [.. points.Select(point => (point.X, point.Y))],
            Sign * exponent,
            Math.Pow(GuideShift, place == 0 ? 1 : -1))).OfType<FigureLine>();

        public (double X, double Y) OnFit(PowerLawFit fit, double meanSquaredForce) =>
            (Math.Exp((Math.Log(meanSquaredForce) - fit.LogAmplitude.Value) / (Sign * fit.Exponent.Value)), meanSquaredForce);
    }
}
