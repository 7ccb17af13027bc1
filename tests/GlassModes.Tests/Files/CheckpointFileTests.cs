// The container of checkpoints, whatever the state in it.

using GlassModes.Files;
using GlassModes.Tests.IO;

namespace GlassModes.Tests.Files;

public sealed class CheckpointFileTests : FileTests
{
    private string State => PathOf("work.checkpoint");

    [Test]
    public void The_newest_checkpoint_is_read_and_the_one_before_is_kept()
    {
        Assert.That(CheckpointFile.Exists(State), Is.False);
        Assert.That(Read(out _), Is.Zero, "there is none");
        Write(1);
        Write(2);
        Assert.That(CheckpointFile.Exists(State), Is.True);
        Assert.That(File.Exists(CheckpointFile.PreviousOf(State)), Is.True);
        Assert.That(Read(out List<string> warnings), Is.EqualTo(2));
        Assert.That(warnings, Is.Empty);
    }

    [Test]
    public void A_damaged_checkpoint_is_passed_over_with_a_warning()
    {
        Write(1);
        Write(2);
        Flip(State);
        Assert.That(Read(out List<string> warnings), Is.EqualTo(1));
        Assert.That(warnings.Single(), Does.Contain(State).And.Contains("damaged"));
        Write(3);
        Assert.That(File.ReadAllBytes(CheckpointFile.PreviousOf(State))[28], Is.EqualTo(1), "the damaged file took no whole one's place");
    }

    [Test]
    public void Two_damaged_checkpoints_are_an_error_of_input()
    {
        Write(1);
        Write(2);
        Flip(State);
        Flip(CheckpointFile.PreviousOf(State));
        Assert.That(() => Read(out _), Throws.TypeOf<CheckpointException>().With.Message.Contains("remove it"));
    }

    private static void Flip(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^20] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private void Write(int value) => CheckpointFile.Write(State, writer => writer.Write(value));

    private int Read(out List<string> warnings)
    {
        int value = 0;
        warnings = [];
        CheckpointFile.Read(State, reader => value = reader.ReadInt32(), warnings.Add);
        return value;
    }
}
