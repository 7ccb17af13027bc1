// Tests that each rung, and the start, gets the modes that were asked for there.

using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Hessians;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Quench;
using GlassModes.Samples;
using GlassModes.Tables;

namespace GlassModes.Tests.Samples;

[NonParallelizable]
public class ModesAtRungsTests
{
    private static readonly PairModel s_model = KobAndersen.ForceShifted();
    private static readonly Ladder s_ladder = Ladder.Decades(0, -2, 0.5);

    // log10 W: 0 nothing, -0.5 a count, -1 an interval, -1.5 two lowest modes, -2 all unstable modes.
    private static readonly SampledModes s_mixed = SampledModes.Unstable with
    {
        Exceptions =
        [
            new ModesAtRungs(0, 0, SampledModes.None),
            new ModesAtRungs(-0.5, -0.5, SampledModes.Count),
            new ModesAtRungs(-1, -1, SampledModes.Within(-5, 1)),
            new ModesAtRungs(-1.5, -1.5, SampledModes.LowestModes(2)),
        ],
    };

    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("glassmodes-test-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Each_rung_has_what_was_asked_for_there()
    {
        SampleResult whole = SampleRun.Run(
            Start(),
            new SamplePlan(s_model, s_ladder) { Modes = SampledModes.Unstable },
            new SampleStorage(Directory.CreateDirectory(Path.Combine(_directory, "whole")).FullName));
        SampleRecord mixed = RunMixed(_directory);
        double[] SpectrumAt(int rung)
        {
            using ModeSet set = Hessian.Of(ConfigurationFile.Read(whole.Rungs[rung].File!), s_model).AllModes(vectors: false);
            return set.Eigenvalues.ToArray();
        }

        RungMeasures nothing = mixed.Rungs[0];
        Assert.That((nothing.UnstableCount, nothing.Lowest, nothing.Eigenvalues.Count), Is.EqualTo(((int?)null, (object?)null, 0)));
        Assert.That(nothing.Evidence.IsOfNothing);
        Assert.That(nothing.PotentialEnergyPerParticle, Is.EqualTo(whole.Rungs[0].PotentialEnergyPerParticle));

        Assert.That(mixed.Rungs[1].UnstableCount, Is.EqualTo(whole.Rungs[1].Measures!.UnstableCount).And.GreaterThan(3));
        Assert.That(mixed.Rungs[1].Eigenvalues, Is.Empty);

        double[] inside = [.. SpectrumAt(2).Where(value => value is > -5 and <= 1)];
        double[] found = [.. mixed.Rungs[2].Eigenvalues, .. mixed.Rungs[2].StableEigenvalues];
        Assert.That(found, Is.EqualTo(inside).Within(1e-8));
        Assert.That(mixed.Rungs[2].StableEigenvalues, Is.Not.Empty);
        Assert.That(mixed.Rungs[2].HasAllUnstableModes, Is.False, "some unstable modes lie below -5");
        Assert.That(mixed.Rungs[2].Lowest, Is.Null, "the lowest mode is not in the interval");

        Assert.That(mixed.Rungs[3].Eigenvalues, Is.EqualTo(SpectrumAt(3)[..2]).Within(1e-8));
        Assert.That(mixed.Rungs[4].Eigenvalues, Is.EqualTo(whole.Rungs[4].Measures!.Eigenvalues).Within(1e-8));
        Assert.That(mixed.Rungs.Select(rung => rung.Next), Has.All.Null, "no two neighbouring rungs have all unstable modes");
    }

    [Test]
    public void A_sample_of_mixed_rungs_comes_back_from_its_file_and_can_be_averaged()
    {
        SampleRecord mixed = RunMixed(_directory);
        SampleRecord read = SampleFile.Read(Path.Combine(_directory, SampleStorage.RecordName));
        Assert.That(read.Provenance.Protocol, Is.EqualTo(mixed.Provenance.Protocol));
        Assert.That(read.Provenance.Protocol.Modes, Is.EqualTo(s_mixed));
        Assert.That(read.Rungs.Select(rung => rung.Evidence.IsOfNothing), Is.EqualTo(new[] { true, false, false, false, false }));
        Assert.That(read.Rungs[2].StableEigenvalues, Is.EqualTo(mixed.Rungs[2].StableEigenvalues));
        EnsembleSums sums = EnsembleSums.Of([read]);
        Assert.That(sums.Ends.Single().UncertainRungs, Is.Zero, "where nothing was asked for, nothing is uncertain");
        Assert.That(sums.Rungs.Select(rung => rung.WholeSpectra.Count), Is.EqualTo(new[] { 0, 0, 0, 0, 1 }));
        Assert.That(() => AnalysisTables.Of(EnsembleAnalysis.Of([sums])), Throws.Nothing);
    }

    [Test]
    public void A_sample_that_is_stopped_at_each_rung_ends_the_same()
    {
        RunMixed(_directory);
        byte[] record = File.ReadAllBytes(Path.Combine(_directory, SampleStorage.RecordName));
        string other = Directory.CreateDirectory(Path.Combine(_directory, "stopped")).FullName;
        SampleResult last;
        int known = 0;
        do
        {
            using CancellationTokenSource stop = new();
            int reported = 0;
            void StopAfterNewRung(QuenchedRung rung)
            {
                if (++reported > known)
                {
                    stop.Cancel();
                }
            }

            last = SampleRun.Run(
                Start(), Mixed(), new SampleStorage(other) { Resume = true }, events: new SampleEvents(StopAfterNewRung),
                cancellation: stop.Token);
            known = reported;
        }
        while (last.Status == QuenchStatus.Running);

        Assert.That(File.ReadAllBytes(Path.Combine(other, SampleStorage.RecordName)), Is.EqualTo(record));
    }

    [Test]
    public void The_start_is_measured_before_a_quench_or_without_one()
    {
        SampleStart start = Start();
        SamplePlan alone = new(s_model, Ladder.Empty) { StartModes = SampledModes.Unstable };
        SampleRecord record = SampleRun.Run(start, alone, new SampleStorage(_directory)).Record!;
        using ModeSet expected = Hessian.Of(start.Configuration, s_model).UnstableModes(1);
        RungMeasures measured = record.Start!;
        Assert.That(measured.Eigenvalues, Is.EqualTo(expected.Eigenvalues[..expected.UnstableCount].ToArray()).Within(1e-8));
        Assert.That(measured.UnstableCount, Is.EqualTo(expected.UnstableCount).And.GreaterThan(20));
        Assert.That(measured.Lowest!.Eigenvalue, Is.EqualTo(expected.Eigenvalues[0]).Within(1e-8));
        Assert.That(record.Rungs, Is.Empty);
        Assert.That(record.Status, Is.EqualTo(QuenchStatus.LadderDone));

        SamplePlan before = new(s_model, s_ladder) { Modes = SampledModes.Unstable, StartModes = SampledModes.Unstable };
        SampleRecord quenched = SampleRun.Run(start, before).Record!;
        Assert.That(quenched.Start!.Eigenvalues, Is.EqualTo(measured.Eigenvalues));
        Assert.That(quenched.Rungs, Has.Count.EqualTo(5));
        SampleRecord plain = SampleRun.Run(start, before with { StartModes = null }).Record!;
        Assert.That(quenched.Rungs.Select(rung => rung.Eigenvalues), Is.EqualTo(plain.Rungs.Select(rung => rung.Eigenvalues)));
    }

    [Test]
    public void The_start_of_a_finished_sample_is_measured_later()
    {
        SamplePlan plan = new(s_model, s_ladder) { Modes = SampledModes.Count };
        SampleRun.Run(Start(), plan, new SampleStorage(_directory));
        SampleResult later = SampleRun.Run(
            Start(), plan with { StartModes = SampledModes.Count }, new SampleStorage(_directory) { Resume = true });
        Assert.That(later.ResumedFrom, Is.Not.Null);
        SampleRecord read = SampleFile.Read(later.RecordFile!);
        Assert.That(read.Start!.UnstableCount, Is.GreaterThan(20));
        Assert.That(read.Rungs, Has.Count.EqualTo(5));
    }

    [Test]
    public void Starts_are_averaged_and_merged_exactly()
    {
        SampleRecord[] records = [.. Enumerable.Range(0, 3).Select(number => SampleRun.Run(
            Start(number), new SamplePlan(s_model, Ladder.Empty) { StartModes = SampledModes.Unstable }).Record!)];
        EnsembleSums together = EnsembleSums.Of(records);
        EnsembleSums merged = EnsembleSums.Of(records.Skip(1));
        merged.Add(EnsembleSums.Of(records.Take(1)));
        string file = Path.Combine(_directory, "sums.h5");
        EnsembleFile.Write(file, together);
        foreach (EnsembleSums sums in new[] { together, merged, EnsembleFile.Read(file) })
        {
            StartResult result = EnsembleAnalysis.Of([sums]).Starts.Single();
            Assert.That(result.Samples, Is.EqualTo(3));
            Assert.That(result.FractionUnstable.Mean, Is.EqualTo(records.Average(record => record.Start!.FractionUnstable)).Within(1e-15));
            double integral = result.Spectrum.Sum(bin => bin.Density.Mean * bin.Width);
            Assert.That(integral, Is.EqualTo(result.FractionUnstable.Mean).Within(1e-12), "D is normalised to f_u");
        }

        ResultSet tables = AnalysisTables.Of(EnsembleAnalysis.Of([together]));
        Assert.That(tables.Tables.Select(table => table.Name), Does.Contain("starts").And.Contain("start_spectrum"));
        Assert.That(together.RungsWithout(records[0]), Is.Empty);
    }

    [TestCase("none")]
    [TestCase("unstable")]
    [TestCase("lowest 12")]
    [TestCase("interval -Infinity 0.30000000000000004")]
    [TestCase("lowest 1, count from -1.5 to -2.5, interval -1 2 from -3 to -Infinity")]
    public void A_selection_of_modes_is_read_as_it_is_written(string text)
    {
        SampledModes modes = SampledModes.Parse(text);
        Assert.That($"{modes}", Is.EqualTo(text));
        SampledModes again = SampledModes.Parse(text);
        Assert.That(again, Is.EqualTo(modes).And.Not.EqualTo(SampledModes.Count));
    }

    [TestCase("interval 1 -1")]
    [TestCase("lowest 0")]
    [TestCase("count from -1")]
    [TestCase("all")]
    public void A_text_that_is_no_selection_of_modes_is_refused(string text) =>
        Assert.That(() => SampledModes.Parse(text), Throws.InstanceOf<FormatException>().With.Message.Contains(text));

    private static SampleRecord RunMixed(string directory) => SampleRun.Run(Start(), Mixed(), new SampleStorage(directory)).Record!;

    private static SamplePlan Mixed() => new(s_model, s_ladder) { Modes = s_mixed };

    private static SampleStart Start(int number = 0)
    {
        GlassModes.Particles.Configuration liquid = GlassModes.Dynamics.Liquid.Equilibrate(
            s_model, 216, KobAndersen.Density, 2, 1, seed: (ulong)(number + 5),
            protocol: new GlassModes.Dynamics.EquilibrationProtocol(CanonicalTime: 2, MicrocanonicalTime: 1)).Single().Configuration;
        return new SampleStart(liquid, new SampleId(5, number, SampleId.HashOf(liquid)), new StartSource(), 2);
    }
}
