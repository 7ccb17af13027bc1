// Tests the reading of packs by an analysis: by their sums or by their records, each sample once, to the same bits.

using System.Diagnostics;
using System.Globalization;
using GlassModes.Analysis.Records;
using GlassModes.Ensembles;
using GlassModes.Samples;
using GlassModes.Tests.Ensembles;
using GlassModes.Tests.IO;

namespace GlassModes.Tests.Analysis;

public sealed class PackTests : FileTests
{
    private readonly List<string> _warnings = [];

    [SetUp]
    public void Forget() => _warnings.Clear();

    [Test]
    public void A_pack_has_the_records_of_its_samples()
    {
        SamplePack pack = Pack("state", 3, 4, 9);
        List<int> numbers = [];
        SamplePackFile.Read(pack.Records, numbered =>
        {
            numbers.Add(numbered.Number);
            SampleFile.Write(PathOf("packed.h5"), numbered.Record);
            SampleFile.Write(PathOf("alone.h5"), MadeUpSamples.Record(numbered.Number));
            Assert.That(File.ReadAllBytes(PathOf("packed.h5")), Is.EqualTo(File.ReadAllBytes(PathOf("alone.h5"))));
        });
        Assert.That(numbers, Is.EqualTo(new[] { 3, 4, 9 }));
        Assert.That(SamplePackFile.Describe(pack.Records).Select(sample => sample.Number), Is.EqualTo(numbers));
        Assert.That((pack.Name, pack.First, pack.StateDirectory), Is.EqualTo(("samples_0004", 3, PathOf("state"))));
        Assert.That(SamplePack.In(PathOf("state")), Is.EqualTo(new[] { pack }));
        Assert.That(SamplePack.In(PathOf("elsewhere")), Is.Empty);
    }

    [Test]
    public void Another_program_reads_every_text_and_number_of_a_pack()
    {
        SamplePack pack = Pack("state", [.. Enumerable.Range(0, 60)]);
        ProcessStartInfo start = new("h5dump", ["-y", "-w", "0", "-m", "%.17g", pack.Records]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero);
        Assert.That(output.Split("GROUP \"sample_"), Has.Length.EqualTo(61));
        Assert.That(output, Does.Contain("\"GlassModes samples\"").And.Not.Contain("NULL,"));
        string eigenvalues = output.Split("GROUP \"sample_0060\"")[1].Split("DATASET \"eigenvalue\"")[2].Split("DATA {")[1].Split('}')[0];
        Assert.That(
            eigenvalues.Split(',', StringSplitOptions.TrimEntries).Select(text => double.Parse(text, CultureInfo.InvariantCulture)),
            Is.EqualTo(MadeUpSamples.Record(59).Rungs[0].Eigenvalues));
    }

    [Test]
    public void A_flipped_byte_of_a_pack_is_noticed([Values(0.02, 0.3, 0.6, 0.98)] double place)
    {
        SamplePack pack = Pack("state", 0, 1);
        Flip(pack.Records, place);
        Assert.That(
            () => SamplePackFile.Describe(pack.Records),
            Throws.InstanceOf<SampleFileException>().With.Message.Contains(pack.Records).And.Message.Contains("damaged"));
    }

    [Test]
    public void Packs_and_records_add_up_to_the_sums_of_all_records()
    {
        byte[] expected = Expected(12);
        Pack("state", 0, 1, 2, 3, 4);
        Pack("state", 5, 6, 7);
        Records("state", 8, 9, 10, 11);
        Assert.That(BytesOf(Collect("state")), Is.EqualTo(expected));

        // A pack that was named is read itself.
        string named = PathOf("state/packed/samples_0001.h5");
        File.Delete(new SamplePack(named).Sums);
        Assert.That(BytesOf(Collect(named, "state")), Is.EqualTo(expected));
        Assert.That(_warnings, Is.Empty);
    }

    [Test]
    public void Sums_are_read_in_place_of_records()
    {
        SamplePack pack = Pack("state", 0, 1, 2);
        byte[] expected = BytesOf(Collect("state"));
        byte[] records = File.ReadAllBytes(pack.Records);
        File.WriteAllBytes(pack.Records, new byte[records.Length]);
        Assert.That(BytesOf(Collect("state")), Is.EqualTo(expected), "nobody has looked into the records");
        File.WriteAllBytes(pack.Records, new byte[records.Length + 1]);
        Assert.That(() => Collect("state"), Throws.InstanceOf<RecordFinderException>());
        Assert.That(_warnings.Single(), Does.Contain("left out").And.Contain(pack.Records));
    }

    [Test]
    public void Missing_damaged_and_foreign_sums_are_told_and_the_records_read()
    {
        SamplePack pack = Pack("state", 0, 1, 2);
        byte[] expected = Expected(3);
        Flip(pack.Sums, 0.5);
        Assert.That(BytesOf(Collect("state")), Is.EqualTo(expected));
        Assert.That(_warnings.Single(), Does.Contain(pack.Sums).And.Contain("damaged").And.Contain("read instead"));
        _warnings.Clear();
        File.Copy(Pack("other", 0, 7).Sums, pack.Sums, overwrite: true);
        Assert.That(BytesOf(Collect("state")), Is.EqualTo(expected));
        Assert.That(_warnings.Single(), Does.Contain("other records"));
        _warnings.Clear();
        File.Delete(pack.Sums);
        Assert.That(BytesOf(Collect("state")), Is.EqualTo(expected));
        Assert.That(_warnings.Single(), Does.Contain("missing"));
        Assert.That(PackSums.TroubleOf(pack, SamplePackFile.Describe(pack.Records)), Does.Contain("missing"));
        PackSums.WriteAgain(pack);
        Assert.That(PackSums.TroubleOf(pack, SamplePackFile.Describe(pack.Records)), Is.Null);
    }

    [Test]
    public void A_pack_of_several_ensembles_has_no_sums_and_needs_none()
    {
        SamplePack pack = SamplePack.Of(PathOf("state"), 0);
        Directory.CreateDirectory(PathOf("state/packed"));
        PackSums.Write(pack, [new(0, MadeUpSamples.Record(0)), new(1, MadeUpSamples.Record(1, 2000))]);
        Assert.That(File.Exists(pack.Sums), Is.False);
        Assert.That(PackSums.TroubleOf(pack, SamplePackFile.Describe(pack.Records)), Is.Null);
        CollectedSamples collected = Collect("state");
        Assert.That((collected.Ensembles.Count, collected.Read), Is.EqualTo((2, 2)));
        Assert.That(_warnings, Is.Empty);
    }

    [Test]
    public void A_sample_in_a_pack_and_in_its_directory_counts_once()
    {
        Pack("state", 0, 1, 2);
        Records("state", 2, 3);
        CollectedSamples collected = Collect("state");
        Assert.That((collected.Read, collected.PassedOver), Is.EqualTo((4, 1)));
        Assert.That(BytesOf(collected), Is.EqualTo(Expected(4)));

        // The same sample in another state, or in two packs, is a mistake of the user.
        Records("another", 1);
        Assert.That(() => Collect("state", "another"), Throws.InstanceOf<RecordFinderException>().With.Message.Contains("samples_0001.h5"));
        Pack("third", 2, 5);
        Assert.That(() => Collect("state", "third"), Throws.InstanceOf<RecordFinderException>().With.Message.Contains("third"));
    }

    [Test]
    public void Samples_of_a_pack_that_sums_contain_are_passed_over()
    {
        Records("state", 0, 1);
        EnsembleFile.Write(PathOf("sums.h5"), Collect("state").Ensembles.Single());
        Directory.Delete(PathOf("state"), recursive: true);
        Pack("state", 0, 1, 2);
        CollectedSamples collected = Collect("sums.h5", "state");
        Assert.That((collected.Read, collected.PassedOver), Is.EqualTo((1, 2)));
        Assert.That(BytesOf(collected), Is.EqualTo(Expected(3)));
    }

    [Test]
    public void Records_that_a_run_has_packed_meanwhile_are_found_in_the_pack()
    {
        Records("state", 0, 1, 2);
        FoundRecords found = RecordFinder.Find([PathOf("state")], _warnings.Add);
        Directory.Delete(PathOf("state"), recursive: true);
        Records("state", 0);
        Pack("state", 0, 1);
        CollectedSamples collected = SampleCollector.Collect(found, _warnings.Add);
        Assert.That((collected.Read, collected.PassedOver, collected.LeftOut), Is.EqualTo((2, 1, 1)));
        Assert.That(_warnings.Single(), Does.Contain("left out").And.Contain("sample_0003"), "this one is gone");
        Assert.That(BytesOf(collected), Is.EqualTo(Expected(2)));
    }

    private static void Flip(string file, double place)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[(int)(place * bytes.Length)] ^= 4;
        File.WriteAllBytes(file, bytes);
    }

    private SamplePack Pack(string state, params int[] samples)
    {
        SamplePack pack = SamplePack.Of(PathOf(state), samples[0]);
        Directory.CreateDirectory(Path.GetDirectoryName(pack.Records)!);
        PackSums.Write(pack, [.. samples.Select(sample => new NumberedRecord(sample, MadeUpSamples.Record(sample)))]);
        return pack;
    }

    private void Records(string state, params int[] samples)
    {
        foreach (int sample in samples)
        {
            string directory = Directory.CreateDirectory(PathOf($"{state}/sample_{sample + 1:d4}")).FullName;
            SampleFile.Write(Path.Combine(directory, "sample.h5"), MadeUpSamples.Record(sample));
        }
    }

    private CollectedSamples Collect(params string[] names) => SampleCollector.Collect(
        RecordFinder.Find([.. names.Select(PathOf)], _warnings.Add), _warnings.Add, threads: 2);

    private byte[] Expected(int samples)
    {
        EnsembleFile.Write(PathOf("expected.sums"), EnsembleSums.Of(Enumerable.Range(0, samples).Select(k => MadeUpSamples.Record(k))));
        return File.ReadAllBytes(PathOf("expected.sums"));
    }

    private byte[] BytesOf(CollectedSamples collected)
    {
        EnsembleFile.Write(PathOf("collected.sums"), collected.Ensembles.Single());
        return File.ReadAllBytes(PathOf("collected.sums"));
    }
}
