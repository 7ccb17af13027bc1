// Measures one thread, many threads on one sample, and many threads on a sample each, in turns.

using System.Diagnostics;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Benchmarks.Threads;

/// <summary>
/// Measures how much faster T threads are on one sample. The comparison is how much more work T threads do on T separate samples, which
/// share only the machine. T cores that share a cache, a clock or execution units do not do T times the work of one core. The comparison
/// shows how much of a loss is due to the machine.
/// </summary>
internal sealed class ThreadScaling : IDisposable
{
    private const double Window = 0.01;
    private const double WarmUpSeconds = 1;

    private static readonly int[][] s_orders = [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1], [2, 0, 1], [1, 0, 2]];

    private readonly ThreadTeam _team;
    private readonly Sample _one;
    private readonly Sample _shared;
    private readonly Sample[] _copies;

    public ThreadScaling(Configuration start, int threads)
    {
        _team = new ThreadTeam(threads);
        _one = new Sample(start, ThreadTeam.CallerOnly);
        _shared = new Sample(start, _team);
        _copies = [.. Enumerable.Range(0, threads).Select(_ => new Sample(start, ThreadTeam.CallerOnly))];
    }

    /// <summary>
    /// The seconds for one call in each round: on one thread; by all threads on one sample; and by each thread on its own sample, divided
    /// by the number of threads.
    /// </summary>
    public (double[] One, double[] Shared, double[] Copies) Measure(Action<Sample> work, int rounds)
    {
        int calls = WarmUp(work);
        CopiesAtWork copies = new(_copies, work, calls);
        Func<double>[] turns =
        [
            () => Time(() => Repeat(work, _one, calls)),
            () => Time(() => Repeat(work, _shared, calls)),
            () => Time(() => _team.Run(copies, _copies.Length)) / _copies.Length,
        ];
        Action[] wakeUps = [() => work(_one), () => work(_shared), () => _team.Run(new CopiesAtWork(_copies, work, 1), _copies.Length)];
        double[][] times = [.. turns.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            // The three turns come in all six orders. Each turn therefore follows each of the other two equally often.
            int[] order = s_orders[round % s_orders.Length];
            foreach (int turn in order)
            {
                // Threads that slept during the turn before wake up outside of the measurement.
                wakeUps[turn]();
                times[turn][round] = turns[turn]() / calls;
            }
        }

        return (times[0], times[1], times[2]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _one.Dispose();
        _shared.Dispose();
        foreach (Sample copy in _copies)
        {
            copy.Dispose();
        }

        _team.Dispose();
    }

    private static double Time(Action action)
    {
        long began = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static void Repeat(Action<Sample> work, Sample sample, int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            work(sample);
        }
    }

    // Runs until all code is compiled. Returns how many calls on one thread fill the window.
    private int WarmUp(Action<Sample> work)
    {
        double shortest = double.PositiveInfinity;
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < WarmUpSeconds)
        {
            shortest = Math.Min(shortest, Time(() => work(_one)));
            work(_shared);
            _team.Run(new CopiesAtWork(_copies, work, 1), _copies.Length);
        }

        return (int)Math.Ceiling(Window / shortest);
    }

    private sealed class CopiesAtWork(Sample[] copies, Action<Sample> work, int calls) : ITeamWork
    {
        public void Execute(int task) => Repeat(work, copies[task], calls);
    }
}
