// The lowest modes of many samples at one rung.

using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>Profiles of the lowest modes, averaged over samples (Shimada et al. 2024, Sec. III C, Appendices C and D).</summary>
public sealed class LowestModeSums
{
    // With a smaller probability Eq. 12 does not describe the profile, and neither ξ nor a bound of it follows.
    private const double LeastProbability = 0.01;

    // Whether there is a value, and d(r).
    private readonly GroupedSums _decay;

    // Whether there is a mode, Λ(r); whether Λ_min is not zero, Λ(r)/|Λ_min|.
    private readonly GroupedSums _energies;

    // Energies and distances of the particles of most negative δE.
    private readonly OptionalSums _core = new(2 * LowestModeMeasures.MostCoreParticles);

    internal LowestModeSums(double boxLength)
    {
        _decay = new GroupedSums(2 * LowestModeMeasures.DecayLength(boxLength));
        _energies = new GroupedSums(2 + (2 * LowestModeMeasures.EnergyLength(boxLength)));
    }

    internal IReadOnlyList<(string Name, string Fields, GroupedSums Sums)> Parts =>
    [
        ("decay", FormattableString.Invariant($"for r = {LowestModeMeasures.DecayBin} k: count d"), _decay),
        ("energy_profile", FormattableString.Invariant($"count, Lambda at r = {LowestModeMeasures.EnergyStep} k, count, Lambda/|Lambda_min| at the same"), _energies),
        ("core_particles", "for each: dE distance", _core.Sums),
    ];

    /// <summary>The sums of the decay profile: for each r whether it is there, and d(r).</summary>
    internal GroupedSums DecaySums => _decay;

    /// <summary>The mean decay profile ⟨d(r)⟩, at r = Δr, 2Δr, …</summary>
    public DataPoint[] Decay()
    {
        Estimate[] estimates = _decay.Jackknife(means => [.. Enumerable.Range(0, _decay.Length / 2).Select(k => DecayOf(means, k))]);
        return [.. estimates.Select((estimate, k) => new DataPoint((k + 1) * LowestModeMeasures.DecayBin, estimate.Mean, estimate.StandardError))];
    }

    /// <summary>ξ by Eq. 12 from the mean decay profile; the errors of the parameters are those over samples.</summary>
    public Fit CorrelationLength(double from, double to) => OverSamples(Decay(), from, to, DecayFit.Of(Decay(), from, to));

    /// <summary>The same over a range that the data choose (<see cref="DecayFit.OfBestRange"/>).</summary>
    public Fit CorrelationLength()
    {
        DataPoint[] points = Decay();
        Fit best = DecayFit.OfBestRange(points);
        if (!double.IsFinite(best["q"].Value))
        {
            return best;
        }

        Fit fit = OverSamples(points, best.From, best.To, best);
        return best.Trouble == DecayFit.NoRange ? fit with { Trouble = DecayFit.NoRange } : fit;
    }

    /// <summary>⟨Λ(r)⟩ at r = δr, 2δr, …</summary>
    public DataPoint[] EnergyProfile() => EnergyProfile(0);

    /// <summary>⟨Λ(r)/|Λ_min|⟩: samples of small |Λ_min| weigh most in it.</summary>
    public DataPoint[] NormalisedEnergyProfile() => EnergyProfile(1);

    /// <summary>⟨Λ(r)⟩/|min_r ⟨Λ(r)⟩|, whose least value is −1; with errors by the jackknife over samples.</summary>
    public DataPoint[] EnergyProfileOverItsMinimum()
    {
        int length = ProfileLength;
        Estimate[] estimates = _energies.Jackknife(means =>
        {
            double least = Math.Abs(means.Skip(1).Take(length).Min());
            return [.. Enumerable.Range(0, length).Select(k => least > 0 ? means[1 + k] / least : double.NaN)];
        });
        return [.. estimates.Select((estimate, k) => new DataPoint((k + 1) * LowestModeMeasures.EnergyStep, estimate.Mean, estimate.StandardError))];
    }

    /// <summary>The means over samples of the ten most negative δE_i and of their distances from the core, with standard deviations (not errors; Fig. 19).</summary>
    public IReadOnlyList<(double Energy, double EnergyDeviation, double Distance, double DistanceDeviation, int Samples)> CoreParticles()
    {
        (Estimate Mean, double Deviation)[] all = _core.Statistics();
        return
        [
            .. Enumerable.Range(0, LowestModeMeasures.MostCoreParticles).Select(k =>
                (all[2 * k].Mean.Mean, all[2 * k].Deviation, all[(2 * k) + 1].Mean.Mean, all[(2 * k) + 1].Deviation, all[2 * k].Mean.Samples)),
        ];
    }

    private int ProfileLength => (_energies.Length - 2) / 2;

    internal static double DecayOf(IReadOnlyList<double> means, int k) => means[2 * k] > 0 ? means[(2 * k) + 1] / means[2 * k] : double.NaN;

    internal void Add(SampleId sample, LowestModeMeasures? mode)
    {
        double[] decay = new double[_decay.Length];
        double[] energies = new double[_energies.Length];
        double[] core = new double[2 * LowestModeMeasures.MostCoreParticles];
        Array.Fill(core, double.NaN);
        if (mode is not null)
        {
            for (int k = 0; k < mode.Decay.Count; k++)
            {
                (decay[2 * k], decay[(2 * k) + 1]) = double.IsFinite(mode.Decay[k]) ? (1, mode.Decay[k]) : (0, 0);
            }

            // Λ_min is 0 where no δE is negative and a particle takes no part at all.
            bool normalised = mode.CoreEnergy != 0;
            energies = [1, .. mode.EnergyProfile, normalised ? 1 : 0, .. mode.EnergyProfile.Select(value => normalised ? value / Math.Abs(mode.CoreEnergy) : 0)];
            for (int k = 0; k < mode.CoreParticles.Count; k++)
            {
                (core[2 * k], core[(2 * k) + 1]) = (mode.CoreParticles[k].Energy, mode.CoreParticles[k].Distance);
            }
        }

        _decay.Add(sample.Group, decay);
        _energies.Add(sample.Group, energies);
        _core.Add(sample, core);
    }

    // Bins of one sample fluctuate together, mostly by a common factor, which is nothing to q: the covariance of the fit, which takes them as independent, says too much; the jackknife does not.
    private Fit OverSamples(DataPoint[] points, double from, double to, Fit fit)
    {
        if (!double.IsFinite(fit["q"].Value))
        {
            return fit;
        }

        bool atLimit = fit["q"].Value == 0;
        Estimate[] parameters = _decay.Jackknife(means =>
        {
            Fit part = DecayFit.Of(points.Select((point, k) => point with { Y = DecayOf(means, k) }), from, to);
            atLimit |= part["q"].Value == 0;
            return [part["ln A"].Value, part["xi"].Value, part["q"].Value];
        });
        double q = fit["q"].Value;
        // Where q comes to its limit of 0 the jackknife cannot see how far it would go beyond; what the bins say by themselves can.
        double error = atLimit ? Math.Max(parameters[2].StandardError, fit["q"].Error) : parameters[2].StandardError;
        double limit = Significance.LimitOf(_decay.UsedGroups - 1.0);
        bool known = q > limit * error;
        return fit with
        {
            Parameters =
            [
                fit["ln A"] with { Error = parameters[0].StandardError },
                fit["xi"] with { Error = known ? 0.5 * error * Math.Pow(q, -1.5) : double.PositiveInfinity },
                fit["q"] with { Error = error },
            ],
            Trouble = fit.Probability < LeastProbability ? FormattableString.Invariant($"Eq. 12 does not fit: a probability of {fit.Probability:g2}")
                : known ? null
                : double.IsFinite(error) ? FormattableString.Invariant($"1/xi^2 is zero within {limit:g3} errors: xi is at least {1 / Math.Sqrt(q + (limit * error)):g3}")
                : "no error over samples: they are too few, or some of them carry the fit alone",
        };
    }

    private DataPoint[] EnergyProfile(int part)
    {
        int length = ProfileLength;
        int count = part * (1 + length);
        Estimate[] estimates = _energies.Jackknife(means => [.. Enumerable.Range(0, length).Select(k => means[count] > 0 ? means[count + 1 + k] / means[count] : double.NaN)]);
        return [.. estimates.Select((estimate, k) => new DataPoint((k + 1) * LowestModeMeasures.EnergyStep, estimate.Mean, estimate.StandardError))];
    }
}
