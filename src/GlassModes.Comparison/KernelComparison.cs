// Runs managed and native work in turns and takes medians of the times.

using System.Diagnostics;
using GlassModes.Comparison.Pairs;
using GlassModes.Dynamics;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Samples;
using MathNet.Numerics.Statistics;

namespace GlassModes.Comparison;

/// <summary>
/// Compares managed with native code, side by side in one process. Both sides are warmed up. They then take turns, each at least as long as
/// the window of the plan. The side that begins alternates from round to round. There are many short turns, and ratios are taken round by
/// round. Other work that slows the machine for longer than a round therefore slows both sides.
/// </summary>
public static class KernelComparison
{
    // The runtime compiles methods that are called often in two stages. Each stage begins a tenth of a second after the last new method,
    // and runs on the core that is being measured. The pace is steady only afterwards.
    private const double WarmUpSeconds = 1;
    private const double MostSeconds = 30;

    // This time is long enough for the structure of a liquid. The dynamics are not measured.
    private const double Temperature = 2;

    private static readonly EquilibrationProtocol s_briefProtocol = new(CanonicalTime: 1, MicrocanonicalTime: 0.1, Interval: 0.1);

    /// <summary>Runs a plan and yields its rows as they are ready.</summary>
    /// <param name="plan">The plan; null means the default plan with all cases.</param>
    /// <param name="progress">Receives the case that is under way, and the share of cases that are done.</param>
    /// <param name="cancellation">Checked before every turn.</param>
    /// <exception cref="ModelMismatchException">The box of a size is too small for the model.</exception>
    /// <exception cref="InsufficientMemoryException">The memory does not hold a liquid. The message gives N and the bytes.</exception>
    /// <exception cref="Native.NativeLibraryException">The native library is missing.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public static IEnumerable<ComparisonRow> Run(
        ComparisonPlan? plan = null, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        plan ??= new ComparisonPlan();
        PairModel model = KobAndersen.ForceShifted();
        foreach ((_, int particles) in plan.Cases())
        {
            new LiquidPlan(model, particles, KobAndersen.Density, Temperature, 1).RequireFits();
        }

        return MeasureCases(model, plan, progress, cancellation);
    }

    /// <summary>Makes the work of one case.</summary>
    /// <param name="task">The task.</param>
    /// <param name="liquid">A Kob-Andersen liquid.</param>
    /// <param name="plan">The plan, whose register width is used.</param>
    public static ComparedPair Create(ComparedTask task, Configuration liquid, ComparisonPlan? plan = null) => task switch
    {
        ComparedTask.HessianProduct => new HessianPair(lanczos: false, liquid, plan?.Width),
        ComparedTask.Lanczos => new HessianPair(lanczos: true, liquid, plan?.Width),
        ComparedTask.DenseEigenvalues => new DenseEigenvaluesPair(liquid),
        _ => new ForcePair(task, liquid, plan?.Width),
    };

    private static IEnumerable<ComparisonRow> MeasureCases(
        PairModel model, ComparisonPlan plan, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        Dictionary<int, Configuration> liquids = [];
        int cases = plan.Cases().Count();
        int done = 0;
        foreach ((ComparedTask task, int particles) in plan.Cases())
        {
            cancellation.ThrowIfCancellationRequested();
            if (!liquids.TryGetValue(particles, out Configuration? liquid))
            {
                progress?.Report(new WorkProgress((double)done / cases, $"a liquid of {particles} particles"));
                liquid = Liquid
                    .Equilibrate(model, particles, KobAndersen.Density, Temperature, protocol: s_briefProtocol, cancellation: cancellation)
                    .First().Configuration;
                liquids.Add(particles, liquid);
            }

            progress?.Report(new WorkProgress((double)done / cases, $"{task}, N = {particles}"));
            using ComparedPair pair = Create(task, liquid, plan);
            yield return MeasurePair(task, particles, pair, plan, cancellation);
            done++;
        }
    }

    private static ComparisonRow MeasurePair(
        ComparedTask task, int particles, ComparedPair pair, ComparisonPlan plan, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        Action managedWork = pair.RunManaged;
        Action nativeWork = pair.RunNative;
        int managedCalls = CountCallsInWindow(managedWork, plan.Window, cancellation);
        int nativeCalls = CountCallsInWindow(nativeWork, plan.Window, cancellation);
        List<double> managed = [];
        List<double> native = [];
        long allocated = long.MaxValue;
        for (int round = 0; round < plan.Rounds; round++)
        {
            if (round > 0 && Stopwatch.GetElapsedTime(began).TotalSeconds > MostSeconds)
            {
                break;
            }

            if (round % 2 == 1)
            {
                native.Add(TimeCalls(nativeWork, nativeCalls, cancellation));
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            managed.Add(TimeCalls(managedWork, managedCalls, cancellation));
            allocated = Math.Min(allocated, (GC.GetAllocatedBytesForCurrentThread() - before) / managedCalls);
            if (round % 2 == 0)
            {
                native.Add(TimeCalls(nativeWork, nativeCalls, cancellation));
            }
        }

        double[] ratios = [.. managed.Zip(native, (m, n) => m / n)];
        return new ComparisonRow(
            task,
            particles,
            pair.ManagedName,
            pair.NativeName,
            managed.Median(),
            native.Median(),
            ratios.Median(),
            ratios.LowerQuartile(),
            ratios.UpperQuartile(),
            managed.Quantile(0.1) / native.Quantile(0.1),
            allocated,
            pair.FindDifference(),
            managed.Count);
    }

    // Counts the calls that fill a window. The count is taken after the runtime has compiled everything.
    private static int CountCallsInWindow(Action work, double window, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        int calls = 0;
        double last;
        do
        {
            last = TimeCalls(work, 1, cancellation);
            calls++;
        }
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < WarmUpSeconds);

        double mean = Math.Min(last, Stopwatch.GetElapsedTime(began).TotalSeconds / calls);
        return (int)Math.Clamp(Math.Ceiling(window / mean), 1, 1_000_000);
    }

    private static double TimeCalls(Action work, int calls, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        long began = Stopwatch.GetTimestamp();
        for (int call = 0; call < calls; call++)
        {
            work();
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds / calls;
    }
}
