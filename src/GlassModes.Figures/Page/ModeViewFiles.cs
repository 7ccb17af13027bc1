// Makes views of the modes of samples from the files of results.

using GlassModes.Analysis.Records;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Samples;

namespace GlassModes.Figures.Page;

/// <summary>
/// Reads the samples of results that keep eigenvectors. The species of the particles are those of a configuration at a rung, a file beside
/// the record. Without such a file, the species of a prepared liquid are those that its model assigns. Samples in packs are passed over.
/// </summary>
public static class ModeViewFiles
{
    private const string RungFiles = "rung_*";

    /// <summary>Reads the first samples of each ensemble, in the order of the files.</summary>
    /// <param name="found">The files.</param>
    /// <param name="perEnsemble">The number of samples of each ensemble; at least one.</param>
    /// <param name="warn">Receives a sentence for each record that is left out.</param>
    /// <param name="cancellation">Stops between two records.</param>
    /// <returns>The views; none if no record keeps eigenvectors.</returns>
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
            catch (InputException problem)
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
            return null;
        }

        PairModel model = ModelOf(record.Provenance.Protocol);
        return ModeView.Of(record, ConfigurationOf(path, record, model), model);
    }

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
        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Directory.EnumerateFiles(directory, RungFiles).Order(StringComparer.Ordinal).FirstOrDefault() is { } file)
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
