// Tests the sums over samples in files. Each sample counts once, the order of files does not matter, and errors name the files.

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
        RecordFile[] files = [.. Enumerable.Range(0, 40).Select(k => FileAt(Record($"{k}.h5", k))), FileAt(Record("large.h5", 1, 2000))];
        byte[] expected = BytesOf(Collect(files));
        new Random(seed).Shuffle(files);
        Assert.That(BytesOf(Collect(files)), Is.EqualTo(expected));
        Assert.That(_warnings, Is.Empty);
    }

    [Test]
    public void Sums_go_on_with_new_samples_and_old_ones_are_passed_over()
    {
        RecordFile[] files = [.. Enumerable.Range(0, 40).Select(k => FileAt(Record($"{k}.h5", k)))];
        CollectedSamples whole = Collect(files);
        Assert.That((whole.Read, whole.PassedOver, whole.LeftOut), Is.EqualTo((40, 0, 0)));
        RecordFile first = WriteSums("one.h5", files[..15]);
        RecordFile second = WriteSums("two.h5", files[15..20]);
        CollectedSamples grown = Collect([.. files[10..], second, first]);
        Assert.That((grown.Read, grown.PassedOver, grown.LeftOut), Is.EqualTo((20, 10, 0)));
        Assert.That(BytesOf(grown), Is.EqualTo(BytesOf(whole)));
        Assert.That(BytesOf(Collect([first, WriteSums("rest.h5", files[15..])])), Is.EqualTo(BytesOf(whole)), "sums alone");
    }

    [Test]
    public void A_sample_that_has_gone_on_since_its_sums_is_passed_over_with_a_warning()
    {
        SampleRecord longer = MadeUpSamples.Record(0, rungs: 2);
        string path = PathOf("0.h5");
        SampleFile.Write(path, longer with { Rungs = [longer.Rungs[0]] });
        RecordFile sums = WriteSums("sums.h5", [FileAt(path)]);
        Assert.That(Collect([sums, FileAt(path)]).PassedOver, Is.EqualTo(1));
        Assert.That(_warnings, Is.Empty, "the same");
        SampleFile.Write(path, longer);
        Assert.That(Collect([sums, FileAt(path)]).PassedOver, Is.EqualTo(1));
        Assert.That(
            _warnings.Single(),
            Does.Contain($"'{path}'").And.Contains($"'{sums.Path}'").And.Contains("W = 0.005").And.Contains("leave the sums out"));
    }

    [Test]
    public void A_sample_in_two_records_is_an_error_that_names_both()
    {
        RecordFile[] files =
        [
            FileAt(Record("a.h5", 1)), FileAt(Record("b.h5", 2)), FileAt(Record("of another size.h5", 1, 2000)), FileAt(Record("c.h5", 1)),
        ];
        Assert.That(
            () => Collect(files),
            Throws.InstanceOf<RecordFinderException>()
                .With.Message.Contains($"'{PathOf("a.h5")}'").And.Message.Contains($"'{PathOf("c.h5")}'")
                .And.Message.Contains("1 of seed 7").And.Message.Contains("kalj, N = 1000"));
    }

    [Test]
    public void Sums_with_samples_in_common_are_an_error_that_names_both()
    {
        RecordFile[] files = [.. Enumerable.Range(0, 4).Select(k => FileAt(Record($"{k}.h5", k)))];
        RecordFile first = WriteSums("one.h5", files[..3]);
        RecordFile separate = WriteSums("other.h5", files[3..]);
        RecordFile overlapping = WriteSums("two.h5", files[1..]);
        Assert.That(
            () => Collect([separate, first, overlapping]),
            Throws.InstanceOf<RecordFinderException>()
                .With.Message.Contains($"'{first.Path}'").And.Message.Contains($"'{overlapping.Path}'")
                .And.Message.Contains("2 samples").And.Message.Contains("kalj, N = 1000").And.Message.Contains("1 of seed 7"));
        Assert.That(() => Collect([first, first]), Throws.InstanceOf<RecordFinderException>().With.Message.Contains("3 samples"));
    }

    [Test]
    public void A_damaged_record_that_was_found_is_left_out_and_told_in_order()
    {
        string[] damaged = [Damaged("c.h5", 2), Record("d.h5", 3), WithoutEnd("e.h5", 4), PathOf("absent.h5")];
        RecordFile[] files = [FileAt(Record("a.h5", 0)), .. damaged.Select(FileAt), FileAt(Record("z.h5", 5))];
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
            () => Collect([.. damaged.Select(FileAt)]),
            Throws.InstanceOf<RecordFinderException>().With.Message.Contains("4 sample records"));
    }

    [Test]
    public void A_damaged_file_that_was_named_is_an_error()
    {
        RecordFile good = FileAt(Record("a.h5", 0));
        foreach (string path in new[] { Damaged("b.h5", 1), WithoutEnd("c.h5", 2) })
        {
            Assert.That(
                () => Collect([good, FileAt(path) with { IsNamed = true }]),
                Throws.InstanceOf<SampleFileException>().With.Message.Contains($"'{path}'"));
        }

        string sums = WriteSums("sums.h5", [good]).Path;
        File.WriteAllBytes(sums, File.ReadAllBytes(sums)[..5000]);
        Assert.That(
            () => Collect([good, new RecordFile(sums, RecordKind.Sums, IsNamed: true)]),
            Throws.InstanceOf<SampleFileException>().With.Message.Contains($"'{sums}'"));
        Assert.That(_warnings, Is.Empty);
    }

    [Test]
    public void Every_file_is_progress_and_an_interruption_stops()
    {
        RecordFile[] files = [.. Enumerable.Range(0, 5).Select(k => FileAt(Record($"{k}.h5", k)))];
        RecordFile sums = WriteSums("sums.h5", files[..2]);
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
            () => SampleCollector.Collect(new FoundRecords([.. files, sums], 0), _warnings.Add, 2, progress, source.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(reports.Select(report => report.Fraction), Is.EqualTo(new[] { 1 / 6.0, 2 / 6.0, 3 / 6.0, 4 / 6.0 }).Within(1e-15));
        Assert.That(reports[3].Activity, Is.EqualTo("4 of 6 files read"));
    }

    [Test]
    public void Any_number_of_threads_gives_the_same_bytes_and_the_same_warnings()
    {
        RecordFile[] files =
        [
            .. Enumerable.Range(0, 12).Select(k => FileAt(k % 5 == 4 ? WithoutEnd($"{k:d2}.h5", k) : Record($"{k:d2}.h5", k))),
        ];
        byte[] alone = BytesOf(Collect(files, threads: 1));
        string[] warnings = [.. _warnings];
        Assert.That(warnings, Has.Length.EqualTo(2));
        foreach (int threads in new[] { 2, 7 })
        {
            _warnings.Clear();
            Assert.That(BytesOf(Collect(files, threads: threads)), Is.EqualTo(alone));
            Assert.That(_warnings, Is.EqualTo(warnings), "in the order of the files");
        }
    }

    [Test]
    public void Sums_are_written_by_label()
    {
        SampleFile.Write(PathOf("odd.h5"), MadeUpSamples.Record(0).WithModel("../odd"));
        CollectedSamples collected = Collect([FileAt(Record("a.h5", 0, 2000)), FileAt(Record("b.h5", 1)), FileAt(PathOf("odd.h5"))]);
        IReadOnlyList<string> files = collected.WriteSums(Folder);
        Assert.That(
            files,
            Is.EqualTo(new[] { PathOf("sums_..%2Fodd_N1000_T2.h5"), PathOf("sums_kalj_N1000_T2.h5"), PathOf("sums_kalj_N2000_T2.h5") }),
            "no path out of the directory");
        Assert.That(files.Select(file => EnsembleFile.Read(file).Protocol.Particles), Is.EqualTo(new[] { 1000, 1000, 2000 }));
    }

    private CollectedSamples Collect(IReadOnlyList<RecordFile> files, int leftOut = 0, int threads = 3) =>
        SampleCollector.Collect(new FoundRecords(files, leftOut), _warnings.Add, threads);

    private byte[] BytesOf(CollectedSamples collected) =>
        [.. collected.WriteSums(Directory.CreateDirectory(PathOf("written")).FullName).SelectMany(File.ReadAllBytes)];

    private RecordFile WriteSums(string name, RecordFile[] records)
    {
        EnsembleFile.Write(PathOf(name), EnsembleSums.Of(records.Select(file => SampleFile.Read(file.Path))));
        return new RecordFile(PathOf(name), RecordKind.Sums, IsNamed: true);
    }

    private static RecordFile FileAt(string path) => new(path, RecordKind.Sample, IsNamed: false);

    private string Record(string name, int sample, int particles = 1000)
    {
        SampleFile.Write(PathOf(name), MadeUpSamples.Record(sample, particles, rungs: 2));
        return PathOf(name);
    }

    // A file that has the format of a record but lacks most of its content. For odd samples the version of the format is later.
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
