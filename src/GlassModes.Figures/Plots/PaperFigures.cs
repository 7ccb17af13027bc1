// The figures of a paper from an analysis.

using GlassModes.Analysis;
using GlassModes.Models;
using GlassModes.Papers;

namespace GlassModes.Figures.Plots;

/// <summary>The figures that could be made, and those without data.</summary>
/// <param name="Figures">The figures, in the order of the paper, and after them figures of results that the paper does not have.</param>
/// <param name="Missing">The figures without data.</param>
public sealed record FigureSet(IReadOnlyList<Figure> Figures, IReadOnlyList<MissingFigure> Missing);

/// <summary>Makes the figures of a paper from whatever samples there are.</summary>
public static class PaperFigures
{
    /// <summary>Makes figures.</summary>
    /// <param name="results">The analysis of the samples.</param>
    /// <param name="figures">The figures of the paper to make.</param>
    /// <param name="temperature">The temperature of the samples to show; null for those of the paper.</param>
    /// <param name="cancellation">Stops the work after a figure.</param>
    public static FigureSet Of(
        AnalysisResults results,
        IReadOnlyList<PaperFigure> figures,
        double? temperature = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(figures);
        List<Figure> made = [];
        List<MissingFigure> missing = [];
        foreach (PaperFigure paperFigure in figures)
        {
            cancellation.ThrowIfCancellationRequested();
            (Figure? figure, string? reason) = Of(results, paperFigure, temperature);
            if (figure is not null)
            {
                made.Add(figure);
                continue;
            }

            missing.Add(new MissingFigure(
                paperFigure.Number,
                Title(paperFigure, new FigureSubject(paperFigure.Liquid.Model), paperFigure.Particles),
                reason!,
                paperFigure.Campaign));
        }

        return new FigureSet(made, missing);
    }

    /// <summary>
    /// Makes the same figures of other samples: of every temperature that has samples, and, where the paper shows one N, of every N.
    /// Figures of several temperatures and figures that exist for their N alone are left out, for they stay the same.
    /// </summary>
    /// <param name="results">The analysis of the samples.</param>
    /// <param name="figures">The figures of the paper to make.</param>
    /// <param name="shown">The figures that exist already. None of them is made again.</param>
    /// <param name="cancellation">Stops the work after a figure.</param>
    /// <returns>
    /// The figures in the order of their numbers, from low T to high T, and from small N to large N. Each has its subject.
    /// </returns>
    public static IReadOnlyList<Figure> OthersOf(
        AnalysisResults results,
        IReadOnlyList<PaperFigure> figures,
        IReadOnlyList<Figure> shown,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(figures);
        HashSet<(int?, FigureSubject?)> known = [.. shown.Select(figure => (figure.Number, figure.Subject))];
        List<Figure> made = [];
        foreach (PaperFigure paperFigure in figures.Where(figure =>
            figure.Plot != PaperPlot.Potentials && figure.Liquid.Temperatures.Count == 1))
        {
            // Samples whose temperatures are not known need not be of one temperature.
            (double Temperature, int Particles)[] states =
            [
                .. results.Ensembles.Select(ensemble => ensemble.Ensemble.Protocol)
                    .Where(protocol => protocol.Model == paperFigure.Liquid.Model && !double.IsNaN(protocol.Temperature))
                    .Select(protocol => (protocol.Temperature, protocol.Particles)).Distinct().Order(),
            ];
            int[] sizes = [.. states.Select(state => state.Particles).Distinct().Order()];
            PaperFigure[] ofSizes = HasFreeSize(paperFigure)
                ? [.. sizes.Select(particles => paperFigure with { Particles = [particles] })]
                : [paperFigure];
            foreach (double temperature in states.Select(state => state.Temperature).Distinct())
            {
                foreach (PaperFigure ofSize in ofSizes)
                {
                    cancellation.ThrowIfCancellationRequested();
                    FigureSubject wanted = SubjectOf(ofSize, temperature, ofSize.Particles);
                    if ((!HasFreeSize(ofSize) || states.Contains((temperature, ofSize.Particles[0])))
                        && !known.Contains((ofSize.Number, wanted))
                        && Of(results, ofSize, temperature, paperFigure.Particles).Figure is { } figure
                        && figure.Subject == wanted)
                    {
                        made.Add(figure);
                    }
                }
            }
        }

        return made;
    }

    /// <summary>The figure of the modes of the liquids themselves; null if no start was measured.</summary>
    public static Figure? OfStarts(AnalysisResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return results.Starts.Count == 0
            ? null
            : WithPoints(StartPlot.Of([.. results.Starts.Select(start => (start.Ensemble.Label, start))]));
    }

    // A figure, or the reason why there is none. The N of the paper may differ from those of a figure that is made of another N.
    private static (Figure? Figure, string? Missing) Of(
        AnalysisResults results, PaperFigure paperFigure, double? temperature, IReadOnlyList<int>? sizesOfPaper = null)
    {
        if (paperFigure.Plot == PaperPlot.Potentials)
        {
            return (Named(OfPotential(paperFigure), paperFigure, new FigureSubject(paperFigure.Liquid.Model), [], []), null);
        }

        PaperSelection selection = new(results, paperFigure, temperature);
        string? reason = selection.Missing;
        if ((reason is null ? WithPoints(Make(paperFigure, selection)) : null) is not { } figure)
        {
            return (null, reason ?? Needs(paperFigure.Plot));
        }

        int[] sizes = [.. selection.Ensembles.Select(ensemble => ensemble.Ensemble.Protocol.Particles)];
        FigureSubject subject = SubjectOf(paperFigure, selection.Ensembles[0].Ensemble.Protocol.Temperature, sizes);
        string[] notes = sizesOfPaper is { } own && !own.Intersect(sizes).Any()
            ? [.. selection.Notes, $"The paper shows N = {string.Join(", ", own.Select(size => PlotText.Count(size)))}."]
            : [.. selection.Notes];
        return (Named(figure, paperFigure, subject, sizes, notes), null);
    }

    private static bool HasFreeSize(PaperFigure figure) => figure.Particles.Count == 1 && !figure.IsForThisSizeOnly;

    private static FigureSubject SubjectOf(PaperFigure figure, double temperature, IReadOnlyList<int> sizes) => new(
        figure.Liquid.Model,
        figure.Liquid.Temperatures.Count == 1 ? temperature : null,
        HasFreeSize(figure) && figure.Liquid.Temperatures.Count == 1 ? sizes[0] : null);

    // Gives a figure the name, the title and the reference of its number.
    private static Figure Named(
        Figure figure, PaperFigure paperFigure, FigureSubject subject, IReadOnlyList<int> sizes, IReadOnlyList<string> notes) =>
        figure with
        {
            Name = Figure.NameOf(paperFigure.Number),
            Number = paperFigure.Number,
            Subject = subject,
            Title = Title(paperFigure, subject, sizes),
            Caption = string.Join(' ', [figure.Caption.Trim(), .. notes, $"({paperFigure.Source}.)"]),
        };

    private static Figure OfPotential(PaperFigure figure) => PotentialPlot.Of(
        ModelCatalog.Create(figure.Liquid.Model), figure.OriginalPotential!, figure.PotentialRange!.From, figure.PotentialRange.To);

    private static Figure Make(PaperFigure figure, PaperSelection selection)
    {
        EnsembleResults[] ensembles = [.. selection.Ensembles];
        return figure.Plot switch
        {
            PaperPlot.Trajectories => TrajectoryPlot.Of(selection.BySize),
            PaperPlot.RelaxationOfSizes => RelaxationPlot.Of(
                selection.BySize, new RelaxationGuides(figure.TimeGuides, figure.FractionGuides), figure.ShownRungs),
            PaperPlot.RelaxationOfTemperatures => RelaxationPlot.Of(
                selection.ByTemperature, new RelaxationGuides(figure.TimeGuides, figure.FractionGuides), figure.ShownRungs),
            PaperPlot.SpectraOfRungs => SpectrumPlot.OfRungs(
            [
                .. selection.Spectra().SelectMany(rung => rung.Spectra).Where(spectrum =>
                    spectrum.At.Ensemble == ensembles[0].Ensemble && spectrum.Bins.Count > 0),
            ]),
            PaperPlot.SpectraOfSizes => SpectrumPlot.OfSizes(
            [
                .. selection.Spectra()
                    .Select(rung => rung.Spectra.Where(spectrum => spectrum.Bins.Count > 0)
                        .Select(spectrum => (PlotText.Size(spectrum.At.Particles), spectrum)).ToArray())
                    .Where(rung => rung.Length > 0),
            ]),
            PaperPlot.Participation => ParticipationPlot.OfBins(selection.Spectra()),
            PaperPlot.ParticipationOfModes => ParticipationPlot.OfModes(selection.Spectra()),
            PaperPlot.MobilityEdge => ParticipationPlot.Edges(selection.Spectra()),
            PaperPlot.DecayProfiles => DecayPlot.OfRungs(
                ProfilesOf(ensembles[0], selection),
                LawOf(ensembles[0]),
                figure.Particles.Contains(ensembles[0].Ensemble.Protocol.Particles) ? figure.ShownDistances : null),
            PaperPlot.CorrelationLengths => DecayPlot.Lengths(
                [.. selection.BySize.Select(ensemble => (ensemble.Label, ensemble.Results, LawOf(ensemble.Results)))], figure.LengthGuides),
            PaperPlot.EnergyProfiles => EnergyProfilePlot.OfRungs(ProfilesOf(ensembles[0], selection)),
            PaperPlot.CoreEnergyDensities => CoreEnergyPlot.Densities(CoresOf(ensembles[0], selection)),
            PaperPlot.CumulativeCoreEnergies => CoreEnergyPlot.Cumulative(
            [
                .. selection.BySize.Select(ensemble => (ensemble.Label, CoresOf(ensemble.Results, selection)))
                    .Where(ensemble => ensemble.Item2.Count > 0),
            ]),
            PaperPlot.CoreParticles => CoreEnergyPlot.Particles(
                [.. selection.BySize.Select(ensemble => (ensemble.Label, ProfilesOf(ensemble.Results, selection)))]),
            _ => throw new ArgumentOutOfRangeException(nameof(figure), figure.Plot, "There is no figure of this kind."),
        };
    }

    // A figure of one N or of one T says so. That random positions are at T = ∞ goes without saying.
    private static string Title(PaperFigure figure, FigureSubject subject, IReadOnlyList<int> sizes) => string.Join(", ",
    [
        figure.Title,
        .. figure.Particles.Count == 1 && sizes.Count == 1 ? new[] { PlotText.Size(sizes[0]) } : [],
        .. subject.Temperature is { } temperature && !double.IsPositiveInfinity(temperature)
            ? new[] { PlotText.Temperature(temperature) }
            : [],
    ]);

    // Leaves out panels without a point; null if no panel has a point.
    private static Figure? WithPoints(Figure figure)
    {
        FigurePanel[] panels = [.. figure.Panels.Where(panel => panel.Series.Any(series => series.Points.Count > 0))];
        return panels.Length == 0 ? null : figure with { Panels = panels };
    }

    private static CorrelationLaw LawOf(EnsembleResults ensemble) =>
        ensemble.CorrelationLaws.First(law => law.Choice == DecayRangeChoice.Given);

    private static IReadOnlyList<LowestModeProfiles> ProfilesOf(EnsembleResults ensemble, PaperSelection selection) =>
        selection.AtRungs(
            [.. ensemble.Profiles.Where(profile => profile.Energies.Any(point => double.IsFinite(point.Y)))],
            profile => profile.At.Rung.Log10W);

    private static IReadOnlyList<CoreEnergyDistribution> CoresOf(EnsembleResults ensemble, PaperSelection selection) =>
        selection.AtRungs(ensemble.CoreEnergies, distribution => distribution.At.Rung.Log10W);

    // What samples must have for a figure, where there are samples but no point.
    private static string Needs(PaperPlot plot) => plot switch
    {
        PaperPlot.Trajectories => "the samples have no rung with a time",
        PaperPlot.RelaxationOfSizes or PaperPlot.RelaxationOfTemperatures => "the samples have no rung with a time or unstable modes",
        PaperPlot.SpectraOfRungs or PaperPlot.SpectraOfSizes or PaperPlot.ParticipationOfModes =>
            "no sample has all its unstable modes at a rung of the figure",
        PaperPlot.Participation => "no bin of eigenvalues has an error at a rung of the figure; more samples are needed",
        PaperPlot.MobilityEdge => "no mobility edge was found; two sizes and enough samples are needed",
        PaperPlot.CorrelationLengths =>
            "the correlation length is not known with an error at any rung; larger N or more samples are needed",
        _ => "no sample has its lowest mode at a rung of the figure",
    };
}
