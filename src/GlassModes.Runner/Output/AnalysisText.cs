// Prints the results of `glassmodes analyze` as text.

using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Figures;
using GlassModes.Figures.Drawing;
using GlassModes.Figures.Plots;
using GlassModes.Statistics;
using GlassModes.Tables;

namespace GlassModes.Runner.Output;

/// <summary>Writes a summary of an analysis as text: averages at each rung, exponents, and mobility edges.</summary>
internal static class AnalysisText
{
    // Charts of a terminal stand side by side from this width on.
    private const int WideTerminal = 120;
    private const int ChartRows = 14;

    /// <param name="output">Receives the text.</param>
    /// <param name="results">The analysis.</param>
    /// <param name="chartWidth">The width of the terminal, to draw charts of W(t) and W(f_u); null to draw none.</param>
    public static void Write(TextWriter output, AnalysisResults results, int? chartWidth)
    {
        WriteAverages(output, results);
        WriteLaws(output, results);
        WriteEdges(output, results);
        if (chartWidth is { } width)
        {
            WriteCharts(output, results, width);
        }

        output.WriteLine("Means over samples; in brackets the standard error in the last digits. Reduced units.");
    }

    private static void WriteAverages(TextWriter output, AnalysisResults results)
    {
        TextTable averages = new(["ensemble", .. RungText.Header]);
        foreach (NamedEnsemble ensemble in results.Ensembles.Select(ensemble => ensemble.Ensemble))
        {
            foreach (RungSums rung in ensemble.Sums.Rungs)
            {
                averages.Add([ensemble.Label, .. RungText.Cells(rung)]);
            }
        }

        averages.Write(output);
        output.WriteLine();
    }

    private static void WriteLaws(TextWriter output, AnalysisResults results)
    {
        TextTable exponents = new("of", "law", "exponent", "trouble");
        void Add(string label, string law, PowerLawFit fit) =>
            exponents.Add(label, law, $"{fit.Exponent}", fit.Quality.Trouble?.ToString() ?? "-");
        foreach (EnsembleResults ensemble in results.Ensembles)
        {
            Add(ensemble.Ensemble.Label, LawText.Time, ensemble.Relaxation.TimeLaw);
            Add(ensemble.Ensemble.Label, LawText.Fraction, ensemble.Relaxation.FractionLaw);
        }

        // Exponents without a value are left out, because most ensembles are too small for a correlation length.
        foreach (EnsembleResults ensemble in results.Ensembles)
        {
            foreach (CorrelationLaw law in ensemble.CorrelationLaws.Where(law => double.IsFinite(law.Law.Exponent.Value)))
            {
                Add(ensemble.Ensemble.Label, $"{LawText.Correlation}, r by {LawText.Of(law.Choice)}", law.Law);
            }
        }

        exponents.Write(output);
        output.WriteLine();
    }

    // A chart for each family, that is for each liquid: all its N together.
    private static void WriteCharts(TextWriter output, AnalysisResults results, int width)
    {
        foreach (EnsembleFamily family in EnsembleFamily.Of(results.Ensembles.Select(ensemble => ensemble.Ensemble)))
        {
            Figure figure = RelaxationPlot.Of(
                [
                    .. results.Ensembles.Where(ensemble => family.Ensembles.Contains(ensemble.Ensemble))
                        .Select(ensemble => ($"N = {ensemble.Ensemble.Protocol.Particles}", ensemble)),
                ],
                RelaxationGuides.None);
            FigurePanel[] panels = [.. figure.Panels.Where(panel => panel.Series.Any(series => series.Points.Count > 0))];
            output.WriteLine($"{family.Label}: W against t and against f_u");
            int columns = width >= WideTerminal ? width / 2 : width;
            IReadOnlyList<string>[] charts = [.. panels.Select(panel => TextChart.Of(panel, columns - 1, ChartRows))];
            if (width >= WideTerminal && charts.Length == 2)
            {
                for (int row = 0; row < charts.Max(chart => chart.Count); row++)
                {
                    string Part(int chart) => row < charts[chart].Count ? charts[chart][row] : "";
                    output.WriteLine($"{Part(0).PadRight(columns)}{Part(1)}");
                }
            }
            else
            {
                foreach (string line in charts.SelectMany(chart => chart))
                {
                    output.WriteLine(line);
                }
            }

            output.WriteLine();
        }
    }

    private static void WriteEdges(TextWriter output, AnalysisResults results)
    {
        SpectrumResult[] withEdge = [.. results.Spectra.Where(spectrum => spectrum.Edge.Exists)];
        if (withEdge.Length == 0)
        {
            return;
        }

        TextTable edges = new("of", "N", "log10 W", "lambda_e", "lowest", "highest");
        foreach (SpectrumResult spectrum in withEdge)
        {
            edges.Add(
                spectrum.Family.Label,
                string.Join(' ', spectrum.Spectra.Select(ofSize => ofSize.At.Particles)),
                TextTable.Number(spectrum.Log10W),
                $"{new FittedValue(spectrum.Edge.Value, spectrum.Edge.Error)}",
                TextTable.Number(spectrum.Edge.Lowest, "g4"),
                TextTable.Number(spectrum.Edge.Highest, "g4"));
        }

        edges.Write(output);
        output.WriteLine();
    }
}
