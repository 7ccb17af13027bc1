// Compares sums over made-up samples with direct averages, and merges sums in different orders.

using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Modes.Measures;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Quench;
using GlassModes.Samples;
using GlassModes.Statistics;
using GlassModes.Tests.Analysis;
using GlassModes.Tests.Samples;

namespace GlassModes.Tests.Ensembles;

public class EnsembleSumsTests
{
    private const double BoxLength = MadeUpSamples.BoxLength;

    [Test]
    public void Averages_and_their_errors_are_those_of_the_samples()
    {
        SampleRecord[] records = [.. Enumerable.Range(0, 50).Select(k => MadeUpSamples.Record(k))];
        RungSums sums = EnsembleSums.Of(records).Rungs.First();
        RungMeasures[] rungs = [.. records.Select(record => record.Rungs[0])];
        AssertSame(sums.Mean(RungScalar.Time), Estimate.Of([.. rungs.Select(rung => rung.Time)]));
        AssertSame(
            sums.Mean(RungScalar.PotentialEnergyPerParticle), Estimate.Of([.. rungs.Select(rung => rung.PotentialEnergyPerParticle)]));
        AssertSame(sums.Mean(RungScalar.FractionUnstable), Estimate.Of([.. rungs.Select(rung => rung.FractionUnstable)]));
        AssertSame(
            sums.Mean(RungScalar.CoreEnergy),
            Estimate.Of([.. rungs.Where(rung => rung.Lowest is not null).Select(rung => rung.Lowest!.CoreEnergy)]));
        AssertSame(
            sums.Mean(RungScalar.LocalisationLength),
            Estimate.Of([.. rungs.Where(rung => rung.Lowest is not null).Select(rung => rung.Lowest!.LocalisationLength)]));
        Assert.That(sums.Mean(RungScalar.LowestEigenvalue).Samples, Is.EqualTo(49), "one sample has no lowest mode");
        Assert.That(
            sums.Modes.Where(mode => mode.HasMode).Select(mode => mode.CoreEnergy),
            Is.EqualTo(rungs.Where(rung => rung.Lowest is not null).Select(rung => rung.Lowest!.CoreEnergy)));

        SpectrumBins bins = new();
        double[] eigenvalues = [.. rungs.SelectMany(rung => rung.Eigenvalues)];
        double[] edges = bins.Edges();
        Spectrum spectrum = sums.Spectrum(bins);
        Estimate[] density = spectrum.Density();
        Estimate[] participation = spectrum.Participation();
        for (int bin = 0; bin < bins.Count; bin++)
        {
            int count = eigenvalues.Count(value => value >= edges[bin] && value < edges[bin + 1]);
            Assert.That(density[bin].Mean, Is.EqualTo(count / 50.0 / 2997 / 0.25).Within(1e-15), $"{edges[bin]}");
            double[] ratiosInBin =
            [
                .. rungs.SelectMany(rung => rung.Eigenvalues.Zip(rung.ParticipationRatios)).Where(
                    pair => pair.First >= edges[bin] && pair.First < edges[bin + 1]).Select(pair => pair.Second),
            ];
            Assert.That(participation[bin].Mean, ratiosInBin.Length > 0 ? Is.EqualTo(ratiosInBin.Average()).Within(1e-14) : Is.NaN);
        }

        Assert.That(density.Sum(value => value.Mean) * 0.25 * 2997, Is.EqualTo(spectrum.ModesPerSample().Sum()).Within(1e-10));
        double[] ratios = [.. rungs.SelectMany(rung => LevelSpacings.Ratios([.. rung.Eigenvalues]))];
        Estimate ratio = sums.Spectrum(new SpectrumBins(100, 1)).SpacingRatios()[0];
        Assert.That(ratio.Mean, Is.EqualTo(ratios.Average()).Within(1e-14));
        Assert.That(ratio.Mean, Is.EqualTo(LevelSpacings.PoissonRatio).Within(4 * ratio.StandardError));

        LowestModeMeasures[] modes = [.. rungs.Where(rung => rung.Lowest is not null).Select(rung => rung.Lowest!)];
        (DataPoint[] profile, DataPoint[] normalised) = (sums.LowestModes.Energies.Mean(), sums.LowestModes.Energies.MeanOfNormalised());
        Assert.That(profile, Has.Length.EqualTo(LowestModeMeasures.EnergyLength(BoxLength)));
        foreach (int k in (int[])[0, 19, 20, profile.Length - 1])
        {
            Assert.That(profile[k].X, Is.EqualTo(0.1 * (k + 1)).Within(1e-12));
            Estimate expected = Estimate.Of([.. modes.Select(mode => mode.EnergyProfile[k])]);
            Assert.That(profile[k].Y, Is.EqualTo(expected.Mean).Within(1e-12));
            Assert.That(profile[k].Error, Is.EqualTo(expected.StandardError).Within(0.5 * expected.StandardError), "over groups");
            Assert.That(
                normalised[k].Y, Is.EqualTo(modes.Average(mode => mode.EnergyProfile[k] / Math.Abs(mode.CoreEnergy))).Within(1e-12));
        }

        (int rank, double energy, double deviation, double distance, _, int samples) = sums.LowestModes.CoreParticles()[1];
        Assert.That(rank, Is.EqualTo(2));
        Assert.That(samples, Is.EqualTo(49));
        double[] second = [.. rungs.Where(rung => rung.Lowest is not null).Select(rung => rung.Lowest!.CoreParticles[1].Energy)];
        Assert.That(energy, Is.EqualTo(second.Average()).Within(1e-14));
        Assert.That(deviation, Is.EqualTo(Math.Sqrt(second.Sum(value => Math.Pow(value - second.Average(), 2)) / 48)).Within(1e-7));
        Assert.That(distance, Is.EqualTo(1).Within(1e-14));
    }

    [Test]
    public void Parts_merged_in_any_order_give_the_same_bits()
    {
        SampleRecord[] records = [.. Enumerable.Range(0, 70).Select(k => MadeUpSamples.Record(k, rungs: 2))];
        EnsembleSums whole = EnsembleSums.Of(records);
        new Random(1).Shuffle(records);
        EnsembleSums merged = EnsembleSums.Of(records[50..]);
        merged.Add(EnsembleSums.Of(records[..20]));
        merged.Add(EnsembleSums.Of(records[20..50]));
        AssertSame(merged, whole);
    }

    [Test]
    public void Sums_come_back_from_a_file_to_the_last_bit_and_go_on()
    {
        SampleRecord[] records = [.. Enumerable.Range(0, 40).Select(k => MadeUpSamples.Record(k, rungs: 2))];
        records[4] = records[4].AtSaddle() with { SaddleEscapes = 3 };
        string path = Path.Combine(Directory.CreateTempSubdirectory("glassmodes-test-").FullName, "part.h5");
        try
        {
            EnsembleFile.Write(path, EnsembleSums.Of(records[..25]));
            EnsembleSums read = EnsembleFile.Read(path);
            AssertSame(read, EnsembleSums.Of(records[..25]));
            foreach (SampleRecord record in records[25..])
            {
                read.Add(record);
            }

            AssertSame(read, EnsembleSums.Of(records));
            Assert.That(() => read.Add(records[3]), Throws.ArgumentException.With.Message.Contains("added already"));

            EnsembleFile.Write(path, new EnsembleSums(read.Protocol));
            Assert.That(EnsembleFile.Read(path).Samples, Is.Empty);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Test]
    public void Sums_of_the_third_layout_are_read_without_a_checksum()
    {
        EnsembleSums read = EnsembleFile.Read(TestData.PathOf("records", "sums-version-3.h5"));
        AssertSame(read, EnsembleSums.Of([SampleFile.Read(TestData.PathOf("records", "sample-version-3.h5"))]));
    }

    [Test]
    public void Files_that_hold_no_sums_are_told_by_name()
    {
        string directory = Directory.CreateTempSubdirectory("glassmodes-test-").FullName;
        try
        {
            string path = Path.Combine(directory, "part.h5");
            Assert.That(() => EnsembleFile.Read(path), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains(path));
            SampleFile.Write(path, MadeUpSamples.Record(0));
            Assert.That(() => EnsembleFile.Read(path), Throws.InstanceOf<SampleFileException>().With.Message.Contains("holds no sums"));
            EnsembleFile.Write(path, EnsembleSums.Of([MadeUpSamples.Record(0)]));
            Assert.That(() => SampleFile.Read(path), Throws.InstanceOf<SampleFileException>().With.Message.Contains("no sample record"));
            byte[] whole = File.ReadAllBytes(path);
            File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
            Assert.That(() => EnsembleFile.Read(path), Throws.InstanceOf<SampleFileException>().With.Message.Contains(path));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void AssertSame(EnsembleSums foundSums, EnsembleSums expectedSums)
    {
        Assert.That(foundSums.Protocol, Is.EqualTo(expectedSums.Protocol));
        Assert.That(foundSums.Samples, Is.EqualTo(expectedSums.Samples));
        Assert.That(foundSums.Ends, Is.EqualTo(expectedSums.Ends));
        Assert.That(foundSums.Times.Averages(), Is.EqualTo(expectedSums.Times.Averages()));
        Assert.That(foundSums.Rungs.Count, Is.EqualTo(expectedSums.Rungs.Count));
        foreach ((RungSums found, RungSums expected) in foundSums.Rungs.Zip(expectedSums.Rungs))
        {
            Assert.That((found.Rung, found.Count), Is.EqualTo((expected.Rung, expected.Count)));
            foreach (RungScalar scalar in Enum.GetValues<RungScalar>())
            {
                Assert.That(found.Mean(scalar), Is.EqualTo(expected.Mean(scalar)));
            }

            foreach ((SampleModes foundModes, SampleModes expectedModes) in found.Modes.Zip(expected.Modes))
            {
                // Records compare their lists by reference. The lists are left out here and compared below.
                Assert.That(
                    foundModes with { Eigenvalues = [], ParticipationRatios = [] },
                    Is.EqualTo(expectedModes with { Eigenvalues = [], ParticipationRatios = [] }));
            }

            SpectrumBins bins = new(0.5, 20);
            Assert.That(found.Spectrum(bins).Density(), Is.EqualTo(expected.Spectrum(bins).Density()));
            Assert.That(found.Spectrum(bins).Participation(), Is.EqualTo(expected.Spectrum(bins).Participation()));
            Assert.That(found.LowestModes.Decay.Mean(), Is.EqualTo(expected.LowestModes.Decay.Mean()));
            Assert.That(found.LowestModes.Energies.MeanOfNormalised(), Is.EqualTo(expected.LowestModes.Energies.MeanOfNormalised()));
            Assert.That(found.LowestModes.CoreParticles(), Is.EqualTo(expected.LowestModes.CoreParticles()));
            Assert.That(LengthOf(found, 3, 9), Is.EqualTo(LengthOf(expected, 3, 9)));
            Assert.That(found.Flow.ForceShares(), Is.EqualTo(expected.Flow.ForceShares()));
            Assert.That(
                found.Steps.Select(step => (step.Rung, step.NextRung, step.Count, step.Fates())),
                Is.EqualTo(expected.Steps.Select(step => (step.Rung, step.NextRung, step.Count, step.Fates()))));
            foreach (StepScalar scalar in Enum.GetValues<StepScalar>())
            {
                Assert.That(found.Steps.Select(step => step.Mean(scalar)), Is.EqualTo(expected.Steps.Select(step => step.Mean(scalar))));
            }

            Assert.That(
                found.Modes.Select(modes => (modes.Sample, modes.LowestEigenvalue, modes.CoreEnergy)),
                Is.EqualTo(expected.Modes.Select(modes => (modes.Sample, modes.LowestEigenvalue, modes.CoreEnergy))));
            Assert.That(
                found.Modes.SelectMany(modes => modes.Eigenvalues), Is.EqualTo(expected.Modes.SelectMany(modes => modes.Eigenvalues)));
            Assert.That(
                found.Modes.SelectMany(modes => modes.ParticipationRatios),
                Is.EqualTo(expected.Modes.SelectMany(modes => modes.ParticipationRatios)));
        }
    }

    [Test]
    public void Shares_are_averages_over_samples()
    {
        SampleRecord[] records = [.. Enumerable.Range(0, 40).Select(k => MadeUpSamples.Record(k, rungs: 2))];
        RungSums sums = EnsembleSums.Of(records).Rungs.First();
        RungMeasures[] rungs = [.. records.Select(record => record.Rungs[0])];
        MeanForceShares shares = sums.Flow.ForceShares()[7];
        Assert.That(shares.Limit, Is.EqualTo(Math.Sqrt(10)).Within(1e-12));
        ForceShares[] sharesOfSamples = [.. rungs.Select(rung => rung.Force!.Shares(rung.Eigenvalues, 7))];
        AssertSame(shares.Unstable, Estimate.Of([.. sharesOfSamples.Select(share => share.Unstable)]));
        AssertSame(shares.Flat, Estimate.Of([.. sharesOfSamples.Select(share => share.Flat)]));
        AssertSame(shares.Stable, Estimate.Of([.. sharesOfSamples.Select(share => share.Stable)]));
        Assert.That(shares.Unstable.Mean + shares.Flat.Mean + shares.Stable.Mean, Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void Modes_live_on_are_stabilised_or_lost()
    {
        // Every second sample has no unstable mode at the next rung. The mode found at this rung is then the softest mode, which is stable.
        SampleRecord[] records = [.. Enumerable.Range(0, 40).Select(k => MadeUpSamples.Record(k, rungs: 2)).Select((record, k) => k % 2 == 0
            ? record
            : record with { Rungs = [record.Rungs[0],
                record.Rungs[1] with { UnstableCount = 0, FractionUnstable = 0,
                Eigenvalues = [], ParticipationRatios = [], Force = null }] })];
        StepSums step = EnsembleSums.Of(records).Rungs.First().Steps.Single();
        Assert.That((step.Rung, step.NextRung, step.Count), Is.EqualTo((1e-2, 5e-3, 40L)).Within(1e-14));
        ModeFates fates = step.Fates();
        double[] Overlaps(int odd) =>
        [
            .. records.Where((_, k) => k % 2 == odd).SelectMany(record => record.Rungs[0].Next!.SuccessorOverlaps),
        ];
        Assert.That(fates.Modes, Is.EqualTo(20).Within(1e-12));
        Assert.That(fates.LiveOn.Mean, Is.EqualTo(Overlaps(0).Count(overlap => overlap > 0.5) / 800.0).Within(1e-12));
        Assert.That(fates.Stabilised.Mean, Is.EqualTo(Overlaps(1).Count(overlap => overlap > 0.5) / 800.0).Within(1e-12));
        Assert.That(fates.Overlap.Mean, Is.EqualTo((Overlaps(0).Sum() + Overlaps(1).Sum()) / 800).Within(1e-12));
        Assert.That(
            fates.Remaining.Mean, Is.EqualTo(records.Average(record => record.Rungs[0].Next!.RemainingOverlaps.Average())).Within(1e-12));
        Assert.That(fates.Overlap.StandardError, Is.EqualTo(Math.Sqrt(1 / 12.0 / 800)).Within(0.004));
        AssertSame(
            step.Mean(StepScalar.SuccessorOverlap), Estimate.Of([.. records.Select(record => record.Rungs[0].Next!.SuccessorOverlaps[0])]));
        AssertSame(
            step.Mean(StepScalar.EnergyDrop),
            Estimate.Of(
                [.. records.Select(record => record.Rungs[0].PotentialEnergyPerParticle - record.Rungs[1].PotentialEnergyPerParticle)]));
        Assert.That(EnsembleSums.Of(records).Rungs.Last().Steps, Is.Empty, "the last rung has no next");
    }

    [Test]
    public void Different_ladders_have_different_steps_and_equal_rungs_are_one()
    {
        SampleRecord half = MadeUpSamples.Record(0, rungs: 3);
        SampleRecord whole = MadeUpSamples.Record(1, rungs: 3);
        whole = whole with { Rungs = [whole.Rungs[0] with { Rung = new Rung(Math.BitIncrement(0.01)) }, whole.Rungs[2]] };
        RungSums first = EnsembleSums.Of([half, whole]).Rungs.First();
        Assert.That((first.Rung, first.Count), Is.EqualTo((0.01, 2L)), "one bit is no other rung");
        Assert.That(
            first.Steps.Select(step => (step.NextRung, step.Count)), Is.EqualTo(new[] { (0.005, 1L), (0.01 / 3, 1L) }).Within(1e-14));
    }

    [Test]
    public void Samples_of_many_seeds_and_numbers_spread_over_the_groups()
    {
        static int Groups(IEnumerable<SampleId> samples) => samples.Select(sample => sample.Group).Distinct().Count();
        foreach (ulong seed in (ulong[])[0, 1, 7, ulong.MaxValue])
        {
            Assert.That(Groups(Enumerable.Range(0, 32).Select(k => new SampleId(seed, k))), Is.EqualTo(32), "the usual jackknife");
            foreach (int factor in (int[])[2, 8, 16, 32, 64, 1000])
            {
                Assert.That(
                    Groups(Enumerable.Range(0, 64).Select(k => new SampleId(seed, factor * k))),
                    Is.GreaterThanOrEqualTo(16),
                    $"multiples of {factor}");
            }
        }

        Assert.That(Groups(Enumerable.Range(0, 64).Select(k => new SampleId((ulong)k, 0))), Is.GreaterThanOrEqualTo(24), "a seed each");
        Assert.That(Groups(Enumerable.Range(0, 64).Select(k => new SampleId(1000 * (ulong)k, 5))), Is.GreaterThanOrEqualTo(24));
        SampleRecord[] records =
        [
            .. Enumerable.Range(0, 64).Select(k => MadeUpSamples.Record(k)).Select((record, k) => record.WithIdentity((ulong)k, 0)),
        ];
        Assert.That(LengthOf(EnsembleSums.Of(records).Rungs.First(), 3, 9).Quality.IsTrusted);
    }

    [Test]
    public void A_core_energy_of_zero_has_no_normalised_profile()
    {
        SampleRecord zero = MadeUpSamples.Record(0);
        LowestModeMeasures lowest = zero.Rungs[0].Lowest!;
        zero = zero with { Rungs = [zero.Rungs[0] with { Lowest = lowest with { CoreEnergy = 0 } }] };
        LowestModeSums sums = EnsembleSums.Of([zero, MadeUpSamples.Record(1)]).Rungs.First().LowestModes;
        LowestModeMeasures usual = MadeUpSamples.Record(1).Rungs[0].Lowest!;
        Assert.That(sums.Energies.Mean()[0].Y, Is.EqualTo(0.5 * (lowest.EnergyProfile[0] + usual.EnergyProfile[0])).Within(1e-12));
        Assert.That(sums.Energies.MeanOfNormalised()[^1].Y, Is.EqualTo(usual.EnergyProfile[^1] / Math.Abs(usual.CoreEnergy)).Within(1e-12));
    }

    [Test]
    public void At_fixed_time_a_sample_has_what_lies_between_its_rungs()
    {
        // The slow sample goes from W = 1 at t = 1 to W = 1e-12 at t = 10. At t = 10^0.5 both logarithms are half way. The fast sample is
        // at rest at t = 2. The stuck sample is not at rest at the end of its ladder.
        SampleRecord slow = OfRungs(0, (1, 1, -6, 0.1), (10, 1e-12, -7, 0));
        SampleRecord fast = OfRungs(1, (1, 1, -6, 0.1), (2, 1e-12, -8, 0.05));
        SampleRecord stuck = OfRungs(2, (1, 1, -6, 0.1), (1.1, 1e-11, -6, 0.1));
        EnsembleSums sums = EnsembleSums.Of([slow, fast, stuck]);
        FixedTimeAverages At(double time) => sums.Times.Averages().Single(row => Math.Abs(row.Time / time - 1) < 1e-9);
        Assert.That(sums.Times.Averages()[0].Time, Is.EqualTo(1).Within(1e-12), "not before the first rung");
        FixedTimeAverages middle = At(Math.Sqrt(10));
        Assert.That((middle.Samples, middle.Finished), Is.EqualTo((2, 0.5)));
        Assert.That(middle.MeanSquaredForce.Mean, Is.EqualTo(0.5e-6).Within(1e-11));
        Assert.That(middle.LogMeanSquaredForce.Mean, Is.EqualTo(-9 * Math.Log(10)).Within(1e-9));
        Assert.That(middle.Spread, Is.EqualTo(6 * Math.Log(10) / Math.Sqrt(2)).Within(1e-9));
        Assert.That(middle.PotentialEnergyPerParticle.Mean, Is.EqualTo(-7.25).Within(1e-12));
        Assert.That(middle.FractionUnstable.Mean, Is.EqualTo(0.05).Within(1e-12));
        Assert.That((middle.EnergySpread, middle.FractionSpread), Is.EqualTo((1.5 / Math.Sqrt(2), 0.0)).Within(1e-9));
        FixedTimeAverages late = sums.Times.Averages()[^1];
        Assert.That(late.Time, Is.EqualTo(10).Within(1e-9), "nothing changes later");
        Assert.That((late.Samples, late.Finished), Is.EqualTo((2, 1.0)));
        Assert.That(late.MeanSquaredForce.Mean, Is.EqualTo(1e-12).Within(1e-24));
        Assert.That(late.PotentialEnergyPerParticle.Mean, Is.EqualTo(-7.5));
    }

    [Test]
    public void A_sample_counts_once_and_only_where_it_belongs()
    {
        EnsembleSums sums = EnsembleSums.Of([MadeUpSamples.Record(0), MadeUpSamples.Record(1)]);
        Assert.That(() => sums.Add(MadeUpSamples.Record(1)), Throws.ArgumentException.With.Message.Contains("added already"));
        Assert.That(() => sums.Add(MadeUpSamples.Record(2, particles: 2000)), Throws.ArgumentException.With.Message.Contains("N = 2000"));
        Assert.That(
            () => sums.Add(EnsembleSums.Of([MadeUpSamples.Record(3), MadeUpSamples.Record(1)])),
            Throws.ArgumentException.With.Message.Contains("sample 1 of seed 7"));
        SampleRecord ofOtherMethod = MadeUpSamples.Record(3).WithSettings("method", "fire");
        Assert.That(() => sums.Add(ofOtherMethod), Throws.ArgumentException.With.Message.Contains("method = fire"));
        Assert.That(() => sums.Add(EnsembleSums.Of([ofOtherMethod])), Throws.ArgumentException.With.Message.Contains("method = fire"));
        Assert.That(ofOtherMethod.Provenance.Protocol.Settings, Is.EqualTo("method = fire"));
        SampleRecord wrong = MadeUpSamples.Record(4);
        wrong = wrong with { Rungs = [wrong.Rungs[0] with { Lowest = wrong.Rungs[0].Lowest! with { Decay = [1] } }] };
        Assert.That(() => sums.Add(wrong), Throws.ArgumentException.With.Message.Contains("another box"));
        SampleRecord good = MadeUpSamples.Record(4, rungs: 2);
        RungMeasures first = good.Rungs[0];
        Assert.That(() => sums.Add(good with { Rungs = [first, first] }), Throws.ArgumentException.With.Message.Contains("do not descend"));
        Assert.That(() => sums.Add(good.WithSample(-1)), Throws.ArgumentException.With.Message.Contains("negative number"));
        Assert.That(
            () => sums.Add(good with { Rungs = [first with { Lowest = first.Lowest! with { CoreEnergy = double.NaN } }] }),
            Throws.ArgumentException.With.Message.Contains("no numbers"));
        SampleRecord torn = MadeUpSamples.Record(5);
        Assert.That(
            () => sums.Add(torn with { Rungs = [torn.Rungs[0] with { Eigenvalues = [-1] }] }),
            Throws.ArgumentException.With.Message.Contains("differ in length"));
        Assert.That((sums.Samples.Count, sums.Rungs.First().Count), Is.EqualTo((2, 2L)), "nothing is changed");
        Assert.That(() => EnsembleSums.Of([]), Throws.ArgumentException);
        sums.Add(EnsembleSums.Of([MadeUpSamples.Record(3)]));
        Assert.That(sums.Rungs.First().Count, Is.EqualTo(3));
    }

    [Test]
    public void A_planted_length_is_found_within_errors_over_samples()
    {
        // A sample deviates as a whole, so that neighbouring bins are correlated. The error has to be that of the scatter of samples.
        EnsembleSums sums = EnsembleSums.Of([.. Enumerable.Range(0, 200).Select(k => MadeUpSamples.Record(k))]);
        DecayFit fit = LengthOf(sums.Rungs.First(), 3, 9);
        Assert.That(fit.Quality.IsTrusted, fit.ToString());
        Assert.That(fit.Length.Value, Is.EqualTo(4).Within(4 * fit.Length.Error));
        Assert.That(fit.Length.Error, Is.InRange(1e-3, 0.2));
        Assert.That(
            LengthOf(EnsembleSums.Of([MadeUpSamples.Record(0)]).Rungs.First(), 3, 9).Quality.Trouble,
            Is.EqualTo(new FitTrouble.NoErrorOverSamples()));
    }

    [Test]
    public void A_length_of_few_samples_needs_more_errors()
    {
        // A length is reported if 1/ξ² exceeds zero by a number of its errors. With three samples two errors are not enough, because the
        // errors themselves are poorly known. With 32 samples they are enough.
        Philox random = new(8, 0);
        SampleRecord Noisy(int sample)
        {
            SampleRecord record = PlantedEnsemble.Record(8000, sample, -4);
            LowestModeMeasures lowest = record.Rungs[0].Lowest!;
            return record with
            {
                Rungs =
                [record.Rungs[0] with { Lowest = lowest with
                { Decay = [.. lowest.Decay.Select(value => value * (1 + (0.15 * random.NextNormalPair().First)))] } }]
            };
        }

        foreach ((int samples, double limit) in ((int, double)[])[(3, 4.53), (32, 2.07)])
        {
            (int between, int fitted) = (0, 0);
            for (int ensemble = 0; ensemble < 200; ensemble++)
            {
                EnsembleSums sums = EnsembleSums.Of([.. Enumerable.Range(0, samples).Select(k => Noisy(k))]);
                DecayFit fit = LengthOf(sums.Rungs.First(), 5, 8);
                double errors = fit.InverseSquare.Value / fit.InverseSquare.Error;
                Assert.That(
                    double.IsFinite(fit.Length.Error),
                    Is.EqualTo(errors > limit).Or.EqualTo(Math.Abs(errors - limit) < 0.01),
                    $"{fit}, {errors} errors");
                fitted += double.IsFinite(errors) ? 1 : 0;
                between += errors > 2 && errors < 4.5 ? 1 : 0;
            }

            TestContext.Out.WriteLine($"{samples} samples: {between} of 200 between two errors and 4.5, {fitted} at all");
            Assert.That(between, Is.Positive, $"{samples} samples");
        }
    }

    [Test]
    public void A_planted_edge_is_found_from_sums_of_several_sizes()
    {
        List<ParticipationCurve> curves = [];
        foreach (int particles in (int[])[1000, 2000, 4000, 8000])
        {
            curves.Add(
                EnsembleSums.Of(
                    [.. Enumerable.Range(0, 60).Select(k => MadeUpSamples.Record(k, particles))])
                    .Rungs.First().Spectrum(new SpectrumBins()).ScaledParticipation());
        }

        MobilityEdge edge = MobilityEdge.Of(curves);
        Assert.That(edge.Exists);
        Assert.That(edge.Value, Is.EqualTo(-3).Within(0.3));
    }

    private static DecayFit LengthOf(RungSums rung, double from, double to) =>
        CorrelationLength.Of(rung.LowestModes.Decay, new DistanceRange(from, to));

    private static void AssertSame(Estimate found, Estimate expected)
    {
        Assert.That(found.Samples, Is.EqualTo(expected.Samples));
        Assert.That(found.Mean, Is.EqualTo(expected.Mean).Within(1e-13));
        Assert.That(found.StandardError, Is.EqualTo(expected.StandardError).Within(1e-10));
    }

    private static SampleRecord OfRungs(int sample, params (double Time, double W, double Energy, double Fraction)[] rungs) =>
        MadeUpSamples.Record(sample) with
        {
            Rungs =
        [
            .. rungs.Select(rung => MadeUpSamples.Record(sample).Rungs[0] with
            {
                Rung = new Rung(rung.W),
                MeanSquaredForce = rung.W,
                Time = rung.Time,
                PotentialEnergyPerParticle = rung.Energy,
                FractionUnstable = rung.Fraction,
            }),
        ],
        };
}
