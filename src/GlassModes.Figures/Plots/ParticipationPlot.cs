// Participation ratios of unstable modes, and the mobility edge.

using GlassModes.Analysis;
using GlassModes.Ensembles;

namespace GlassModes.Figures.Plots;

/// <summary>N^{2/3} P(λ) of several N, whose crossing is the mobility edge λ_e, and λ_e(W) (Shimada et al. 2024, Sec. III B).</summary>
public static class ParticipationPlot
{
    private static readonly FigureAxis s_eigenvalue = new("λ", "ε/σ²", AxisScale.Linear);
    private static readonly FigureAxis s_scaled = new("N²ᐟ³P", "", AxisScale.Logarithmic);

    /// <summary>The mean over the modes of each bin, a panel for each rung.</summary>
    /// <param name="rungs">The spectra of each rung, in the order of the panels.</param>
    public static Figure OfBins(IReadOnlyList<SpectrumResult> rungs)
    {
        FigurePanel[] panels = Panels(
            rungs,
            spectrum =>
            [
                .. spectrum.Bins.Where(bin => bin.Participation.StandardError > 0).Select(bin => FigurePoint.WithError(
                    bin.Eigenvalue, Scale(spectrum) * bin.Participation.Mean, Scale(spectrum) * bin.Participation.StandardError)),
            ]);
        string caption =
            "Mean participation ratio P of unstable modes times N²ᐟ³ against the eigenvalue λ, for several N, a panel for each W. "
            + "Bins without an error are left out. Vertical lines are mobility edges, the mean of the crossings of all pairs of N. "
            + Captions.SamplesOf(panels);
        return new Figure("participation", "Participation ratio of unstable modes", caption, panels);
    }

    /// <summary>Each mode of one sample of each N, a panel for each rung.</summary>
    /// <param name="rungs">The spectra of each rung, in the order of the panels.</param>
    public static Figure OfModes(IReadOnlyList<SpectrumResult> rungs)
    {
        FigurePanel[] panels =
        [
            .. Panels(rungs, ModesOfFirstSample).Select(panel => panel with
            {
                Series = [.. panel.Series.Select(series => series with { Samples = null })],
            }),
        ];
        string caption =
            "Participation ratio P of single unstable modes times N²ᐟ³ against the eigenvalue λ, of one sample for each N, a panel "
            + "for each W. Vertical lines are mobility edges. "
            + $"Samples: {NumbersOfFirstSamples(rungs)}.";
        return new Figure("participation_of_modes", "Participation ratios of single modes", caption, panels);
    }

    /// <summary>λ_e against W. Error bars go from the lowest to the highest crossing of a pair of N.</summary>
    /// <param name="rungs">The spectra of each rung.</param>
    public static Figure Edges(IReadOnlyList<SpectrumResult> rungs)
    {
        ArgumentNullException.ThrowIfNull(rungs);
        FigureSeries series = new(
            "λₑ",
            [
                .. rungs.Where(rung => rung.Edge.Exists).Select(rung =>
                    new FigurePoint(Math.Pow(10, rung.Log10W), rung.Edge.Value) { YBar = (rung.Edge.Lowest, rung.Edge.Highest) }),
            ],
            SeriesLook.Only)
        {
            Samples = rungs.SelectMany(rung => rung.Spectra).Select(spectrum => (long)spectrum.At.Rung.WholeSpectra.Count)
                .DefaultIfEmpty().Max(),
        };
        IEnumerable<int> particles = rungs.SelectMany(rung => rung.Spectra).Select(spectrum => spectrum.At.Particles).Distinct().Order();
        string sizes = string.Join(", ", particles.Select(PlotText.Size));
        string caption =
            "Mobility edge λₑ against W: the mean of the crossings of N²ᐟ³P(λ) of all pairs of N. Error bars go from the lowest to "
            + $"the highest crossing. Sizes: {sizes}. Samples: up to {PlotText.Count(series.Samples ?? 0)} of each N.";
        return new Figure(
            "mobility_edge",
            "Mobility edge",
            caption,
            [
                new FigurePanel(
                    new FigureAxis("W", "ε²/σ²", AxisScale.Logarithmic), new FigureAxis("λₑ", "ε/σ²", AxisScale.Linear), [series], [])
                {
                    Legend = LegendPlace.None,
                },
            ]);
    }

    private static FigurePanel[] Panels(IReadOnlyList<SpectrumResult> rungs, Func<EnsembleSpectrum, FigurePoint[]> pointsOf)
    {
        ArgumentNullException.ThrowIfNull(rungs);
        int fullest = rungs.Index().OrderByDescending(rung => rung.Item.Spectra.Count).Select(rung => rung.Index).FirstOrDefault();
        int[] sizes = [.. rungs.SelectMany(rung => rung.Spectra).Select(spectrum => spectrum.At.Particles).Distinct().Order()];
        return
        [
            .. rungs.Select((rung, place) => new FigurePanel(
                s_eigenvalue,
                s_scaled,
                [
                    .. rung.Spectra.Select(spectrum => new FigureSeries(
                        PlotText.Size(spectrum.At.Particles),
                        pointsOf(spectrum),
                        new SeriesLook(Array.IndexOf(sizes, spectrum.At.Particles), sizes.Length))
                    {
                        Samples = spectrum.At.Rung.WholeSpectra.Count,
                    }),
                ],
                rung.Edge.Exists
                    ? [new FigureLine("λₑ", LineRole.Mark, [(rung.Edge.Value, 0), (rung.Edge.Value, 1)]) { IsVertical = true }]
                    : [])
            {
                Title = SpectrumPlot.PanelTitle(place, rung.Log10W),
                Legend = place == fullest ? LegendPlace.LowerRight : LegendPlace.None,
            }),
        ];
    }

    // A rung that the first sample of an ensemble did not cross shows another sample.
    private static string NumbersOfFirstSamples(IReadOnlyList<SpectrumResult> rungs)
    {
        IEnumerable<(double Log10W, string Numbers)> shown =
            from rung in rungs
            let samples =
                from spectrum in rung.Spectra
                where spectrum.At.Rung.WholeSpectra.Count > 0
                select (PlotText.Size(spectrum.At.Particles), spectrum.At.Rung.WholeSpectra.First().Sample.Number)
            where samples.Any()
            select (rung.Log10W, Captions.NumbersOf(samples));
        return string.Join("; ", shown.GroupBy(rung => rung.Numbers).Select((same, place) => place == 0
            ? same.Key
            : $"at {string.Join(", ", same.Select(rung => PlotText.Rung(rung.Log10W)))} {same.Key}"));
    }

    private static FigurePoint[] ModesOfFirstSample(EnsembleSpectrum spectrum)
    {
        SampleModes? first = spectrum.At.Rung.WholeSpectra.FirstOrDefault();
        return first is null
            ? []
            : [.. first.Eigenvalues.Zip(first.ParticipationRatios, (value, ratio) => new FigurePoint(value, Scale(spectrum) * ratio))];
    }

    private static double Scale(EnsembleSpectrum spectrum) => Math.Pow(spectrum.At.Particles, 2.0 / 3);
}
