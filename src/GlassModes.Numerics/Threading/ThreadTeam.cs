// A few threads that share the short phases of one large sample.

using System.Runtime.ExceptionServices;

namespace GlassModes.Numerics.Threading;

/// <summary>Work in numbered tasks that may run in any order and at the same time.</summary>
public interface ITeamWork
{
    /// <summary>Runs one task.</summary>
    void Execute(int task);
}

/// <summary>
/// A fixed set of threads that share tasks. A force evaluation lasts a fraction of a millisecond and has several phases, so the start of a
/// phase must cost only microseconds. Between phases the threads therefore spin for a while before they sleep. A thread takes the next task
/// when it is free, so results must not depend on which thread runs which task. A run allocates nothing. Runs of one team must not overlap:
/// a team belongs to one sample at a time.
/// </summary>
public sealed class ThreadTeam : IDisposable
{
    // The threads spin for about the time between two phases of a step. They sleep through longer waits.
    private const int SpinsBeforeSleep = 2000;
    private const int PausesPerSpin = 20;

    private readonly Thread[] _workers;
    private readonly object _gate = new();
    private ITeamWork? _work;
    private int _tasks;
    private int _next;
    private int _busy;
    private int _generation;
    private int _sleepers;
    private bool _disposed;
    private Exception? _failure;

    /// <summary>Starts a team.</summary>
    /// <param name="threads">Number of threads, including the caller's; 1 starts no thread.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one thread.</exception>
    public ThreadTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        _workers = new Thread[threads - 1];
        for (int k = 0; k < _workers.Length; k++)
        {
            _workers[k] = new Thread(RunWorker) { IsBackground = true, Name = $"GlassModes team {k + 1}" };
            _workers[k].Start();
        }
    }

    /// <summary>A team that consists of the calling thread alone. It needs no disposal.</summary>
    public static ThreadTeam CallerOnly { get; } = new(1);

    /// <summary>Number of threads, including the caller's.</summary>
    public int Threads => _workers.Length + 1;

    /// <summary>
    /// Executes tasks 0 … <paramref name="tasks"/> − 1 on all threads, including the caller's. Returns when all tasks are done.
    /// </summary>
    /// <exception cref="Exception">The first exception of a task. On several threads the other tasks still run.</exception>
    public void Run(ITeamWork work, int tasks)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_workers.Length == 0 || tasks <= 1)
        {
            for (int task = 0; task < tasks; task++)
            {
                work.Execute(task);
            }

            return;
        }

        _work = work;
        _tasks = tasks;
        _failure = null;
        Volatile.Write(ref _next, 0);
        Volatile.Write(ref _busy, _workers.Length);
        Interlocked.Increment(ref _generation);
        if (Volatile.Read(ref _sleepers) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }

        ExecuteTasks();
        SpinWait spinner = default;
        while (Volatile.Read(ref _busy) > 0)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        _work = null;
        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        if (_disposed || _workers.Length == 0)
        {
            return;
        }

        _disposed = true;
        Interlocked.Increment(ref _generation);
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }

        foreach (Thread worker in _workers)
        {
            worker.Join();
        }
    }

    private void RunWorker()
    {
        int seen = 0;
        while (true)
        {
            seen = WaitForGenerationAfter(seen);
            if (_disposed)
            {
                return;
            }

            ExecuteTasks();
            Interlocked.Decrement(ref _busy);
        }
    }

    private int WaitForGenerationAfter(int seen)
    {
        for (int spin = 0; spin < SpinsBeforeSleep; spin++)
        {
            int now = Volatile.Read(ref _generation);
            if (now != seen)
            {
                return now;
            }

            Thread.SpinWait(PausesPerSpin);
        }

        // The thread counts as a sleeper before it checks the generation again. If a run begins in between, either this check sees the run,
        // or the run sees the sleeper and wakes it.
        lock (_gate)
        {
            Interlocked.Increment(ref _sleepers);
            while (Volatile.Read(ref _generation) == seen)
            {
                Monitor.Wait(_gate);
            }

            Interlocked.Decrement(ref _sleepers);
            return Volatile.Read(ref _generation);
        }
    }

    private void ExecuteTasks()
    {
        while (true)
        {
            int task = Interlocked.Increment(ref _next) - 1;
            if (task >= _tasks)
            {
                return;
            }

            try
            {
                _work!.Execute(task);
            }
            catch (Exception failure)
            {
                Interlocked.CompareExchange(ref _failure, failure, null);
            }
        }
    }
}
