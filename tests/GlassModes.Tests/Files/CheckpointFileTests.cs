// Tests the container of checkpoints with an arbitrary state in it.

using System.IO.Hashing;
using GlassModes.Files;
using GlassModes.Tests.IO;

namespace GlassModes.Tests.Files;

public sealed class CheckpointFileTests : FileTests
{
    private string CheckpointPath => PathOf("work.checkpoint");

    [Test]
    public void The_newest_checkpoint_is_read_and_the_one_before_is_kept()
    {
        Assert.That(CheckpointFile.Exists(CheckpointPath), Is.False);
        Assert.That(Read(out _), Is.Zero, "there is none");
        Write(1);
        Write(2);
        Assert.That(CheckpointFile.Exists(CheckpointPath), Is.True);
        Assert.That(File.Exists(CheckpointFile.PreviousOf(CheckpointPath)), Is.True);
        Assert.That(Read(out List<string> warnings), Is.EqualTo(2));
        Assert.That(warnings, Is.Empty);
    }

    [Test]
    public void A_damaged_checkpoint_is_passed_over_with_a_warning()
    {
        Write(1);
        Write(2);
        FlipBit(CheckpointPath);
        Assert.That(Read(out List<string> warnings), Is.EqualTo(1));
        Assert.That(warnings.Single(), Does.Contain(CheckpointPath).And.Contains("damaged"));
        Write(3);
        Assert.That(File.ReadAllBytes(CheckpointFile.PreviousOf(CheckpointPath))[28], Is.EqualTo(1), "the whole file is kept");
    }

    [Test]
    public void Two_damaged_checkpoints_are_an_error_of_input()
    {
        Write(1);
        Write(2);
        FlipBit(CheckpointPath);
        FlipBit(CheckpointFile.PreviousOf(CheckpointPath));
        Assert.That(() => Read(out _), Throws.TypeOf<CheckpointException>().With.Message.Contains("remove it"));
    }

    [Test]
    public void Any_damage_to_the_newest_checkpoint_leads_to_the_one_before()
    {
        Write(1);
        Write(2);
        int warned = 0;
        DamageTrials trials = new(
            CheckpointPath,
            () =>
            {
                Assert.That(Read(out List<string> warnings), Is.EqualTo(1));
                Assert.That(warnings.Single(), Does.Contain(CheckpointPath).And.Contains("damaged"));
                warned++;
            },
            typeof(CheckpointException));
        trials.FlipEveryBit(0, (int)new FileInfo(CheckpointPath).Length).Cut(0, 0).AppendAndErase();
        Assert.That(trials.Faults, Is.Empty);
        Assert.That(warned, Is.EqualTo(trials.Count));
    }

    [Test]
    public void A_checkpoint_of_another_version_is_told_from_damage([Values(1, 9)] int version)
    {
        Write(42);
        byte[] bytes = File.ReadAllBytes(CheckpointPath);
        Assert.That(bytes, Has.Length.EqualTo(28 + 4 + 16));
        Assert.That(bytes[..16], Is.EqualTo("GlassModes state"u8.ToArray()));
        bytes[16] = (byte)version;
        XxHash128.Hash(bytes.AsSpan(..^16), bytes.AsSpan(^16..));
        File.WriteAllBytes(CheckpointPath, bytes);
        Assert.That(
            () => Read(out _),
            Throws.TypeOf<CheckpointException>().With.Message.Contains(CheckpointPath).And.Message.Contains($"version {version}")
                .And.Message.Not.Contains("damaged").And.Message.Contains("remove it")
                .And.Property(nameof(CheckpointException.IsDamage)).False);
        bytes[^1] ^= 1;
        File.WriteAllBytes(CheckpointPath, bytes);
        Assert.That(
            () => Read(out _),
            Throws.TypeOf<CheckpointException>().With.Message.Contains("damaged").And.Property(nameof(CheckpointException.IsDamage)).True);
    }

    [Test]
    public void A_payload_may_be_written_in_any_order()
    {
        CheckpointFile.Write(CheckpointPath, writer =>
        {
            long start = writer.BaseStream.Position;
            writer.Write(0);
            writer.Write("text");
            writer.Flush();
            writer.BaseStream.Position = start;
            writer.Write(7);
        });
        (int Number, string Text) found = default;
        CheckpointFile.Read(CheckpointPath, reader => found = (reader.ReadInt32(), reader.ReadString()), _ => { });
        Assert.That(found, Is.EqualTo((7, "text")));
    }

    private static void FlipBit(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^20] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private void Write(int value) => CheckpointFile.Write(CheckpointPath, writer => writer.Write(value));

    private int Read(out List<string> warnings)
    {
        int value = 0;
        warnings = [];
        CheckpointFile.Read(CheckpointPath, reader => value = reader.ReadInt32(), warnings.Add);
        return value;
    }
}
