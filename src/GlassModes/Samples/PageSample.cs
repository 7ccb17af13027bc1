// What a page needs of a sample: its record with the lowest modes, and the species of its particles. Also the file that keeps it.

using System.Globalization;
using GlassModes.Files;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using PureHDF;

namespace GlassModes.Samples;

/// <summary>A sample whose modes can be shown.</summary>
/// <param name="Record">The record, with positions and eigenvectors at one rung or more.</param>
/// <param name="Species">N species indices, in the order of the start.</param>
public sealed record PageSample(SampleRecord Record, IReadOnlyList<byte> Species)
{
    /// <summary>The name of the directory of such files below that of a state of a campaign.</summary>
    public const string DirectoryName = "page";

    /// <summary>The value of the attribute "format" of a file.</summary>
    public const string Format = "GlassModes page sample";

    private const string SpeciesDataset = "species";
    private const string RungFiles = "rung_*";

    // The W of a configuration agrees with its rung to a part in a million. Rungs differ by more than this in ln W.
    private const double SameRung = 1e-3;

    /// <summary>The configuration at the first rung that has modes.</summary>
    public Configuration Configuration => new(
        new PeriodicBox(Record.Provenance.Protocol.BoxLength), [.. Species], [.. Record.Rungs.First(HasModes).Kept!.Positions]);

    /// <summary>The number of rungs that have modes.</summary>
    public int RungsWithModes => Record.Rungs.Count(HasModes);

    /// <summary>
    /// Makes the sample of a record and of what is beside it. The modes are those of the record, if it keeps eigenvectors, and else those
    /// in the columns <c>mode</c> of the configurations at the rungs (<c>rung_*</c>) in its directory, which have the lowest mode. The
    /// species are those of such a configuration. Without one, the species of a prepared liquid are those that its model assigns.
    /// </summary>
    /// <param name="path">The record.</param>
    /// <param name="mostModes">The number of modes of a rung, from the lowest. Others are left out.</param>
    /// <returns>The sample; null if neither the record nor the files beside it have modes.</returns>
    /// <exception cref="InputException">A file is damaged, or nothing says which particles are of which species.</exception>
    public static PageSample? OfRecord(string path, int mostModes = int.MaxValue)
    {
        SampleRecord record = SampleFile.Read(path);
        string[] rungFiles =
        [
            .. Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, RungFiles).Order(StringComparer.Ordinal),
        ];
        if (!record.Rungs.Any(HasModes))
        {
            record = WithModesOf(rungFiles, record);
        }

        if (!record.Rungs.Any(HasModes))
        {
            return null;
        }

        RungMeasures WithFewModes(RungMeasures rung) => rung.Kept is { } kept && kept.Vectors.Count > mostModes
            ? rung with { Kept = kept with { Vectors = [.. kept.Vectors.Take(mostModes)] } }
            : rung;
        return new PageSample(
            record with { Start = null, Rungs = [.. record.Rungs.Select(WithFewModes)] },
            rungFiles.Length > 0 ? [.. ConfigurationFile.Read(rungFiles[0]).Species] : SpeciesOf(record));
    }

    /// <summary>Writes the sample with a checksum over all bytes. The file appears whole, or not at all.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="cancellation">Checked before the file gets its name. A cancellation leaves no file behind.</param>
    /// <exception cref="IOException">The file cannot be written. Nothing is left behind.</exception>
    public void Write(string path, CancellationToken cancellation = default)
    {
        H5File file = SampleLayout.Of(Record);
        file[SpeciesDataset] = Species.ToArray();
        file.Attributes[Hdf5.FormatAttribute] = Format;
        Hdf5.Write(path, file, cancellation);
    }

    /// <summary>Reads a file that <see cref="Write"/> wrote. The whole file is compared with its checksum first.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="SampleFileException">The file is of another kind, is damaged, or has a version that is not read.</exception>
    public static PageSample Read(string path) => Hdf5.Read(
        path,
        file => new PageSample(
            SampleReader.Record(path, file, eigenvectors: true, Format), file.Dataset(SpeciesDataset).Read<byte[]>()),
        cause => new SampleFileException(
            $"'{path}' is damaged, or has no modes for a page: {cause.Message} Leave it out, or run the campaign again."));

    private static bool HasModes(RungMeasures rung) => rung.Kept is { Vectors.Count: > 0 };

    // The configuration of a rung has the lowest mode in columns, and its W.
    private static SampleRecord WithModesOf(string[] rungFiles, SampleRecord record)
    {
        (double W, Configuration Configuration)[] rungs =
        [
            .. rungFiles.Select(file => ConfigurationFile.Read(file)).Where(configuration => ModeOf(configuration) is not null)
                .Select(configuration => (WOf(configuration), configuration)),
        ];
        KeptModes? KeptAt(RungMeasures rung)
        {
            Configuration? found = rungs.FirstOrDefault(file => Math.Abs(Math.Log(file.W / rung.Rung.MeanSquaredForce)) < SameRung)
                .Configuration;
            return found is null ? null : new KeptModes(found.Positions.ToArray(), [ModeOf(found)!.Values.ToArray()]);
        }

        return record with { Rungs = [.. record.Rungs.Select(rung => rung with { Kept = KeptAt(rung) })] };
    }

    private static ParticleProperty? ModeOf(Configuration configuration) =>
        configuration.Properties.FirstOrDefault(property => property is { Name: "mode", Components: 3 });

    private static double WOf(Configuration configuration) =>
        configuration.Annotations.TryGetValue("W", out string? text)
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double w) ? w : double.NaN;

    private static byte[] SpeciesOf(SampleRecord record)
    {
        PairModel model = ModelCatalog.Create(record.Provenance.Protocol.Model);
        return record.Provenance.Source.File is null || model.SpeciesCount == 1
            ? [.. model.AssignSpecies(record.Provenance.Protocol.Particles)]
            : throw new InputException("no configuration beside the record says which particles are of which species.");
    }
}
