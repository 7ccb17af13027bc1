// Which ensembles, spectra and rungs of an analysis a figure of a paper shows.

using GlassModes.Analysis;
using GlassModes.Models;
using GlassModes.Papers;
using GlassModes.Quench;

namespace GlassModes.Figures.Plots;

/// <summary>
/// The part of an analysis that a figure of a paper shows: the ensembles of its liquid that follow the flow of steepest descent. Where
/// there
/// are no samples of the paper's T, N or W, others stand in, and the notes say so.
/// </summary>
internal sealed class PaperSelection
{
    // A rung stands in for one of the paper if log10 W differs by no more than this.
    private const double NearestRung = 0.3;
    private const double Rounding = 1e-9;

    // The densities 1000/9.4³ and 1.204 of the paper are the same density.
    private const double SameDensity = 1e-3;

    private readonly AnalysisResults _results;
    private readonly PaperFigure _figure;
    private readonly List<string> _notes = [];

    public PaperSelection(AnalysisResults results, PaperFigure figure, double? temperature)
    {
        (_results, _figure) = (results, figure);
        EnsembleResults[] ofModel = [.. results.Ensembles.Where(ensemble => ensemble.Ensemble.Protocol.Model == figure.Liquid.Model)];
        EnsembleResults[] ofFlow = [.. ofModel.Where(FollowsFlow)];
        EnsembleResults[] ofTemperature = OfTemperature(ofFlow, temperature);
        Ensembles = OfSizes(ofTemperature);
        NoteDensities();
        Missing =
            ofModel.Length == 0 ? $"no samples of the model {figure.Liquid.Model}"
            : ofFlow.Length == 0 ? $"no samples of {figure.Liquid.Model} by steepest descent"
            : ofTemperature.Length == 0 ? $"no samples at {Temperatures(temperature)}; at hand: {TemperaturesOf(ofFlow)}"
            : Ensembles.Count == 0 ? $"no samples of {Sizes(figure.Particles)}; at hand: {Sizes(SizesOf(ofTemperature))}"
            : null;
    }

    /// <summary>The ensembles in the order of N, and of T from high to low.</summary>
    public IReadOnlyList<EnsembleResults> Ensembles { get; }

    /// <summary>Why there is no ensemble; null if there is one.</summary>
    public string? Missing { get; }

    /// <summary>What differs from the paper, in sentences for the caption.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The ensembles with the text of their N.</summary>
    public IReadOnlyList<(string Label, EnsembleResults Results)> BySize =>
        [.. Ensembles.Select(ensemble => (PlotText.Size(ensemble.Ensemble.Protocol.Particles), ensemble))];

    /// <summary>The ensembles with the text of their T.</summary>
    public IReadOnlyList<(string Label, EnsembleResults Results)> ByTemperature =>
        [.. Ensembles.Select(ensemble => (PlotText.Temperature(ensemble.Ensemble.Protocol.Temperature), ensemble))];

    /// <summary>The spectra of the family that the first ensemble belongs to, at the rungs of the figure.</summary>
    public IReadOnlyList<SpectrumResult> Spectra()
    {
        SpectrumResult[] family =
        [
            .. _results.Spectra.Where(spectrum => spectrum.Family.Ensembles.Any(named =>
                Ensembles.Any(ensemble => ensemble.Ensemble == named))),
        ];
        return AtRungs(family, spectrum => spectrum.Log10W);
    }

    /// <summary>
    /// The places of a list at the rungs of the figure, in the order of the figure. A rung of the paper that is missing is replaced by the
    /// nearest, within 0.3 of log10 W. All places where the figure names no rung.
    /// </summary>
    public IReadOnlyList<T> AtRungs<T>(IReadOnlyList<T> places, Func<T, double> log10WOf)
    {
        if (_figure.Log10W.Count == 0)
        {
            return places;
        }

        List<T> chosen = [];
        foreach (double log10W in _figure.Log10W)
        {
            T[] near =
            [
                .. places.Where(place => !chosen.Contains(place) && Math.Abs(log10WOf(place) - log10W) < NearestRung)
                    .OrderBy(place => Math.Abs(log10WOf(place) - log10W)).Take(1),
            ];
            chosen.AddRange(near);
        }

        string[] others =
        [
            .. chosen.Select(log10WOf).Where(log10W => _figure.Log10W.All(own => Math.Abs(own - log10W) > Rounding)).Select(PlotText.Rung),
        ];
        Note(others.Length > 0, $"Rungs near those of the paper stand in: {string.Join(", ", others)}.");
        return chosen;
    }

    private static bool FollowsFlow(EnsembleResults ensemble) =>
        ensemble.Ensemble.Protocol.Quench is not { } quench || QuenchMethods.FollowsFlow(quench.Method);

    private EnsembleResults[] OfTemperature(EnsembleResults[] ensembles, double? temperature)
    {
        EnsembleResults[] OfAny(Func<double, bool> isWanted) =>
            [.. ensembles.Where(ensemble => isWanted(ensemble.Ensemble.Protocol.Temperature))];
        if (temperature is { } given)
        {
            EnsembleResults[] asked = OfAny(other => Same(other, given));
            Note(
                asked.Length > 0 && !_figure.Liquid.Temperatures.Any(own => Same(own, given)),
                $"The paper shows {string.Join(", ", _figure.Liquid.Temperatures.Select(PlotText.Temperature))}.");
            return asked;
        }

        // A figure of several temperatures shows every temperature of its range.
        EnsembleResults[] own = OfAny(other => _figure.Liquid.Temperatures.Any(wanted => Same(wanted, other)));
        if (_figure.Liquid.Temperatures.Count > 1)
        {
            EnsembleResults[] all = OfAny(_figure.Liquid.Others.Contains);
            Note(
                all.Length > 0 && !_figure.Liquid.Temperatures.All(wanted =>
                    all.Any(ensemble => Same(ensemble.Ensemble.Protocol.Temperature, wanted))),
                $"The paper shows {string.Join(", ", _figure.Liquid.Temperatures.Select(PlotText.Temperature))}.");
            return all;
        }

        if (own.Length > 0)
        {
            return own;
        }

        IGrouping<double, EnsembleResults>? standIn = OfAny(_figure.Liquid.Others.Contains)
            .GroupBy(ensemble => ensemble.Ensemble.Protocol.Temperature)
            .MaxBy(same => same.Sum(ensemble => ensemble.Samples.Samples));
        Note(
            standIn is not null,
            $"The samples are of {PlotText.Temperature(standIn?.Key ?? double.NaN)}; the paper shows "
            + $"{PlotText.Temperature(_figure.Liquid.Temperatures[0])}.");
        return [.. standIn ?? Enumerable.Empty<EnsembleResults>()];
    }

    // Of several ensembles of the same N and T, the one that has data at most rungs of the figure is shown; of several of these, the one
    // with the most samples.
    private List<EnsembleResults> OfSizes(EnsembleResults[] ensembles)
    {
        bool IsOwn(EnsembleResults ensemble) => _figure.Particles.Contains(ensemble.Ensemble.Protocol.Particles);
        EnsembleResults[] chosen = [.. ensembles.Where(IsOwn)];
        if (chosen.Length == 0 && ensembles.Length > 0 && !_figure.IsForThisSizeOnly)
        {
            int largest = ensembles.Max(ensemble => ensemble.Ensemble.Protocol.Particles);
            chosen = _figure.Particles.Count > 1
                ? ensembles
                : [.. ensembles.Where(ensemble => ensemble.Ensemble.Protocol.Particles == largest)];
            Note(true, $"The samples are of {Sizes(SizesOf(chosen))}; the paper shows {Sizes(_figure.Particles)}.");
        }

        List<EnsembleResults> shown = [];
        foreach (IGrouping<(int Particles, double Temperature), EnsembleResults> same in chosen
            .GroupBy(ensemble => (ensemble.Ensemble.Protocol.Particles, ensemble.Ensemble.Protocol.Temperature))
            .OrderBy(same => same.Key.Particles).ThenByDescending(same => same.Key.Temperature))
        {
            EnsembleResults most = same.MaxBy(ensemble => (RungsWithData(ensemble), ensemble.Samples.Samples))!;
            shown.Add(most);
            string[] others = [.. same.Where(ensemble => ensemble != most).Select(ensemble => ensemble.Ensemble.Label)];
            Note(others.Length > 0, $"Of several protocols {most.Ensemble.Label} is shown, not {string.Join(", ", others)}.");
        }

        return shown;
    }

    // The paper has one density for each model, the density that the model takes by itself.
    private void NoteDensities()
    {
        if (Ensembles.Count == 0)
        {
            return;
        }

        double own = ModelCatalog.Create(_figure.Liquid.Model).DefaultDensity;
        double[] others =
        [
            .. Ensembles.Select(ensemble => ensemble.Ensemble.Protocol.Density)
                .Where(density => Math.Abs(density - own) > SameDensity * own).Distinct(),
        ];
        Note(
            others.Length > 0,
            $"The density is ρ = {string.Join(", ", others.Select(PlotText.Number))}; the paper has ρ = {PlotText.Number(own)}.");
    }

    private int RungsWithData(EnsembleResults ensemble) => ensemble.Ensemble.Sums.Rungs
        .Where(rung => _figure.Log10W.Count == 0 || _figure.Log10W.Any(log10W => Math.Abs(log10W - rung.Log10W) < NearestRung))
        .Count(rung => NeedsAllUnstableModes ? rung.WholeSpectra.Count > 0 : rung.Modes.Any(sample => sample.HasMode));

    private bool NeedsAllUnstableModes => _figure.Plot is PaperPlot.RelaxationOfSizes or PaperPlot.RelaxationOfTemperatures
        or PaperPlot.Trajectories or PaperPlot.SpectraOfRungs or PaperPlot.SpectraOfSizes or PaperPlot.Participation
        or PaperPlot.ParticipationOfModes or PaperPlot.MobilityEdge;

    private void Note(bool applies, string sentence)
    {
        if (applies && !_notes.Contains(sentence))
        {
            _notes.Add(sentence);
        }
    }

    private string Temperatures(double? temperature) => temperature is { } given
        ? PlotText.Temperature(given)
        : string.Join(", ", _figure.Liquid.Temperatures.Select(PlotText.Temperature));

    private static string TemperaturesOf(EnsembleResults[] ensembles) => string.Join(
        ", ", ensembles.Select(ensemble => ensemble.Ensemble.Protocol.Temperature).Distinct().Select(PlotText.Temperature));

    private static IEnumerable<int> SizesOf(IEnumerable<EnsembleResults> ensembles) =>
        ensembles.Select(ensemble => ensemble.Ensemble.Protocol.Particles).Distinct().Order();

    private static string Sizes(IEnumerable<int> sizes) => $"N = {string.Join(", ", sizes.Select(size => PlotText.Count(size)))}";

    private static bool Same(double left, double right) =>
        left.Equals(right) || Math.Abs(left - right) < Rounding * Math.Abs(right);
}
