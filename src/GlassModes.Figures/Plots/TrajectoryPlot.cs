// The descent of single samples.

using GlassModes.Analysis;
using GlassModes.Ensembles;

namespace GlassModes.Figures.Plots;

/// <summary>
/// W(t) of single samples of several N, and W(f_u) of the smallest N (Shimada et al. 2024, Sec. III A 1). Each row of panels is one
/// sample of each N. Colours say the time. Samples are known at their rungs only, so that W falls from point to point.
/// </summary>
public static class TrajectoryPlot
{
    /// <summary>Makes the figure.</summary>
    /// <param name="ensembles">The ensembles, each with the text of its entry in the legend; W(f_u) is that of the first.</param>
    /// <param name="rows">The number of samples of each ensemble that are shown.</param>
    public static Figure Of(IReadOnlyList<(string Label, EnsembleResults Results)> ensembles, int rows = 2)
    {
        ArgumentNullException.ThrowIfNull(ensembles);
        List<FigurePanel> panels = [];
        List<string> shown = [];
        for (int row = 0; row < rows; row++)
        {
            (string Label, SampleModes[] States, double[] Rungs)[] samples =
            [
                .. ensembles.Select(ensemble => SampleOf(ensemble.Label, ensemble.Results, row))
                    .Where(sample => sample.States.Length > 0),
            ];
            if (samples.Length > 0)
            {
                shown.Add(Captions.NumbersOf(samples.Select(sample => (sample.Label, sample.States[0].Sample.Number))));
                panels.Add(Panel(samples, "t", "τ", state => state.Time, PanelName(2 * row)));
                panels.Add(Panel(samples[..1], "fᵤ", "", state => state.FractionUnstable, PanelName((2 * row) + 1)));
            }
        }

        string caption =
            "Mean squared force W of single samples at their rungs, against the time t (left) and against the fraction fᵤ of "
            + "unstable modes (right; rungs without unstable modes are not shown). Each row is another sample of each N. Colours say "
            + $"the time. Samples: {string.Join("; ", shown)}.";
        return new Figure("trajectories", "The descent of single samples", caption, panels);
    }

    private static string PanelName(int panel) => $"({(char)('a' + panel)})";

    private static (string Label, SampleModes[] States, double[] Rungs) SampleOf(string label, EnsembleResults results, int row)
    {
        TrajectoryPoint[] points =
            results.Trajectories.GroupBy(point => point.State.Sample).Skip(row).Select(sample => sample.ToArray()).FirstOrDefault() ?? [];
        return (label, [.. points.Select(point => point.State)], [.. points.Select(point => point.At.Rung.Rung)]);
    }

    private static FigurePanel Panel(
        (string Label, SampleModes[] States, double[] Rungs)[] samples,
        string label,
        string unit,
        Func<SampleModes, double> abscissa,
        string title) =>
        new(
            new FigureAxis(label, unit, AxisScale.Logarithmic),
            new FigureAxis("W", "ε²/σ²", AxisScale.Logarithmic),
            [
                .. samples.Select((sample, place) => new FigureSeries(
                    sample.Label,
                    [
                        .. sample.States.Zip(sample.Rungs)
                            .Where(pair => abscissa(pair.First) > 0)
                            .Select(pair => new FigurePoint(abscissa(pair.First), pair.Second) { Colour = pair.First.Time }),
                    ],
                    new SeriesLook(place, samples.Length) { IsConnected = true })),
            ],
            [])
        {
            Title = title,
            Legend = LegendPlace.LowerLeft,
            ColourBar = new FigureAxis("t", "τ", AxisScale.Logarithmic),
        };
}
