// Runs the replica exchanges of a campaign for a verb: holds the share, shows how far it is, and says how it ended.

using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Store;
using GlassModes.Campaigns.Work;
using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Runner.Output;
using GlassModes.Samples;

namespace GlassModes.Runner;

/// <summary>The replica exchanges of a share of a campaign.</summary>
/// <param name="File">The campaign file.</param>
/// <param name="Root">The directory of the campaign.</param>
/// <param name="Share">The share.</param>
internal sealed record PreparationExecution(string File, string Root, CampaignShare Share)
{
    /// <summary>Whether to clear the states that have changed.</summary>
    public bool Overwrites { get; init; }

    /// <summary>Whether to take the share over from a run on another host.</summary>
    public bool TakesOver { get; init; }

    /// <summary>Runs the chains in this process, or as one of the processes of an MPI run.</summary>
    /// <returns>The exit code.</returns>
    public int Run(Session session, bool isShared) => isShared
        ? new SharedPreparation(
            ranks => Lead(session, ranks),
            ranks => CampaignPreparation.Serve(File, session.Threads, ranks, session.Cancellation),
            CampaignPreparation.Dismiss).Run(session)
        : Lead(session, null);

    private int Lead(Session session, IReplicaRanks? ranks)
    {
        Campaign campaign = CampaignFile.Read(File);
        string text = System.IO.File.ReadAllText(File);
        CampaignPreparation.RequireFits(campaign, ranks?.Count ?? 1);
        session.MakeDirectory("--out", Root);
        List<PreparedState> states = [];
        bool isCancelled = !Prepare(session, campaign, text, states, ranks);
        session.Print(
            new
            {
                Status = isCancelled ? "cancelled" : "done",
                Processes = ranks?.Count ?? 1,
                States = states.Select(DocumentOf),
            },
            output => Write(output, states));
        return isCancelled ? throw new OperationCanceledException(session.Cancellation) : ExitCode.Done;
    }

    // Returns whether all chains are done, and not only those before an interruption.
    private bool Prepare(Session session, Campaign campaign, string text, List<PreparedState> states, IReplicaRanks? ranks)
    {
        using ShareHolder holder = ShareHolder.Take(
            new CampaignDirectory(Root), Share, TakesOver, session.Warn, session.Cancellation);
        using OpenCampaign opened = CampaignFiles.Open(campaign, text, Root, Overwrites, session.Warn, session.Cancellation);
        CampaignPreparation preparation = new(campaign, text, opened.Directory, Share, session.Threads, ranks);
        return session.Follow(display =>
        {
            try
            {
                preparation.Run(new CampaignPreparationEvents(OnStart, session.Warn, display), states, session.Cancellation);
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
            finally
            {
                int chains = states.Sum(state => state.Chains);
                session.Kept = $"{states.Sum(state => state.Done)} of {chains} chains done in {Root}: the same command goes on";
            }

            void OnStart(string state, LiquidFile file) => display.Milestone(
                $"{file.File}: V/N = {file.PotentialEnergyPerParticle:g6}, T = {TextTable.Number(file.Temperature, "g4")}");
        });
    }

    private static object DocumentOf(PreparedState state) => new
    {
        Name = state.State,
        state.Chains,
        state.Done,
        Equilibration = EquilibrationOutput.DocumentOf(state.Judged, isFinished: state.Done == state.Chains),
        Pairs = EquilibrationOutput.PairsOf(state.Judged),
        RoundTrips = state.Judged.Count > 0 ? state.Judged.Sum(judgement => judgement.RoundTrips) : (long?)null,
    };

    private static void Write(TextWriter output, IReadOnlyList<PreparedState> states)
    {
        TextTable table = new("state", "chains", "done");
        foreach (PreparedState state in states)
        {
            table.Add(state.State, $"{state.Chains}", $"{state.Done}");
        }

        table.Write(output);
        foreach (PreparedState state in states.Where(state => state.Judged.Count > 0))
        {
            output.WriteLine($"\n{state.State}");
            EquilibrationOutput.Write(output, state.Judged);
        }
    }
}
