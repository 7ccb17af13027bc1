// Tables of the distribution of core energies.

using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Tables;

/// <summary>PDF and CDF of Λ_min, their tails, and λ_1 of inherent structures (Figs. 11 and 12).</summary>
internal static class CoreEnergyTables
{
    // The paper's, for KALJ, N = 1000, T = 2 and log10 W = −1.5.
    private const string ShiftedModel = "kalj";
    private const double Shift = 15.5;
    private const double Scale = 100;
    private const double ShiftedRung = -1.5;

    // Of the standard deviation of Λ_min.
    private const double BinOfDeviation = 0.2;

    // Of the mean: a smaller deviation is none.
    private const double Rounding = 1e-6;

    // Bins of a PDF: few values that agree by chance do not make more of them.
    private const int MostBins = 1000;

    // Rows of a CDF: all values of its lower end, and a part of the others beyond that number.
    private const int MostRows = 2000;

    // Below that a configuration without unstable modes is an inherent structure.
    private const double InherentForce = 1e-12;

    public static IEnumerable<ResultTable> Of(IReadOnlyList<NamedEnsemble> all)
    {
        (Cell Cell, double[] Cores)[] cells =
        [
            .. all.SelectMany(Cell.Of).Select(cell => (cell, (double[])[.. cell.Rung.Modes.Where(one => one.HasMode).Select(one => one.CoreEnergy).Order()])).Where(one => one.Item2.Length > 0),
        ];
        yield return ResultTable.Of("core_energy_pdf", "Distribution of the core energy Lambda_min (Fig. 11)", cells.SelectMany(one => Histogram(one.Cell, one.Cores)))
            .Note("Bins of 1, 2 or 5 10^k, the largest below a fifth of the standard deviation; errors of a multinomial distribution, 0 in bins without a value.")
            .Note("shifted_spectrum: 100 D(Lambda_min + 15.5) of the same samples in the same bins, for kalj at log10 W = -1.5 alone, where the paper compares them; its factor and shift are those of N = 1000 and T = 2.")
            .Cell(all, row => row.Cell)
            .Column("Lambda_min", "epsilon/sigma^2", "middle of the bin", row => row.Center)
            .Column("bin_width", "epsilon/sigma^2", "width of the bin", row => row.Width)
            .Column("values", "1", "samples in the bin", row => row.Count)
            .Column("pdf", "sigma^2/epsilon", "density", row => row.Density, row => row.Error)
            .Estimate("shifted_spectrum", "sigma^2/epsilon", "100 D(Lambda_min + 15.5)", row => row.Shifted)
            .Build();
        yield return ResultTable.Of("core_energy_cdf", "Cumulative distribution of the core energy Lambda_min (Fig. 12)", cells.SelectMany(one => Steps(one.Cell, one.Cores)))
            .Note($"Each value with the share of samples at or below it; of more than {MostRows} values all of the lower half of the rows, and then evenly spaced ones. Errors of a binomial distribution.")
            .Cell(all, row => row.Cell)
            .Column("Lambda_min", "epsilon/sigma^2", "core energy", row => row.Value)
            .Column("cdf", "1", "share of samples at or below", row => row.Share, row => row.Error)
            .Build();
        yield return ResultTable.Of(
                "lowest_eigenvalue_cdf",
                "Cumulative distribution of the lowest eigenvalue lambda_1 (Sec. III C)",
                all.SelectMany(Cell.Of).SelectMany(cell => Steps(cell, [.. cell.Rung.Modes.Where(one => one.HasMode).Select(one => one.LowestEigenvalue).Order()])))
            .Note("As core_energy_cdf; positive where no mode is unstable. The Weibull distribution of core_energy_tail is 1 - exp(-(lambda_1/b)^k).")
            .Cell(all, row => row.Cell)
            .Column("lambda_1", "epsilon/sigma^2", "lowest eigenvalue", row => row.Value)
            .Column("cdf", "1", "share of samples at or below", row => row.Share, row => row.Error)
            .Build();
        yield return ResultTable.Of("core_energy_tail", "Exponential tail of Lambda_min, p ~ exp(Lambda_min/s), and Weibull distribution of lambda_1 of inherent structures", cells.SelectMany(one => Fits(one.Cell, one.Cores)))
            .Note("Tail below a limit: the highest from which on the data are exponential; where there is none the lowest that was tried, or the median of too few values, which the trouble says. Maximum likelihood.")
            .Note("Weibull: F = 1 - exp(-(lambda_1/b)^k) of the samples without unstable modes at rungs of W <= 1e-12; k = 5/2 where the density of frequencies grows as omega^4. Its probability allows for both parameters being from the same values.")
            .Cell(all, row => row.Cell)
            .Column("fit", "1", "what was fitted", row => row.Fit.Model)
            .Column("s", "epsilon/sigma^2", "decay of the tail", row => Parameter(row.Fit, "s")?.Value, row => Parameter(row.Fit, "s")?.Error)
            .Column("k", "1", "exponent of the Weibull distribution", row => Parameter(row.Fit, "k")?.Value, row => Parameter(row.Fit, "k")?.Error)
            .Column("b", "epsilon/sigma^2", "scale of the Weibull distribution", row => Parameter(row.Fit, "b")?.Value, row => Parameter(row.Fit, "b")?.Error)
            .FitColumns(row => row.Fit, "value", "epsilon/sigma^2", "value")
            .Build();
    }

    private static FitParameter? Parameter(Fit fit, string name) => fit.Parameters.FirstOrDefault(parameter => parameter.Name == name);

    private static IEnumerable<(Cell Cell, double Center, double Width, int Count, double Density, double Error, Estimate? Shifted)> Histogram(Cell cell, double[] cores)
    {
        double mean = cores.Average();
        double deviation = cores.Length > 1 ? Math.Sqrt(cores.Sum(value => (value - mean) * (value - mean)) / (cores.Length - 1)) : 0;

        // Samples that are all in one inherent structure agree but for rounding.
        double width = SpectrumBins.Round(BinOfDeviation * (deviation > Rounding * Math.Abs(mean) ? deviation : Math.Max(Math.Abs(mean), 1)));
        bool isCompared = cell.Ensemble.Key.Model == ShiftedModel && Math.Abs(cell.Rung.Log10W - ShiftedRung) < 1e-9;
        double deepest = isCompared ? cell.Rung.Modes.SelectMany(one => one.Eigenvalues).DefaultIfEmpty(double.NaN).Min() - Shift : double.NaN;

        // D reaches deeper than the few values of Λ_min do.
        bool isShown = double.IsFinite(deepest);
        double lowest = isShown ? Math.Min(cores[0], deepest) : cores[0];
        width = Math.Max(width, SpectrumBins.Round(2.5 * (Math.Max(cores[^1], isShown ? -Shift : lowest) - lowest) / MostBins));
        int first = (int)Math.Floor(lowest / width);
        int last = isShown ? Math.Max((int)Math.Floor(cores[^1] / width), (int)Math.Floor(-Shift / width) - 1) : (int)Math.Floor(cores[^1] / width);
        int[] counts = new int[last - first + 1];
        foreach (double value in cores)
        {
            counts[(int)Math.Floor(value / width) - first]++;
        }

        Estimate[]? shifted = isShown ? Shifted(cell, first, counts.Length, width) : null;
        for (int bin = 0; bin < counts.Length; bin++)
        {
            double share = (double)counts[bin] / cores.Length;

            // D is known below 0 only: of a bin that reaches beyond, a part was not counted.
            bool isBelow = ((first + bin + 1) * width) + Shift <= 1e-9 * width;
            yield return (
                cell, (first + bin + 0.5) * width, width, counts[bin], share / width, Math.Sqrt(share * (1 - share) / cores.Length) / width, isBelow ? shifted?[bin] : null);
        }
    }

    // 100 D(Λ_min + 15.5) in bins of Λ_min, with s/√n over samples.
    private static Estimate[] Shifted(Cell cell, int first, int bins, double width)
    {
        double scale = Scale / ((3.0 * cell.Particles) - 3) / width;
        double[] sums = new double[bins];
        double[] squares = new double[bins];
        double[] own = new double[bins];
        foreach (SampleModes sample in cell.Rung.Modes)
        {
            Array.Clear(own);
            foreach (double level in sample.Eigenvalues)
            {
                int bin = (int)Math.Floor((level - Shift) / width) - first;
                if (bin < bins)
                {
                    own[bin]++;
                }
            }

            for (int bin = 0; bin < bins; bin++)
            {
                sums[bin] += own[bin];
                squares[bin] += own[bin] * own[bin];
            }
        }

        // Whole numbers: the difference of squares is exact.
        double n = cell.Rung.Count;
        return [.. sums.Zip(squares, (sum, square) => new Estimate(scale * sum / n, n > 1 ? scale * Math.Sqrt(((n * square) - (sum * sum)) / (n - 1)) / n : double.NaN, (int)n))];
    }

    private static IEnumerable<(Cell Cell, double Value, double Share, double Error)> Steps(Cell cell, double[] cores)
    {
        int whole = cores.Length <= MostRows ? cores.Length : MostRows / 2;
        double stride = Math.Max(1, (cores.Length - whole) / (MostRows / 2.0));
        for (double next = 0; next < cores.Length; next += next < whole ? 1 : stride)
        {
            int k = (int)next;
            double share = (k + 1.0) / cores.Length;
            yield return (cell, cores[k], share, Math.Sqrt(share * (1 - share) / cores.Length));
        }
    }

    private static IEnumerable<(Cell Cell, Fit Fit)> Fits(Cell cell, double[] cores)
    {
        TailLimit tail = ExponentialTail.BestLimit(cores, double.PositiveInfinity);
        Fit fit = ExponentialTail.OfValues(cores, tail.Or(cores[cores.Length / 2]));
        yield return (cell, fit with { Trouble = fit.Trouble ?? tail.Trouble });
        if (cell.Rung.Rung <= InherentForce)
        {
            yield return (cell, WeibullFit.OfValues(cell.Rung.Modes.Where(one => one.HasMode).Select(one => one.LowestEigenvalue)));
        }
    }
}
