// Sums over the samples in files: each once, whatever the order, and what is wrong told by the names of the files.

using GlassModes.Analysis.Records;
using GlassModes.Ensembles;
using GlassModes.Samples;
using GlassModes.Tests.Ensembles;
using GlassModes.Tests.IO;
using GlassModes.Tests.Samples;

namespace GlassModes.Tests.Analysis;

public sealed class SampleCollectorTests : FileTests
{
    private readonly List<string> _warnings = [];

    [SetUp]
    public void Forget() => _warnings.Clear();

    [Test]
    public void The_order_of_files_does_not_matter([Values(1, 2, 5)] int seed)
    {
        RecordFile[] files = [.. Enumerable.Range(0, 40).Select(k => Found(Record($"{k}.h5", k))), Found(Record("large.h5", 1, 2000))];
        byte[] expected = BytesOf(Collect(files));
        new Random(seed).Shuffle(files);
        Assert.That(BytesOf(Collect(files)), Is.EqualTo(expected));
        Assert.That(_warnings, Is.Empty);
    }

    [Test]
    public void Sums_go_on_with_new_samples_and_old_ones_are_passed_over()
    {
        RecordFile[] files = [.. Enumerable.Range(0, 40).Select(k => Found(Record($"{k}.h5", k)))];
        CollectedSamples whole = Collect(files);
        Assert.That((whole.Read, whole.PassedOver, whole.LeftOut), Is.EqualTo((40, 0, 0)));
        RecordFile one = Sums("one.h5", files[..15]);
        RecordFile two = Sums("two.h5", files[15..20]);
        CollectedSamples grown = Collect([.. files[10..], two, one]);
        Assert.That((grown.Read, grown.PassedOver, grown.LeftOut), Is.EqualTo((20, 10, 0)));
        Assert.That(BytesOf(grown), Is.EqualTo(BytesOf(whole)));
        Assert.That(BytesOf(Collect([one, Sums("rest.h5", files[15..])])), Is.EqualTo(BytesOf(whole)), "sums alone");
    }

    [Test]
    public void A_sample_that_has_gone_on_since_its_sums_is_passed_over_with_a_warning()
    {
        SampleRecord longer = MadeUpSamples.Record(0, rungs: 2);
        string path = PathOf("0.h5");
        SampleFile.Write(path, longer with { Rungs = [longer.Rungs[0]] });
        RecordFile sums = Sums("sums.h5", [Found(path)]);
        Assert.That(Collect([sums, Found(path)]).PassedOver, Is.EqualTo(1));
        Assert.That(_warnings, Is.Empty, "the same");
        SampleFile.Write(path, longer);
        Assert.That(Collect([sums, Found(path)]).PassedOver, Is.EqualTo(1));
        Assert.That(
            _warnings.Single(),
            Does.StartWith(
                $"'{path}' has rungs that are not in the sums '{sums.Path}' (1, W = 0.005 first)").And.Contains("leave the sums out"));
    }

    [Test]
    public void A_sample_in_two_records_is_an_error_that_names_both()
    {
        RecordFile[] files =
        [
            Found(Record("a.h5", 1)), Found(Record("b.h5", 2)), Found(Record("of another size.h5", 1, 2000)), Found(Record("c.h5", 1)),
        ];
        Assert.That(
            () => Collect(files),
            Throws.InstanceOf<RecordFinderException>().With.Message.StartsWith(
                $"'{PathOf("a.h5")}' and '{PathOf("c.h5")}' hold the same sample, 1 of seed 7 of kalj, N = 1000"));
    }

    [Test]
    public void Sums_with_samples_in_common_are_an_error_that_names_both()
    {
        RecordFile[] files = [.. Enumerable.Range(0, 4).Select(k => Found(Record($"{k}.h5", k)))];
        RecordFile one = Sums("one.h5", files[..3]);
        RecordFile other = Sums("other.h5", files[3..]);
        RecordFile two = Sums("two.h5", files[1..]);
        Assert.That(
            () => Collect([other, one, two]),
            Throws.InstanceOf<RecordFinderException>().With.Message.StartsWith(
                $"The sums '{one.Path}' and '{two.Path}' have 2 samples of kalj, N = 1000")
                .And.Message.Contains("sample 1 of seed 7 first"));
        Assert.That(() => Collect([one, one]), Throws.InstanceOf<RecordFinderException>().With.Message.Contains("have 3 samples"));
    }

    [Test]
    public void A_damaged_record_that_was_found_is_left_out_and_told_in_order()
    {
        string[] damaged = [Damaged("c.h5", 2), Record("d.h5", 3), WithoutEnd("e.h5", 4), PathOf("absent.h5")];
        RecordFile[] files = [Found(Record("a.h5", 0)), .. damaged.Select(Found), Found(Record("z.h5", 5))];
        SampleRecord wrong = MadeUpSamples.Record(3);
        SampleFile.Write(damaged[1], wrong with { Rungs = [wrong.Rungs[0], wrong.Rungs[0]] });
        CollectedSamples collected = Collect(files, leftOut: 2);
        Assert.That((collected.Read, collected.PassedOver, collected.LeftOut), Is.EqualTo((2, 0, 6)));
        Assert.That(_warnings, Has.Count.EqualTo(4).And.All.StartsWith("left out: "));
        foreach ((string warning, string path) in _warnings.Zip(damaged))
        {
            Assert.That(warning, Does.Contain($"'{path}'"));
        }

        Assert.That(_warnings[1], Does.Contain("do not descend"));
        Assert.That(
            () => Collect([.. damaged.Select(Found)]),
            Throws.InstanceOf<RecordFinderException>().With.Message.Contains("None of the 4 sample records"));
    }

    [Test]
    public void A_damaged_file_that_was_named_is_an_error()
    {
        RecordFile good = Found(Record("a.h5", 0));
        foreach (string path in new[] { Damaged("b.h5", 1), WithoutEnd("c.h5", 2) })
        {
            Assert.That(
                () => Collect([good, Found(path) with { IsNamed = true }]),
                Throws.InstanceOf<SampleFileException>().With.Message.Contains($"'{path}'"));
        }

        string sums = Sums("sums.h5", [good]).Path;
        File.WriteAllBytes(sums, File.ReadAllBytes(sums)[..5000]);
        Assert.That(
            () => Collect([good, new RecordFile(sums, RecordKind.Sums, IsNamed: true)]),
            Throws.InstanceOf<SampleFileException>().With.Message.Contains($"'{sums}'"));
        Assert.That(_warnings, Is.Empty);
    }

    [Test]
    public void Every_file_is_progress_and_an_interruption_stops()
    {
        RecordFile[] files = [.. Enumerable.Range(0, 5).Select(k => Found(Record($"{k}.h5", k)))];
        RecordFile sums = Sums("sums.h5", files[..2]);
        List<WorkProgress> reports = [];
        using CancellationTokenSource source = new();
        Reports progress = new(report =>
        {
            reports.Add(report);
            if (reports.Count == 4)
            {
                source.Cancel();
            }
        });
        Assert.That(
            () => SampleCollector.Collect(new FoundRecords([.. files, sums], 0), _warnings.Add, progress, source.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(reports.Select(report => report.Fraction), Is.EqualTo(new[] { 1 / 6.0, 2 / 6.0, 3 / 6.0, 4 / 6.0 }).Within(1e-15));
        Assert.That(reports[3].Activity, Is.EqualTo("4 of 6 files read"));
    }

    [Test]
    public void Sums_are_written_by_label()
    {
        SampleFile.Write(PathOf("odd.h5"), MadeUpSamples.Record(0).WithModel("../odd"));
        CollectedSamples collected = Collect([Found(Record("a.h5", 0, 2000)), Found(Record("b.h5", 1)), Found(PathOf("odd.h5"))]);
        IReadOnlyList<string> files = collected.WriteSums(Folder);
        Assert.That(
            files,
            Is.EqualTo(new[] { PathOf("sums_..%2Fodd_N1000_T2.h5"), PathOf("sums_kalj_N1000_T2.h5"), PathOf("sums_kalj_N2000_T2.h5") }),
            "no path out of the directory");
        Assert.That(files.Select(file => EnsembleFile.Read(file).Key.Particles), Is.EqualTo(new[] { 1000, 1000, 2000 }));
    }

    private CollectedSamples Collect(IReadOnlyList<RecordFile> files, int leftOut = 0) =>
        SampleCollector.Collect(new FoundRecords(files, leftOut), _warnings.Add);

    private byte[] BytesOf(CollectedSamples collected) =>
        [.. collected.WriteSums(Directory.CreateDirectory(PathOf("written")).FullName).SelectMany(File.ReadAllBytes)];

    private RecordFile Sums(string name, RecordFile[] of)
    {
        EnsembleFile.Write(PathOf(name), EnsembleSums.Of(of.Select(file => SampleFile.Read(file.Path))));
        return new RecordFile(PathOf(name), RecordKind.Sums, IsNamed: true);
    }

    private static RecordFile Found(string path) => new(path, RecordKind.Sample, IsNamed: false);

    private string Record(string name, int sample, int particles = 1000)
    {
        SampleFile.Write(PathOf(name), MadeUpSamples.Record(sample, particles, rungs: 2));
        return PathOf(name);
    }

    // What says that it is a record, and lacks most of one.
    private string Damaged(string name, int sample)
    {
        PureHDF.H5File file = new() { ["provenance"] = new PureHDF.H5Group() };
        file.Attributes["format"] = SampleFile.Format;
        file.Attributes["format_version"] = SampleFile.FormatVersion + (sample % 2);
        file.Write(PathOf(name));
        return PathOf(name);
    }

    private string WithoutEnd(string name, int sample)
    {
        string path = Record(name, sample);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^3000]);
        return path;
    }

    private sealed class Reports(Action<WorkProgress> report) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => report(value);
    }
}
