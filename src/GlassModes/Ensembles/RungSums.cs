// All that is summed over samples at one rung.

using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>A scalar of a rung that is averaged over samples.</summary>
public enum RungScalar
{
    /// <summary>t.</summary>
    Time,

    /// <summary>V/N.</summary>
    PotentialEnergyPerParticle,

    /// <summary>f_u.</summary>
    FractionUnstable,

    /// <summary>λ_1.</summary>
    LowestEigenvalue,

    /// <summary>P_1.</summary>
    LowestParticipation,

    /// <summary>Λ_min.</summary>
    CoreEnergy,

    /// <summary>The r where Λ(r) = Λ_min.</summary>
    LocalisationLength,
}

/// <summary>The lowest mode of one sample, for distributions, which need every value.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Eigenvalue">λ_1.</param>
/// <param name="CoreEnergy">Λ_min.</param>
public readonly record struct LowestModeOfSample(SampleId Sample, double Eigenvalue, double CoreEnergy);

/// <summary>
/// Sums over the samples of one ensemble at one rung, from which the measures of the paper and their errors follow. They merge, and do not depend on the order in which
/// samples come.
/// </summary>
public sealed class RungSums
{
    private static readonly Func<RungMeasures, double>[] s_scalars =
    [
        rung => rung.Time,
        rung => rung.PotentialEnergyPerParticle,
        rung => rung.FractionUnstable,
        rung => rung.Lowest?.Eigenvalue ?? double.NaN,
        rung => rung.Lowest?.ParticipationRatio ?? double.NaN,
        rung => rung.Lowest?.CoreEnergy ?? double.NaN,
        rung => rung.Lowest?.LocalisationLength ?? double.NaN,
    ];

    private readonly SpectrumBins _bins;
    private readonly int _particles;

    // For each number x that a sample may not have: whether it has, x, x².
    private readonly GroupedSums _scalars;
    private readonly GroupedSums _spectrum;
    private readonly GroupedSums _decay;
    private readonly GroupedSums _energies;
    private readonly GroupedSums _core;
    private readonly SortedSet<LowestModeOfSample> _lowest = new(Comparer<LowestModeOfSample>.Create((one, other) => one.Sample.CompareTo(other.Sample)));

    internal RungSums(double rung, EnsembleKey key, SpectrumBins bins)
    {
        Rung = rung;
        _bins = bins;
        _particles = key.Particles;
        _scalars = new GroupedSums(3 * s_scalars.Length);

        // Modes, Σ P, spacing ratios about a mode, Σ of them.
        _spectrum = new GroupedSums(4 * bins.Count);
        _decay = new GroupedSums(2 * LowestModeMeasures.DecayLength(key.BoxLength));

        // Whether there is a mode, Λ(r), Λ(r)/|Λ_min|.
        _energies = new GroupedSums(1 + (2 * LowestModeMeasures.EnergyLength(key.BoxLength)));

        // Whether there is such a particle, δE, δE², r, r².
        _core = new GroupedSums(5 * LowestModeMeasures.MostCoreParticles);
    }

    /// <summary>W of the rung.</summary>
    public double Rung { get; }

    /// <summary>Samples that crossed it.</summary>
    public long Count => _scalars.Count;

    /// <summary>λ_1 and Λ_min of each sample that has modes, in the order of the samples' numbers.</summary>
    public IReadOnlyCollection<LowestModeOfSample> Lowest => _lowest;

    /// <summary>The mean of a scalar over the samples that have it, with s/√n.</summary>
    public Estimate Mean(RungScalar scalar)
    {
        double[] means = _scalars.Means();
        int k = 3 * (int)scalar;
        int n = (int)Math.Round(means[k] * Count);
        if (Count == 0 || n == 0)
        {
            return new Estimate(double.NaN, double.NaN, 0);
        }

        double mean = means[k + 1] / means[k];
        double variance = Math.Max(0, (means[k + 2] / means[k]) - (mean * mean)) * n / (n - 1.0);
        return new Estimate(mean, n > 1 ? Math.Sqrt(variance / n) : double.NaN, n);
    }

    /// <summary>Any function of two scalars' means, with its error.</summary>
    public Estimate Of(RungScalar one, RungScalar other, Func<double, double, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return _scalars.Jackknife(means => [function(Ratio(means, (3 * (int)one) + 1, 3 * (int)one), Ratio(means, (3 * (int)other) + 1, 3 * (int)other))])[0];
    }

    /// <summary>D(λ) in each bin, normalised by 3N − 3 (Eq. 6).</summary>
    public Estimate[] Density() => Errors(_spectrum, _bins.Count, (means, bin) => means[4 * bin] / ((3.0 * _particles) - 3) / _bins.Width);

    /// <summary>Mean number of modes of a sample in each bin.</summary>
    public double[] ModesPerSample()
    {
        double[] means = _spectrum.Means();
        return [.. Enumerable.Range(0, _bins.Count).Select(bin => means[4 * bin])];
    }

    /// <summary>⟨P⟩ over the modes of each bin and all samples; NaN in empty bins.</summary>
    public Estimate[] Participation() => Errors(_spectrum, _bins.Count, (means, bin) => Ratio(means, (4 * bin) + 1, 4 * bin));

    /// <summary>N^{2/3} ⟨P⟩ as a curve, empty bins left out.</summary>
    public ParticipationCurve ScaledParticipation()
    {
        double scale = Math.Pow(_particles, 2.0 / 3);
        double[] centers = _bins.Centers();
        return new ParticipationCurve(
            _particles,
            [
                .. Participation().Select((estimate, bin) => new DataPoint(centers[bin], scale * estimate.Mean, scale * estimate.StandardError))
                    .Where(point => double.IsFinite(point.Y)),
            ]);
    }

    /// <summary>⟨r⟩ of successive level spacings by the bin of the middle of three levels; NaN where there are none.</summary>
    public Estimate[] SpacingRatios() => Errors(_spectrum, _bins.Count, (means, bin) => Ratio(means, (4 * bin) + 3, (4 * bin) + 2));

    /// <summary>⟨r⟩ of the spacings whose middle level is in the bins between two eigenvalues.</summary>
    public Estimate SpacingRatio(double from, double to)
    {
        double[] centers = _bins.Centers();
        int[] chosen = [.. Enumerable.Range(0, _bins.Count).Where(bin => centers[bin] >= from && centers[bin] <= to)];
        return _spectrum.Jackknife(means => [chosen.Sum(bin => means[(4 * bin) + 3]) / chosen.Sum(bin => means[(4 * bin) + 2])])[0];
    }

    /// <summary>The mean decay profile ⟨d(r)⟩ of the lowest modes, at r = Δr, 2Δr, …</summary>
    public DataPoint[] Decay()
    {
        Estimate[] estimates = Errors(_decay, _decay.Length / 2, (means, k) => Ratio(means, (2 * k) + 1, 2 * k));
        return [.. estimates.Select((estimate, k) => new DataPoint((k + 1) * LowestModeMeasures.DecayBin, estimate.Mean, estimate.StandardError))];
    }

    /// <summary>ξ by Eq. 12 from the mean decay profile; the errors of the parameters are those over samples.</summary>
    public Fit CorrelationLength(double from, double to)
    {
        // Neighbouring bins fluctuate together, so that χ² is no measure of the errors; the jackknife is.
        DataPoint[] points = Decay();
        Fit fit = DecayFit.Of(points, from, to);
        Estimate[] parameters = _decay.Jackknife(means =>
        {
            Fit part = DecayFit.Of(points.Select((point, k) => point with { Y = Ratio(means, (2 * k) + 1, 2 * k) }), from, to);
            return [part["ln A"].Value, part["xi"].Value, part["q"].Value];
        });
        double q = fit["q"].Value;
        double error = parameters[2].StandardError;
        bool known = q > 2 * error;
        return fit with
        {
            Parameters =
            [
                fit["ln A"] with { Error = parameters[0].StandardError },
                fit["xi"] with { Error = known ? 0.5 * error * Math.Pow(q, -1.5) : double.PositiveInfinity },
                fit["q"] with { Error = error },
            ],
            Trouble = !double.IsFinite(q) ? fit.Trouble
                : known ? null
                : double.IsFinite(error) ? FormattableString.Invariant($"1/xi^2 is zero within two errors: xi is at least {1 / Math.Sqrt(q + (2 * error)):g3}")
                : "errors over samples need two samples",
        };
    }

    /// <summary>⟨Λ(r)⟩ of the lowest modes at r = δr, 2δr, …</summary>
    public DataPoint[] EnergyProfile() => EnergyProfile(0);

    /// <summary>⟨Λ(r)/|Λ_min|⟩.</summary>
    public DataPoint[] NormalisedEnergyProfile() => EnergyProfile(1);

    /// <summary>
    /// The means over samples of the ten most negative δE_i and their distances from the core, with standard deviations (not errors; Fig. 19).
    /// </summary>
    public IReadOnlyList<(double Energy, double EnergyDeviation, double Distance, double DistanceDeviation)> CoreParticles()
    {
        double[] means = _core.Means();
        double Deviation(int k, int of) =>
            Math.Sqrt(Math.Max(0, Ratio(means, (5 * k) + of + 1, 5 * k) - Math.Pow(Ratio(means, (5 * k) + of, 5 * k), 2)));
        return
        [
            .. Enumerable.Range(0, LowestModeMeasures.MostCoreParticles)
                .Select(k => (Ratio(means, (5 * k) + 1, 5 * k), Deviation(k, 1), Ratio(means, (5 * k) + 3, 5 * k), Deviation(k, 3))),
        ];
    }

    internal void Add(SampleId sample, RungMeasures rung)
    {
        double[] scalars = [.. s_scalars.SelectMany(of => Optional(of(rung), squared: true))];
        double[] spectrum = SpectrumOf(rung);
        LowestModeMeasures? lowest = rung.Lowest;
        double[] decay = lowest is null ? new double[_decay.Length] : [.. lowest.Decay.SelectMany(value => Optional(value, squared: false))];
        double[] energies = lowest is null
            ? new double[_energies.Length]
            : [1, .. lowest.EnergyProfile, .. lowest.EnergyProfile.Select(value => value / Math.Abs(lowest.CoreEnergy))];
        double[] core = new double[_core.Length];
        for (int k = 0; k < (lowest?.CoreParticles.Count ?? 0); k++)
        {
            (double energy, double distance) = (lowest!.CoreParticles[k].Energy, lowest.CoreParticles[k].Distance);
            ((double[])[1, energy, energy * energy, distance, distance * distance]).CopyTo(core, 5 * k);
        }

        _scalars.Add(sample.Number, scalars);
        _spectrum.Add(sample.Number, spectrum);
        _decay.Add(sample.Number, decay);
        _energies.Add(sample.Number, energies);
        _core.Add(sample.Number, core);
        if (lowest is not null)
        {
            _lowest.Add(new LowestModeOfSample(sample, lowest.Eigenvalue, lowest.CoreEnergy));
        }
    }

    internal void Add(RungSums other)
    {
        _scalars.Add(other._scalars);
        _spectrum.Add(other._spectrum);
        _decay.Add(other._decay);
        _energies.Add(other._energies);
        _core.Add(other._core);
        _lowest.UnionWith(other._lowest);
    }

    private static double Ratio(double[] means, int numerator, int denominator) => means[denominator] > 0 ? means[numerator] / means[denominator] : double.NaN;

    private static double[] Optional(double value, bool squared)
    {
        double there = double.IsFinite(value) ? 1 : 0;
        double known = there > 0 ? value : 0;
        return squared ? [there, known, known * known] : [there, known];
    }

    private static Estimate[] Errors(GroupedSums sums, int count, Func<double[], int, double> of) =>
        sums.Jackknife(means => [.. Enumerable.Range(0, count).Select(k => of(means, k))]);

    private double[] SpectrumOf(RungMeasures rung)
    {
        double[] sums = new double[_spectrum.Length];
        double[] values = [.. rung.Eigenvalues];
        for (int k = 0; k < values.Length; k++)
        {
            int bin = _bins.Of(values[k]);
            if (bin < 0)
            {
                continue;
            }

            sums[4 * bin]++;
            sums[(4 * bin) + 1] += rung.ParticipationRatios[k];
            if (k > 0 && k + 1 < values.Length && LevelSpacings.Ratios(values.AsSpan(k - 1, 3)) is [double ratio])
            {
                sums[(4 * bin) + 2]++;
                sums[(4 * bin) + 3] += ratio;
            }
        }

        return sums;
    }

    private DataPoint[] EnergyProfile(int part)
    {
        int length = _energies.Length / 2;
        Estimate[] estimates = Errors(_energies, length, (means, k) => Ratio(means, 1 + (part * length) + k, 0));
        return [.. estimates.Select((estimate, k) => new DataPoint((k + 1) * LowestModeMeasures.EnergyStep, estimate.Mean, estimate.StandardError))];
    }
}
