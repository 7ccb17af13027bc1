// Estimates what samples of other sizes cost, from one that was measured.

using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Modes.Certificates;
using GlassModes.Modes.Solvers;

namespace GlassModes.Samples;

/// <summary>
/// Estimates the costs of samples. Factors that are the same for all sizes cancel if the estimate for one size is compared with that for
/// another size, so that a measurement at a small size gives the time at a large one.
/// </summary>
public static class SampleCost
{
    // Shares of unstable modes at W = 10^-1.5, the highest rung of the paper, rounded up: 0.3 % in the Kob-Andersen liquid at T = 2, 29 %
    // in spheres from random positions at φ = 0.75.
    private const double UnstableShare = 0.005;
    private const double UnstableShareOfContacts = 0.3;

    // The number of unstable modes of the Kob-Andersen liquid falls about as this power of W.
    private const double UnstableExponent = 0.3;
    private const double HighestRung = -1.5;

    // Share of unstable modes in liquids, rounded up.
    private const double UnstableShareOfStart = 0.25;

    // A worker process with its libraries, before it has a system.
    private const long ProcessBytes = 120L << 20;

    /// <summary>Seconds for the modes of one rung, by the solver that is the fastest one at this size, with its certificate.</summary>
    /// <param name="plan">What is done with each start.</param>
    /// <param name="wanted">Which modes are solved for at the rung.</param>
    /// <param name="particles">N.</param>
    /// <param name="modes">Number of modes.</param>
    /// <exception cref="InsufficientMemoryException">No solver fits into memory.</exception>
    public static double ModeSeconds(SamplePlan plan, SampledModes wanted, int particles, int modes)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentOutOfRangeException.ThrowIfLessThan(particles, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(modes);
        if (wanted.Sampling == ModeSampling.Count)
        {
            return SolverCosts.CertificateCost(particles);
        }

        bool isFromBelow = wanted.Sampling != ModeSampling.Interval;
        SolverCosts costs = SolverCosts.Of(particles, modes, isFromBelow, memoryLimit: null, bonds: 0);
        bool isCertified = (plan.Solving?.Certification ?? ModeCertification.Automatic) switch
        {
            ModeCertification.Always => true,
            ModeCertification.Never => false,
            _ => CertificatePolicy.IsByDefault(particles, atAnySize: wanted.Sampling != ModeSampling.Lowest),
        };
        double certificate = isCertified ? SolverCosts.CertificateCost(particles) : 0;
        return particles <= SolverCosts.SmallCount
            ? costs.Dense
            : Math.Min(Math.Min(costs.Dense, costs.Slicing), costs.Davidson + certificate);
    }

    /// <summary>Largest memory of a worker that prepares and quenches samples, in bytes.</summary>
    /// <param name="plan">What is done with each start.</param>
    /// <param name="particles">N.</param>
    /// <param name="density">Number density ρ.</param>
    public static long WorkerBytes(SamplePlan plan, int particles, double density)
    {
        ArgumentNullException.ThrowIfNull(plan);
        double quench = SampleMemory.Estimate(plan, particles, density);
        double most = Math.Max(
            plan.Ladder.Rungs.Select(rung => CountVectors(plan.Modes.At(rung), particles, ShareAt(plan, rung.Log10W)))
                .DefaultIfEmpty(0).Max(),
            plan.StartModes is { } start ? CountVectors(start, particles, UnstableShareOfStart) : 0);
        if (most > 0)
        {
            int count = (int)Math.Min(most, 3.0 * particles);
            double solver = Math.Min(
                Math.Min(MemoryEstimate.Dense(particles, count), MemoryEstimate.Slices(particles, count)),
                MemoryEstimate.Davidson(particles, particles * MemoryEstimate.PairsPerParticle(plan.Model, density, 0), count));

            // The modes of a rung are compared with those of the rung before.
            quench = Math.Max(quench, solver + (2.0 * 3 * sizeof(double) * particles * count));
        }

        double bytes = ProcessBytes + Math.Max(MemoryEstimate.Dynamics(plan.Model, particles, density), quench);
        return (long)Math.Min(bytes, long.MaxValue / 2);
    }

    private static double ShareAt(SamplePlan plan, double log10W) => plan.Model.HasContacts
        ? UnstableShareOfContacts
        : Math.Min(UnstableShareOfStart, UnstableShare * Math.Pow(10, UnstableExponent * (log10W - HighestRung)));

    // The number of eigenvectors, which for an interval is taken to be that of the unstable modes.
    private static double CountVectors(SampledModes wanted, int particles, double unstableShare) => wanted.Sampling switch
    {
        ModeSampling.Lowest => wanted.Lowest,
        ModeSampling.Unstable or ModeSampling.Interval => Math.Ceiling(unstableShare * 3 * particles),
        _ => 0,
    };
}
