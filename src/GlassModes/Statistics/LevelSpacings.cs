// Level spacings: whether neighbouring eigenvalues repel each other.

using GlassModes.Numerics.RandomNumbers;

namespace GlassModes.Statistics;

/// <summary>
/// Spacings of neighbouring eigenvalues. Eigenvalues of localised modes are independent of each other (Poisson); eigenvalues of extended
/// modes repel each other (Gaussian orthogonal ensemble, GOE).
/// </summary>
public static class LevelSpacings
{
    /// <summary>⟨r⟩ of independent levels of uniform density: 2 ln 2 − 1.</summary>
    public const double PoissonRatio = 0.38629436111989062;

    /// <summary>⟨r⟩ of large matrices of the GOE (Atas et al., Phys. Rev. Lett. 110, 084101, 2013).</summary>
    public const double GoeRatio = 0.5307;

    /// <summary>
    /// Computes the ratios r_n = min(s_n, s_{n+1})/max(s_n, s_{n+1}) of successive spacings (Oganesyan and Huse, Phys. Rev. B 75, 155111,
    /// 2007). The ratios need no unfolding. For independent levels, the mean ratio is 2 ln 2 − 1 where the density hardly changes over
    /// three levels, and smaller elsewhere. <see cref="RatioOfShuffled"/> computes the mean ratio for the actual density.
    /// </summary>
    /// <param name="ascending">
    /// The eigenvalues of one sample, ascending. Every three neighbours that lie between the limits give a ratio.
    /// </param>
    /// <param name="from">The lower limit.</param>
    /// <param name="to">The upper limit.</param>
    /// <returns>The ratios; empty for fewer than three eigenvalues. Three equal eigenvalues give no ratio.</returns>
    public static double[] Ratios(
        ReadOnlySpan<double> ascending, double from = double.NegativeInfinity, double to = double.PositiveInfinity)
    {
        List<double> ratios = [];
        for (int k = 0; k + 2 < ascending.Length; k++)
        {
            double first = ascending[k + 1] - ascending[k];
            double second = ascending[k + 2] - ascending[k + 1];
            double larger = Math.Max(first, second);
            if (ascending[k] >= from && ascending[k + 2] <= to && larger > 0)
            {
                ratios.Add(Math.Min(first, second) / larger);
            }
        }

        return [.. ratios];
    }

    /// <summary>
    /// Computes the mean ratio ⟨r⟩ of independent levels of the same density and numbers. The levels of all samples between the limits are
    /// dealt out to the samples at random, and each sample gets as many levels as it had.
    /// </summary>
    /// <remarks>
    /// In an exponential tail with few levels in a sample, ⟨r⟩ is smaller than <see cref="PoissonRatio"/>, because the k-th spacing from
    /// the thin end has the mean s/k, with s the decay scale of the tail (Rényi, Acta Math. Acad. Sci. Hung. 4, 191, 1953). ⟨r⟩ is 0.3705
    /// with three levels per sample on average, and 0.3804 with ten. With M samples, one of M pairs of dealt neighbours is from a single
    /// original sample. For few samples whose levels repel each other, the result is therefore too large.
    /// </remarks>
    /// <param name="samples">The eigenvalues of each sample.</param>
    /// <param name="from">The lower limit. Levels beyond the limits are left out.</param>
    /// <param name="to">The upper limit.</param>
    /// <param name="shuffles">The number of times that the levels are dealt out.</param>
    /// <param name="seed">
    /// The seed of the random numbers. Each shuffle has a separate stream of random numbers, so that the result is always the same.
    /// </param>
    /// <returns>
    /// The mean of ⟨r⟩ over shuffles and its standard error. The error says how well the average over shuffles is known, and not how much
    /// ⟨r⟩ of a single set of levels varies. If no sample has three levels, the mean is NaN and the number of shuffles is 0.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of shuffles is less than 1.</exception>
    public static Estimate RatioOfShuffled(IReadOnlyList<double[]> samples, double from, double to, int shuffles, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(shuffles, 1);
        double[][] parts = [.. samples.Select(levels => Array.FindAll(levels, level => level >= from && level <= to))];
        double[] pool = [.. parts.SelectMany(levels => levels).Order()];
        List<double> means = [];
        for (int shuffle = 0; shuffle < shuffles; shuffle++)
        {
            Philox random = new(seed, (ulong)shuffle);
            double[] dealt = [.. pool];
            for (int k = dealt.Length - 1; k > 0; k--)
            {
                int swapped = (int)((k + 1) * random.NextUniform());
                (dealt[k], dealt[swapped]) = (dealt[swapped], dealt[k]);
            }

            int first = 0;
            double sum = 0;
            int count = 0;
            foreach (double[] levels in parts)
            {
                Span<double> dealtLevels = dealt.AsSpan(first, levels.Length);
                dealtLevels.Sort();
                double[] ratios = Ratios(dealtLevels);
                sum += ratios.Sum();
                count += ratios.Length;
                first += levels.Length;
            }

            if (count > 0)
            {
                means.Add(sum / count);
            }
        }

        return means.Count > 0 ? Estimate.Of(means) : new Estimate(double.NaN, double.NaN, 0);
    }

    /// <summary>Computes the spacings in units of their mean, S(λ_{n+1}) − S(λ_n), with the average staircase S.</summary>
    /// <param name="ascending">The eigenvalues of one sample, ascending.</param>
    /// <param name="staircase">S(λ), the mean number of eigenvalues below λ over many samples, smooth on the scale of a spacing.</param>
    /// <param name="from">The lower limit of both neighbours.</param>
    /// <param name="to">The upper limit of both neighbours.</param>
    /// <returns>The spacings; allocated.</returns>
    public static double[] Unfolded(
        ReadOnlySpan<double> ascending,
        Func<double, double> staircase,
        double from = double.NegativeInfinity, double to = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(staircase);
        List<double> spacings = [];
        for (int k = 0; k + 1 < ascending.Length; k++)
        {
            if (ascending[k] >= from && ascending[k + 1] <= to)
            {
                spacings.Add(staircase(ascending[k + 1]) - staircase(ascending[k]));
            }
        }

        return [.. spacings];
    }

    /// <summary>
    /// Unfolds each sample by the other samples. A spacing is the number c of levels of the M − 1 other samples between two neighbouring
    /// levels of one sample. In units of the mean spacing, the spacing is c/(M − 1). The method needs neither bins nor a fit, and no sample
    /// unfolds itself. <see cref="CountedSpacings"/> has the statistics of such whole numbers. Takes O(n log n) time for n levels in all;
    /// allocates a copy of the levels and the results.
    /// </summary>
    /// <param name="samples">The eigenvalues of each sample, ascending.</param>
    /// <param name="from">The lower limit of both neighbours. Levels beyond the limits are counted too.</param>
    /// <param name="to">The upper limit of both neighbours.</param>
    /// <returns>
    /// The count c of each spacing, for each sample in the order of the samples. A sample with fewer than two levels between the limits has
    /// no counts. With fewer than two samples no sample has counts.
    /// </returns>
    /// <remarks>
    /// The error of a spacing s is √(s/(M − 1)) if levels are independent, and smaller if levels repel each other. All spacings are counted
    /// with the same levels, so that their errors are not independent. Long spacings reach over a limit more often than short spacings.
    /// With L independent levels between the limits, the mean spacing is 1 − 1/L.
    /// </remarks>
    public static int[][] UnfoldedByOthers(
        IReadOnlyList<double[]> samples, double from = double.NegativeInfinity, double to = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count < 2)
        {
            return [.. samples.Select(_ => Array.Empty<int>())];
        }

        double[] pooled = [.. samples.SelectMany(levels => levels)];
        Array.Sort(pooled);
        return
        [
            .. samples.Select(levels =>
                Array.ConvertAll(
                    Unfolded(levels, value => CountBelow(pooled, value) - CountBelow(levels, value), from, to),
                    count => (int)count)),
        ];
    }

    /// <summary>The density of unfolded spacings of independent levels, e^{−s}.</summary>
    public static double PoissonDensity(double spacing) => Math.Exp(-spacing);

    /// <summary>The density of unfolded spacings of the GOE by Wigner's surmise, (π/2) s e^{−π s²/4}.</summary>
    public static double GoeDensity(double spacing) => 0.5 * Math.PI * spacing * Math.Exp(-0.25 * Math.PI * spacing * spacing);

    /// <summary>The share of unfolded spacings of independent levels that are smaller than s: 1 − e^{−s}.</summary>
    public static double PoissonDistribution(double spacing) => 1 - Math.Exp(-spacing);

    /// <summary>The share of unfolded spacings of the GOE that are smaller than s, by Wigner's surmise: 1 − e^{−π s²/4}.</summary>
    public static double GoeDistribution(double spacing) => 1 - Math.Exp(-0.25 * Math.PI * spacing * spacing);

    // Counts the values that are smaller. Array.BinarySearch would find any of several equal values.
    private static int CountBelow(double[] ascending, double value)
    {
        int first = 0;
        int last = ascending.Length;
        while (first < last)
        {
            int middle = first + ((last - first) / 2);
            if (ascending[middle] < value)
            {
                first = middle + 1;
            }
            else
            {
                last = middle;
            }
        }

        return first;
    }
}
