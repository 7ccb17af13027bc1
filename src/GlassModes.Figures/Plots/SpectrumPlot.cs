// The unstable part of the spectrum.

using GlassModes.Analysis;

namespace GlassModes.Figures.Plots;

/// <summary>The unstable part of D(λ), with the fits of its exponential tail (Shimada et al. 2024, Sec. III B).</summary>
public static class SpectrumPlot
{
    /// <summary>D(λ) of one ensemble at several rungs, in one panel.</summary>
    /// <param name="spectra">The spectra in the order of the legend.</param>
    public static Figure OfRungs(IReadOnlyList<EnsembleSpectrum> spectra)
    {
        ArgumentNullException.ThrowIfNull(spectra);
        FigurePanel panel = Panel(
            [.. spectra.Select(spectrum => (PlotText.Rung(spectrum.At.Rung.Log10W), spectrum))],
            [.. spectra.Select(spectrum => PlotText.Rung(spectrum.At.Rung.Log10W))]) with
        {
            Legend = LegendPlace.UpperLeft,
        };
        string caption =
            "Unstable part of the spectrum D(λ) at several W along the descent. Lines are fits D ∝ exp(λ/s) below the limit from "
            + "which on the "
            + $"tail is exponential. {Captions.SamplesOf([panel])}";
        return new Figure("spectrum", "Unstable part of the spectrum", caption, [panel]);
    }

    /// <summary>D(λ) of several N, a panel for each rung.</summary>
    /// <param name="rungs">The spectra of each rung, in the order of the panels, with the text of the legend for each.</param>
    public static Figure OfSizes(IReadOnlyList<IReadOnlyList<(string Label, EnsembleSpectrum Spectrum)>> rungs)
    {
        ArgumentNullException.ThrowIfNull(rungs);
        int fullest = rungs.Index().OrderByDescending(rung => rung.Item.Count).Select(rung => rung.Index).FirstOrDefault();
        string[] labels = [.. rungs.SelectMany(rung => rung).Select(spectrum => spectrum.Label).Distinct()];
        FigurePanel[] panels =
        [
            .. rungs.Select((rung, place) => Panel(rung, labels) with
            {
                Title = PanelTitle(place, rung[0].Spectrum.At.Rung.Log10W),
                Legend = place == fullest ? LegendPlace.UpperLeft : LegendPlace.None,
            }),
        ];
        string caption =
            "Unstable part of the spectrum D(λ) of several N, a panel for each W. Lines are fits D ∝ exp(λ/s) below one limit for "
            + "all N of a "
            + $"panel. {Captions.SamplesOf(panels)}";
        return new Figure("spectrum_of_sizes", "Unstable part of the spectrum for several N", caption, panels);
    }

    internal static string PanelTitle(int place, double log10W) => $"({(char)('a' + place)}) {PlotText.Rung(log10W)}";

    private static FigurePanel Panel(IReadOnlyList<(string Label, EnsembleSpectrum Spectrum)> spectra, string[] labels)
    {
        FigureSeries[] series =
        [
            .. spectra.Select(spectrum => new FigureSeries(
                spectrum.Label,
                [
                    .. spectrum.Spectrum.Bins
                        .Select(bin => FigurePoint.WithError(bin.Eigenvalue, bin.Density.Mean, bin.Density.StandardError)),
                ],
                new SeriesLook(Array.IndexOf(labels, spectrum.Label), labels.Length))
            {
                Samples = spectrum.Spectrum.At.Rung.WholeSpectra.Count,
            }),
        ];
        FigureLine[] tails = [.. spectra.Zip(series, (spectrum, one) => Tail(spectrum.Spectrum, one.Look)).OfType<FigureLine>()];
        return new FigurePanel(
            new FigureAxis("λ", "ε/σ²", AxisScale.Linear), new FigureAxis("D(λ)", "σ²/ε", AxisScale.Logarithmic), series, tails);
    }

    // The fit gives s from the levels below a limit. The number of these levels gives the amplitude.
    private static FigureLine? Tail(EnsembleSpectrum spectrum, SeriesLook look)
    {
        double scale = spectrum.Tail.DecayScale.Value;
        double limit = spectrum.Tail.Quality.To;
        double samples = spectrum.At.Rung.WholeSpectra.Count;
        if (!spectrum.Tail.Quality.IsTrusted || spectrum.Bins.Count == 0)
        {
            return null;
        }

        double atLimit = spectrum.Tail.Quality.Points / samples / ((3.0 * spectrum.At.Particles) - 3) / scale;
        double deepest = spectrum.Bins[0].Eigenvalue;
        return new FigureLine(
            "", LineRole.Fit, [(deepest, atLimit * Math.Exp((deepest - limit) / scale)), (limit, atLimit)])
        { Look = look };
    }
}
