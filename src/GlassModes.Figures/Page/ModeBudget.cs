// Keeps a page small: which of the samples, rungs and modes are shown in space.

using GlassModes.Figures.Plots;

namespace GlassModes.Figures.Page;

/// <summary>
/// Chooses the samples, rungs and modes that fit into a page. Of each state (model, T, N), the first sample comes before all second
/// samples, and small N come before large N. A sample that does not fit loses the modes above the lowest, then rungs; the first and the
/// last rung stay.
/// </summary>
internal static class ModeBudget
{
    /// <summary>The bytes of all samples in space. Program and figures take up to 3 MB, and a page is to stay below 15 MB.</summary>
    public const double DefaultBytes = 12e6;

    // A particle at a rung has three coordinates, and for each mode three components and a local energy, of two bytes each.
    private const double BytesOfPosition = 6;
    private const double BytesOfMode = 8;

    // What compression leaves, and what the text code of the page adds. Measured for N = 128 000 with one mode at 12 rungs: 0.563.
    private const double Packed = 0.57;

    private const int FewestRungs = 2;

    /// <summary>Chooses what fits, in the order of the views.</summary>
    /// <param name="views">The samples.</param>
    /// <param name="bytes">The bytes that they may take.</param>
    /// <param name="warn">Receives one sentence if not all fits.</param>
    public static IReadOnlyList<ModeView> Fit(IReadOnlyList<ModeView> views, double bytes, Action<string> warn)
    {
        Dictionary<int, ModeView> chosen = [];
        List<string> cut = [];
        double left = bytes;
        IEnumerable<(int Index, ModeView View)> order = views.Index()
            .GroupBy(view => (view.Item.Model, view.Item.Temperature, view.Item.Particles))
            .SelectMany(state => state.Select((view, place) => (Place: place, view.Index, View: view.Item)))
            .OrderBy(view => view.Place).ThenBy(view => view.View.Particles).Select(view => (view.Index, view.View));
        foreach ((int index, ModeView view) in order)
        {
            if (Fitting(view, left) is { } fitting)
            {
                chosen.Add(index, fitting);
                left -= BytesOf(fitting.Rungs, view.Particles);
            }

            string shown = !chosen.TryGetValue(index, out ModeView? kept) ? "nothing"
                : kept.Rungs.Count < view.Rungs.Count
                    ? $"{kept.Rungs.Count} of {view.Rungs.Count} rungs and the lowest mode"
                : kept != view ? "the lowest mode alone"
                : "";
            if (shown.Length > 0)
            {
                cut.Add($"{shown} of sample {view.Sample} of {view.Model}, {PlotText.Size(view.Particles)}, "
                    + PlotText.Temperature(view.Temperature));
            }
        }

        if (cut.Count > 0)
        {
            warn($"to stay below 15 MB, the page shows in space {string.Join("; ", cut)}");
        }

        return [.. chosen.OrderBy(view => view.Key).Select(view => view.Value)];
    }

    private static ModeView? Fitting(ModeView view, double bytes)
    {
        if (BytesOf(view.Rungs, view.Particles) <= bytes)
        {
            return view;
        }

        ModeViewRung[] lowest = [.. view.Rungs.Select(rung => rung with { Modes = [rung.Modes[0]] })];
        int fitting = (int)(bytes / BytesOf(lowest[..1], view.Particles));
        if (fitting >= lowest.Length)
        {
            return view with { Rungs = lowest };
        }

        int last = lowest.Length - 1;
        return fitting < FewestRungs
            ? null
            : view with
            {
                Rungs =
                [
                    .. Enumerable.Range(0, fitting).Select(k => lowest[(int)Math.Round((double)k * last / (fitting - 1))]),
                ],
            };
    }

    private static double BytesOf(IEnumerable<ModeViewRung> rungs, int particles) =>
        rungs.Sum(rung => Packed * particles * (BytesOfPosition + (BytesOfMode * rung.Modes.Count)));
}
