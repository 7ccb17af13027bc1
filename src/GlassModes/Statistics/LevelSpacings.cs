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
    /// The ratios r_n = min(s_n, s_{n+1})/max(s_n, s_{n+1}) of successive spacings (Oganesyan and Huse, Phys. Rev. B 75, 155111, 2007),
    /// which need no unfolding. For independent levels their mean is 2 ln 2 − 1 where the density hardly changes over three levels, and
    /// smaller elsewhere; <see cref="RatioOfShuffled"/> gives its value.
    /// </summary>
    /// <param name="ascending">
    /// Eigenvalues of one sample, ascending; of triples that lie between the limits as a whole a ratio is taken.
    /// </param>
    /// <param name="from">Lower limit.</param>
    /// <param name="to">Upper limit.</param>
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
    /// The mean ratio ⟨r⟩ of independent levels of the same density and numbers: the levels of all samples between the limits are dealt out
    /// at random, to each sample as many as it had.
    /// </summary>
    /// <remarks>
    /// In an exponential tail with few levels a sample ⟨r⟩ is smaller than <see cref="PoissonRatio"/>, because the k-th spacing from the
    /// thin end has the mean s/k (Rényi, Acta Math. Acad. Sci. Hung. 4, 191, 1953): 0.3705 with three levels in the mean, 0.3804 with ten.
    /// With M samples, one pair of neighbours in M is from the same sample as before, so that for few samples whose levels repel each other
    /// the result is too large.
    /// </remarks>
    /// <param name="samples">Eigenvalues of each sample.</param>
    /// <param name="from">Lower limit; levels beyond the limits are left out.</param>
    /// <param name="to">Upper limit.</param>
    /// <param name="shuffles">How often the levels are dealt out.</param>
    /// <param name="seed">
    /// The seed of the random numbers. Each shuffle is a stream of its own, so that the result is always the same.
    /// </param>
    /// <returns>
    /// The mean over shuffles of the mean ratio, and its standard error over them: that of the average, not of the levels. NaN of 0
    /// shuffles where no sample has three levels.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">No shuffle.</exception>
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
                Span<double> ofSample = dealt.AsSpan(first, levels.Length);
                ofSample.Sort();
                double[] ratios = Ratios(ofSample);
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

    /// <summary>Spacings in units of their mean, S(λ_{n+1}) − S(λ_n), by the average staircase S.</summary>
    /// <param name="ascending">Eigenvalues of one sample, ascending.</param>
    /// <param name="staircase">The mean number of eigenvalues below λ over many samples, smooth on the scale of a spacing.</param>
    /// <param name="from">Lower limit of both neighbours.</param>
    /// <param name="to">Upper limit.</param>
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
    /// Unfolds each sample by the other samples: a spacing is the number c of levels of the M − 1 other samples between two neighbouring
    /// levels of one sample, which is c/(M − 1) in units of the mean spacing. This needs neither bins nor a fit, and no sample unfolds
    /// itself. <see cref="CountedSpacings"/> has the statistics of such whole numbers. Time O(n log n) for n levels in all; allocates a
    /// copy of them and the results.
    /// </summary>
    /// <param name="samples">The eigenvalues of each sample, ascending.</param>
    /// <param name="from">Lower limit of both neighbours; the staircase counts levels beyond the limits too.</param>
    /// <param name="to">Upper limit.</param>
    /// <returns>
    /// c of each spacing of each sample, in their order; none at all of fewer than two samples, nor of a sample with fewer than two levels
    /// between the limits.
    /// </returns>
    /// <remarks>
    /// A spacing s is known to √(s/(M − 1)) if levels are independent, and better if they repel each other. All spacings share the same
    /// levels, so that their errors are not independent. Long spacings reach over a limit more often than short ones: of L independent
    /// levels between the limits the mean spacing is 1 − 1/L.
    /// </remarks>
    public static int[][] UnfoldedByOthers(
        IReadOnlyList<double[]> samples, double from = double.NegativeInfinity, double to = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count < 2)
        {
            return [.. samples.Select(_ => Array.Empty<int>())];
        }

        double[] all = [.. samples.SelectMany(levels => levels)];
        Array.Sort(all);
        return
        [
            .. samples.Select(levels =>
                Array.ConvertAll(Unfolded(levels, value => Below(all, value) - Below(levels, value), from, to), count => (int)count)),
        ];
    }

    /// <summary>The density of unfolded spacings of independent levels, e^{−s}.</summary>
    public static double PoissonDensity(double spacing) => Math.Exp(-spacing);

    /// <summary>The density of unfolded spacings of the GOE by Wigner's surmise, (π/2) s e^{−π s²/4}.</summary>
    public static double GoeDensity(double spacing) => 0.5 * Math.PI * spacing * Math.Exp(-0.25 * Math.PI * spacing * spacing);

    /// <summary>The part of independent levels with a smaller unfolded spacing, 1 − e^{−s}.</summary>
    public static double PoissonDistribution(double spacing) => 1 - Math.Exp(-spacing);

    /// <summary>The part of levels of the GOE with a smaller unfolded spacing, by Wigner's surmise, 1 − e^{−π s²/4}.</summary>
    public static double GoeDistribution(double spacing) => 1 - Math.Exp(-0.25 * Math.PI * spacing * spacing);

    // The number of smaller values. Array.BinarySearch would find any of several equal values.
    private static int Below(double[] ascending, double value)
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
