// The files of single samples of a state: which there are, and what is removed of them.

using GlassModes.Campaigns.Plan;
using GlassModes.Files;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Store;

/// <summary>The files of the samples of a state.</summary>
/// <param name="directory">The directory of the campaign.</param>
/// <param name="state">The state.</param>
internal sealed class StateFiles(CampaignDirectory directory, CampaignState state)
{
    // A report has the lowest mode and its neighbours to choose from. Records of small systems may keep hundreds of modes.
    private const int MostModesOfPage = 3;

    private readonly string _root = directory.Of(state);

    /// <summary>Directory of the state.</summary>
    public string Root => _root;

    /// <summary>All files of a sample, its start among them: names relative to the state, with slashes.</summary>
    public IReadOnlyList<string> Of(int sample)
    {
        string start = directory.LiquidsOf(state).FileOf(sample);
        return
        [
            .. File.Exists(start) ? (string[])[Path.GetRelativePath(_root, start).Replace('\\', '/')] : [],
            .. RunDirectory.OwnFiles(_root, RunKind.State, CampaignDirectory.NameOf(sample)),
        ];
    }

    /// <summary>Removes the files of a sample, and its directory if nothing else is in it.</summary>
    /// <returns>Whether there was a file to remove.</returns>
    public bool Remove(int sample) => Remove(sample, Of(sample));

    /// <summary>Removes the files of a sample but its record, and keeps its modes for a page.</summary>
    /// <returns>Whether there was a file to remove.</returns>
    public bool RemoveAllButRecord(int sample)
    {
        KeepModesForPage(sample);
        return Remove(sample, [.. Of(sample).Where(file => Path.GetFileName(file) != SampleStorage.RecordName)]);
    }

    /// <summary>
    /// Writes the lowest modes of one of the first samples of the state for a page, before the configurations that have these modes are
    /// packed or removed. An earlier file with more modes stays: a process that removed configurations may have been killed.
    /// </summary>
    public void KeepModesForPage(int sample)
    {
        if (sample >= state.Kept.PageSamples || !Of(sample).Any(IsRungFile))
        {
            return;
        }

        string record = Path.Join(_root, CampaignDirectory.NameOf(sample), SampleStorage.RecordName);
        string path = PageSampleOf(sample);
        if (PageSample.OfRecord(record, MostModesOfPage) is { } kept && RungsWithModes(path) < kept.RungsWithModes)
        {
            string place = Path.GetDirectoryName(path)!;
            Directory.CreateDirectory(place);
            LeftoverFiles.Remove(place);
            kept.Write(path);
        }
    }

    /// <summary>Removes the modes for a page of those samples whose configurations are there, which may go on to further rungs.</summary>
    public void ForgetModesForPage()
    {
        for (int sample = 0; sample < state.Kept.PageSamples; sample++)
        {
            string path = PageSampleOf(sample);
            if (File.Exists(path) && Of(sample).Any(IsRungFile))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>
    /// Tells whether a finished sample can go on for what its record lacks: it has its checkpoint and the configurations of its rungs, the
    /// last of which the next rung is compared with. If not, removes the checkpoint, so that the sample begins anew.
    /// </summary>
    /// <param name="sample">The sample.</param>
    /// <param name="rungs">Number of rungs that it has crossed.</param>
    public bool PrepareToGoOn(int sample, int rungs)
    {
        string[] files = [.. Of(sample).Select(Path.GetFileName).OfType<string>()];
        string checkpoint = directory.SampleOf(state, sample).Checkpoint;
        if (CheckpointFile.Exists(checkpoint) && files.Count(IsRungFile) >= rungs)
        {
            return true;
        }

        RemoveCheckpoint(checkpoint);
        return false;
    }

    /// <summary>
    /// Removes the checkpoints of chains. What was said of their equilibration stays in one file (<see cref="JudgedChains"/>).
    /// </summary>
    /// <param name="firstSamples">Numbers of the first samples of the chains, from 0.</param>
    public void RemoveCheckpointsOfChains(IReadOnlyList<int> firstSamples)
    {
        LiquidStorage liquids = directory.LiquidsOf(state);
        JudgedChains.Gather(liquids, firstSamples);
        foreach (int first in firstSamples)
        {
            RemoveCheckpoint(liquids.CheckpointOf(first));
        }
    }

    private string PageSampleOf(int sample) =>
        Path.Join(_root, PageSample.DirectoryName, $"{CampaignDirectory.NameOf(sample)}.h5");

    // A file that is missing or damaged has none.
    private static int RungsWithModes(string path)
    {
        try
        {
            return File.Exists(path) ? PageSample.Read(path).RungsWithModes : 0;
        }
        catch (SampleFileException)
        {
            return 0;
        }
    }

    private static bool IsRungFile(string file) => Path.GetFileName(file).StartsWith("rung_", StringComparison.Ordinal);

    private bool Remove(int sample, IReadOnlyList<string> files)
    {
        foreach (string file in files)
        {
            File.Delete(Path.Join(_root, file));
        }

        string own = Path.Join(_root, CampaignDirectory.NameOf(sample));
        LeftoverFiles.Remove(own);
        if (Directory.Exists(own) && !Directory.EnumerateFileSystemEntries(own).Any())
        {
            Directory.Delete(own);
        }

        return files.Count > 0;
    }

    private static void RemoveCheckpoint(string checkpoint)
    {
        if (CheckpointFile.Exists(checkpoint))
        {
            File.Delete(CheckpointFile.PreviousOf(checkpoint));
            File.Delete(checkpoint);
        }
    }
}
