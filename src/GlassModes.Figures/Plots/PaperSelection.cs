// Which ensembles, spectra and rungs of an analysis a figure of a paper shows.

using GlassModes.Analysis;
using GlassModes.Papers;
using GlassModes.Samples;

namespace GlassModes.Figures.Plots;

/// <summary>
/// The part of an analysis that a figure of a paper shows: the ensembles of its liquid that follow the flow of steepest descent. Where
/// there
/// are no samples of the paper's T, N, W, density or parameters, others stand in, and the notes say so.
/// </summary>
internal sealed class PaperSelection
{
    // A rung stands in for one of the paper if log10 W differs by no more than this.
    private const double NearestRung = 0.3;
    private const double Rounding = 1e-9;

    // A density that differs by more is told. The densities 1000/9.4³ and 1.204 of the paper are the same density.
    private const double SameDensity = 1e-3;

    private readonly AnalysisResults _results;
    private readonly PaperFigure _figure;
    private readonly List<string> _notes = [];

    public PaperSelection(AnalysisResults results, PaperFigure figure, double? temperature)
    {
        (_results, _figure) = (results, figure);
        EnsembleResults[] ofModel = [.. results.Ensembles.Where(ensemble => ensemble.Ensemble.Protocol.Model == figure.Liquid.Model)];
        EnsembleResults[] ofFlow = [.. ofModel.Where(ensemble => PaperLiquid.FollowsFlow(ensemble.Ensemble.Protocol))];
        EnsembleResults[] ofTemperature = OfTemperature(ofFlow, temperature);
        Ensembles = OfSizes(OfSettings(ofTemperature));
        NoteSettings();
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

    // Ensembles of different densities or parameters are not shown in one figure. Where none has those of the paper, the ensembles with
    // the most samples are shown.
    private EnsembleResults[] OfSettings(EnsembleResults[] ensembles)
    {
        EnsembleResults[] With(Protocol settings) =>
            [.. ensembles.Where(ensemble => PaperLiquid.HaveSameSettings(ensemble.Ensemble.Protocol, settings))];
        EnsembleResults[] own = With(_figure.Liquid.Settings);
        EnsembleResults[] shown = own.Length > 0 || ensembles.Length == 0
            ? own
            : ensembles.Select(ensemble => With(ensemble.Ensemble.Protocol))
                .MaxBy(same => same.Sum(ensemble => (long)ensemble.Samples.Samples))!;
        string[] others = [.. ensembles.Except(shown).Select(ensemble => ensemble.Ensemble.Label)];
        Note(others.Length > 0, $"Not shown, because the density or the model's parameters differ: {string.Join(", ", others)}.");
        return shown;
    }

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
            EnsembleResults[] all = OfAny(_figure.Liquid.Range.Contains);
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

        IGrouping<double, EnsembleResults>? standIn = OfAny(_figure.Liquid.Range.Contains)
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

    private void NoteSettings()
    {
        Protocol own = _figure.Liquid.Settings;
        Protocol[] shown = [.. Ensembles.Select(ensemble => ensemble.Ensemble.Protocol)];
        double[] densities =
        [
            .. shown.Select(protocol => protocol.Density).Where(density => Math.Abs(density - own.Density) > SameDensity * own.Density)
                .DistinctBy(PlotText.Number),
        ];
        Note(
            densities.Length > 0,
            $"The density is ρ = {string.Join(", ", densities.Select(PlotText.Number))}; "
                + $"the paper has ρ = {PlotText.Number(own.Density)}.");
        Protocol? other = shown.FirstOrDefault(protocol => !protocol.HasSameParametersAs(own));
        Note(
            other is not null,
            NumbersOf(other?.Cutoffs) is { } cutoffs && cutoffs != NumbersOf(own.Cutoffs)
                ? $"The cutoffs are {cutoffs}; the paper has {NumbersOf(own.Cutoffs)}."
                : "The parameters of the model differ from those of the paper.");
    }

    private static string? NumbersOf(IReadOnlyList<double>? numbers) =>
        numbers is { Count: > 0 } ? string.Join(", ", numbers.Select(PlotText.Number)) : null;

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
