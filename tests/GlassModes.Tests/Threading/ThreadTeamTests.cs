// Tests the thread team: every task is done once, failures are reported, and runs allocate nothing.

using System.Runtime.CompilerServices;
using GlassModes.Numerics.Threading;

namespace GlassModes.Tests.Threading;

public class ThreadTeamTests
{
    [Test]
    public void Every_task_is_done_once_in_every_run([Values(1, 2, 3, 5)] int threads)
    {
        using ThreadTeam team = new(threads);
        for (int run = 0; run < 2000; run++)
        {
            Counter counter = new(run % 40);
            team.Run(counter, run % 40);
            Assert.That(counter.Times, Is.All.EqualTo(1), $"run {run}");
        }
    }

    [Test]
    public void Threads_that_fell_asleep_wake_up_again()
    {
        using ThreadTeam team = new(3);
        for (int run = 0; run < 20; run++)
        {
            SpinWait.SpinUntil(() => Volatile.Read(ref SleepersOf(team)) == 2);
            Counter counter = new(100);
            team.Run(counter, 100);
            Assert.That(counter.Times, Is.All.EqualTo(1));
        }
    }

    [Test]
    public void All_threads_take_part()
    {
        using ThreadTeam team = new(3);
        using Meeting meeting = new(3);
        team.Run(meeting, 3);
        Assert.That(meeting.Threads.Distinct().Count(), Is.EqualTo(3), "each task waits for the other two");
    }

    [Test]
    public void A_task_that_fails_is_told_and_the_others_are_done([Values(2, 4)] int threads)
    {
        using ThreadTeam team = new(threads);
        Counter counter = new(50, failing: 7);
        Assert.That(() => team.Run(counter, 50), Throws.InvalidOperationException.With.Message.EqualTo("task 7"));
        Assert.That(counter.Times, Is.All.EqualTo(1));
        Counter next = new(50);
        team.Run(next, 50);
        Assert.That(next.Times, Is.All.EqualTo(1), "the team goes on");
    }

    [NonParallelizable] // other tests would allocate and collect at the same time
    [Test]
    public void A_run_allocates_nothing()
    {
        using ThreadTeam team = new(2);
        Counter counter = new(8);
        team.Run(counter, 8);
        long allocated = Allocation.BytesOf(() =>
        {
            for (int run = 0; run < 100; run++)
            {
                team.Run(counter, 8);
            }
        });
        Assert.That(allocated, Is.Zero);
    }

    [Test]
    public void A_team_without_threads_and_one_disposed_of_are_refused()
    {
        Assert.That(() => new ThreadTeam(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        ThreadTeam team = new(2);
        team.Dispose();
        team.Dispose();
        Assert.That(() => team.Run(new Counter(1), 1), Throws.InstanceOf<ObjectDisposedException>());
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_sleepers")]
    private static extern ref int SleepersOf(ThreadTeam team);

    private sealed class Counter(int tasks, int failing = -1) : ITeamWork
    {
        public int[] Times { get; } = new int[tasks];

        public void Execute(int task)
        {
            Interlocked.Increment(ref Times[task]);
            if (task == failing)
            {
                throw new InvalidOperationException($"task {task}");
            }
        }
    }

    private sealed class Meeting(int tasks) : ITeamWork, IDisposable
    {
        private readonly Barrier _barrier = new(tasks);

        public void Dispose() => _barrier.Dispose();

        public int[] Threads { get; } = new int[tasks];

        public void Execute(int task)
        {
            Threads[task] = Environment.CurrentManagedThreadId;
            _barrier.SignalAndWait();
        }
    }
}
