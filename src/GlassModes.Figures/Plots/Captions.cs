// The part of a caption that says how many samples are behind the data.

namespace GlassModes.Figures.Plots;

internal static class Captions
{
    /// <summary>"number 3 (N = 1000), number 0 (N = 8000)" for single samples, by their numbers in their ensembles.</summary>
    public static string NumbersOf(IEnumerable<(string Label, int Number)> samples) => string.Join(
        ", ", samples.Select(sample => FormattableString.Invariant($"number {sample.Number} ({sample.Label})")));

    /// <summary>
    /// "Samples: 1000 (N = 1000), 500 (N = 8000)." for the series of all panels; "Samples: 500." if all series have as many.
    /// </summary>
    public static string SamplesOf(IEnumerable<FigurePanel> panels)
    {
        (string Label, long Samples)[] counted =
        [
            .. panels.SelectMany(panel => panel.Series).Where(series => series.Samples is not null)
                .GroupBy(series => series.Label).Select(same => (same.Key, same.Max(series => series.Samples!.Value))),
        ];
        return counted.Length == 0 ? ""
            : counted.All(series => series.Samples == counted[0].Samples) ? $"Samples: {PlotText.Count(counted[0].Samples)}."
            : $"Samples: {string.Join(", ", counted.Select(series => $"{PlotText.Count(series.Samples)} ({series.Label})"))}.";
    }
}
