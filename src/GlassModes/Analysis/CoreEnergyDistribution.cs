// The distributions of core energies and of lowest eigenvalues over samples.

using GlassModes.Ensembles;
using GlassModes.Quench;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>A bin of the distribution of core energies.</summary>
/// <param name="Center">The middle of the bin.</param>
/// <param name="Width">The width of the bin.</param>
/// <param name="Samples">The number of samples in the bin.</param>
/// <param name="Density">p(Λ_min).</param>
/// <param name="Error">The standard error of the density by a multinomial distribution; 0 in a bin without a sample.</param>
/// <param name="ShiftedSpectrum">
/// c D(Λ_min + s) in the same bin, if the options ask for the comparison (<see cref="SpectrumShift"/>) and Λ_min + s is below 0 in the
/// whole bin. Otherwise null.
/// </param>
public sealed record CoreEnergyBin(double Center, double Width, int Samples, double Density, double Error, Estimate? ShiftedSpectrum);

/// <summary>A point of a cumulative distribution.</summary>
/// <param name="Value">A value of a sample.</param>
/// <param name="Share">The share of samples at or below the value.</param>
/// <param name="Error">The standard error of the share by a binomial distribution.</param>
public sealed record CumulativePoint(double Value, double Share, double Error);

/// <summary>
/// The distributions over samples of the core energy Λ_min and the eigenvalue λ_1 of the lowest mode (Shimada et al. 2024, Sec. III C).
/// </summary>
/// <param name="At">The ensemble and the rung.</param>
/// <param name="Bins">The density of Λ_min.</param>
/// <param name="CumulativeCoreEnergy">The cumulative distribution of Λ_min.</param>
/// <param name="CumulativeLowestEigenvalue">The cumulative distribution of λ_1.</param>
/// <param name="Tail">
/// The fit of the exponential tail p ∝ exp(Λ_min/s), below the highest limit below which the values pass for exponential
/// (<see cref="ExponentialTail.BestLimit(IReadOnlyList{double}, double)"/>).
/// </param>
/// <param name="LowestEigenvalueFit">
/// The fit of a Weibull distribution to λ_1 of the samples without unstable modes, at rungs of inherent structures (W ≤ 1e-12). Null at
/// other rungs.
/// </param>
public sealed record CoreEnergyDistribution(
    EnsembleAtRung At,
    IReadOnlyList<CoreEnergyBin> Bins,
    IReadOnlyList<CumulativePoint> CumulativeCoreEnergy,
    IReadOnlyList<CumulativePoint> CumulativeLowestEigenvalue,
    ExponentialTailFit Tail,
    WeibullFit? LowestEigenvalueFit)
{
    /// <summary>The largest number of points of a cumulative distribution. Of more values, only a part is shown.</summary>
    public const int MostPoints = 2000;

    // The least width of a bin as a fraction of the standard deviation s of Λ_min. With fewer than 5000 samples the width is 3.49 s/n^(1/3)
    // (D. W. Scott, Biometrika 66, 605, 1979), rounded down, so that most bins have several samples.
    private const double BinOfDeviation = 0.2;
    private const double ScottFactor = 3.49;

    // A standard deviation below this fraction of the mean is rounding.
    private const double Rounding = 1e-6;

    // The limit of the number of bins, for few values that agree by chance and would make very narrow bins.
    private const int MostBins = 1000;

    // The largest factor by which rounding down to 1, 2, 5 · 10^k makes a width smaller: from just below 5 to 2.
    private const double LargestRounding = 2.5;

    /// <summary>The distribution of an ensemble at one rung; null where no sample has a mode.</summary>
    public static CoreEnergyDistribution? Of(EnsembleAtRung place, SpectrumShift? shift)
    {
        ArgumentNullException.ThrowIfNull(place);
        SampleModes[] withMode = [.. place.Rung.Modes.Where(sample => sample.HasMode)];
        double[] cores = [.. withMode.Select(sample => sample.CoreEnergy).Order()];
        if (cores.Length == 0)
        {
            return null;
        }

        double[] lowest = [.. withMode.Select(sample => sample.LowestEigenvalue)];
        TailLimit limit = ExponentialTail.BestLimit(cores, double.PositiveInfinity);
        ExponentialTailFit tail = ExponentialTail.OfValues(cores, limit.LimitOrJustBelow(cores[cores.Length / 2]));
        return new CoreEnergyDistribution(
            place,
            Histogram(place, cores, shift is not null && shift.IsFor(place) ? shift : null),
            Cumulative(cores),
            Cumulative([.. lowest.Order()]),
            tail with { Quality = tail.Quality with { Trouble = tail.Quality.Trouble ?? limit.Trouble } },
            place.Rung.Rung <= Rung.InherentStructureForce ? WeibullFit.OfValues(lowest) : null);
    }

    private static CoreEnergyBin[] Histogram(EnsembleAtRung place, double[] cores, SpectrumShift? shift)
    {
        double mean = cores.Average();
        double deviation = cores.Length > 1 ? Math.Sqrt(cores.Sum(value => (value - mean) * (value - mean)) / (cores.Length - 1)) : 0;

        // If all samples are in the same inherent structure, their values differ by rounding only. The width then follows from the mean.
        double scale = deviation > Rounding * Math.Abs(mean) ? deviation : Math.Max(Math.Abs(mean), 1);
        double width = SpectrumBins.Round(Math.Max(BinOfDeviation, ScottFactor / Math.Cbrt(cores.Length)) * scale);
        double deepest = shift is null
            ? double.NaN
            : place.Rung.WholeSpectra.SelectMany(sample => sample.Eigenvalues).DefaultIfEmpty(double.NaN).Min() - shift.Shift;

        // The bins also cover D(Λ_min + s), which reaches deeper than the few values of Λ_min, and up to λ = 0.
        shift = double.IsFinite(deepest) ? shift : null;
        double lowest = shift is null ? cores[0] : Math.Min(cores[0], deepest);
        double highest = Math.Max(cores[^1], shift is null ? lowest : -shift.Shift);
        width = Math.Max(width, SpectrumBins.Round(LargestRounding * (highest - lowest) / MostBins));
        int first = (int)Math.Floor(lowest / width);
        int last = (int)Math.Floor(cores[^1] / width);
        last = shift is null ? last : Math.Max(last, (int)Math.Floor(-shift.Shift / width) - 1);
        int[] counts = new int[last - first + 1];
        foreach (double value in cores)
        {
            counts[(int)Math.Floor(value / width) - first]++;
        }

        Estimate[]? shifted = shift is null ? null : ShiftedSpectrum(place, shift, first, counts.Length, width);
        return
        [
            .. counts.Select((count, bin) =>
            {
                double share = (double)count / cores.Length;
                double error = Math.Sqrt(share * (1 - share) / cores.Length) / width;

                // D is known below λ = 0 only. In a bin that reaches beyond λ = 0, a part of the modes was not counted.
                bool isBelowZero = shift is not null && ((first + bin + 1) * width) + shift.Shift <= 1e-9 * width;
                double center = (first + bin + 0.5) * width;
                return new CoreEnergyBin(center, width, count, share / width, error, isBelowZero ? shifted![bin] : null);
            }),
        ];
    }

    // Computes c D(Λ_min + s) in bins of Λ_min, with the standard error over samples.
    private static Estimate[] ShiftedSpectrum(EnsembleAtRung place, SpectrumShift shift, int first, int bins, double width)
    {
        double scale = shift.Factor / ((3.0 * place.Particles) - 3) / width;
        double[] sums = new double[bins];
        double[] squares = new double[bins];
        double[] countsOfSample = new double[bins];
        foreach (SampleModes sample in place.Rung.WholeSpectra)
        {
            Array.Clear(countsOfSample);
            foreach (double level in sample.Eigenvalues)
            {
                int bin = (int)Math.Floor((level - shift.Shift) / width) - first;
                if (bin < bins)
                {
                    countsOfSample[bin]++;
                }
            }

            for (int bin = 0; bin < bins; bin++)
            {
                sums[bin] += countsOfSample[bin];
                squares[bin] += countsOfSample[bin] * countsOfSample[bin];
            }
        }

        // The sums are whole numbers, so that the difference below is exact.
        double n = place.Rung.WholeSpectra.Count;
        return
        [
            .. sums.Zip(squares, (sum, square) => new Estimate(
                scale * sum / n, n > 1 ? scale * Math.Sqrt(((n * square) - (sum * sum)) / (n - 1)) / n : double.NaN, (int)n)),
        ];
    }

    // Shows up to MostPoints values in full. Of more values, the lowest MostPoints/2 are shown, and evenly spaced values above them.
    private static CumulativePoint[] Cumulative(double[] ascending)
    {
        int whole = ascending.Length <= MostPoints ? ascending.Length : MostPoints / 2;
        double stride = Math.Max(1, (ascending.Length - whole) / (MostPoints / 2.0));
        List<CumulativePoint> points = [];
        for (double next = 0; next < ascending.Length; next += next < whole ? 1 : stride)
        {
            int k = (int)next;
            double share = (k + 1.0) / ascending.Length;
            points.Add(new CumulativePoint(ascending[k], share, Math.Sqrt(share * (1 - share) / ascending.Length)));
        }

        return [.. points];
    }
}
