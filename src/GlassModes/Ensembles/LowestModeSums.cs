// The lowest modes of many samples at one rung.

using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>Profiles of the lowest modes, averaged over samples (Shimada et al. 2024, Sec. III C, Appendices C and D).</summary>
public sealed class LowestModeSums
{
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

    /// <summary>⟨Λ(r)/|Λ_min|⟩.</summary>
    public DataPoint[] NormalisedEnergyProfile() => EnergyProfile(1);

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

    // Neighbouring bins fluctuate together, so that χ² is no measure of the errors; the jackknife is.
    private Fit OverSamples(DataPoint[] points, double from, double to, Fit fit)
    {
        if (!double.IsFinite(fit["q"].Value))
        {
            return fit;
        }

        Estimate[] parameters = _decay.Jackknife(means =>
        {
            Fit part = DecayFit.Of(points.Select((point, k) => point with { Y = DecayOf(means, k) }), from, to);
            return [part["ln A"].Value, part["xi"].Value, part["q"].Value];
        });
        double q = fit["q"].Value;
        // With q at its limit of 0 whatever is left out, what the bins say by themselves is the better error.
        double error = Math.Max(parameters[2].StandardError, fit["q"].Error);
        bool known = q > 2 * error;
        return fit with
        {
            Parameters =
            [
                fit["ln A"] with { Error = parameters[0].StandardError },
                fit["xi"] with { Error = known ? 0.5 * error * Math.Pow(q, -1.5) : double.PositiveInfinity },
                fit["q"] with { Error = error },
            ],
            Trouble = known ? null
                : double.IsFinite(error) ? FormattableString.Invariant($"1/xi^2 is zero within two errors: xi is at least {1 / Math.Sqrt(q + (2 * error)):g3}")
                : "no error over samples: they are too few, or some of them carry the fit alone",
        };
    }

    private DataPoint[] EnergyProfile(int part)
    {
        int length = (_energies.Length - 2) / 2;
        int count = part * (1 + length);
        Estimate[] estimates = _energies.Jackknife(means => [.. Enumerable.Range(0, length).Select(k => means[count] > 0 ? means[count + 1 + k] / means[count] : double.NaN)]);
        return [.. estimates.Select((estimate, k) => new DataPoint((k + 1) * LowestModeMeasures.EnergyStep, estimate.Mean, estimate.StandardError))];
    }
}
