// Prepares the directory of a campaign, and notices what has changed in the campaign file since the run before.

using GlassModes.Campaigns.Plan;
using GlassModes.Files;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Store;

/// <summary>A campaign's directory, whose states are held together with the other shares.</summary>
public sealed class OpenCampaign : IDisposable
{
    private readonly List<IDisposable> _states = [];

    internal OpenCampaign(CampaignDirectory directory) => Directory = directory;

    /// <summary>The directory.</summary>
    public CampaignDirectory Directory { get; }

    /// <summary>Gives the states back.</summary>
    public void Dispose()
    {
        _states.ForEach(state => state.Dispose());
        _states.Clear();
    }

    internal void Add(IDisposable state) => _states.Add(state);
}

/// <summary>Prepares the directory of a campaign.</summary>
public static class CampaignFiles
{
    /// <summary>
    /// Makes the directory, or compares it with the campaign: each state must have the settings that its directory says. More samples, and
    /// further rungs below, are no other settings.
    /// </summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="text">The text of its file, which is kept in the directory.</param>
    /// <param name="root">The directory.</param>
    /// <param name="overwrites">Whether to clear the states that have changed. The others are kept.</param>
    /// <param name="warn">Receives a sentence on what was cleared.</param>
    /// <param name="cancellation">Ends the waiting for other processes.</param>
    /// <returns>The directory, which is held until it is disposed of.</returns>
    /// <exception cref="HeldException">A state is to be cleared and a run is at work in it.</exception>
    /// <exception cref="InputException">A state has changed, or the directory holds another campaign or run.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static OpenCampaign Open(
        Campaign campaign, string text, string root, bool overwrites, Action<string> warn, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        ArgumentNullException.ThrowIfNull(warn);
        CampaignDirectory directory = new(Path.TrimEndingDirectorySeparator(root));
        Directory.CreateDirectory(directory.Root);
        CampaignRoot place = RootOf(campaign, directory.Root);
        place.Require(warn);
        OpenCampaign opened = new(directory);
        try
        {
            foreach (CampaignState state in campaign.States)
            {
                opened.Add(RunDirectory.Open(directory.Of(state), ClaimOf(state), overwrites, resumes: true, warn, cancellation));
            }

            place.Note(cancellation);
            RemoveLeftovers(campaign, directory, warn);
            if (!File.Exists(directory.PlanFile) || File.ReadAllText(directory.PlanFile) != text)
            {
                AtomicFile.WriteAllText(directory.PlanFile, text, cancellation);
            }

            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Throws if a directory, which need not exist, is that of another campaign or of a run.</summary>
    /// <exception cref="InputException">The message says what is there and what to do.</exception>
    public static void RequireOwn(Campaign campaign, string root, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        RootOf(campaign, root).Require(warn);
    }

    // The directories that the run itself writes to. Workers look at those of their items.
    private static void RemoveLeftovers(Campaign campaign, CampaignDirectory directory, Action<string> warn)
    {
        int removed = campaign.States.Select(state => Path.GetDirectoryName(directory.FailureOf(state, ""))!)
            .Append(directory.StatusDirectory).Sum(place => LeftoverFiles.Remove(place).Count);
        if (removed > 0)
        {
            warn($"removed {removed} temporary file{(removed == 1 ? "" : "s")} that killed runs had left in {directory.Root}");
        }
    }

    private static CampaignRoot RootOf(Campaign campaign, string root) =>
        new(root, campaign.Name, [.. campaign.States.Select(state => state.Name)]);

    private static RunClaim ClaimOf(CampaignState state) => state.Source switch
    {
        PreparedStarts prepared => RunClaims.OfState(state.Plan, prepared.Liquids, prepared.SamplesPerChain),
        StartsInFiles files => RunClaims.OfState(state.Plan, files.Files, files.AllFrames, files.Temperature),
        _ => throw new NotSupportedException("There is no such supply of starts."),
    };
}
