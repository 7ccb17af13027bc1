// Tests checkpoints of samples: they are whole and checked, the checkpoint before is kept, and a resumed quench gives the same bits.

using GlassModes.Files;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Quench;
using GlassModes.Samples;
using GlassModes.Tests.Files;

namespace GlassModes.Tests.Samples;

public sealed class SampleRunTests : IDisposable
{
    private static readonly PairModel Model = KobAndersen.ForceShifted();
    private static readonly Ladder Rungs = Ladder.Decades(-1.75, -2.5, 0.25);
    private readonly string _directory = Directory.CreateTempSubdirectory("glassmodes-checkpoint-").FullName;

    private string CheckpointPath => Path.Combine(_directory, SampleStorage.CheckpointName);

    [TearDown]
    public void Empty()
    {
        foreach (string file in Directory.EnumerateFiles(_directory))
        {
            File.Delete(file);
        }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [TestCase(QuenchMethodKind.Automatic)]
    [TestCase(QuenchMethodKind.Fire)]
    public void A_quench_stopped_and_resumed_is_the_same_to_the_bit(QuenchMethodKind method)
    {
        QuenchOptions options = new(method);
        SampleResult whole = Run(Start(), Model, Rungs, options, new SampleStorage(_directory));
        byte[][] files = [.. whole.Rungs.Select(rung => File.ReadAllBytes(rung.File!))];
        Empty();
        int stops = 0, knownRungs = 0;
        SampleResult parts;
        do
        {
            // The run is stopped before the first step, and then after each new rung.
            using CancellationTokenSource stop = new();
            List<QuenchedRung> reported = [];
            if (stops == 0)
            {
                stop.Cancel();
            }

            void StopAfterNewRung(QuenchedRung rung)
            {
                reported.Add(rung);
                if (reported.Count > knownRungs)
                {
                    stop.Cancel();
                }
            }

            parts = Run(
                Start(),
                Model,
                Rungs,
                options,
                new SampleStorage(_directory) { CheckpointInterval = 0.01, Resume = true },
                StopAfterNewRung,
                cancellation: stop.Token);
            knownRungs = reported.Count;
            Assert.That(reported, Is.EqualTo(parts.Rungs), "the earlier rungs come first");
            Assert.That(parts.ResumedFrom, Is.EqualTo(stops > 0 ? CheckpointPath : null));
            stops++;
        }
        while (parts.Status == QuenchStatus.Running);

        Assert.That(stops, Is.GreaterThan(2));
        Assert.That(parts.Rungs.Select(Untimed), Is.EqualTo(whole.Rungs.Select(Untimed)));
        Assert.That(parts.Rungs.Select(rung => File.ReadAllBytes(rung.File!)), Is.EqualTo(files));
        Assert.That(parts.Observations, Is.EqualTo(whole.Observations));
        Assert.That(parts.ForceEvaluations, Is.EqualTo(whole.ForceEvaluations));
        Assert.That(parts.Rises, Is.EqualTo(whole.Rises));
        Assert.That(parts.WallSeconds, Is.GreaterThan(parts.Rungs[^1].WallSeconds - 1e-9));
    }

    [TestCase(ModeSampling.Unstable)]
    [TestCase(ModeSampling.Lowest)]
    [TestCase(ModeSampling.Count)]
    public void A_sample_with_modes_stopped_at_each_rung_has_the_same_record_to_the_bit(ModeSampling sampling)
    {
        SampledModes modes = sampling == ModeSampling.Lowest ? SampledModes.LowestModes(5) : new SampledModes(sampling);
        SampleResult whole = Run(Start(), Model, Rungs, storage: new SampleStorage(_directory), modes: modes);
        byte[] record = File.ReadAllBytes(whole.RecordFile!);
        byte[][] files = [.. whole.Rungs.Select(rung => File.ReadAllBytes(rung.File!))];
        Empty();
        SampleResult parts;
        int stops = 0;
        do
        {
            using CancellationTokenSource stop = new();
            int before = stops++;
            int rungs = 0;
            parts = Run(
                Start(),
                Model,
                Rungs,
                storage: new SampleStorage(_directory) { Resume = true },
                onRung: _ => Stop(stop, ++rungs > before),
                modes: modes,
                cancellation: stop.Token);
        }
        while (parts.Status == QuenchStatus.Running);

        Assert.That(stops, Is.EqualTo(Rungs.Rungs.Count + 1), "stopped after every rung");
        Assert.That(File.ReadAllBytes(parts.RecordFile!), Is.EqualTo(record));
        Assert.That(parts.Rungs.Select(rung => File.ReadAllBytes(rung.File!)), Is.EqualTo(files));

        static void Stop(CancellationTokenSource stop, bool isDue)
        {
            if (isDue)
            {
                stop.Cancel();
            }
        }
    }

    [Test]
    public void Modes_that_were_not_kept_are_solved_for_again()
    {
        SampleResult whole = Run(Start(), Model, Rungs, storage: new SampleStorage(_directory), modes: SampledModes.Unstable);
        Empty();
        using CancellationTokenSource stop = new();
        Run(
            Start(), Model, Rungs, storage: new SampleStorage(_directory), onRung: _ => stop.Cancel(), modes: SampledModes.Unstable,
            cancellation: stop.Token);
        File.WriteAllText(Path.Combine(_directory, SampleStorage.ModesName), "damaged");
        List<string> warnings = [];
        SampleResult resumed = Run(
            Start(),
            Model,
            Rungs,
            storage: new SampleStorage(_directory) { Resume = true },
            onWarning: warnings.Add,
            modes: SampledModes.Unstable);
        Assert.That(warnings, Has.Some.Contains("solved for again"));
        Assert.That(
            resumed.Record!.Rungs[0].Next!.SuccessorOverlaps,
            Is.EqualTo(whole.Record!.Rungs[0].Next!.SuccessorOverlaps).Within(1e-9));
    }

    [Test]
    public void A_finished_sample_is_told_again_without_solving_for_modes()
    {
        SampleResult first = Run(Start(), Model, Rungs, storage: new SampleStorage(_directory), modes: SampledModes.Unstable);
        Assert.That(File.Exists(Path.Combine(_directory, SampleStorage.ModesName)), Is.False, "the modes are needed no more");

        // Without this file nobody could solve for the modes of the last rung again.
        File.Delete(first.Rungs[^1].File!);
        SampleResult repeated = Run(
            Start(), Model, Rungs, storage: new SampleStorage(_directory) { Resume = true }, modes: SampledModes.Unstable);
        Assert.That(UnstableCounts(repeated), Is.EqualTo(UnstableCounts(first)));
        Assert.That(repeated.Record!.Rungs, Has.Count.EqualTo(Rungs.Rungs.Count));

        static IEnumerable<int?> UnstableCounts(SampleResult sample) => sample.Rungs.Select(rung => rung.Measures!.UnstableCount);
    }

    [Test]
    public void Files_of_rungs_say_what_they_are()
    {
        SampleResult sample = Run(Start(), Model, Rungs, storage: new SampleStorage(_directory), modes: SampledModes.Unstable);
        QuenchedRung rung = sample.Rungs[^1];
        Configuration read = ConfigurationFile.Read(rung.File!);
        double Number(string key) => double.Parse(read.Annotations[key], System.Globalization.CultureInfo.InvariantCulture);
        Assert.That((read.Annotations["model"], read.Annotations["method"]), Is.EqualTo(("kalj", "rkc3")));
        Assert.That((read.Annotations["source"], read.Annotations["frame"]), Is.EqualTo(("start.dump", "0")));
        Assert.That((Number("W"), Number("V_per_particle")), Is.EqualTo((rung.MeanSquaredForce, rung.PotentialEnergyPerParticle)));
        LowestModeMeasures lowest = rung.Measures!.Lowest!;
        Assert.That((Number("lambda"), Number("participation_ratio")), Is.EqualTo((lowest.Eigenvalue, lowest.ParticipationRatio)));
        Assert.That(read.Time, Is.EqualTo(rung.Time));
        ParticleProperty energies = read.Properties.Single(property => property.Name == "local_energy");
        Assert.That(energies.Values.ToArray().Sum(), Is.EqualTo(lowest.Eigenvalue).Within(1e-9), "the local energies sum to lambda");
        Assert.That(read.Properties.Single(property => property.Name == "mode").Components, Is.EqualTo(3));
    }

    [Test]
    public void Lowest_modes_are_kept_beyond_zero_and_counts_keep_no_mode()
    {
        SampleRecord lowest = Run(
            Start(), Model, Rungs, storage: new SampleStorage(_directory), modes: SampledModes.LowestModes(20)).Record!;
        SampleRecord unstable = Run(Start(), Model, Rungs, modes: SampledModes.Unstable).Record!;
        SampleRecord counts = Run(Start(), Model, Rungs, modes: SampledModes.Count).Record!;
        SampleRecord read = SampleFile.Read(Path.Combine(_directory, SampleStorage.RecordName));
        for (int k = 0; k < Rungs.Rungs.Count; k++)
        {
            Assert.That(lowest.Rungs[k].Eigenvalues, Is.EqualTo(unstable.Rungs[k].Eigenvalues).Within(1e-8));
            Assert.That(lowest.Rungs[k].Eigenvalues.Count + lowest.Rungs[k].StableEigenvalues.Count, Is.EqualTo(20));
            Assert.That(lowest.Rungs[k].StableEigenvalues, Is.Ordered.And.All.Positive);
            Assert.That(read.Rungs[k].StableEigenvalues, Is.EqualTo(lowest.Rungs[k].StableEigenvalues));
            Assert.That(read.Rungs[k].StableParticipationRatios, Is.EqualTo(lowest.Rungs[k].StableParticipationRatios));
            Assert.That(
                (counts.Rungs[k].UnstableCount, counts.Rungs[k].Eigenvalues.Count), Is.EqualTo((unstable.Rungs[k].UnstableCount, 0)));
            Assert.That(counts.Rungs[k].HasAllUnstableModes, Is.EqualTo(unstable.Rungs[k].UnstableCount == 0));
        }
    }

    [Test]
    public void A_finished_quench_is_told_again_and_not_run_again()
    {
        SampleResult first = Run(Start(), Model, Rungs, storage: new SampleStorage(_directory));
        SampleResult repeated = Run(Start(), Model, Rungs, storage: new SampleStorage(_directory) { Resume = true });
        Assert.That(repeated.Rungs, Is.EqualTo(first.Rungs), "wall times too");
        Assert.That(repeated.Status, Is.EqualTo(QuenchStatus.LadderDone));
        Assert.That(repeated.ForceEvaluations, Is.EqualTo(first.ForceEvaluations));

        // A finished quench may be started anew, because nothing is lost.
        SampleResult anew = Run(Start(), Model, Rungs, storage: new SampleStorage(_directory));
        Assert.That(anew.ResumedFrom, Is.Null);
    }

    [Test]
    public void A_raised_limit_of_evaluations_lets_it_go_on()
    {
        SampleResult whole = Run(Start(), Model, Rungs);
        QuenchOptions few = new(MaximumEvaluations: whole.ForceEvaluations / 2);
        SampleResult half = Run(Start(), Model, Rungs, few, new SampleStorage(_directory));
        Assert.That(half.Status, Is.EqualTo(QuenchStatus.EvaluationLimit));
        SampleResult resumed = Run(Start(), Model, Rungs, storage: new SampleStorage(_directory) { Resume = true });
        Assert.That(resumed.Rungs.Select(Numbers), Is.EqualTo(whole.Rungs.Select(Numbers)));
    }

    [Test]
    public void Checkpoints_are_written_in_time_however_often_there_is_a_rung()
    {
        Ladder fine = Ladder.Decades(-1.51, -2.5, 0.002);
        bool isWritten = false;
        Run(
            Start(),
            Model,
            fine,
            storage: new SampleStorage(_directory) { CheckpointInterval = 0.005 },
            onRung: _ => isWritten |= File.Exists(CheckpointPath));
        Assert.That(isWritten, "before the last rung");
    }

    [Test]
    public void A_damaged_file_does_not_push_out_the_one_before()
    {
        CheckpointFile.Write(CheckpointPath, writer => writer.Write(1));
        CheckpointFile.Write(CheckpointPath, writer => writer.Write(2));
        File.WriteAllText(CheckpointPath, "damaged");
        CheckpointFile.Write(CheckpointPath, writer => writer.Write(3));
        File.Delete(CheckpointPath);
        int found = 0;
        Assert.That(
            CheckpointFile.Read(CheckpointPath, reader => found = reader.ReadInt32(), _ => { }),
            Is.EqualTo(CheckpointFile.PreviousOf(CheckpointPath)));
        Assert.That(found, Is.EqualTo(1));
    }

    [Test]
    public void An_unfinished_quench_is_not_overwritten_unasked()
    {
        Interrupt();
        byte[] before = File.ReadAllBytes(CheckpointPath);
        Assert.That(
            () => Run(Start(), Model, Rungs, storage: new SampleStorage(_directory)),
            Throws.InstanceOf<CheckpointException>().With.Message.Contains(CheckpointPath).And.Message.Contains("--resume"));
        Assert.That(File.ReadAllBytes(CheckpointPath), Is.EqualTo(before));
    }

    [Test]
    public void A_damaged_checkpoint_is_refused_by_name_and_the_one_before_is_used()
    {
        SampleResult whole = Run(Start(), Model, Rungs);
        Interrupt();
        Interrupt();
        Assert.That(File.Exists(CheckpointFile.PreviousOf(CheckpointPath)), Is.True);
        byte[] bytes = File.ReadAllBytes(CheckpointPath);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(CheckpointPath, bytes);
        List<string> warnings = [];
        SampleResult resumed = Run(
            Start(), Model, Rungs, storage: new SampleStorage(_directory) { Resume = true }, onWarning: warnings.Add);
        Assert.That(warnings, Has.Count.EqualTo(1));
        Assert.That(warnings[0], Does.Contain(CheckpointPath).And.Contain("checksum"));
        Assert.That(resumed.ResumedFrom, Is.EqualTo(CheckpointFile.PreviousOf(CheckpointPath)));
        Assert.That(resumed.Rungs.Select(Numbers), Is.EqualTo(whole.Rungs.Select(Numbers)));
    }

    [Test]
    public void Every_kind_of_damage_is_noticed()
    {
        Interrupt();
        File.Delete(CheckpointFile.PreviousOf(CheckpointPath));
        DamageTrials trials = new(
            CheckpointPath,
            () => Run(Start(), Model, Rungs, storage: new SampleStorage(_directory) { Resume = true }),
            typeof(CheckpointException));
        trials.FlipBits(30, seed: 5).Cut(10, seed: 6);
        Assert.That(trials.Faults, Is.Empty);
        Assert.That(trials.Unnoticed, Is.Empty);
    }

    [Test]
    public void A_checkpoint_of_another_quench_is_refused_with_what_differs()
    {
        Interrupt();
        SampleStorage resume = new(_directory) { Resume = true };
        Configuration foreign = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-3.dump"));
        AssertRefused(() => Run(foreign, Model, Rungs, storage: resume), "start differs");
        AssertRefused(() => Run(Start(), Model, new Ladder(1e-2), storage: resume), "ladder differs");
        AssertRefused(() => Run(Start(), Model, Rungs, new QuenchOptions(QuenchMethodKind.Rkc2), resume), "method, tolerance differ");
        AssertRefused(() => Run(Start(), Model, Rungs, new QuenchOptions(Tolerance: 1e-3), resume), "tolerance differs");
        AssertRefused(
            () => Run(Start(), Model, Rungs, new QuenchOptions(EscapeSaddles: false), resume), "escapes saddles differs");
        AssertRefused(
            () => Run(Start(), KobAndersen.ForceShifted(2.2), Rungs, storage: resume), "cutoffs, energies at half the cutoff differ");
        Assert.That(
            Run(Start(), Model, Rungs, storage: resume).Status,
            Is.EqualTo(QuenchStatus.LadderDone),
            "and nothing is lost");

        static void AssertRefused(Action run, string differences) =>
            Assert.That(run, Throws.InstanceOf<CheckpointException>().With.Message.Contains(differences));
    }

    [Test]
    public void A_write_that_fails_leaves_the_checkpoint_that_was_there()
    {
        CheckpointFile.Write(CheckpointPath, writer => writer.Write(42));
        Assert.That(() => CheckpointFile.Write(CheckpointPath, _ => throw new IOException("no space")), Throws.InstanceOf<IOException>());
        int found = 0;
        Assert.That(CheckpointFile.Read(CheckpointPath, reader => found = reader.ReadInt32(), _ => { }), Is.EqualTo(CheckpointPath));
        Assert.That(found, Is.EqualTo(42));
        Assert.That(Directory.GetFiles(_directory), Is.EqualTo(new[] { CheckpointPath }));
    }

    private static SampleResult Run(
        Configuration start,
        PairModel model,
        Ladder ladder,
        QuenchOptions? options = null,
        SampleStorage? storage = null,
        Action<QuenchedRung>? onRung = null,
        Action<string>? onWarning = null,
        IProgress<WorkProgress>? progress = null,
        SampledModes? modes = null,
        CancellationToken cancellation = default) => SampleRun.Run(
            SampleStart.FromFile(start, "start.dump", 0, 0),
            new SamplePlan(model, ladder) { Quench = options ?? new QuenchOptions(), Modes = modes ?? SampledModes.None },
            storage,
            threads: 1,
            new SampleEvents(onRung, onWarning, progress),
            cancellation);

    private static Configuration Start() => ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-1.5.dump"));

    private static QuenchedRung Untimed(QuenchedRung rung) => rung with { WallSeconds = 0 };

    private static QuenchedRung Numbers(QuenchedRung rung) => rung with { WallSeconds = 0, File = null, FileHash = "" };

    // Runs to the first rung, or from a checkpoint to the next rung, and stops.
    private void Interrupt()
    {
        using CancellationTokenSource stop = new();
        bool resumed = File.Exists(CheckpointPath);
        SampleResult quench = Run(
            Start(),
            Model,
            Rungs,
            storage: new SampleStorage(_directory) { Resume = resumed },
            onRung: rung =>
            {
                if (rung.Rung.Log10W < (resumed ? -1.9 : -1.7))
                {
                    stop.Cancel();
                }
            },
            cancellation: stop.Token);
        Assert.That(quench.Status, Is.EqualTo(QuenchStatus.Running));
        Assert.That(File.Exists(CheckpointPath), Is.True);
    }
}
