// Runs a preparation as one of the processes of an MPI run.

using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Mpi;
using GlassModes.Samples;

namespace GlassModes.Runner;

internal static class SharedPreparation
{
    /// <summary>
    /// Starts MPI. Rank 0 does the work of the verb, and the other ranks share its replicas. A rank that fails ends all of them, so that
    /// none waits for ever.
    /// </summary>
    /// <exception cref="UsageException">The plan is no replica exchange.</exception>
    public static int Run(LiquidPlan plan, Session session, Func<IReplicaRanks, int> prepare)
    {
        if (plan.Protocol?.ReplicaExchange is not { } exchange || double.IsPositiveInfinity(plan.Temperature))
        {
            throw new UsageException("--mpi shares the replicas of --protocol replica-exchange; leave it out, or take this protocol");
        }

        using MpiRanks ranks = MpiRanks.Start();
        if (ranks.Count > exchange.Temperatures.Count)
        {
            throw new UsageException($"{ranks.Count} processes share {exchange.Temperatures.Count} replicas; start fewer processes");
        }

        try
        {
            if (ranks.Rank == 0)
            {
                return Lead(ranks, prepare);
            }

            LiquidPreparation.Serve(plan, session.Threads, ranks, session.Cancellation);
            return ExitCode.Done;
        }
        catch (Exception failure) when (ranks.Count > 1 && failure is not (InputException or OperationCanceledException))
        {
            ranks.Abort($"glassmodes prepare: {Failure.Describe(failure)}", Failure.CodeOf(failure));
            throw;
        }
    }

    // After wrong input, which is found before or between chains, and after a cancellation the other ranks wait for the next chain.
    private static int Lead(MpiRanks ranks, Func<IReplicaRanks, int> prepare)
    {
        try
        {
            int code = prepare(ranks);
            LiquidPreparation.Dismiss(ranks);
            return code;
        }
        catch (Exception ending) when (ending is InputException or OperationCanceledException)
        {
            LiquidPreparation.Dismiss(ranks);
            throw;
        }
    }
}
