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

    // A worker process with its libraries, before it has a system.
    private const long ProcessBytes = 120L << 20;

    /// <summary>Seconds for the modes of one rung, by the solver that is the fastest one at this size, with its certificate.</summary>
    /// <param name="plan">What is done with each start.</param>
    /// <param name="particles">N.</param>
    /// <param name="modes">Number of modes.</param>
    /// <exception cref="InsufficientMemoryException">No solver fits into memory.</exception>
    public static double ModeSeconds(SamplePlan plan, int particles, int modes)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(particles, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(modes);
        if (plan.Modes.Sampling == ModeSampling.Count)
        {
            return SolverCosts.CertificateCost(particles);
        }

        SolverCosts costs = SolverCosts.Of(particles, modes, fromBelow: true, memoryLimit: null, bonds: 0);
        bool isCertified = (plan.Solving?.Certification ?? ModeCertification.Automatic) switch
        {
            ModeCertification.Always => true,
            ModeCertification.Never => false,
            _ => CertificatePolicy.IsByDefault(particles, atAnySize: plan.Modes.Sampling != ModeSampling.Lowest),
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
        if (plan.Modes.HasVectors)
        {
            double share = plan.Model.HasContacts ? UnstableShareOfContacts : UnstableShare;
            double modes = plan.Modes.Sampling == ModeSampling.Lowest ? plan.Modes.Lowest : Math.Ceiling(share * 3 * particles);
            int count = (int)Math.Min(modes, 3.0 * particles);
            double solver = Math.Min(
                Math.Min(MemoryEstimate.Dense(particles, count), MemoryEstimate.Slices(particles, count)),
                MemoryEstimate.Davidson(particles, particles * MemoryEstimate.PairsPerParticle(plan.Model, density, 0), count));

            // The modes of a rung are compared with those of the rung before.
            quench = Math.Max(quench, solver + (2.0 * 3 * sizeof(double) * particles * count));
        }

        double bytes = ProcessBytes + Math.Max(MemoryEstimate.Dynamics(plan.Model, particles, density), quench);
        return (long)Math.Min(bytes, long.MaxValue / 2);
    }
}
