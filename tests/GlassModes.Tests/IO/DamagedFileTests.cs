// Tests that reading a file with any damage succeeds or throws the one exception of this namespace.

using System.Text;
using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Tests.IO;

public sealed class DamagedFileTests : FileTests
{
    private static readonly string[] Names = ["a.dump", "a.data", "a.xyz"];

    [TestCaseSource(nameof(Names))]
    public void Truncation_succeeds_or_throws_the_one_exception(string name)
    {
        byte[] whole = WholeFile(name);
        int failures = 0;
        for (int length = 0; length < whole.Length; length += 97)
        {
            failures += Fails(name, whole.AsSpan(0, length)) ? 1 : 0;
        }

        // Only a cut within the last number, or between the sections of a data file, leaves a valid file.
        Assert.That(failures, Is.GreaterThan((whole.Length / 97) - 2));
    }

    [TestCaseSource(nameof(Names))]
    public void Wrong_bytes_succeed_or_throw_the_one_exception(string name)
    {
        byte[] whole = WholeFile(name);
        var random = new Random(20240607);
        int failures = 0;
        for (int trial = 0; trial < 3000; trial++)
        {
            byte[] damaged = [.. whole];

            // Every second trial aims at the header, where most of the grammar is.
            int end = trial % 2 == 0 ? damaged.Length : 300;
            damaged[random.Next(end)] = trial % 3 == 0 ? (byte)random.Next(256) : (byte)"0123456789 \n-.:=\"#ITEM"[random.Next(22)];
            failures += Fails(name, damaged) ? 1 : 0;
        }

        Assert.That(failures, Is.InRange(300, 2700), "some damage shows and some makes another valid file");
    }

    [TestCaseSource(nameof(Names))]
    public void Lines_lost_doubled_or_swapped_succeed_or_throw_the_one_exception(string name)
    {
        string[] lines = Encoding.UTF8.GetString(WholeFile(name)).Split('\n');
        for (int k = 0; k + 1 < lines.Length; k++)
        {
            List<string> lost = [.. lines], doubled = [.. lines], swapped = [.. lines];
            lost.RemoveAt(k);
            doubled.Insert(k, lines[k]);
            (swapped[k], swapped[k + 1]) = (swapped[k + 1], swapped[k]);
            foreach (List<string> damaged in (List<string>[])[lost, doubled, swapped])
            {
                Fails(name, Encoding.UTF8.GetBytes(string.Join('\n', damaged)));
            }
        }

        Assert.That(Fails(name, Encoding.UTF8.GetBytes(string.Join('\n', lines))), Is.False);
    }

    private bool Fails(string name, ReadOnlySpan<byte> bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        try
        {
            foreach (Configuration frame in ConfigurationFile.ReadFrames(PathOf(name)))
            {
                Assert.That(frame.Count, Is.GreaterThan(0));
            }

            return false;
        }
        catch (ConfigurationFileException error)
        {
            Assert.That(
                error.Message, Does.StartWith(PathOf(name)).And.Contains(": expected ").And.Contains("; found ").And.Not.Contains("\n"));
            return true;
        }
    }

    private byte[] WholeFile(string name)
    {
        var random = new Random(3);
        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
        var frame = new Configuration(
            new PeriodicBox(2.5, -0.25),
            [.. Enumerable.Range(0, 20).Select(k => (byte)(k % 2))],
            Numbers(60),
            Numbers(60),
            properties: [new("forces", 3, Numbers(60)), new("local", 1, Numbers(20))],
            time: 0.5);
        ConfigurationFile.Write(PathOf(name), frame);
        return File.ReadAllBytes(PathOf(name));
    }
}
