// The sums over the samples of all files, which are the input of an analysis.

using GlassModes.Ensembles;

namespace GlassModes.Analysis.Records;

/// <summary>The samples of many files, summed.</summary>
/// <param name="Ensembles">The sums of each ensemble, in no particular order.</param>
/// <param name="Read">The number of sample records that were added.</param>
/// <param name="PassedOver">The number of sample records that were read but not added, because sums contain their samples already.</param>
/// <param name="LeftOut">
/// The number of files and directories that were left out with a warning, because they could not be read or held something else.
/// </param>
public sealed record CollectedSamples(IReadOnlyList<EnsembleSums> Ensembles, int Read, int PassedOver, int LeftOut)
{
    /// <summary>
    /// Writes the sums of each ensemble to a file sums_LABEL.h5, where LABEL is the label of the ensemble in tables. Each file is written
    /// whole or not at all.
    /// </summary>
    /// <param name="directory">An existing directory.</param>
    /// <param name="cancellation">Stops the work. Files that are already written stay.</param>
    /// <returns>The paths of the files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written to.</exception>
    public IReadOnlyList<string> WriteSums(string directory, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        List<string> files = [];
        foreach (NamedEnsemble ensemble in NamedEnsemble.Name(Ensembles))
        {
            // The name of a model may be any text, even a path.
            files.Add(Path.Combine(directory, $"sums_{Uri.EscapeDataString(ensemble.Label)}.h5"));
            EnsembleFile.Write(files[^1], ensemble.Sums, cancellation);
        }

        return files;
    }
}
