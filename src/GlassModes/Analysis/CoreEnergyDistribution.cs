// The distribution of core energies over samples, and that of the lowest eigenvalues.

using GlassModes.Ensembles;
using GlassModes.Quench;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>A bin of the distribution of core energies.</summary>
/// <param name="Center">The middle of the bin.</param>
/// <param name="Width">The width of the bin.</param>
/// <param name="Samples">The number of samples in the bin.</param>
/// <param name="Density">p(Λ_min).</param>
/// <param name="Error">The standard error of a multinomial distribution; 0 in a bin without a sample.</param>
/// <param name="ShiftedSpectrum">
/// c D(Λ_min + s) in the same bin, where the options ask for the comparison (<see cref="SpectrumShift"/>) and the bin lies below λ = 0;
/// else null.
/// </param>
public sealed record CoreEnergyBin(double Center, double Width, int Samples, double Density, double Error, Estimate? ShiftedSpectrum);

/// <summary>A point of a cumulative distribution.</summary>
/// <param name="Value">A value of a sample.</param>
/// <param name="Share">The share of samples at or below the value.</param>
/// <param name="Error">The standard error of a binomial distribution.</param>
public sealed record CumulativePoint(double Value, double Share, double Error);

/// <summary>
/// The distribution over samples of the core energy Λ_min of the lowest mode, and of its eigenvalue λ_1 (Shimada et al. 2024, Sec. III C).
/// </summary>
/// <param name="At">The ensemble and the rung.</param>
/// <param name="Bins">The density of Λ_min.</param>
/// <param name="CumulativeCoreEnergy">The cumulative distribution of Λ_min.</param>
/// <param name="CumulativeLowestEigenvalue">The cumulative distribution of λ_1.</param>
/// <param name="Tail">
/// The exponential tail p ∝ exp(Λ_min/s), below the highest limit from which on the values are exponential
/// (<see cref="ExponentialTail.BestLimit(IReadOnlyList{double}, double)"/>).
/// </param>
/// <param name="LowestEigenvalueFit">
/// At rungs of inherent structures, W ≤ 1e-12: the Weibull distribution of λ_1 of the samples without unstable modes; else null.
/// </param>
public sealed record CoreEnergyDistribution(
    EnsembleAtRung At,
    IReadOnlyList<CoreEnergyBin> Bins,
    IReadOnlyList<CumulativePoint> CumulativeCoreEnergy,
    IReadOnlyList<CumulativePoint> CumulativeLowestEigenvalue,
    ExponentialTailFit Tail,
    WeibullFit? LowestEigenvalueFit)
{
    /// <summary>The largest number of points that a cumulative distribution of more values is shown by.</summary>
    public const int MostPoints = 2000;

    // A part of the standard deviation of Λ_min.
    private const double BinOfDeviation = 0.2;

    // A part of the mean: a smaller deviation is rounding.
    private const double Rounding = 1e-6;

    // Few values that agree by chance must not make more bins than these.
    private const int MostBins = 1000;

    // The most that rounding to 1, 2, 5 · 10^k takes away from a width: from just below 5 to 2.
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

        // Samples that are all in one inherent structure agree but for rounding.
        double scale = deviation > Rounding * Math.Abs(mean) ? deviation : Math.Max(Math.Abs(mean), 1);
        double width = SpectrumBins.Round(BinOfDeviation * scale);
        double deepest = shift is null
            ? double.NaN
            : place.Rung.WholeSpectra.SelectMany(sample => sample.Eigenvalues).DefaultIfEmpty(double.NaN).Min() - shift.Shift;

        // D reaches deeper than the few values of Λ_min do, and up to λ = 0.
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

                // D is known below λ = 0 only: of a bin that reaches beyond, a part was not counted.
                bool isBelowZero = shift is not null && ((first + bin + 1) * width) + shift.Shift <= 1e-9 * width;
                double center = (first + bin + 0.5) * width;
                return new CoreEnergyBin(center, width, count, share / width, error, isBelowZero ? shifted![bin] : null);
            }),
        ];
    }

    // c D(Λ_min + s) in bins of Λ_min, with s/√n over samples.
    private static Estimate[] ShiftedSpectrum(EnsembleAtRung place, SpectrumShift shift, int first, int bins, double width)
    {
        double scale = shift.Factor / ((3.0 * place.Particles) - 3) / width;
        double[] sums = new double[bins];
        double[] squares = new double[bins];
        double[] ofSample = new double[bins];
        foreach (SampleModes sample in place.Rung.WholeSpectra)
        {
            Array.Clear(ofSample);
            foreach (double level in sample.Eigenvalues)
            {
                int bin = (int)Math.Floor((level - shift.Shift) / width) - first;
                if (bin < bins)
                {
                    ofSample[bin]++;
                }
            }

            for (int bin = 0; bin < bins; bin++)
            {
                sums[bin] += ofSample[bin];
                squares[bin] += ofSample[bin] * ofSample[bin];
            }
        }

        // The sums are whole numbers, so that the difference of squares is exact.
        double n = place.Rung.WholeSpectra.Count;
        return
        [
            .. sums.Zip(squares, (sum, square) => new Estimate(
                scale * sum / n, n > 1 ? scale * Math.Sqrt(((n * square) - (sum * sum)) / (n - 1)) / n : double.NaN, (int)n)),
        ];
    }

    // All values; of more than the most points all values of the lower half of the points, and evenly spaced values above.
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
