// The base of tests that write files: a temporary directory for each test, and comparison of configurations bit by bit.

using System.Runtime.InteropServices;
using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Tests.IO;

/// <summary>Base of tests that write files.</summary>
public abstract class FileTests
{
    protected string Folder { get; private set; } = "";

    [SetUp]
    public void MakeFolder() => Folder = Directory.CreateTempSubdirectory("glassmodes-tests-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Folder, recursive: true);

    protected string PathOf(string name) => Path.Combine(Folder, name);

    protected string Save(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    protected Configuration ReadText(string name, string text) => ConfigurationFile.Read(Save(name, text));

    /// <summary>The message of the error of a bad file, without the path of the temporary directory.</summary>
    protected string MessageOf(string name, string text) => MessageOf(Save(name, text));

    protected string MessageOf(string path)
    {
        ConfigurationFileException error = Assert.Throws<ConfigurationFileException>(() => ConfigurationFile.Read(path))!;
        Assert.That(error.FilePath, Is.EqualTo(path));
        return error.Message.Replace(Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    /// <summary>
    /// Reads a bad file. Asserts that the message begins with the file's name and the line, and that the message contains the facts.
    /// </summary>
    /// <param name="name">The file's name, with the extension of a format.</param>
    /// <param name="text">The content of the file.</param>
    /// <param name="line">The line of the error, counted from 1.</param>
    /// <param name="facts">Parts of the message: what was found, and the key, the value or the limit that was expected.</param>
    protected void AssertRefused(string name, string text, int line, IEnumerable<string> facts)
    {
        string message = MessageOf(name, text);
        Assert.That(message, Does.StartWith($"{name}:{line}: "));
        foreach (string fact in facts)
        {
            Assert.That(message, Does.Contain(fact));
        }
    }

    /// <summary>Replaces a piece of a valid text. Asserts that the text contains the piece.</summary>
    protected static string Exchange(string text, string old, string replacement)
    {
        Assert.That(text, Does.Contain(old));
        return text.Replace(old, replacement, StringComparison.Ordinal);
    }

    protected static void AssertSameBits(Configuration actual, Configuration expected, bool columns = true, bool time = true)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Bits([actual.Box.Length]), Is.EqualTo(Bits([expected.Box.Length])), "box length");
            Assert.That(Bits(Origin(actual.Box)), Is.EqualTo(Bits(Origin(expected.Box))), "box origin");
            Assert.That(actual.Ids.ToArray(), Is.EqualTo(expected.Ids.ToArray()), "ids");
            Assert.That(actual.Species.ToArray(), Is.EqualTo(expected.Species.ToArray()), "species");
            Assert.That(Bits(actual.Positions), Is.EqualTo(Bits(expected.Positions)), "positions");
            Assert.That(Bits(actual.Velocities), Is.EqualTo(Bits(expected.Velocities)), "velocities");
            if (columns)
            {
                Assert.That(actual.Time, Is.EqualTo(time ? expected.Time : null), "time");
                Assert.That(
                    actual.Properties.Select(p => (p.Name, p.Components)),
                    Is.EqualTo(expected.Properties.Select(p => (p.Name, p.Components))));
                foreach ((ParticleProperty a, ParticleProperty e) in actual.Properties.Zip(expected.Properties))
                {
                    Assert.That(Bits(a.Values.Span), Is.EqualTo(Bits(e.Values.Span)), e.Name);
                }
            }
        }
    }

    private static double[] Origin(PeriodicBox box) => [box.OriginX, box.OriginY, box.OriginZ];

    private static long[] Bits(ReadOnlySpan<double> values) => MemoryMarshal.Cast<double, long>(values).ToArray();
}
