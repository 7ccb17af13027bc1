// Runs a preparation of liquids as one of the processes of an MPI run.

using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Mpi;
using GlassModes.Samples;

namespace GlassModes.Runner;

/// <summary>Work that rank 0 leads and the other ranks share.</summary>
/// <param name="Lead">The work of the verb, which rank 0 does. Returns the exit code.</param>
/// <param name="Serve">What the other ranks do until they are dismissed.</param>
/// <param name="Dismiss">Tells the other ranks that there is no more to do.</param>
internal sealed record SharedPreparation(
    Func<IReplicaRanks, int> Lead, Action<IReplicaRanks> Serve, Action<IReplicaRanks> Dismiss)
{
    /// <summary>The preparation of one plan.</summary>
    /// <exception cref="UsageException">The plan is no replica exchange.</exception>
    public static SharedPreparation Of(LiquidPlan plan, Session session, Func<IReplicaRanks, int> prepare)
    {
        if (plan.Protocol?.ReplicaExchange is not { } exchange || double.IsPositiveInfinity(plan.Temperature))
        {
            throw new UsageException("--mpi shares the replicas of --protocol replica-exchange; leave it out, or take this protocol");
        }

        return new SharedPreparation(
            ranks => ranks.Count <= exchange.Temperatures.Count ? prepare(ranks) : throw new UsageException(
                $"{ranks.Count} processes share {exchange.Temperatures.Count} replicas; start fewer processes"),
            ranks => LiquidPreparation.Serve(plan, session.Threads, ranks, session.Cancellation),
            LiquidPreparation.Dismiss);
    }

    /// <summary>
    /// Starts MPI. Rank 0 does the work of the verb, and the other ranks share its replicas. A rank that fails ends all of them, so that
    /// none waits for ever.
    /// </summary>
    public int Run(Session session)
    {
        using MpiRanks ranks = MpiRanks.Start();
        session.SharesWork = ranks.Count > 1;
        try
        {
            if (ranks.Rank == 0)
            {
                return LeadToTheEnd(ranks);
            }

            Serve(ranks);
            return ExitCode.Done;
        }
        catch (Exception failure) when (ranks.Count > 1 && !(ranks.Rank == 0 && IsPeaceful(failure)))
        {
            ranks.Abort(session.Describe(failure), Failure.CodeOf(failure));
            throw;
        }
    }

    // After wrong input, which is found before or between chains, and after a cancellation the other ranks wait for the next chain.
    private int LeadToTheEnd(MpiRanks ranks)
    {
        try
        {
            int code = Lead(ranks);
            Dismiss(ranks);
            return code;
        }
        catch (Exception ending) when (IsPeaceful(ending))
        {
            Dismiss(ranks);
            throw;
        }
    }

    private static bool IsPeaceful(Exception ending) => ending is InputException or OperationCanceledException;
}
