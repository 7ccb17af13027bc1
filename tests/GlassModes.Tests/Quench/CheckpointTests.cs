// Checkpoints: whole, checked, the one before kept; a quench that goes on from one gives the same bits.

using System.Text;
using GlassModes.Files;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Quench;

namespace GlassModes.Tests.Quench;

public sealed class CheckpointTests : IDisposable
{
    private static readonly PairModel Model = KobAndersen.ForceShifted();
    private static readonly Ladder Rungs = Ladder.Decades(-1.75, -2.5, 0.25);
    private readonly string _directory = Directory.CreateTempSubdirectory("glassmodes-checkpoint-").FullName;

    private string CheckpointPath => Path.Combine(_directory, QuenchRecording.CheckpointName);

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
        RecordedQuench whole = RecordedQuench.Run(Start(), Model, Rungs, options, new QuenchRecording(_directory));
        byte[][] files = [.. whole.Rungs.Select(rung => File.ReadAllBytes(rung.File!))];
        Empty();
        int stops = 0, known = 0;
        RecordedQuench parts;
        do
        {
            // Stopped before the first step, and then after each rung that was not known before.
            using CancellationTokenSource stop = new();
            List<RecordedRung> told = [];
            if (stops == 0)
            {
                stop.Cancel();
            }

            void StopAfterNewRung(RecordedRung rung)
            {
                told.Add(rung);
                if (told.Count > known)
                {
                    stop.Cancel();
                }
            }

            parts = RecordedQuench.Run(
                Start(),
                Model,
                Rungs,
                options,
                new QuenchRecording(_directory, CheckpointInterval: 0.01, Resume: true),
                StopAfterNewRung,
                cancellation: stop.Token);
            known = told.Count;
            Assert.That(told, Is.EqualTo(parts.Rungs), "those of before first");
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

    [Test]
    public void A_finished_quench_is_told_again_and_not_run_again()
    {
        RecordedQuench first = RecordedQuench.Run(Start(), Model, Rungs, recording: new QuenchRecording(_directory));
        RecordedQuench again = RecordedQuench.Run(Start(), Model, Rungs, recording: new QuenchRecording(_directory, Resume: true));
        Assert.That(again.Rungs, Is.EqualTo(first.Rungs), "wall times too");
        Assert.That(again.Status, Is.EqualTo(QuenchStatus.LadderDone));
        Assert.That(again.ForceEvaluations, Is.EqualTo(first.ForceEvaluations));

        // Nobody is kept from beginning again when nothing is lost.
        RecordedQuench anew = RecordedQuench.Run(Start(), Model, Rungs, recording: new QuenchRecording(_directory));
        Assert.That(anew.ResumedFrom, Is.Null);
    }

    [Test]
    public void A_raised_limit_of_evaluations_lets_it_go_on()
    {
        RecordedQuench whole = RecordedQuench.Run(Start(), Model, Rungs);
        QuenchOptions few = new(MaximumEvaluations: whole.ForceEvaluations / 2);
        RecordedQuench half = RecordedQuench.Run(Start(), Model, Rungs, few, new QuenchRecording(_directory));
        Assert.That(half.Status, Is.EqualTo(QuenchStatus.EvaluationLimit));
        RecordedQuench resumed = RecordedQuench.Run(Start(), Model, Rungs, recording: new QuenchRecording(_directory, Resume: true));
        Assert.That(resumed.Rungs.Select(Numbers), Is.EqualTo(whole.Rungs.Select(Numbers)));
    }

    [Test]
    public void Checkpoints_are_written_in_time_however_often_there_is_a_rung()
    {
        Ladder fine = Ladder.Decades(-1.51, -2.5, 0.002);
        bool isWritten = false;
        RecordedQuench.Run(
            Start(),
            Model,
            fine,
            recording: new QuenchRecording(_directory, CheckpointInterval: 0.05),
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
            () => RecordedQuench.Run(Start(), Model, Rungs, recording: new QuenchRecording(_directory)),
            Throws.InstanceOf<CheckpointException>().With.Message.Contains(CheckpointPath).And.Message.Contains("--resume"));
        Assert.That(File.ReadAllBytes(CheckpointPath), Is.EqualTo(before));
    }

    [Test]
    public void A_damaged_checkpoint_is_refused_by_name_and_the_one_before_is_used()
    {
        RecordedQuench whole = RecordedQuench.Run(Start(), Model, Rungs);
        Interrupt();
        Interrupt();
        Assert.That(File.Exists(CheckpointFile.PreviousOf(CheckpointPath)), Is.True);
        byte[] bytes = File.ReadAllBytes(CheckpointPath);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(CheckpointPath, bytes);
        List<string> warnings = [];
        RecordedQuench resumed = RecordedQuench.Run(
            Start(), Model, Rungs, recording: new QuenchRecording(_directory, Resume: true), onWarning: warnings.Add);
        Assert.That(warnings, Has.Count.EqualTo(1));
        Assert.That(warnings[0], Does.Contain(CheckpointPath).And.Contain("checksum"));
        Assert.That(resumed.ResumedFrom, Is.EqualTo(CheckpointFile.PreviousOf(CheckpointPath)));
        Assert.That(resumed.Rungs.Select(Numbers), Is.EqualTo(whole.Rungs.Select(Numbers)));
    }

    [Test]
    public void Every_kind_of_damage_is_noticed()
    {
        Interrupt();
        byte[] whole = File.ReadAllBytes(CheckpointPath);
        File.Delete(CheckpointFile.PreviousOf(CheckpointPath));
        Random random = new(5);
        for (int attempt = 0; attempt < 60; attempt++)
        {
            byte[] damaged = [.. whole];
            if (attempt % 3 == 0)
            {
                damaged = damaged[..random.Next(whole.Length)];
            }
            else if (attempt % 3 == 1)
            {
                damaged[random.Next(attempt < 30 ? 60 : whole.Length)] ^= (byte)(1 << random.Next(8));
            }
            else
            {
                damaged = [.. damaged, (byte)attempt];
            }

            File.WriteAllBytes(CheckpointPath, damaged);
            Assert.That(
                () => RecordedQuench.Run(Start(), Model, Rungs, recording: new QuenchRecording(_directory, Resume: true)),
                Throws.InstanceOf<CheckpointException>().With.Message.Contains(CheckpointPath).And.Message.Contains("remove it"));
        }
    }

    [Test]
    public void A_checkpoint_of_another_quench_is_refused_with_what_differs()
    {
        Interrupt();
        QuenchRecording resume = new(_directory, Resume: true);
        Configuration foreign = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-3.dump"));
        Refused(() => RecordedQuench.Run(foreign, Model, Rungs, recording: resume), "the configuration differs");
        Refused(() => RecordedQuench.Run(Start(), Model, new Ladder(1e-2), recording: resume), "the ladder differs");
        Refused(() => RecordedQuench.Run(Start(), Model, Rungs, new QuenchOptions(QuenchMethodKind.Rkc2), resume), "the method differs");
        Refused(() => RecordedQuench.Run(Start(), Model, Rungs, new QuenchOptions(Tolerance: 1e-3), resume), "the method differs");
        Refused(
            () => RecordedQuench.Run(Start(), Model, Rungs, new QuenchOptions(EscapeSaddles: false), resume), "the other settings differs");
        Refused(() => RecordedQuench.Run(Start(), KobAndersen.ForceShifted(2.2), Rungs, recording: resume), "the model differs");
        Assert.That(
            RecordedQuench.Run(Start(), Model, Rungs, recording: resume).Status,
            Is.EqualTo(QuenchStatus.LadderDone),
            "and nothing is lost");

        static void Refused(Action run, string what) =>
            Assert.That(run, Throws.InstanceOf<CheckpointException>().With.Message.Contains(what));
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

    [Test]
    public void Another_version_is_told_from_damage()
    {
        CheckpointFile.Write(CheckpointPath, writer => writer.Write(42));
        byte[] bytes = File.ReadAllBytes(CheckpointPath);
        Assert.That(Encoding.ASCII.GetString(bytes, 0, 16), Is.EqualTo("GlassModes state"));
        bytes[16] = 9;
        File.WriteAllBytes(CheckpointPath, bytes);
        Assert.That(
            () => CheckpointFile.Read(CheckpointPath, _ => { }, _ => { }),
            Throws.InstanceOf<CheckpointException>().With.Message.Contains("version is 9"));
    }

    private static Configuration Start() => ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-1.5.dump"));

    private static RecordedRung Untimed(RecordedRung rung) => rung with { WallSeconds = 0 };

    private static RecordedRung Numbers(RecordedRung rung) => rung with { WallSeconds = 0, File = null };

    // As far as the first rung, or the next.
    private void Interrupt()
    {
        using CancellationTokenSource stop = new();
        bool resumed = File.Exists(CheckpointPath);
        RecordedQuench quench = RecordedQuench.Run(
            Start(),
            Model,
            Rungs,
            recording: new QuenchRecording(_directory, Resume: resumed),
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
