// Damages ten thousand copies of each kind of file, and reads them.

using GlassModes.Files;
using GlassModes.Samples;
using GlassModes.Tests;
using GlassModes.Tests.Files;

namespace GlassModes.Validation;

[Category("Validation")]
public class IntegrityValidation
{
    private const int Trials = 10_000;

    // A trial with a file of an early layout analyses two records, which takes longer.
    private const int EarlyTrials = 2_000;

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("glassmodes-validation-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Every_damage_to_a_record_is_noticed() => AssertNoticed(IntegrityTrials.OfRecord(_folder, Trials));

    [Test]
    public void Every_damage_is_noticed_by_the_search_for_records() => AssertNoticed(IntegrityTrials.OfRecordKind(_folder, Trials));

    [Test]
    public void Every_damage_to_sums_is_noticed() => AssertNoticed(IntegrityTrials.OfSums(_folder, Trials));

    [Test]
    public void Every_damage_to_a_checkpoint_is_noticed() => AssertNoticed(IntegrityTrials.OfCheckpoint(_folder, Trials));

    [TestCase("sample-version-1.h5")]
    [TestCase("sample-version-2.h5")]
    [TestCase("sample-version-3.h5")]
    public void A_damaged_record_of_an_early_layout_never_ends_an_analysis(string name)
    {
        DamageTrials trials = IntegrityTrials.OfEarlierRecord(_folder, name, EarlyTrials);
        TestContext.Out.WriteLine($"{name}: {trials.Unnoticed.Count} of {trials.Count} damages are not noticed");
        Assert.That(trials.Faults, Is.Empty);
    }

    [Test]
    public void Damaged_sums_of_an_early_layout_never_end_an_analysis()
    {
        DamageTrials trials = IntegrityTrials.OfEarlierSums(_folder, EarlyTrials);
        TestContext.Out.WriteLine($"{trials.Unnoticed.Count} of {trials.Count} damages are not noticed");
        Assert.That(trials.Faults, Is.Empty);
    }

    [Test]
    public void A_record_of_more_than_two_gibibytes_comes_back()
    {
        const int particles = 128_000;
        const int count = 750;
        SampleRecord small = SampleFile.Read(TestData.PathOf("records", "sample-version-3.h5"));
        double[] vector = [.. Enumerable.Range(0, 3 * particles).Select(k => k / 7.0)];
        KeptModes kept = new(vector, [.. Enumerable.Repeat(vector, count)]);
        string path = Path.Combine(_folder, "sample.h5");
        SampleProvenance provenance = small.Provenance;
        SampleFile.Write(path, small with
        {
            Provenance = provenance with { Protocol = provenance.Protocol with { Particles = particles } },
            Rungs = [small.Rungs[0] with { Kept = kept }],
        });
        Assert.That(new FileInfo(path).Length, Is.GreaterThan(1L << 31));
        IReadOnlyList<IReadOnlyList<double>> vectors = SampleFile.Read(path).Rungs[0].Kept!.Vectors;
        Assert.That(vectors, Has.Count.EqualTo(count));
        Assert.That(vectors.All(read => read.SequenceEqual(vector)));
    }

    [Test]
    public void A_checkpoint_of_more_than_two_gibibytes_comes_back()
    {
        byte[] block = new byte[1 << 20];
        const int count = (1 << 11) + 1;
        string path = Path.Combine(_folder, "work.checkpoint");
        CheckpointFile.Write(path, writer =>
        {
            for (int k = 0; k < count; k++)
            {
                block.AsSpan().Fill((byte)k);
                writer.Write(block);
            }
        });
        int found = 0;
        CheckpointFile.Read(path, reader =>
        {
            for (int k = 0; k < count; k++)
            {
                reader.BaseStream.ReadExactly(block);
                found += block.AsSpan().ContainsAnyExcept((byte)k) ? 0 : 1;
            }
        }, _ => { });
        Assert.That(found, Is.EqualTo(count));
    }

    private static void AssertNoticed(DamageTrials trials)
    {
        TestContext.Out.WriteLine($"{trials.Count} damaged copies");
        Assert.That(trials.Faults, Is.Empty);
        Assert.That(trials.Unnoticed, Is.Empty);
    }
}
