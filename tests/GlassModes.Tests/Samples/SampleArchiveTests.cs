// Tests archives of files: what comes out is what went in, and damage is told and never written to disk.

using System.Diagnostics;
using GlassModes.Samples;
using GlassModes.Tests.IO;

namespace GlassModes.Tests.Samples;

public sealed class SampleArchiveTests : FileTests
{
    private static readonly string[] s_names = ["liquids/a.extxyz", "sample_0001/b.checkpoint", "sample_0001/c.h5", "sample_0002/d"];

    [SetUp]
    public void WriteFiles()
    {
        Random random = new(4);
        foreach (string name in s_names)
        {
            byte[] content = new byte[20_000];
            random.NextBytes(content);
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf($"in/{name}"))!);
            File.WriteAllBytes(PathOf($"in/{name}"), content);
        }

        SampleArchive.Write(PathOf("a.tar.gz"), PathOf("in"), s_names);
    }

    [Test]
    public void Files_come_out_as_they_went_in_and_those_that_are_there_stay()
    {
        Directory.CreateDirectory(PathOf("out/sample_0002"));
        Save("out/sample_0002/d", "newer");
        Assert.That(SampleArchive.Extract(PathOf("a.tar.gz"), PathOf("out")), Is.Null);
        Assert.That(File.ReadAllText(PathOf("out/sample_0002/d")), Is.EqualTo("newer"));
        AssertSame(s_names[..3]);
        Assert.That(Directory.GetFiles(PathOf("out"), "*", SearchOption.AllDirectories), Has.Length.EqualTo(4));
    }

    [Test]
    [Platform("Linux")]
    public void Tar_unpacks_an_archive()
    {
        Directory.CreateDirectory(PathOf("out"));
        using Process tar = Process.Start("tar", ["xzf", PathOf("a.tar.gz"), "-C", PathOf("out")]);
        tar.WaitForExit();
        Assert.That(tar.ExitCode, Is.Zero);
        AssertSame(s_names);
        string[] checksums = File.ReadAllLines(PathOf($"out/{SampleArchive.ChecksumsName}"));
        Assert.That(checksums, Has.Length.EqualTo(4).And.All.Match("^[0-9a-f]{32}  "));
    }

    [Test]
    public void A_damaged_file_is_left_out_and_told([Values(0.3, 0.6, 0.9)] double place)
    {
        byte[] bytes = File.ReadAllBytes(PathOf("a.tar.gz"));
        bytes[(int)(place * bytes.Length)] ^= 16;
        File.WriteAllBytes(PathOf("a.tar.gz"), bytes);
        Assert.That(SampleArchive.Extract(PathOf("a.tar.gz"), PathOf("out")), Does.Contain("of 4 files are lost"));
        string[] there = [.. s_names.Where(name => File.Exists(PathOf($"out/{name}")))];
        Assert.That(there, Has.Length.LessThan(4));
        AssertSame(there);
    }

    [Test]
    public void An_archive_without_its_end_gives_the_files_before()
    {
        byte[] bytes = File.ReadAllBytes(PathOf("a.tar.gz"));
        File.WriteAllBytes(PathOf("a.tar.gz"), bytes[..(bytes.Length * 6 / 10)]);
        string? trouble = SampleArchive.Extract(PathOf("a.tar.gz"), PathOf("out"));
        Assert.That(trouble, Does.Contain("2 of 4 files are lost, sample_0001/c.h5 first"));
        AssertSame(s_names[..2]);
        File.WriteAllBytes(PathOf("a.tar.gz"), bytes[..20]);
        Assert.That(SampleArchive.Extract(PathOf("a.tar.gz"), PathOf("none")), Does.Contain("no file of it can be used"));
    }

    [Test]
    public void A_file_outside_of_the_directory_is_not_written()
    {
        Save("secret", "text");
        SampleArchive.Write(PathOf("b.tar.gz"), PathOf("in"), ["../secret", s_names[0]]);
        File.Delete(PathOf("secret"));
        Assert.That(SampleArchive.Extract(PathOf("b.tar.gz"), PathOf("out")), Is.Null);
        Assert.That(File.Exists(PathOf("secret")), Is.False);
        AssertSame(s_names[..1]);
    }

    private void AssertSame(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            Assert.That(File.ReadAllBytes(PathOf($"out/{name}")), Is.EqualTo(File.ReadAllBytes(PathOf($"in/{name}"))), name);
        }
    }
}
