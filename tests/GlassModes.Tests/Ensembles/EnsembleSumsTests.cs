// Sums over made-up samples against direct averages, and merged in every order.

using GlassModes.Ensembles;
using GlassModes.Modes;
using GlassModes.RandomNumbers;
using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Tests.Ensembles;

public class EnsembleSumsTests
{
    private const double BoxLength = 20;
    private const double Rung = 1e-2;

    [Test]
    public void Averages_and_their_errors_are_those_of_the_samples()
    {
        SampleRecord[] records = [.. Enumerable.Range(0, 50).Select(k => Record(k))];
        RungSums sums = SumsOf(records).Rungs.First();
        RungMeasures[] rungs = [.. records.Select(record => record.Rungs[0])];
        AssertSame(sums.Mean(RungScalar.Time), Estimate.Of([.. rungs.Select(rung => rung.Time)]));
        AssertSame(sums.Mean(RungScalar.PotentialEnergyPerParticle), Estimate.Of([.. rungs.Select(rung => rung.PotentialEnergyPerParticle)]));
        AssertSame(sums.Mean(RungScalar.FractionUnstable), Estimate.Of([.. rungs.Select(rung => rung.FractionUnstable)]));
        AssertSame(sums.Mean(RungScalar.CoreEnergy), Estimate.Of([.. rungs.Where(rung => rung.Lowest is not null).Select(rung => rung.Lowest!.CoreEnergy)]));
        AssertSame(sums.Mean(RungScalar.LocalisationLength), Estimate.Of([.. rungs.Where(rung => rung.Lowest is not null).Select(rung => rung.Lowest!.LocalisationLength)]));
        Assert.That(sums.Mean(RungScalar.LowestEigenvalue).Samples, Is.EqualTo(49), "one has no mode");
        Assert.That(sums.Lowest.Select(one => one.CoreEnergy), Is.EqualTo(rungs.Where(rung => rung.Lowest is not null).Select(rung => rung.Lowest!.CoreEnergy)));

        SpectrumBins bins = new();
        double[] all = [.. rungs.SelectMany(rung => rung.Eigenvalues)];
        double[] edges = bins.Edges();
        Estimate[] density = sums.Density();
        Estimate[] participation = sums.Participation();
        for (int bin = 0; bin < bins.Count; bin++)
        {
            int count = all.Count(value => value >= edges[bin] && value < edges[bin + 1]);
            Assert.That(density[bin].Mean, Is.EqualTo(count / 50.0 / 2997 / 0.25).Within(1e-15), $"{edges[bin]}");
            double[] own = [.. rungs.SelectMany(rung => rung.Eigenvalues.Zip(rung.ParticipationRatios)).Where(one => one.First >= edges[bin] && one.First < edges[bin + 1]).Select(one => one.Second)];
            Assert.That(participation[bin].Mean, own.Length > 0 ? Is.EqualTo(own.Average()).Within(1e-14) : Is.NaN);
        }

        Assert.That(density.Sum(value => value.Mean) * 0.25 * 2997, Is.EqualTo(sums.ModesPerSample().Sum()).Within(1e-10));
        double[] ratios = [.. rungs.SelectMany(rung => LevelSpacings.Ratios([.. rung.Eigenvalues]))];
        Assert.That(sums.SpacingRatio(-100, 0).Mean, Is.EqualTo(ratios.Average()).Within(1e-14));
        Assert.That(sums.SpacingRatio(-100, 0).Mean, Is.EqualTo(LevelSpacings.PoissonRatio).Within(4 * sums.SpacingRatio(-100, 0).StandardError));

        LowestModeMeasures[] modes = [.. rungs.Where(rung => rung.Lowest is not null).Select(rung => rung.Lowest!)];
        (DataPoint[] profile, DataPoint[] normalised) = (sums.EnergyProfile(), sums.NormalisedEnergyProfile());
        Assert.That(profile, Has.Length.EqualTo(LowestModeMeasures.EnergyLength(BoxLength)));
        foreach (int k in (int[])[0, 19, 20, profile.Length - 1])
        {
            Assert.That(profile[k].X, Is.EqualTo(0.1 * (k + 1)).Within(1e-12));
            Estimate expected = Estimate.Of([.. modes.Select(mode => mode.EnergyProfile[k])]);
            Assert.That(profile[k].Y, Is.EqualTo(expected.Mean).Within(1e-12));
            Assert.That(profile[k].Error, Is.EqualTo(expected.StandardError).Within(0.5 * expected.StandardError), "of groups");
            Assert.That(normalised[k].Y, Is.EqualTo(modes.Average(mode => mode.EnergyProfile[k] / Math.Abs(mode.CoreEnergy))).Within(1e-12));
        }

        (double energy, double deviation, double distance, _) = sums.CoreParticles()[1];
        double[] second = [.. rungs.Where(rung => rung.Lowest is not null).Select(rung => rung.Lowest!.CoreParticles[1].Energy)];
        Assert.That(energy, Is.EqualTo(second.Average()).Within(1e-14));
        Assert.That(deviation, Is.EqualTo(Math.Sqrt(second.Average(value => Math.Pow(value - second.Average(), 2)))).Within(1e-7));
        Assert.That(distance, Is.EqualTo(1).Within(1e-14));
    }

    [Test]
    public void Parts_merged_in_any_order_give_the_same_bits()
    {
        SampleRecord[] records = [.. Enumerable.Range(0, 70).Select(k => Record(k, rungs: 2))];
        EnsembleSums whole = SumsOf(records);
        new Random(1).Shuffle(records);
        EnsembleSums merged = SumsOf(records[50..]);
        merged.Add(SumsOf(records[..20]));
        merged.Add(SumsOf(records[20..50]));
        Assert.That(merged.Samples, Is.EqualTo(whole.Samples));
        foreach ((RungSums one, RungSums other) in merged.Rungs.Zip(whole.Rungs))
        {
            Assert.That((one.Rung, one.Count), Is.EqualTo((other.Rung, other.Count)));
            foreach (RungScalar scalar in Enum.GetValues<RungScalar>())
            {
                Assert.That(one.Mean(scalar), Is.EqualTo(other.Mean(scalar)));
            }

            Assert.That(one.Density(), Is.EqualTo(other.Density()));
            Assert.That(one.Participation(), Is.EqualTo(other.Participation()));
            Assert.That(one.Decay(), Is.EqualTo(other.Decay()));
            Assert.That(one.NormalisedEnergyProfile(), Is.EqualTo(other.NormalisedEnergyProfile()));
            Assert.That(one.Lowest, Is.EqualTo(other.Lowest));
            Assert.That(one.CorrelationLength(3, 9).Parameters, Is.EqualTo(other.CorrelationLength(3, 9).Parameters));
        }
    }

    [Test]
    public void A_sample_counts_once_and_only_where_it_belongs()
    {
        EnsembleSums sums = SumsOf([Record(0), Record(1)]);
        Assert.That(() => sums.Add(Record(1)), Throws.ArgumentException.With.Message.Contains("added already"));
        Assert.That(() => sums.Add(Record(2, particles: 2000)), Throws.ArgumentException.With.Message.Contains("N = 2000"));
        Assert.That(() => sums.Add(SumsOf([Record(3), Record(1)])), Throws.ArgumentException.With.Message.Contains("sample 1 of seed 7"));
        EnsembleSums others = new(sums.Key, new SpectrumBins(1, 20));
        Assert.That(() => sums.Add(others), Throws.ArgumentException.With.Message.Contains("Width = 1"));
        SampleRecord wrong = Record(4);
        wrong = wrong with { Rungs = [wrong.Rungs[0] with { Lowest = wrong.Rungs[0].Lowest! with { Decay = [1] } }] };
        Assert.That(() => sums.Add(wrong), Throws.ArgumentException.With.Message.Contains("another box"));
        Assert.That((sums.Samples.Count, sums.Rungs.First().Count), Is.EqualTo((2, 2L)), "nothing is changed");
        sums.Add(SumsOf([Record(3)]));
        Assert.That(sums.Rungs.First().Count, Is.EqualTo(3));
    }

    [Test]
    public void A_planted_length_is_found_within_errors_over_samples()
    {
        // Samples scatter as a whole, so that neighbouring bins go together: the error is of that scatter.
        EnsembleSums sums = SumsOf([.. Enumerable.Range(0, 200).Select(k => Record(k))]);
        Fit fit = sums.Rungs.First().CorrelationLength(3, 9);
        Assert.That(fit.IsConstrained, fit.ToString());
        Assert.That(fit["xi"].Value, Is.EqualTo(4).Within(4 * fit["xi"].Error));
        Assert.That(fit["xi"].Error, Is.InRange(1e-3, 0.2));
        Assert.That(SumsOf([Record(0)]).Rungs.First().CorrelationLength(3, 9).Trouble, Does.Contain("two samples"));
    }

    [Test]
    public void A_planted_edge_is_found_from_sums_of_several_sizes()
    {
        List<ParticipationCurve> curves = [];
        foreach (int particles in (int[])[1000, 2000, 4000, 8000])
        {
            curves.Add(SumsOf([.. Enumerable.Range(0, 60).Select(k => Record(k, particles))]).Rungs.First().ScaledParticipation());
        }

        MobilityEdge edge = MobilityEdge.Of(curves);
        Assert.That(edge.Exists);
        Assert.That(edge.Value, Is.EqualTo(-3).Within(0.3));
    }

    private static EnsembleSums SumsOf(SampleRecord[] records)
    {
        EnsembleSums sums = new(EnsembleKey.Of(records[0].Provenance));
        foreach (SampleRecord record in records)
        {
            sums.Add(record);
        }

        return sums;
    }

    private static void AssertSame(Estimate one, Estimate other)
    {
        Assert.That(one.Samples, Is.EqualTo(other.Samples));
        Assert.That(one.Mean, Is.EqualTo(other.Mean).Within(1e-13));
        Assert.That(one.StandardError, Is.EqualTo(other.StandardError).Within(1e-10));
    }

    // Independent levels with an exponential tail of length 2; P with an edge at −3; ξ = 4. Sample 13 has no mode.
    private static SampleRecord Record(int sample, int particles = 1000, int rungs = 1)
    {
        Philox random = new((ulong)particles, (ulong)sample);
        List<RungMeasures> measures = [];
        for (int rung = 0; rung < rungs; rung++)
        {
            double[] values = [.. Enumerable.Range(0, particles / 50).Select(_ => 2 * Math.Log(random.NextUniform())).Order()];
            double[] ratios = new double[values.Length];
            for (int k = 0; k < values.Length; k++)
            {
                double power = (0.5 * Math.Tanh((0.5 * (values[k] + 3)) - Math.Atanh(1 / 3.0))) + (1 / 6.0);
                ratios[k] = 0.05 * Math.Pow(particles / 1000.0, power - (2 / 3.0)) * Math.Exp(0.2 * random.NextNormalPair().First);
            }

            double amplitude = Math.Exp(0.2 * random.NextNormalPair().First);
            double noise = 0.05 * random.NextNormalPair().First;
            double[] decay = [.. Enumerable.Range(1, LowestModeMeasures.DecayLength(BoxLength)).Select(k =>
            {
                double r = k * LowestModeMeasures.DecayBin;
                return amplitude * ((1 / (r * r)) + (1 / (4 * r))) * Math.Exp(-r / 4) * (1 + (noise * r / 10));
            })];
            double core = values[0] - 10 + random.NextUniform();
            double[] energies = [.. Enumerable.Range(0, LowestModeMeasures.EnergyLength(BoxLength)).Select(k => k < 20 ? core : values[0])];
            CoreParticle[] around = [.. Enumerable.Range(0, 10).Select(k => new CoreParticle((core / 3) + k + random.NextUniform(), k))];
            LowestModeMeasures? lowest = sample == 13 ? null : new(values[0], ratios[0], 1, 1, core, 2, around[0].Energy, decay, energies, around);
            measures.Add(new RungMeasures(
                Rung / (1 + rung), Rung, 1 + random.NextUniform(), -6.5 + (0.01 * random.NextUniform()), 100, values.Length, values.Length / ((3.0 * particles) - 3), lowest,
                values, ratios, new ModeEvidence("", "", values.Length, 3, 0, 0)));
        }

        return new SampleRecord(
            new SampleProvenance("kalj", particles, BoxLength, 2, 7, sample, new Dictionary<string, string>(), new Dictionary<string, string>()), "LadderDone", 0, measures);
    }
}
