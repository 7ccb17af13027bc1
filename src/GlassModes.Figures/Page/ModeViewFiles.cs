// Makes views of the modes of samples from the files of results.

using GlassModes.Analysis.Records;
using GlassModes.Models;
using GlassModes.Samples;

namespace GlassModes.Figures.Page;

/// <summary>
/// Reads samples whose modes can be shown: those that campaigns keep for pages (<see cref="PageSample"/>), and else records that keep
/// eigenvectors, or that have configurations with the lowest mode beside them. Samples in packs alone are passed over.
/// </summary>
public static class ModeViewFiles
{
    /// <summary>Reads the first samples of each ensemble, in the order of their numbers.</summary>
    /// <param name="found">The files.</param>
    /// <param name="perEnsemble">The number of samples of each ensemble; at least one.</param>
    /// <param name="warn">Receives a sentence for each file that is left out.</param>
    /// <param name="cancellation">Stops between two files.</param>
    /// <returns>The views; none if neither a record nor the files beside it have modes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of samples is less than one.</exception>
    public static IReadOnlyList<ModeView> Read(
        FoundRecords found, int perEnsemble, Action<string> warn, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(warn);
        ArgumentOutOfRangeException.ThrowIfLessThan(perEnsemble, 1);
        Dictionary<string, HashSet<string>> samples = [];
        List<ModeView> views = [];

        // Takes a sample, unless there are enough samples of its ensemble or the sample was taken before.
        void Take(SampleProvenance provenance, Func<PageSample?> read)
        {
            string ensemble = provenance.Protocol.Hash;
            HashSet<string> taken = samples.TryGetValue(ensemble, out HashSet<string>? known) ? known : samples[ensemble] = [];
            if (taken.Count < perEnsemble && !taken.Contains(provenance.Id.Identity) && read() is { } sample
                && ModeView.Of(sample.Record, sample.Configuration, ModelOf(provenance.Protocol)) is { } view)
            {
                taken.Add(provenance.Id.Identity);
                views.Add(view);
            }
        }

        void TryTake(string path, Action take)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                take();
            }
            catch (Exception problem) when (problem is InputException or ArgumentException)
            {
                warn($"The modes of '{path}' are left out: {problem.Message}");
            }
        }

        foreach (string path in found.PageSamples)
        {
            TryTake(path, () =>
            {
                PageSample sample = PageSample.Read(path);
                Take(sample.Record.Provenance, () => sample);
            });
        }

        foreach (RecordFile file in found.Files.Where(file => file.Kind == RecordKind.Sample))
        {
            TryTake(file.Path, () => Take(SampleFile.ReadProvenance(file.Path), () => PageSample.OfRecord(file.Path)));
        }

        return views;
    }

    // A record names its model. Its cutoffs say whether the cutoff was chosen.
    private static PairModel ModelOf(Protocol protocol)
    {
        PairModel model = ModelCatalog.Create(protocol.Model);
        return protocol.Cutoffs.Count == 0 || Math.Abs(protocol.Cutoffs[0] - model.Cutoff(0, 0)) < 1e-9
            ? model
            : ModelCatalog.Create(protocol.Model, protocol.Cutoffs[0]);
    }
}
