// Instantaneous normal modes of the liquid, before any quench.

using GlassModes.Analysis;

namespace GlassModes.Figures.Plots;

/// <summary>f_u and the unstable part of D(λ) of equilibrium liquids against T, from the starts of quenches that were measured.</summary>
public static class StartPlot
{
    /// <summary>Makes the figure.</summary>
    /// <param name="starts">The averages over starts, each with the text of its entry in the legend.</param>
    public static Figure Of(IReadOnlyList<(string Label, StartResult Start)> starts)
    {
        ArgumentNullException.ThrowIfNull(starts);
        int[] sizes = [.. starts.Select(start => start.Start.Ensemble.Protocol.Particles).Distinct().Order()];
        FigurePanel fractions = new(
            new FigureAxis("T", "ε", AxisScale.Linear),
            new FigureAxis("fᵤ", "", AxisScale.Linear),
            [
                .. sizes.Select((size, place) => new FigureSeries(
                    PlotText.Size(size),
                    [
                        .. starts.Select(start => start.Start)
                            .Where(start => start.Ensemble.Protocol.Particles == size)
                            .Where(start => double.IsFinite(start.Ensemble.Protocol.Temperature))
                            .OrderBy(start => start.Ensemble.Protocol.Temperature)
                            .Select(start => FigurePoint.WithError(
                                start.Ensemble.Protocol.Temperature, start.FractionUnstable.Mean, start.FractionUnstable.StandardError)),
                    ],
                    new SeriesLook(place, sizes.Length))),
            ],
            [])
        {
            Title = "(a)",
            Legend = LegendPlace.LowerRight,
        };
        FigurePanel spectra = new(
            new FigureAxis("λ", "ε/σ²", AxisScale.Linear),
            new FigureAxis("D(λ)", "σ²/ε", AxisScale.Logarithmic),
            [
                .. starts.Select((start, place) => new FigureSeries(
                    start.Label,
                    [
                        .. start.Start.Spectrum.Select(bin =>
                            FigurePoint.WithError(bin.Eigenvalue, bin.Density.Mean, bin.Density.StandardError)),
                    ],
                    new SeriesLook(place, starts.Count)) { Samples = start.Start.Samples }),
            ],
            [])
        {
            Title = "(b)",
            Legend = LegendPlace.UpperLeft,
        };
        string caption =
            "Instantaneous normal modes of the liquid before the quench. (a) Fraction fᵤ of unstable modes against the temperature "
            + "T. (b) Unstable "
            + $"part of the spectrum D(λ). Error bars are standard errors over samples. {Captions.SamplesOf([spectra])}";
        return new Figure("starts", "Modes of the liquid", caption, [fractions, spectra]);
    }
}
