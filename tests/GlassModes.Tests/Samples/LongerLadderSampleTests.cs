// Tests samples that are resumed with a longer ladder, and samples whose files are gone.

using GlassModes.Files;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Quench;
using GlassModes.Samples;
using GlassModes.Tests.IO;

namespace GlassModes.Tests.Samples;

public sealed class LongerLadderSampleTests : FileTests
{
    private static readonly PairModel Model = KobAndersen.ForceShifted();

    [TestCase(ModeSampling.None)]
    [TestCase(ModeSampling.Unstable)]
    [TestCase(ModeSampling.Count)]
    public void A_finished_sample_goes_on_below_to_the_same_files(ModeSampling sampling)
    {
        SampledModes modes = new(sampling);
        Ladder longer = Ladder.Decades(-1.75, -2.5, 0.25);
        SampleResult whole = Run("whole", longer, modes);
        Run("parts", Ladder.Decades(-1.75, -2, 0.25), modes);
        SampleResult parts = Run("parts", longer, modes, resume: true);
        Assert.That(parts.Rungs.Select(rung => rung.ForceEvaluations), Is.EqualTo(whole.Rungs.Select(rung => rung.ForceEvaluations)));
        Assert.That(parts.Rungs, Has.Count.EqualTo(4));
        foreach ((QuenchedRung a, QuenchedRung b) in parts.Rungs.Zip(whole.Rungs))
        {
            Assert.That(File.ReadAllBytes(a.File!), Is.EqualTo(File.ReadAllBytes(b.File!)));
        }

        if (sampling != ModeSampling.None)
        {
            Assert.That(File.ReadAllBytes(parts.RecordFile!), Is.EqualTo(File.ReadAllBytes(whole.RecordFile!)));
        }
    }

    [Test]
    public void An_unfinished_sample_may_get_a_longer_ladder_too()
    {
        Ladder longer = Ladder.Decades(-1.75, -2.5, 0.25);
        SampleResult whole = Run("whole", longer, SampledModes.None);
        using CancellationTokenSource stop = new();
        SampleResult stopped = Run(
            "parts", Ladder.Decades(-1.75, -2, 0.25), SampledModes.None, onRung: _ => stop.Cancel(), stop: stop.Token);
        Assert.That((stopped.Status, stopped.Rungs.Count), Is.EqualTo((QuenchStatus.Running, 1)));
        SampleResult parts = Run("parts", longer, SampledModes.None, resume: true);
        Assert.That(parts.Rungs.Select(rung => rung.Time), Is.EqualTo(whole.Rungs.Select(rung => rung.Time)));
    }

    [Test]
    public void Files_get_the_names_of_the_longer_ladder()
    {
        // From a hundred rungs on, a name has three digits.
        Run("parts", Ladder.Decades(-1.6, -1.698, 0.001), SampledModes.None);
        string before = Path.Combine(Folder, "parts", "rung_01_W_-1.60.extxyz");
        byte[] content = File.ReadAllBytes(before);
        SampleResult parts = Run("parts", Ladder.Decades(-1.6, -1.7, 0.001), SampledModes.None, resume: true);
        string after = Path.Combine(Folder, "parts", "rung_001_W_-1.60.extxyz");
        Assert.That(parts.Rungs[0].File, Is.EqualTo(after));
        Assert.That(File.ReadAllBytes(after), Is.EqualTo(content));
        Assert.That(File.Exists(before), Is.False);
        Assert.That(parts.Rungs.Select(rung => File.Exists(rung.File)), Has.All.True.And.Exactly(101).Items);
    }

    [Test]
    public void A_file_that_is_gone_is_not_named()
    {
        Ladder ladder = Ladder.Decades(-1.75, -2, 0.25);
        SampleResult first = Run("sample", ladder, SampledModes.None);
        File.Delete(first.Rungs[0].File!);
        List<string> warnings = [];
        SampleResult told = Run("sample", ladder, SampledModes.None, resume: true, onWarning: warnings.Add);
        Assert.That(told.Rungs.Select(rung => rung.File), Is.EqualTo(new[] { null, first.Rungs[1].File }));
        Assert.That(warnings, Has.Exactly(1).Items.And.Some.Contains(first.Rungs[0].File!));
    }

    [Test]
    public void A_file_that_has_changed_is_not_gone_on_from()
    {
        Ladder longer = Ladder.Decades(-1.75, -2.25, 0.25);
        SampleResult first = Run("sample", Ladder.Decades(-1.75, -2, 0.25), SampledModes.Unstable);
        string file = first.Rungs[^1].File!;
        string text = File.ReadAllText(file);

        // The next to last digit of a coordinate: the modes would hardly change.
        int place = text.IndexOf('.', text.IndexOf('\n', text.IndexOf('\n') + 1)) + 12;
        File.WriteAllText(file, text[..place] + (text[place] == '5' ? '6' : '5') + text[(place + 1)..]);
        Assert.That(
            () => Run("sample", longer, SampledModes.Unstable, resume: true),
            Throws.InstanceOf<CheckpointException>().With.Message.StartsWith($"{file} has changed"));
        File.WriteAllText(file, text);
        Assert.That(Run("sample", longer, SampledModes.Unstable, resume: true).Rungs, Has.Count.EqualTo(3));
    }

    [Test]
    public void A_directory_where_a_sample_is_at_work_is_refused()
    {
        Ladder ladder = Ladder.Decades(-1.75, -2, 0.25);
        Run("sample", ladder, SampledModes.None, onRung: _ => Assert.That(
            () => Run("sample", ladder, SampledModes.None, resume: true), Throws.InstanceOf<HeldException>()));
        Assert.That(Run("sample", ladder, SampledModes.None, resume: true).Rungs, Has.Count.EqualTo(2));
    }

    [Test]
    public void Settings_that_differ_in_the_last_digit_are_others()
    {
        Ladder ladder = Ladder.Decades(-1.75, -2, 0.25);
        Run("sample", ladder, SampledModes.None, options: new QuenchOptions(Tolerance: 2e-3));
        Assert.That(
            () => Run("sample", ladder, SampledModes.None, resume: true, options: new QuenchOptions(Tolerance: Math.BitIncrement(2e-3))),
            Throws.InstanceOf<CheckpointException>().With.Message.Contains("tolerance"));
    }

    [Test]
    public void The_time_of_the_start_is_one_of_the_arguments()
    {
        Ladder ladder = Ladder.Decades(-1.75, -2, 0.25);
        SampleResult plain = Run("sample", ladder, SampledModes.Count);
        Assert.That(plain.Record!.Provenance.Protocol.OtherSettings, Is.Empty);
        Assert.That(
            () => Run("sample", ladder, SampledModes.Count, resume: true, options: new QuenchOptions(TimeFromStart: true)),
            Throws.InstanceOf<CheckpointException>().With.Message.Contains("time"));
        SampleResult timed = Run("timed", ladder, SampledModes.Count, options: new QuenchOptions(TimeFromStart: true));
        Assert.That(timed.Record!.Provenance.Protocol, Is.Not.EqualTo(plain.Record.Provenance.Protocol), "times must not be averaged");
        Assert.That(SampleFile.Read(timed.RecordFile!).Provenance.Protocol, Is.EqualTo(timed.Record.Provenance.Protocol));
        Assert.That(timed.Rungs[0].Time, Is.EqualTo(7 + plain.Rungs[0].Time));
    }

    private SampleResult Run(
        string name,
        Ladder ladder,
        SampledModes modes,
        bool resume = false,
        Action<QuenchedRung>? onRung = null,
        Action<string>? onWarning = null,
        QuenchOptions? options = null,
        CancellationToken stop = default)
    {
        Configuration read = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-1.5.dump"));
        Configuration start = new(read.Box, read.Species, read.Positions, ids: read.Ids, time: 7);
        return SampleRun.Run(
            SampleStart.FromFile(start, "start.dump", 0, 0),
            new SamplePlan(Model, ladder) { Modes = modes, Quench = options ?? new QuenchOptions() },
            new SampleStorage(Path.Combine(Folder, name)) { Resume = resume },
            threads: 1,
            new SampleEvents(onRung, onWarning),
            stop);
    }
}
