// Makes views of the modes of samples from the files of results.

using System.Globalization;
using GlassModes.Analysis.Records;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Samples;

namespace GlassModes.Figures.Page;

/// <summary>
/// Reads samples whose modes can be shown: from records that keep eigenvectors, and else from the configurations at the rungs beside the
/// record, which have the lowest mode. The species of the particles are those of such a configuration. Without one, the species of a
/// prepared
/// liquid are those that its model assigns. Samples in packs are passed over.
/// </summary>
public static class ModeViewFiles
{
    private const string RungFiles = "rung_*";

    // The W of a configuration agrees with its rung to a part in a million. Rungs differ by more than this in ln W.
    private const double SameRung = 1e-3;

    /// <summary>Reads the first samples of each ensemble, in the order of the files.</summary>
    /// <param name="found">The files.</param>
    /// <param name="perEnsemble">The number of samples of each ensemble; at least one.</param>
    /// <param name="warn">Receives a sentence for each record that is left out.</param>
    /// <param name="cancellation">Stops between two records.</param>
    /// <returns>The views; none if neither a record nor the files beside it have modes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of samples is less than one.</exception>
    public static IReadOnlyList<ModeView> Read(
        FoundRecords found, int perEnsemble, Action<string> warn, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(warn);
        ArgumentOutOfRangeException.ThrowIfLessThan(perEnsemble, 1);
        Dictionary<string, int> counts = [];
        List<ModeView> views = [];
        foreach (RecordFile file in found.Files.Where(file => file.Kind == RecordKind.Sample))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                string ensemble = SampleFile.Read(file.Path, eigenvectors: false).Provenance.Protocol.Hash;
                if (counts.GetValueOrDefault(ensemble) < perEnsemble && View(file.Path) is { } view)
                {
                    counts[ensemble] = counts.GetValueOrDefault(ensemble) + 1;
                    views.Add(view);
                }
            }
            catch (Exception problem) when (problem is InputException or ArgumentException)
            {
                warn($"The modes of '{file.Path}' are left out: {problem.Message}");
            }
        }

        return views;
    }

    private static ModeView? View(string path)
    {
        SampleRecord record = SampleFile.Read(path);
        if (!record.Rungs.Any(rung => rung.Kept is { Vectors.Count: > 0 }))
        {
            record = WithModesOfRungFiles(path, record);
        }

        if (!record.Rungs.Any(rung => rung.Kept is not null))
        {
            return null;
        }

        PairModel model = ModelOf(record.Provenance.Protocol);
        return ModeView.Of(record, ConfigurationOf(path, record, model), model);
    }

    // The configuration of a rung has the lowest mode in columns, and its W.
    private static SampleRecord WithModesOfRungFiles(string path, SampleRecord record)
    {
        (double W, Configuration Configuration)[] rungs =
        [
            .. RungFilesBeside(path).Select(file => ConfigurationFile.Read(file))
                .Where(configuration => ModeOf(configuration) is not null)
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

    private static IOrderedEnumerable<string> RungFilesBeside(string path) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, RungFiles).Order(StringComparer.Ordinal);

    // A record names its model. Its cutoffs say whether the cutoff was chosen.
    private static PairModel ModelOf(Protocol protocol)
    {
        PairModel model = ModelCatalog.Create(protocol.Model);
        return protocol.Cutoffs.Count == 0 || Math.Abs(protocol.Cutoffs[0] - model.Cutoff(0, 0)) < 1e-9
            ? model
            : ModelCatalog.Create(protocol.Model, protocol.Cutoffs[0]);
    }

    private static Configuration ConfigurationOf(string path, SampleRecord record, PairModel model)
    {
        if (RungFilesBeside(path).FirstOrDefault() is { } file)
        {
            return ConfigurationFile.Read(file);
        }

        Protocol protocol = record.Provenance.Protocol;
        if (record.Provenance.Source.File is not null && model.SpeciesCount > 1)
        {
            throw new InputException("no configuration beside the record says which particles are of which species.");
        }

        KeptModes kept = record.Rungs.First(rung => rung.Kept is not null).Kept!;
        return new Configuration(new PeriodicBox(protocol.BoxLength), model.AssignSpecies(protocol.Particles), [.. kept.Positions]);
    }
}
