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
            if (paperFigure.Plot == PaperPlot.Potentials)
            {
                made.Add(Named(OfPotential(paperFigure), paperFigure, paperFigure.Title, []));
                continue;
            }

            PaperSelection selection = new(results, paperFigure, temperature);
            string? reason = selection.Missing;
            Figure? figure = reason is null ? WithPoints(Make(paperFigure, selection)) : null;
            if (figure is null)
            {
                missing.Add(new MissingFigure(
                    paperFigure.Number,
                    Title(paperFigure, paperFigure.Particles),
                    reason ?? Needs(paperFigure.Plot),
                    paperFigure.Campaign));
                continue;
            }

            int[] sizes = [.. selection.Ensembles.Select(ensemble => ensemble.Ensemble.Protocol.Particles)];
            made.Add(Named(figure, paperFigure, Title(paperFigure, sizes), selection.Notes));
        }

        return new FigureSet(made, missing);
    }

    /// <summary>The figure of the modes of the liquids themselves; null if no start was measured.</summary>
    public static Figure? OfStarts(AnalysisResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return results.Starts.Count == 0
            ? null
            : WithPoints(StartPlot.Of([.. results.Starts.Select(start => (start.Ensemble.Label, start))]));
    }

    // Gives a figure the name, the title and the reference of its number.
    private static Figure Named(Figure figure, PaperFigure paperFigure, string title, IReadOnlyList<string> notes) => figure with
    {
        Name = Figure.NameOf(paperFigure.Number),
        Number = paperFigure.Number,
        Title = title,
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

    // A figure of one N says so.
    private static string Title(PaperFigure figure, IReadOnlyList<int> sizes) =>
        figure.Particles.Count == 1 && sizes.Count == 1 ? $"{figure.Title}, {PlotText.Size(sizes[0])}" : figure.Title;

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
