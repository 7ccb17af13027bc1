// Tests which files an analysis reads: the records in directories, the files that a user names, and the files that are left out or refused.

using GlassModes.Analysis.Records;
using GlassModes.Samples;
using GlassModes.Tests.IO;
using GlassModes.Tests.Samples;
using PureHDF;

namespace GlassModes.Tests.Analysis;

public sealed class RecordFinderTests : FileTests
{
    private readonly List<string> _warnings = [];

    [SetUp]
    public void Forget() => _warnings.Clear();

    [Test]
    public void Records_below_a_directory_are_found_in_order()
    {
        string[] records = [Record("tree/B/sample.h5"), Record("tree/a/deep/er/x.h5"), Record("tree/a/sample.h5"), Record("tree/z.h5")];
        Save("tree/table.csv", "no record");
        Save("tree/a/sample.h5.bak", "nor this");
        Directory.CreateDirectory(PathOf("tree/empty.h5"));
        Assert.That(FindPaths("tree"), Is.EqualTo(records));
        Assert.That(_warnings, Is.Empty);
        Assert.That(
            RecordFinder.Find([PathOf("tree")], _warnings.Add).Files,
            Is.All.Matches<RecordFile>(file => file is { Kind: RecordKind.Sample, IsNamed: false }));
    }

    [Test]
    public void What_is_no_record_in_a_directory_is_told_and_left_out()
    {
        string good = Record("tree/good.h5");
        string withoutFormat = WithFormat("tree/foreign.h5", null);
        string ofOtherProgram = WithFormat("tree/other.h5", "another program");
        string withNumber = WithFormat("tree/number.h5", 3.5);
        WithFormat("tree/sums.h5", "GlassModes sums");
        string text = Save("tree/text.h5", "not HDF5 at all");
        string empty = Save("tree/empty.h5", "");
        string half = PathOf("tree/half.h5");
        byte[] whole = File.ReadAllBytes(good);
        File.WriteAllBytes(half, whole[..(whole.Length / 2)]);
        FoundRecords found = RecordFinder.Find([PathOf("tree")], _warnings.Add);
        Assert.That(found.Files.Select(file => file.Path), Is.EqualTo(new[] { good }));
        Assert.That(found.LeftOut, Is.EqualTo(6), "sums are passed over without a warning");
        Assert.That(_warnings, Has.Count.EqualTo(6).And.All.Contains("left out"));
        foreach ((string path, string why) in new[]
        {
            (withoutFormat, "no text \"format\""),
            (ofOtherProgram, "\"another program\""),
            (withNumber, "no text \"format\""),
            (text, "damaged, or not an HDF5 file"),
            (empty, "damaged"),
            (half, "damaged"),
        })
        {
            Assert.That(_warnings.Count(warning => warning.Contains($"'{path}'") && warning.Contains(why)), Is.EqualTo(1), path);
        }
    }

    [Test]
    public void Named_files_tell_their_kind()
    {
        string sample = Record("a sample of any name");
        string sums = WithFormat("sums.h5", "GlassModes sums");
        Record("tree/sample.h5");
        Assert.That(RecordFinder.Find([sums, PathOf("tree"), sample], _warnings.Add).Files, Is.EqualTo(new[]
        {
            new RecordFile(sums, RecordKind.Sums, IsNamed: true),
            new RecordFile(PathOf("tree/sample.h5"), RecordKind.Sample, IsNamed: false),
            new RecordFile(sample, RecordKind.Sample, IsNamed: true),
        }));
        Assert.That(_warnings, Is.Empty);
    }

    [Test]
    public void A_named_file_that_is_none_is_an_error()
    {
        Record("tree/good.h5");
        string[] unreadable =
        [
            Save("tree/text.h5", "not HDF5 at all"), Save("tree/empty.h5", ""), WithFormat("tree/foreign.h5", null),
            WithFormat("tree/other.h5", "another"),
        ];
        foreach (string path in unreadable)
        {
            Assert.That(
                () => RecordFinder.Find([PathOf("tree"), path], _warnings.Add),
                Throws.InstanceOf<RecordFinderException>().With.Message.Contains($"'{path}'").And.Message.Contains("do not name it"));
        }
    }

    [Test]
    public void Each_file_is_taken_once_and_as_named()
    {
        string sample = Record("tree/sub/sample.h5");
        string sums = WithFormat("tree/sub/sums.h5", "GlassModes sums");
        Assert.That(
            RecordFinder.Find(
                [PathOf("tree"), sample, PathOf("tree/sub/"), PathOf("tree/../tree/sub/sample.h5"), sums, PathOf("tree")],
                _warnings.Add).Files,
            Is.EqualTo(
                new[] { new RecordFile(sample, RecordKind.Sample, IsNamed: true), new RecordFile(sums, RecordKind.Sums, IsNamed: true) }));
        Assert.That(_warnings, Is.Empty);
    }

    [Test]
    public void Paths_that_are_not_there_are_all_told()
    {
        Record("tree/good.h5");
        Assert.That(
            () => RecordFinder.Find([PathOf("tree"), PathOf("absent"), PathOf("lost.h5"), ""], _warnings.Add),
            Throws.InstanceOf<RecordFinderException>().With.Message.Contains($"'{PathOf("absent")}', '{PathOf("lost.h5")}', ''"));
        Assert.That(() => RecordFinder.Find([], _warnings.Add), Throws.ArgumentException);
    }

    [Test]
    public void No_record_at_all_is_an_error()
    {
        Directory.CreateDirectory(PathOf("tree/empty"));
        Assert.That(
            () => FindPaths("tree"),
            Throws.InstanceOf<RecordFinderException>()
                .With.Message.Contains($"'{PathOf("tree")}'").And.Message.Contains("no file").And.Message.Contains("*.h5"));
        WithFormat("tree/sums.h5", "GlassModes sums");
        Assert.That(
            () => FindPaths("tree"),
            Throws.InstanceOf<RecordFinderException>()
                .With.Message.Match(@"\bsums\b.*\b1\b").And.Message.Contains("named").And.Message.Not.Contains("*.h5"));
        WithFormat("tree/foreign.h5", null);
        Save("tree/empty/text.h5", "text");
        Assert.That(
            () => FindPaths("tree"),
            Throws.InstanceOf<RecordFinderException>()
                .With.Message.Contains("*.h5").And.Message.Contains("2 in all").And.Message.Match(@"\bsums\b.*\b1\b"));
        File.Delete(PathOf("tree/sums.h5"));
        _warnings.Clear();
        Assert.That(
            () => FindPaths("tree"),
            Throws.InstanceOf<RecordFinderException>()
                .With.Message.Contains("*.h5").And.Message.Contains("2 in all").And.Message.Not.Contains("sums"));
        Assert.That(_warnings, Has.Count.EqualTo(2));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void Links_are_followed_but_not_in_circles()
    {
        string sample = Record("tree/a/sample.h5");
        string outside = Record("store/outside.h5");
        Link("tree/a/back", PathOf("tree"));
        Link("tree/b", "a");
        Link("tree/again.h5", sample);
        Link("tree/c", PathOf("store"));
        Link("tree/self.h5", "self.h5");
        Link("tree/broken.h5", PathOf("absent.h5"));
        Link("tree/broken", PathOf("absent"));
        IReadOnlyList<string> found = FindPaths("tree");
        Assert.That(found, Is.EqualTo(new[] { sample, PathOf("tree/c/outside.h5") }));
        Assert.That(_warnings, Has.Count.EqualTo(2));
        Assert.That(_warnings[0], Does.Contain("broken.h5").And.Contain("cannot be read"));
        Assert.That(_warnings[1], Does.Contain("self.h5").And.Contain("cannot be read"));

        Link("door", PathOf("tree"));
        Assert.That(RecordFinder.Find([PathOf("door/a/sample.h5"), PathOf("tree/c"), outside], _ => { }).Files, Is.EqualTo(new[]
        {
            new RecordFile(PathOf("door/a/sample.h5"), RecordKind.Sample, IsNamed: true),
            new RecordFile(outside, RecordKind.Sample, IsNamed: true),
        }));
        Assert.That(
            FindPaths("door"),
            Is.EqualTo(new[] { PathOf("door/a/sample.h5"), PathOf("door/c/outside.h5") }),
            "a directory may be named by a link");
        foreach (string path in new[] { "tree/self.h5", "tree/broken.h5", "tree/broken" })
        {
            Assert.That(
                () => FindPaths(path), Throws.InstanceOf<RecordFinderException>().With.Message.Contains("There is no file or directory"));
        }
    }

    [Test]
    public void Modes_for_a_page_are_found_and_are_no_samples()
    {
        Record("tree/sample_0001/sample.h5");
        string page = InFolder("tree/page/sample_0001.h5");
        new PageSample(new SampleRecordBuilder().Build(), new byte[1000]).Write(page);
        FoundRecords found = RecordFinder.Find([PathOf("tree")], _warnings.Add);
        Assert.That(found.Files.Select(file => file.Path), Is.EqualTo(new[] { PathOf("tree/sample_0001/sample.h5") }));
        Assert.That(found.PageSamples, Is.EqualTo(new[] { page }));
        Assert.That(_warnings, Is.Empty);
        Assert.That(
            () => RecordFinder.Find([PathOf("tree/page")], _warnings.Add),
            Throws.InstanceOf<RecordFinderException>().With.Message.Contains("have modes for a page, and no measures"));
    }

    [Test]
    public void An_interruption_stops_the_search()
    {
        Record("tree/good.h5");
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.That(
            () => RecordFinder.Find([PathOf("tree")], _warnings.Add, source.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private string[] FindPaths(string path) => [.. RecordFinder.Find([PathOf(path)], _warnings.Add).Files.Select(file => file.Path)];

    private string InFolder(string name)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    private string Record(string name)
    {
        string path = InFolder(name);
        SampleFile.Write(path, new SampleRecordBuilder().Build());
        return path;
    }

    private string WithFormat(string name, object? format)
    {
        string path = InFolder(name);
        H5File file = new() { ["x"] = new[] { 1.0 } };
        if (format is not null)
        {
            file.Attributes["format"] = format;
        }

        file.Write(path);
        return path;
    }

    private void Link(string name, string target) => File.CreateSymbolicLink(InFolder(name), target);
}
