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
        (string Model, int Particles)[] sizes =
        [
            .. starts.Select(start => SizeOf(start.Start)).Distinct().OrderBy(size => size.Model).ThenBy(size => size.Particles),
        ];
        bool hasOneModel = sizes.Select(size => size.Model).Distinct().Count() == 1;
        FigurePanel fractions = new(
            new FigureAxis("T", "ε", AxisScale.Linear),
            new FigureAxis("fᵤ", "", AxisScale.Linear),
            [
                .. sizes.Select((size, place) => new FigureSeries(
                    hasOneModel ? PlotText.Size(size.Particles) : $"{size.Model}, {PlotText.Size(size.Particles)}",
                    [
                        .. starts.Select(start => start.Start)
                            .Where(start => SizeOf(start) == size)
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
            + "T. (b) Unstable part of the spectrum D(λ). Error bars are standard errors over samples. "
            + Captions.SamplesOf([spectra]);
        return new Figure("starts", "Modes of the liquid", caption, [fractions, spectra]);
    }

    private static (string Model, int Particles) SizeOf(StartResult start) =>
        (start.Ensemble.Protocol.Model, start.Ensemble.Protocol.Particles);
}
