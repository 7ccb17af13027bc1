// Tests the container of checkpoints with an arbitrary state in it.

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
