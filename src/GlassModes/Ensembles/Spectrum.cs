// The unstable part of the spectrum of many samples.

using System.Runtime.InteropServices;
using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>
/// D(λ), P(λ) and spacing ratios of the unstable modes of an ensemble at one rung, in bins. Errors are by the jackknife over samples in the
/// groups of <see cref="GroupedSums"/>. Memory and time grow with the number of bins that have modes, so that narrow bins cost no more than
/// the number of modes.
/// </summary>
public sealed class Spectrum
{
    // With fewer modes in a bin, the error of the mean of P is not known. A bin whose error is small by chance would outweigh all others.
    private const int FewestModes = 10;

    // Stands for the group to be left out where no group is left out.
    private const int NoGroup = -1;

    private readonly int _particles;
    private readonly long[] _samples = new long[GroupedSums.Groups];

    // The sums of each group of samples in each bin, in the order of bins, and of groups in a bin.
    private readonly Part[] _parts;

    internal Spectrum(int particles, SpectrumBins bins, IReadOnlyCollection<SampleModes> samples)
    {
        ArgumentNullException.ThrowIfNull(bins);
        Bins = bins;
        _particles = particles;

        // Exact sums are not needed, because samples come in the order of seeds and numbers, however the sums were merged.
        Dictionary<(int Bin, int Group), Sums> parts = [];
        foreach (SampleModes sample in samples)
        {
            _samples[sample.Sample.Group]++;
            Add(parts, sample);
        }

        _parts = [.. parts.OrderBy(part => part.Key).Select(part => new Part(part.Key.Bin, part.Key.Group, part.Value))];
    }

    /// <summary>The bins.</summary>
    public SpectrumBins Bins { get; }

    /// <summary>The number of groups of samples on which the errors are based. The errors have one degree of freedom less.</summary>
    public int Groups => _samples.Count(samples => samples > 0);

    /// <summary>D(λ) in each bin, normalised by 3N − 3 (Eq. 6).</summary>
    public Estimate[] Density() => EstimatesOf((sums, samples) => sums.Modes / samples / ((3.0 * _particles) - 3) / Bins.Width);

    /// <summary>The number of modes in each bin, of all samples whose unstable modes are all known.</summary>
    public long[] CountModes()
    {
        long[] counts = new long[Bins.Count];
        foreach (Part part in _parts)
        {
            counts[part.Bin] += (long)part.Sums.Modes;
        }

        return counts;
    }

    /// <summary>The mean number of modes of a sample in each bin.</summary>
    public double[] ModesPerSample()
    {
        double samples = _samples.Sum();
        return [.. CountModes().Select(modes => modes / samples)];
    }

    /// <summary>⟨P⟩ over the modes of each bin and all samples; NaN in empty bins.</summary>
    public Estimate[] Participation() => EstimatesOf((sums, _) => Ratio(sums.Participation, sums.Modes));

    /// <summary>N^{2/3} ⟨P⟩ as a curve. Bins with fewer than ten modes are left out.</summary>
    public ParticipationCurve ScaledParticipation()
    {
        double scale = Math.Pow(_particles, 2.0 / 3);
        double[] centers = Bins.Centers();
        long[] modes = CountModes();
        return new ParticipationCurve(
            _particles,
            [
                .. Participation().Select((estimate, bin) =>
                        new DataPoint(centers[bin], scale * estimate.Mean, scale * estimate.StandardError))
                    .Where((point, bin) => double.IsFinite(point.Y) && modes[bin] >= FewestModes),
            ],
            Groups);
    }

    /// <summary>
    /// ⟨r⟩ of successive level spacings. A ratio counts in the bin of the middle of its three levels. NaN in bins without ratios.
    /// </summary>
    public Estimate[] SpacingRatios() => EstimatesOf((sums, _) => Ratio(sums.Ratios, sums.Triples));

    private static double Ratio(double numerator, double denominator) => denominator > 0 ? numerator / denominator : double.NaN;

    // Evaluates a function of the sums of a bin and the number of samples, with an error as by GroupedSums.Jackknife. Leaving out a group
    // without a mode in the bin changes the number of samples only.
    private Estimate[] EstimatesOf(Func<Sums, double, double> function)
    {
        long allSamples = _samples.Sum();
        int samples = checked((int)allSamples);
        List<double> partial = [];
        Estimate EstimateOf(ReadOnlySpan<Part> parts)
        {
            double whole = function(SumWithout(parts, NoGroup), allSamples);
            partial.Clear();
            for (int group = 0; group < _samples.Length; group++)
            {
                // If all samples are in one group, no sample is left without this group.
                if (_samples[group] > 0 && _samples[group] < allSamples)
                {
                    partial.Add(function(SumWithout(parts, group), allSamples - _samples[group]));
                }
            }

            return new Estimate(whole, GroupedSums.Error(whole, partial), samples);
        }

        Estimate[] estimates = new Estimate[Bins.Count];
        Array.Fill(estimates, EstimateOf([]));
        for (int first = 0, next; first < _parts.Length; first = next)
        {
            next = first + 1;
            while (next < _parts.Length && _parts[next].Bin == _parts[first].Bin)
            {
                next++;
            }

            estimates[_parts[first].Bin] = EstimateOf(_parts.AsSpan(first, next - first));
        }

        return estimates;
    }

    private static Sums SumWithout(ReadOnlySpan<Part> parts, int group)
    {
        Sums sums = default;
        foreach (Part part in parts)
        {
            if (part.Group != group)
            {
                sums += part.Sums;
            }
        }

        return sums;
    }

    private void Add(Dictionary<(int Bin, int Group), Sums> parts, SampleModes sample)
    {
        double[] values = [.. sample.Eigenvalues];
        for (int k = 0; k < values.Length; k++)
        {
            int bin = Bins.Of(values[k]);
            if (bin >= 0)
            {
                double[] ratios = k > 0 && k + 1 < values.Length ? LevelSpacings.Ratios(values.AsSpan(k - 1, 3)) : [];
                CollectionsMarshal.GetValueRefOrAddDefault(parts, (bin, sample.Sample.Group), out _) +=
                    new Sums(1, sample.ParticipationRatios[k], ratios.Length, ratios.Sum());
            }
        }
    }

    private readonly record struct Part(int Bin, int Group, Sums Sums);

    // The number of modes, Σ P over the modes, the number of spacing ratios about these modes, and the sum of these ratios.
    private readonly record struct Sums(double Modes, double Participation, double Triples, double Ratios)
    {
        public static Sums operator +(Sums left, Sums right) => new(
            left.Modes + right.Modes,
            left.Participation + right.Participation,
            left.Triples + right.Triples,
            left.Ratios + right.Ratios);
    }
}
