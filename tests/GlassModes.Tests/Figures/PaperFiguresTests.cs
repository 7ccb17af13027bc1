// Tests the figures of the paper as data: which samples they show, their numbers, and what they say where samples are missing.

using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Figures;
using GlassModes.Figures.Plots;
using GlassModes.Papers;
using GlassModes.Statistics;
using GlassModes.Tables;
using GlassModes.Tests.Analysis;

namespace GlassModes.Tests.Figures;

public class PaperFiguresTests
{
    private static readonly double[] s_rungs = [-1.5, -2, -2.5, -3, -3.5, -4, -4.5, -5, -6, -7, -7.5, -8, -9, -10, -16];
    private static readonly double[] s_fewRungs = [-2, -3, -4, -6, -8];
    private AnalysisResults _all = null!;
    private AnalysisResults _small = null!;
    private FigureSet _figures = null!;

    [OneTimeSetUp]
    public void Analyse()
    {
        EnsembleSums[] states =
        [
            PlantedEnsemble.Of(1000, 60, s_rungs),
            PlantedEnsemble.Of(2000, 40, s_rungs),
            PlantedEnsemble.Of(4000, 24, s_rungs),
            PlantedEnsemble.Of(8000, 16, s_rungs),
            PlantedEnsemble.Of(32_000, 8, s_rungs),
            PlantedEnsemble.Of(128_000, 8, s_rungs),
            .. new[] { 0.45, 0.4308, 0.3971 }.Select(temperature => PlantedEnsemble.Of("kalj", temperature, 1000, 20, s_rungs)),
            .. new[] { 2000, 8000, 32_000, 128_000 }.Select(size =>
                PlantedEnsemble.Of("harmonic", double.PositiveInfinity, size, 64_000 / size + 8, s_rungs)),
        ];
        _all = EnsembleAnalysis.Of(states, Shimada2024.Options);
        _figures = PaperFigures.Of(_all, Shimada2024Figures.All);
        _small = EnsembleAnalysis.Of([PlantedEnsemble.Of("kalj", 1.5, 500, 12, s_fewRungs)], Shimada2024.Options);
    }

    [Test]
    public void Samples_of_all_states_give_all_thirty_figures()
    {
        Assert.That(_figures.Missing.Select(figure => $"{figure.Number}: {figure.Missing}"), Is.Empty);
        Assert.That(_figures.Figures.Select(figure => figure.Number), Is.EqualTo(Enumerable.Range(1, 30)));
        foreach (Figure figure in _figures.Figures)
        {
            Assert.That(figure.Name, Is.EqualTo($"figure_{figure.Number:00}"));
            Assert.That(figure.Caption, Does.EndWith($"(Shimada et al. 2024, Fig. {figure.Number}.)").And.Not.Contain("stand in"));
            Assert.That(figure.Panels.Select(panel => panel.Series.Count), Has.All.GreaterThan(0), figure.Name);
            Assert.That(
                figure.Panels.SelectMany(panel => panel.Series).Select(series => series.Points.Count), Has.All.GreaterThan(0), figure.Name);
        }
    }

    [Test]
    public void Samples_of_another_temperature_and_size_give_the_same_figures()
    {
        AnalysisResults results = EnsembleAnalysis.Of(
            [
                PlantedEnsemble.Of("kalj", 2, 1000, 30, s_rungs),
                PlantedEnsemble.Of("kalj", 2, 8000, 16, s_rungs),
                PlantedEnsemble.Of("kalj", 0.6, 1000, 12, s_rungs),
            ],
            Shimada2024.Options);
        FigureSet set = PaperFigures.Of(results, Shimada2024Figures.All);
        IReadOnlyList<Figure> others = PaperFigures.OthersOf(results, Shimada2024Figures.All, set.Figures);
        FigureSubject[] SubjectsOf(int number) => [.. others.Where(figure => figure.Number == number).Select(figure => figure.Subject!)];
        FigureSubject cold = new("kalj", 0.6);
        FigureSubject hot = new("kalj", 2);

        Assert.That(SubjectsOf(1), Is.Empty, "a potential");
        Assert.That(SubjectsOf(3), Is.EqualTo([cold]));
        Assert.That(SubjectsOf(4), Is.Empty, "a figure of several temperatures");
        Assert.That(SubjectsOf(8), Is.EqualTo([cold with { Particles = 1000 }, hot with { Particles = 1000 }]));
        Assert.That(SubjectsOf(14), Is.Empty, "a figure for its N alone");
        Assert.That(set.Figures.Single(figure => figure.Number == 8).Subject, Is.EqualTo(hot with { Particles = 8000 }));
        Assert.That(
            set.Figures.Concat(others).GroupBy(figure => (figure.Number, figure.Subject)).Select(same => same.Count()), Has.All.EqualTo(1));

        Figure relaxation = others.Single(figure => figure.Number == 3);
        Assert.That(relaxation.Title, Is.EqualTo("Relaxation, T = 0.6"));
        Assert.That(relaxation.Caption, Does.Contain("The paper shows T = 2."));
        Assert.That(relaxation.Panels[0].Series.Select(series => series.Samples), Is.EqualTo([12]));
        Figure decay = others.Last(figure => figure.Number == 8);
        Assert.That(decay.Title, Is.EqualTo("Decay profiles of the lowest mode, N = 1000, T = 2"));
        Assert.That(decay.Caption, Does.Contain("The paper shows N = 128\u00a0000."));
    }

    [TestCase(3, "N = 1000", "N = 2000", "N = 4000", "N = 8000", "N = 32\u00a0000", "N = 128\u00a0000")]
    [TestCase(4, "T = 0.45", "T = 0.4308", "T = 0.3971")]
    [TestCase(5, "W = 10⁻¹·⁵", "W = 10⁻²", "W = 10⁻²·⁵", "W = 10⁻³", "W = 10⁻³·⁵", "W = 10⁻⁴", "W = 10⁻⁴·⁵")]
    [TestCase(8, "W = 10⁻⁷", "W = 10⁻⁶", "W = 10⁻⁵", "W = 10⁻⁴", "W = 10⁻³", "W = 10⁻²")]
    [TestCase(9, "N = 8000", "N = 32\u00a0000", "N = 128\u00a0000")]
    [TestCase(12, "W = 10⁻⁹", "W = 10⁻¹⁶")]
    [TestCase(20, "N = 2000", "N = 8000", "N = 32\u00a0000", "N = 128\u00a0000")]
    [TestCase(25, "W = 10⁻¹⁰", "W = 10⁻⁹", "W = 10⁻⁸", "W = 10⁻⁶", "W = 10⁻⁴")]
    public void A_figure_shows_the_series_of_the_paper(int number, params string[] labels) =>
        Assert.That(Of(number).Panels[0].Series.Select(series => series.Label), Is.EqualTo(labels));

    [TestCase(6, 8)]
    [TestCase(13, 8)]
    [TestCase(18, 4)]
    [TestCase(19, 3)]
    [TestCase(12, 2)]
    [TestCase(2, 4)]
    [TestCase(26, 8)]
    public void A_figure_has_the_panels_of_the_paper(int number, int panels) => Assert.That(Of(number).Panels, Has.Count.EqualTo(panels));

    [Test]
    public void Points_are_the_numbers_of_the_tables()
    {
        EnsembleResults results = _all.Ensembles.Single(
            ensemble => ensemble.Ensemble.Protocol is { Model: "kalj", Temperature: 2, Particles: 8000 });
        FigureSeries series = Of(3).Panels[0].Series.Single(one => one.Label == "N = 8000");
        AveragesAtFixedW[] rows = [.. results.AtFixedW.Where(row => row.At.Rung.Log10W >= -10)];
        Assert.That(series.Points, Has.Count.EqualTo(rows.Length));
        foreach ((FigurePoint point, AveragesAtFixedW row) in series.Points.Zip(rows))
        {
            Assert.That((point.X, point.Y), Is.EqualTo((row.Time.Mean, row.At.Rung.Rung)));
            Assert.That(0.5 * (point.XBar.High - point.XBar.Low), Is.EqualTo(row.Time.StandardError).Within(1e-9 * row.Time.Mean));
            Assert.That(double.IsNaN(point.YBar.High));
        }

        Assert.That(series.Samples, Is.EqualTo(16));
    }

    [TestCase(3, 0, "W ∝ t⁻¹·⁷", -1.7)]
    [TestCase(3, 1, "W ∝ fᵤ²", 2)]
    [TestCase(4, 0, "W ∝ t⁻²·⁵", -2.5)]
    [TestCase(4, 1, "W ∝ fᵤ²·³", 2.3)]
    [TestCase(20, 1, "W ∝ fᵤ²·³", 2.3)]
    public void A_guide_line_has_the_slope_of_the_paper(int number, int panel, string label, double slope)
    {
        FigureLine guide = Of(number).Panels[panel].Lines.Single(line => line.Label == label);
        Assert.That(guide.Role, Is.EqualTo(LineRole.Guide).Or.EqualTo(LineRole.SecondGuide));
        Assert.That(SlopeOf(guide), Is.EqualTo(slope).Within(1e-9));
    }

    [Test]
    public void A_fit_is_drawn_with_its_exponent_and_error_through_the_data()
    {
        EnsembleResults largest = _all.Ensembles.Single(
            ensemble => ensemble.Ensemble.Protocol is { Model: "kalj", Temperature: 2, Particles: 128_000 });
        FigureLine fit = Of(3).Panels[0].Lines.Single(line => line.Role == LineRole.Fit);
        Assert.That(fit.Label, Is.EqualTo($"fit, N = 128\u00a0000: x = {largest.Relaxation.TimeLaw.Exponent}"));
        Assert.That(SlopeOf(fit), Is.EqualTo(-largest.Relaxation.TimeLaw.Exponent.Value).Within(1e-9));
        Assert.That(fit.Points[0].X, Is.EqualTo(PlantedEnsemble.Time(fit.Points[0].Y)).Within(0.15 * fit.Points[0].X));
    }

    [Test]
    public void The_law_of_lengths_is_a_straight_line_of_the_planted_slope()
    {
        FigureLine fit = Of(9).Panels[0].Lines.Single(line => line.Role == LineRole.Fit);
        Assert.That(SlopeOf(fit), Is.EqualTo(-PlantedEnsemble.LengthExponent).Within(0.02));
        Assert.That(Of(9).Panels[0].Lines.Any(line => line.Label == "ln ξ ∝ W⁻⁰·¹¹"));
    }

    [Test]
    public void The_fit_of_a_tail_goes_through_its_spectrum()
    {
        FigurePanel panel = Of(5).Panels[0];
        FigureLine tail = panel.Lines.First(line => line.Role == LineRole.Fit);
        FigureSeries series = panel.Series.Single(one => one.Look == tail.Look);
        double slope = Math.Log(tail.Points[1].Y / tail.Points[0].Y) / (tail.Points[1].X - tail.Points[0].X);
        foreach (FigurePoint point in series.Points.Where(point => point.X < tail.Points[1].X - 0.5 && point.YBar.High < 1.3 * point.Y))
        {
            double expected = tail.Points[1].Y * Math.Exp(slope * (point.X - tail.Points[1].X));
            Assert.That(point.Y, Is.EqualTo(expected).Within(5 * (point.YBar.High - point.Y)), $"{point}");
        }
    }

    [Test]
    public void Where_only_other_samples_are_at_hand_they_stand_in_and_the_caption_says_so()
    {
        FigureSet set = PaperFigures.Of(_small, Shimada2024Figures.All);
        Figure decay = set.Figures.Single(figure => figure.Number == 8);
        Assert.That(decay.Title, Does.EndWith("N = 500, T = 1.5"));
        Assert.That(
            decay.Caption,
            Does.Contain("The samples are of T = 1.5; the paper shows T = 2.")
                .And.Contain("The samples are of N = 500; the paper shows N = 128\u00a0000."));
        Figure spectra = set.Figures.Single(figure => figure.Number == 5);
        Assert.That(spectra.Panels[0].Series.Select(series => series.Label), Is.EqualTo(new[] { "W = 10⁻²", "W = 10⁻³", "W = 10⁻⁴" }));
    }

    [TestCase(4, "no samples at T = 0.45, T = 0.4308, T = 0.3971; at hand: T = 1.5", "low-temperature")]
    [TestCase(7, "no mobility edge was found; two sizes and enough samples are needed", "table1")]
    [TestCase(14, "no samples of N = 8000; at hand: N = 500", "table1")]
    [TestCase(12, "no sample has its lowest mode at a rung of the figure", "table1")]
    [TestCase(21, "no samples of the model harmonic", "table2")]
    public void A_figure_without_data_says_what_is_missing_and_which_campaign_gives_it(int number, string missing, string campaign)
    {
        MissingFigure figure = PaperFigures.Of(_small, Shimada2024Figures.All).Missing.Single(one => one.Number == number);
        Assert.That((figure.Missing, figure.Campaign), Is.EqualTo((missing, campaign)));
    }

    [Test]
    public void Every_figure_is_made_or_missing_and_none_is_both()
    {
        FigureSet set = PaperFigures.Of(_small, Shimada2024Figures.All);
        Assert.That(
            set.Figures.Select(figure => figure.Number!.Value).Concat(set.Missing.Select(figure => figure.Number)).Order(),
            Is.EqualTo(Enumerable.Range(1, 30)));
    }

    [Test]
    public void A_temperature_that_is_asked_for_is_shown_instead()
    {
        PaperFigure third = Shimada2024Figures.All.Single(figure => figure.Number == 3);
        Figure cold = PaperFigures.Of(_all, [third], 0.45).Figures.Single();
        Assert.That(cold.Panels[0].Series.Single().Samples, Is.EqualTo(20));
        Assert.That(cold.Caption, Does.Contain("The paper shows T = 2."));
        Assert.That(PaperFigures.Of(_all, [third], 0.7).Missing.Single().Missing, Does.StartWith("no samples at T = 0.7; at hand: T = 2"));
    }

    // As in a campaign of Table I, which has many samples of one N at two deep rungs for one figure alone.
    [Test]
    public void Of_two_protocols_the_one_with_the_rungs_of_the_figure_is_shown()
    {
        AnalysisResults results = EnsembleAnalysis.Of(
            [
                PlantedEnsemble.Of(1000, 12, -1.5, -2, -3, -4, -5, -6, -7),
                PlantedEnsemble.OfProtocol("cores", "kalj", 2, 1000, 30, -9, -16),
            ],
            Shimada2024.Options);
        FigureSet set = PaperFigures.Of(results, [.. Shimada2024Figures.All.Where(figure => figure.Number is 3 or 12)]);
        Assert.That(set.Figures[0].Panels[0].Series.Single().Points, Has.Count.EqualTo(7));
        Assert.That(set.Figures[0].Caption, Does.Contain("Of several protocols kalj_N1000_T2_2 is shown, not kalj_N1000_T2_1."));
        Assert.That(set.Figures[1].Panels.Single().Series.Select(series => series.Samples), Is.All.EqualTo(30));
    }

    [Test]
    public void Laws_are_shown_for_the_lowest_temperature_and_for_the_largest_system_that_has_points()
    {
        Assert.That(Of(4).Panels[0].Lines.Single(line => line.Role == LineRole.Fit).Label, Does.StartWith("fit, T = 0.3971: x = "));
        AnalysisResults results = EnsembleAnalysis.Of(
            [PlantedEnsemble.Of(1000, 12, s_rungs), PlantedEnsemble.Of(2000, 12, -9, -16)], Shimada2024.Options);
        Figure figure = PaperFigures.Of(results, [Shimada2024Figures.All.Single(one => one.Number == 3)]).Figures.Single();
        Assert.That(
            figure.Panels.Select(panel => panel.Lines.Single(line => line.Role == LineRole.Fit).Label),
            Has.All.StartWith("fit, N = 1000: "));
    }

    [Test]
    public void A_caption_names_the_temperatures_and_the_density_of_the_paper_where_the_samples_have_others()
    {
        AnalysisResults results = EnsembleAnalysis.Of([PlantedEnsemble.Of("kalj", 0.6, 1000, 12, s_fewRungs)], Shimada2024.Options);
        Figure figure = PaperFigures.Of(results, [Shimada2024Figures.All.Single(one => one.Number == 4)]).Figures.Single();
        Assert.That(
            figure.Caption,
            Does.Contain("The paper shows T = 0.45, T = 0.4308, T = 0.3971.")
                .And.Contain("The density is ρ = 1.2; the paper has ρ = 1.20397."));
    }

    [Test]
    public void Liquids_of_other_cutoffs_or_densities_are_not_shown_together_with_that_of_the_paper()
    {
        EnsembleSums own = PlantedEnsemble.OfLiquid([2.5, 2, 2.2], 1.2, 1000, 12, s_fewRungs);
        EnsembleSums longer = PlantedEnsemble.OfLiquid([3, 2.4, 2.64], 1.2, 2000, 30, s_fewRungs);
        EnsembleSums denser = PlantedEnsemble.OfLiquid([2.5, 2, 2.2], 1.3, 4000, 24, s_fewRungs);
        PaperFigure third = Shimada2024Figures.All.Single(one => one.Number == 3);
        Figure Shown(params EnsembleSums[] states) =>
            PaperFigures.Of(EnsembleAnalysis.Of(states, Shimada2024.Options), [third]).Figures.Single();

        Figure all = Shown(own, longer, denser);
        Assert.That(all.Panels[0].Series.Select(series => series.Label), Is.EqualTo(new[] { "N = 1000" }));
        Assert.That(
            all.Caption,
            Does.Contain("Not shown, because the density or the model's parameters differ: kalj_N2000_T2, kalj_N4000_T2.")
                .And.Not.Contain("The cutoffs are"));
        Figure others = Shown(longer, denser);
        Assert.That(others.Panels[0].Series.Select(series => series.Label), Is.EqualTo(new[] { "N = 2000" }));
        Assert.That(others.Caption, Does.Contain("The cutoffs are 3, 2.4, 2.64; the paper has 2.5, 2, 2.2."));
    }

    [Test]
    public void A_figure_of_single_samples_says_which() => Assert.Multiple(() =>
    {
        Assert.That(
            Of(2).Caption,
            Does.Contain(
                "Samples: number 0 (N = 2000), number 0 (N = 128\u00a0000); number 1 (N = 2000), number 1 (N = 128\u00a0000)."));
        Assert.That(Of(18).Caption, Does.Contain("Samples: number 0 (N = 1000), number 0 (N = 2000)"));
    });

    [Test]
    public void Starts_of_two_models_are_two_series()
    {
        AnalysisResults results = EnsembleAnalysis.Of(
            [PlantedEnsemble.Of(1000, 6, s_fewRungs), PlantedEnsemble.Of("harmonic", 0.1, 1000, 6, s_fewRungs)], Shimada2024.Options);
        Estimate any = new(0.1, 0.01, 6);
        StartResult[] starts =
            [.. results.Ensembles.Select(ensemble => new StartResult(ensemble.Ensemble, 6, any, any, any, any, any, any, []))];
        Figure figure = StartPlot.Of([.. starts.Select(start => (start.Ensemble.Label, start))]);
        Assert.That(figure.Panels[0].Series.Select(series => series.Label), Is.EqualTo(new[] { "harmonic, N = 1000", "kalj, N = 1000" }));
    }

    [Test]
    public void Counts_of_samples_are_those_of_the_rungs_that_are_shown()
    {
        EnsembleSums sums = PlantedEnsemble.Of(1000, 12, s_fewRungs);
        for (int sample = 12; sample < 40; sample++)
        {
            sums.Add(PlantedEnsemble.Record(1000, sample, -16));
        }

        Figure figure = PaperFigures.Of(
            EnsembleAnalysis.Of([sums], Shimada2024.Options), [Shimada2024Figures.All.Single(one => one.Number == 3)]).Figures.Single();
        Assert.That(figure.Caption, Does.Contain("Samples: 12."));
    }

    [Test]
    public void The_table_of_a_figure_has_every_point_and_line()
    {
        Figure figure = Of(9);
        ResultTable table = FigureTable.Of(figure);
        Assert.That(table.Notes, Is.EqualTo(new[] { figure.Caption }));
        int points = figure.Panels.Sum(panel =>
            panel.Series.Sum(series => series.Points.Count) + panel.Lines.Sum(line => line.Points.Count));
        Assert.That(table.Rows, Has.Count.EqualTo(points));
        FigurePoint first = figure.Panels[0].Series[0].Points[0];
        Assert.That(table.ValueOf(table.Rows[0], "x").Content, Is.EqualTo(first.X));
        Assert.That(table.ValueOf(table.Rows[0], "y_high").Content, Is.EqualTo(first.YBar.High));
        Assert.That(table.ValueOf(table.Rows[0], "x_low").Content, Is.Null);
    }

    private Figure Of(int number) => _figures.Figures.Single(figure => figure.Number == number);

    private static double SlopeOf(FigureLine line) =>
        Math.Log(line.Points[^1].Y / line.Points[0].Y) / Math.Log(line.Points[^1].X / line.Points[0].X);
}
