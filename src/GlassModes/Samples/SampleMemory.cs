// Refuses samples that the memory does not hold, before a sample begins.

using GlassModes.Models;

namespace GlassModes.Samples;

/// <summary>Compares the memory that samples need with the memory that there is.</summary>
internal static class SampleMemory
{
    /// <summary>Throws unless the memory holds the samples that run at the same time.</summary>
    /// <param name="plan">Says what is done with each sample.</param>
    /// <param name="particles">N.</param>
    /// <param name="density">Number density ρ.</param>
    /// <param name="atOnce">Number of samples at the same time.</param>
    /// <exception cref="InsufficientMemoryException">The memory does not suffice. The message gives N and the bytes.</exception>
    public static void Ensure(SamplePlan plan, int particles, double density, int atOnce)
    {
        bool hasModes = plan.Modes.Sampling is ModeSampling.Unstable or ModeSampling.Lowest;
        bool endsAtMinimum = plan.Ladder.LastRung.MeanSquaredForce <= plan.Quench.SaddleForce;
        long bytes = MemoryEstimate.Quench(plan.Model, particles, density, endsAtMinimum, hasModes);
        MemoryEstimate.Ensure(bytes, particles, hasModes ? "a quench with modes" : "a quench", Math.Max(1, atOnce));
    }
}
