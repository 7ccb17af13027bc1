// Distributions of core energies, and the particles of the core.

using GlassModes.Analysis;
using GlassModes.Statistics;

namespace GlassModes.Figures.Plots;

/// <summary>The density and the cumulative distribution of Λ_min over samples (Shimada et al. 2024, Sec. III C 2).</summary>
public static class CoreEnergyPlot
{
    private const string ShiftedSentence = " Open symbols are the spectrum D(λ), shifted along the axis and scaled.";

    private static readonly FigureAxis s_coreEnergy = new("Λₘᵢₙ", "ε/σ²", AxisScale.Linear);

    /// <summary>The density of Λ_min at several rungs, and the shifted spectrum where the analysis has one.</summary>
    /// <param name="distributions">The distributions of one ensemble, in the order of the legend.</param>
    public static Figure Densities(IReadOnlyList<CoreEnergyDistribution> distributions)
    {
        ArgumentNullException.ThrowIfNull(distributions);
        bool hasShifted = distributions.Any(HasShifted);
        int places = distributions.Count + (hasShifted ? 1 : 0);
        List<FigureSeries> series =
        [
            .. distributions.Select((distribution, place) => new FigureSeries(
                PlotText.Rung(distribution.At.Rung.Log10W),
                [
                    .. distribution.Bins.Where(bin => bin.Samples > 0)
                        .Select(bin => FigurePoint.WithError(bin.Center, bin.Density, bin.Error)),
                ],
                new SeriesLook(place, places)) { Samples = distribution.Bins.Sum(bin => (long)bin.Samples) }),
        ];
        series.AddRange(distributions.Where(HasShifted).Take(1).Select(distribution => new FigureSeries(
            $"shifted D(λ), {PlotText.Rung(distribution.At.Rung.Log10W)}",
            [
                .. distribution.Bins.Where(bin => bin.ShiftedSpectrum is { Mean: > 0 }).Select(bin =>
                    FigurePoint.WithError(bin.Center, bin.ShiftedSpectrum!.Mean, bin.ShiftedSpectrum.StandardError)),
            ],
            new SeriesLook(places - 1, places) { IsHollow = true })
        { Samples = distribution.At.Rung.WholeSpectra.Count }));
        FigureAxis density = new("p(Λₘᵢₙ)", "σ²/ε", AxisScale.Logarithmic);
        FigurePanel panel = new(s_coreEnergy, density, series, Tails(distributions, places))
        {
            Legend = LegendPlace.UpperLeft,
        };
        string caption =
            "Density of the core energy Λₘᵢₙ of the lowest mode over samples, at several W. Lines are fits p ∝ exp(Λₘᵢₙ/s) below "
            + "the limit from "
            + $"which on the tail is exponential.{(hasShifted ? ShiftedSentence : "")} "
            + Captions.SamplesOf([panel]);
        return new Figure("core_energy", "Distribution of core energies", caption, [panel]);
    }

    /// <summary>The cumulative distribution of Λ_min at several rungs, a panel for each ensemble.</summary>
    /// <param name="ensembles">The ensembles in the order of the panels, each with its title and distributions.</param>
    public static Figure Cumulative(IReadOnlyList<(string Title, IReadOnlyList<CoreEnergyDistribution> Distributions)> ensembles)
    {
        ArgumentNullException.ThrowIfNull(ensembles);
        FigurePanel[] panels =
        [
            .. ensembles.Select((ensemble, place) => new FigurePanel(
                s_coreEnergy,
                new FigureAxis("F(Λₘᵢₙ)", "", AxisScale.Logarithmic),
                [
                    .. ensemble.Distributions.Select((distribution, k) => new FigureSeries(
                        PlotText.Rung(distribution.At.Rung.Log10W),
                        [
                            .. distribution.CumulativeCoreEnergy
                                .Select(point => FigurePoint.WithError(point.Value, point.Share, point.Error)),
                        ],
                        new SeriesLook(k, ensemble.Distributions.Count) { IsConnected = true, SymbolStride = Stride(distribution) })
                    {
                        Samples = distribution.Bins.Sum(bin => (long)bin.Samples),
                    }),
                ],
                [])
            {
                Title = $"({(char)('a' + place)}) {ensemble.Title}",
                Legend = LegendPlace.LowerRight,
            }),
        ];
        string samples = string.Join(
            " ", ensembles.Zip(panels, (ensemble, panel) => $"{ensemble.Title}: {Captions.SamplesOf([panel])}"));
        string caption =
            "Cumulative distribution F of the core energy Λₘᵢₙ of the lowest mode over samples. Error bars are standard errors of a "
            + "share. An "
            + $"exponential tail is a straight line. {samples}";
        return new Figure("core_energy_cumulative", "Cumulative distribution of core energies", caption, panels);
    }

    /// <summary>
    /// The mean distance of the ten particles of most negative δE_i from the core, against their mean δE_i, a panel for each ensemble
    /// (Shimada
    /// et al. 2024, Appendix D). Error bars are standard deviations over samples, as in the paper.
    /// </summary>
    /// <param name="ensembles">The ensembles in the order of the panels, each with its title and profiles.</param>
    public static Figure Particles(IReadOnlyList<(string Title, IReadOnlyList<LowestModeProfiles> Profiles)> ensembles)
    {
        ArgumentNullException.ThrowIfNull(ensembles);
        FigurePanel[] panels =
        [
            .. ensembles.Select((ensemble, place) => new FigurePanel(
                new FigureAxis("δEᵢ", "ε/σ²", AxisScale.Linear),
                new FigureAxis("rᵢ", "σ", AxisScale.Linear),
                [
                    .. ensemble.Profiles.Select((profile, k) => new FigureSeries(
                        PlotText.Rung(profile.At.Rung.Log10W),
                        [
                            .. profile.CoreParticles.Where(particle => particle.Samples > 0).Select(particle =>
                                new FigurePoint(particle.Energy, particle.Distance)
                                {
                                    XBar = FigurePoint.BarOf(particle.Energy, particle.EnergyDeviation),
                                    YBar = FigurePoint.BarOf(particle.Distance, particle.DistanceDeviation),
                                }),
                        ],
                        new SeriesLook(k, ensemble.Profiles.Count)) { Samples = profile.At.Rung.Count }),
                ],
                [])
            {
                Title = $"({(char)('a' + place)}) {ensemble.Title}",
                Legend = place == 0 ? LegendPlace.UpperRight : LegendPlace.None,
            }),
        ];
        string samples = string.Join(
            " ", ensembles.Zip(panels, (ensemble, panel) => $"{ensemble.Title}: {Captions.SamplesOf([panel])}"));
        string caption =
            "Mean distance rᵢ from the core against the mean local energy δEᵢ, of the ten particles of most negative δEᵢ in the "
            + "lowest mode. Error bars "
            + $"are standard deviations over samples, not errors. {samples}";
        return new Figure("core_particles", "Particles of most negative local energy", caption, panels) { Columns = 3 };
    }

    private static bool HasShifted(CoreEnergyDistribution distribution) =>
        distribution.Bins.Any(bin => bin.ShiftedSpectrum is { Mean: > 0 });

    // Some fifteen symbols are shown along a curve.
    private static int Stride(CoreEnergyDistribution distribution) => Math.Max(1, distribution.CumulativeCoreEnergy.Count / 15);

    private static FigureLine[] Tails(IReadOnlyList<CoreEnergyDistribution> distributions, int places) =>
    [
        .. distributions.Select((distribution, place) => TailOf(distribution, new SeriesLook(place, places))).OfType<FigureLine>(),
    ];

    private static FigureLine? TailOf(CoreEnergyDistribution distribution, SeriesLook look)
    {
        ExponentialTailFit tail = distribution.Tail;
        double samples = distribution.Bins.Sum(bin => bin.Samples);
        if (!tail.Quality.IsTrusted || !(samples > 0))
        {
            return null;
        }

        double scale = tail.DecayScale.Value;
        double atLimit = tail.Quality.Points / samples / scale;
        double deepest = distribution.Bins.First(bin => bin.Samples > 0).Center;
        return new FigureLine(
            "",
            LineRole.Fit,
            [(deepest, atLimit * Math.Exp((deepest - tail.Quality.To) / scale)), (tail.Quality.To, atLimit)])
        { Look = look };
    }
}
