// The kinds of files that must not be damaged without a word, and the trials of each kind.

using System.Text;
using GlassModes.Analysis;
using GlassModes.Analysis.Records;
using GlassModes.Ensembles;
using GlassModes.Files;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Samples;
using GlassModes.Tables;

namespace GlassModes.Tests.Files;

/// <summary>
/// Makes a file of each kind in a directory, and reads damaged copies of the file. The fast tests and the validation call these methods
/// with different numbers of trials.
/// </summary>
internal static class IntegrityTrials
{
    private const string EarlierRecord = "sample-version-3.h5";

    /// <summary>A sample record.</summary>
    public static DamageTrials OfRecord(string folder, int trials)
    {
        string path = Path.Combine(folder, "sample.h5");
        SampleFile.Write(path, ReadEarlierRecord());
        return OfHdf5(path, () => SampleFile.Read(path), typeof(SampleFileException), trials);
    }

    /// <summary>The kind of a sample record, which a search for records reads first.</summary>
    public static DamageTrials OfRecordKind(string folder, int trials)
    {
        string path = Path.Combine(folder, "found.h5");
        SampleFile.Write(path, ReadEarlierRecord());
        return OfHdf5(path, () => RecordFinder.Find([path], _ => { }), typeof(RecordFinderException), trials);
    }

    /// <summary>The sums of an ensemble.</summary>
    public static DamageTrials OfSums(string folder, int trials)
    {
        string path = Path.Combine(folder, "sums.h5");
        EnsembleFile.Write(path, EnsembleSums.Of([ReadEarlierRecord()]));
        return OfHdf5(path, () => EnsembleFile.Read(path), typeof(SampleFileException), trials);
    }

    /// <summary>A checkpoint.</summary>
    public static DamageTrials OfCheckpoint(string folder, int trials)
    {
        string path = Path.Combine(folder, "work.checkpoint");
        double[] values = new double[500];
        new Philox(3, 1).FillCentred(values);
        CheckpointFile.Write(path, writer => Array.ForEach(values, writer.Write));
        DamageTrials damage = new(
            path,
            () => CheckpointFile.Read(path, reader => Array.ForEach(values, _ => reader.ReadDouble()), _ => { }),
            typeof(CheckpointException));
        return damage.FlipBits(trials, seed: 18).FlipEveryBit(0, 28).Cut(trials / 10, seed: 19).AppendAndErase();
    }

    /// <summary>An analysis of a directory with a damaged record of an early layout, which has no checksum, and a whole record.</summary>
    public static DamageTrials OfEarlierRecord(string folder, string name, int trials)
    {
        string directory = Directory.CreateDirectory(Path.Combine(folder, Path.GetFileNameWithoutExtension(name))).FullName;
        string path = Path.Combine(directory, "earlier.h5");
        File.Copy(TestData.PathOf("records", name), path);
        SampleRecord record = ReadEarlierRecord();
        SampleProvenance provenance = record.Provenance;
        SampleFile.Write(
            Path.Combine(directory, "whole.h5"),
            record with { Provenance = provenance with { Id = new SampleId(provenance.Id.Seed, 1000, "another start") } });
        DamageTrials damage = new(path, () => Analyse(directory), typeof(SampleFileException));
        return damage.FlipBits(trials, seed: 18).FlipEveryBit(8, 12).Cut(trials / 10, seed: 19).AppendAndErase();
    }

    /// <summary>Sums of an early layout, which have no checksum.</summary>
    public static DamageTrials OfEarlierSums(string folder, int trials)
    {
        string path = Path.Combine(folder, "sums.h5");
        File.Copy(TestData.PathOf("records", "sums-version-3.h5"), path);
        DamageTrials damage = new(
            path, () => AnalysisTables.Of(EnsembleAnalysis.Of([EnsembleFile.Read(path)])), typeof(SampleFileException));
        return damage.FlipBits(trials, seed: 18).FlipEveryBit(0, 48).Cut(trials / 10, seed: 19).AppendAndErase();
    }

    // Analyses all records of a directory. Throws the error of a record that is left out.
    private static void Analyse(string directory)
    {
        List<string> warnings = [];
        CollectedSamples collected = SampleCollector.Collect(RecordFinder.Find([directory], warnings.Add), warnings.Add);
        if (warnings.Count > 0)
        {
            throw new SampleFileException(string.Join('\n', warnings));
        }

        if (collected.Read != 2)
        {
            throw new InvalidOperationException($"{collected.Read} records were read and none was named.");
        }

        AnalysisTables.Of(EnsembleAnalysis.Of(collected.Ensembles));
    }

    private static DamageTrials OfHdf5(string path, Action read, Type refusal, int trials)
    {
        byte[] whole = File.ReadAllBytes(path);
        int checksum = whole.AsSpan().IndexOf("xxh128:"u8);
        int format = whole.AsSpan().IndexOf(Encoding.ASCII.GetBytes("GlassModes s"));
        int version = whole.AsSpan().IndexOf("format_version"u8);
        return new DamageTrials(path, read, refusal)
            .FlipBits(trials, seed: 18)
            .FlipEveryBit(0, 48)
            .FlipEveryBit(checksum - 16, checksum + 48)
            .FlipEveryBit(format - 16, format + 24)
            .FlipEveryBit(version - 16, version + 48)
            .Cut(trials / 10, seed: 19)
            .AppendAndErase();
    }

    private static SampleRecord ReadEarlierRecord() => SampleFile.Read(TestData.PathOf("records", EarlierRecord));
}
