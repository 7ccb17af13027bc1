// Prepares the directory of a campaign, and notices what has changed in the campaign file since the run before.

using GlassModes.Campaigns.Plan;
using GlassModes.Files;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Store;

/// <summary>Prepares the directory of a campaign.</summary>
public static class CampaignFiles
{
    /// <summary>
    /// Makes the directory, or compares it with the campaign: each state must have the settings that its directory says. More samples, and
    /// further rungs below, are no other settings.
    /// </summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="file">Its file, which is copied.</param>
    /// <param name="root">The directory.</param>
    /// <param name="overwrites">Whether to clear the states that have changed. The others are kept.</param>
    /// <param name="warn">Receives a sentence on what was cleared.</param>
    /// <exception cref="InputException">A state has changed, or the directory holds something else.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static CampaignDirectory Open(Campaign campaign, string file, string root, bool overwrites, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        ArgumentNullException.ThrowIfNull(warn);
        CampaignDirectory directory = new(Path.TrimEndingDirectorySeparator(root));
        Directory.CreateDirectory(directory.Root);
        foreach (CampaignState state in campaign.States)
        {
            RunDirectory.Open(directory.Of(state), ClaimOf(state), overwrites, resumes: true, warn);
        }

        if (!File.Exists(directory.PlanFile) || File.ReadAllText(directory.PlanFile) != File.ReadAllText(file))
        {
            AtomicFile.WriteAllText(directory.PlanFile, File.ReadAllText(file));
        }

        return directory;
    }

    private static RunClaim ClaimOf(CampaignState state) => state.Source switch
    {
        PreparedStarts prepared => RunClaims.OfState(state.Plan, prepared.Liquids, prepared.SamplesPerChain),
        StartsInFiles files => RunClaims.OfState(state.Plan, files.Files, files.AllFrames, files.Temperature),
        _ => throw new NotSupportedException("There is no such supply of starts."),
    };
}
