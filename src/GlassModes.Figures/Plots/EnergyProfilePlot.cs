// Energy profiles of the lowest modes.

using GlassModes.Analysis;
using GlassModes.Statistics;

namespace GlassModes.Figures.Plots;

/// <summary>Mean energy profiles Λ(r) of one ensemble at several rungs, and the same over their minimum (Shimada et al. 2024, Sec. III C
/// 2).</summary>
public static class EnergyProfilePlot
{
    // Profiles have a point for each tenth of a diameter: a symbol at each would hide the line.
    private const int SymbolStride = 10;

    /// <summary>Makes the figure.</summary>
    /// <param name="profiles">The profiles in the order of the legend.</param>
    /// <param name="to">The largest r that is shown; null for all.</param>
    public static Figure OfRungs(IReadOnlyList<LowestModeProfiles> profiles, double? to = null)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        FigurePanel[] panels =
        [
            Panel(profiles, profile => profile.Energies, new FigureAxis("Λ(r)", "ε/σ²", AxisScale.Linear), to) with
            {
                Title = "(a)",
                Legend = LegendPlace.LowerRight,
            },
            Panel(profiles, profile => profile.EnergiesOverMinimum, new FigureAxis("Λ(r)/|Λₘᵢₙ|", "", AxisScale.Linear), to) with
            {
                Title = "(b)",
                Legend = LegendPlace.None,
            },
        ];
        string caption =
            "(a) Energy profiles Λ(r) of the lowest mode: the sum of δEᵢ over the particles up to r from the particle of most "
            + "negative δEᵢ, averaged "
            + "over samples. (b) The same over the modulus of the least value of each mean profile. Error bars are by the jackknife "
            + "over samples; "
            + $"symbols and bars stand at every tenth point. {Captions.SamplesOf(panels[..1])}";
        return new Figure("energy_profile", "Energy profiles of the lowest mode", caption, panels);
    }

    private static FigurePanel Panel(
        IReadOnlyList<LowestModeProfiles> profiles,
        Func<LowestModeProfiles, IReadOnlyList<DataPoint>> curveOf,
        FigureAxis axis,
        double? to) =>
        new(
            new FigureAxis("r", "σ", AxisScale.Linear),
            axis,
            [
                .. profiles.Select((profile, place) => new FigureSeries(
                    PlotText.Rung(profile.At.Rung.Log10W),
                    [
                        .. curveOf(profile).Where(point => double.IsFinite(point.Y) && !(point.X > to))
                            .Select(point => FigurePoint.WithError(point.X, point.Y, point.Error)),
                    ],
                    new SeriesLook(place, profiles.Count) { IsConnected = true, SymbolStride = SymbolStride })
                {
                    Samples = profile.At.Rung.Count,
                }),
            ],
            [new FigureLine("", LineRole.Mark, [(0, 0), (1, 0)]) { IsHorizontal = true }]);
}
