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
        string purpose = HasModes(plan) ? "a quench with modes" : "a quench";
        MemoryEstimate.Ensure(Estimate(plan, particles, density), particles, purpose, Math.Max(1, atOnce));
    }

    /// <summary>Estimates the memory of one sample, in bytes.</summary>
    public static long Estimate(SamplePlan plan, int particles, double density)
    {
        bool endsAtMinimum = plan.Ladder.LastRung?.MeanSquaredForce <= plan.Quench.SaddleForce;
        return MemoryEstimate.Quench(plan.Model, particles, density, endsAtMinimum, HasModes(plan));
    }

    private static bool HasModes(SamplePlan plan) => plan.Modes.HasVectors || plan.StartModes is { HasVectors: true };
}
