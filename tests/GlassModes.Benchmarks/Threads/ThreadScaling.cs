// One thread, many threads on one sample, and as many samples on a thread each, in turns.

using System.Diagnostics;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Benchmarks.Threads;

/// <summary>
/// How much faster T threads are on one sample. Beside it, how much more T threads get done that have a sample each and nothing
/// in common but the machine: cores that share a cache, a clock or, unknown to a virtual machine, their execution units are not
/// T times one core, and no program makes them so.
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
    /// Seconds a call, a figure a round: of one thread; of all threads on one sample; of a sample each, divided by their number.
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
            // In all six orders, so that each comes after each of the others as often.
            int[] order = s_orders[round % s_orders.Length];
            foreach (int which in order)
            {
                // Threads that slept through the turn before are woken outside of the measurement.
                wakeUps[which]();
                times[which][round] = turns[which]() / calls;
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

    // Until all is compiled; returns how many calls on one thread fill the window.
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
