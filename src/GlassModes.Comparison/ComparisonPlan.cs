// The cases of a comparison, and the rows of its result.

using GlassModes.Numerics.Simd;

namespace GlassModes.Comparison;

/// <summary>The tasks, sizes and times of a comparison.</summary>
/// <param name="Tasks">The tasks; null for all.</param>
/// <param name="Particles">Sizes for the kernels; null for 500, 1000, … 32 000.</param>
/// <param name="DenseParticles">Sizes for dense eigenvalues, of order 3N; null for 200 and 400.</param>
/// <param name="Rounds">
/// Number of turns of each side; the median counts. A case that takes longer than half a minute in all gets fewer turns.
/// </param>
/// <param name="Window">Least time of one turn, in seconds.</param>
/// <param name="Width">Register width of the kernels; null for the widest.</param>
public sealed record ComparisonPlan(
    IReadOnlyList<ComparedTask>? Tasks = null,
    IReadOnlyList<int>? Particles = null,
    IReadOnlyList<int>? DenseParticles = null,
    int Rounds = 61,
    double Window = 0.01,
    SimdWidth? Width = null)
{
    /// <summary>The cases in the order in which they are run.</summary>
    public IEnumerable<(ComparedTask Task, int Particles)> Cases()
    {
        foreach (ComparedTask task in Tasks ?? Enum.GetValues<ComparedTask>())
        {
            IReadOnlyList<int> sizes = task == ComparedTask.DenseEigenvalues
                ? DenseParticles ?? [200, 400]
                : Particles ?? [500, 1000, 2000, 4000, 8000, 16000, 32000];
            foreach (int particles in sizes)
            {
                yield return (task, particles);
            }
        }
    }
}

/// <summary>One row of a comparison. Times are medians of one call, in seconds.</summary>
/// <param name="Task">The task.</param>
/// <param name="Particles">N.</param>
/// <param name="Managed">The implementation that did the managed work.</param>
/// <param name="Native">The implementation that did the native work.</param>
/// <param name="ManagedSeconds">Time of the managed call.</param>
/// <param name="NativeSeconds">Time of the native call.</param>
/// <param name="Ratio">Median over the rounds of managed over native time.</param>
/// <param name="LowerRatio">Lower quartile of the ratios.</param>
/// <param name="UpperRatio">Upper quartile of the ratios.</param>
/// <param name="TenthPercentileRatio">
/// Ratio of the tenth percentiles of the times. Other work on the machine slows these percentiles least.
/// </param>
/// <param name="ManagedBytesAllocated">Bytes that a managed call allocates on the managed heap.</param>
/// <param name="Difference">Difference between the results, relative to the largest element.</param>
/// <param name="Rounds">Number of turns that each side took.</param>
public sealed record ComparisonRow(
    ComparedTask Task,
    int Particles,
    string Managed,
    string Native,
    double ManagedSeconds,
    double NativeSeconds,
    double Ratio,
    double LowerRatio,
    double UpperRatio,
    double TenthPercentileRatio,
    long ManagedBytesAllocated,
    double Difference,
    int Rounds);
