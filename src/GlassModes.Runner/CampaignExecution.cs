// Runs a share of a campaign for a verb: holds it, shows how far it is, and says how it ended.

using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Status;
using GlassModes.Campaigns.Store;
using GlassModes.Campaigns.Work;

namespace GlassModes.Runner;

/// <summary>A share of a campaign that a verb runs.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Text">The text of its file.</param>
/// <param name="Root">The directory of the campaign.</param>
/// <param name="Share">The share.</param>
/// <param name="Workers">Number of worker processes.</param>
internal sealed record CampaignExecution(Campaign Campaign, string Text, string Root, CampaignShare Share, int Workers)
{
    /// <summary>Whether to clear the states that have changed.</summary>
    public bool Overwrites { get; init; }

    /// <summary>Whether to take the share over from a run on another host.</summary>
    public bool TakesOver { get; init; }

    /// <summary>Runs the share. Prints nothing but progress.</summary>
    /// <param name="session">The run of the verb.</param>
    /// <param name="file">The campaign file that workers read; null for the copy in the directory.</param>
    public ShareStatus Run(Session session, string? file = null)
    {
        session.MakeDirectory("--out", Root);
        using ShareHolder holder = ShareHolder.Take(
            new CampaignDirectory(Root), Share, TakesOver, session.Warn, session.Cancellation);
        using OpenCampaign opened = CampaignFiles.Open(Campaign, Text, Root, Overwrites, session.Warn, session.Cancellation);
        CampaignDirectory directory = opened.Directory;
        WorkerCommand worker = OwnCommand.With("run", file ?? directory.PlanFile, "--out", Root, "--task", $"{Share}", "--worker");
        CampaignRun run = new(Campaign, directory, Share, worker, Workers);
        return session.FollowCampaign(display => run.Run(
            new CampaignEvents(
                display.Milestone,
                status =>
                {
                    session.Kept = $"{status.States.Sum(state => state.Done)} samples kept in {Root}: the same command goes on";
                    display.Show(CampaignStatus.OfShare(status));
                }),
            session.Cancellation));
    }

    /// <summary>The exit code of a run that has ended. Says how many samples failed.</summary>
    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public int Conclude(ShareStatus status, Session session)
    {
        if (!status.IsFinished)
        {
            throw new OperationCanceledException(session.Cancellation);
        }

        int failed = status.States.Sum(state => state.Failed);
        if (failed > 0)
        {
            session.Complain($"{failed} sample{(failed == 1 ? "" : "s")} failed; the reasons are in {Root}/*/failures");
        }

        return failed > 0 ? ExitCode.Failed : ExitCode.Done;
    }
}
