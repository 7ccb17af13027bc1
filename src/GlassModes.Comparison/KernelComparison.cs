// Runs managed and native work in turns and takes medians of the times.

using System.Diagnostics;
using GlassModes.Comparison.Pairs;
using GlassModes.Dynamics;
using GlassModes.Models;
using GlassModes.Particles;
using MathNet.Numerics.Statistics;

namespace GlassModes.Comparison;

/// <summary>
/// Managed against native code, side by side in one process. Both sides are warmed up and then take turns of at least the plan's
/// window; the side that begins a round alternates. There are many short turns, and ratios are taken round by round: other work that
/// slows the machine for longer than a round slows both sides.
/// </summary>
public static class KernelComparison
{
    // The runtime compiles methods that are called often in two stages, each a tenth of a second after the last new method, on the
    // core that is being measured. Only then is the pace steady.
    private const double WarmUpSeconds = 1;
    private const double MostSeconds = 30;

    // Long enough for the structure of a liquid. The dynamics are not measured.
    private static readonly EquilibrationProtocol Brief = new(CanonicalTime: 1, MicrocanonicalTime: 0.1, Interval: 0.1);

    /// <summary>Runs a plan and yields its rows as they are ready.</summary>
    /// <param name="plan">The cases; null for all.</param>
    /// <param name="progress">Told which case is under way, and the share of cases that are done.</param>
    /// <param name="cancellation">Stops between turns.</param>
    /// <exception cref="ModelMismatchException">The box of a size is too small for the model.</exception>
    /// <exception cref="Native.NativeLibraryException">The native library is missing.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IEnumerable<ComparisonRow> Run(
        ComparisonPlan? plan = null, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        plan ??= new ComparisonPlan();
        PairModel model = KobAndersen.ForceShifted();
        foreach ((_, int particles) in plan.Cases())
        {
            model.RequireFits(PeriodicBox.ForDensity(particles, KobAndersen.Density), model.AssignSpecies(particles));
        }

        return Rows(model, plan, progress, cancellation);
    }

    /// <summary>Makes the work of one case.</summary>
    /// <param name="task">The task.</param>
    /// <param name="liquid">A Kob-Andersen liquid.</param>
    /// <param name="plan">Register width.</param>
    public static ComparedPair Create(ComparedTask task, Configuration liquid, ComparisonPlan? plan = null) => task switch
    {
        ComparedTask.HessianProduct => new HessianPair(lanczos: false, liquid, plan?.Width),
        ComparedTask.Lanczos => new HessianPair(lanczos: true, liquid, plan?.Width),
        ComparedTask.DenseEigenvalues => new DenseEigenvaluesPair(liquid),
        _ => new ForcePair(task, liquid, plan?.Width),
    };

    private static IEnumerable<ComparisonRow> Rows(
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
                liquid = Liquid.Equilibrate(model, particles, KobAndersen.Density, 2.0, protocol: Brief, cancellation: cancellation)
                    .First().Configuration;
                liquids.Add(particles, liquid);
            }

            progress?.Report(new WorkProgress((double)done / cases, $"{task}, N = {particles}"));
            using ComparedPair pair = Create(task, liquid, plan);
            yield return Measure(task, particles, pair, plan, cancellation);
            done++;
        }
    }

    private static ComparisonRow Measure(
        ComparedTask task, int particles, ComparedPair pair, ComparisonPlan plan, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        Action managedWork = pair.RunManaged;
        Action nativeWork = pair.RunNative;
        int managedCalls = Calibrate(managedWork, plan.Window, cancellation);
        int nativeCalls = Calibrate(nativeWork, plan.Window, cancellation);
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
                native.Add(Time(nativeWork, nativeCalls, cancellation));
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            managed.Add(Time(managedWork, managedCalls, cancellation));
            allocated = Math.Min(allocated, (GC.GetAllocatedBytesForCurrentThread() - before) / managedCalls);
            if (round % 2 == 0)
            {
                native.Add(Time(nativeWork, nativeCalls, cancellation));
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

    // The number of calls that fill a window, measured after the runtime has compiled everything.
    private static int Calibrate(Action work, double window, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        int calls = 0;
        double last;
        do
        {
            last = Time(work, 1, cancellation);
            calls++;
        }
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < WarmUpSeconds);

        double mean = Math.Min(last, Stopwatch.GetElapsedTime(began).TotalSeconds / calls);
        return (int)Math.Clamp(Math.Ceiling(window / mean), 1, 1_000_000);
    }

    private static double Time(Action work, int calls, CancellationToken cancellation)
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
