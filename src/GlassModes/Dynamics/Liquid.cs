// Makes equilibrium configurations of a liquid from random positions.

using GlassModes.Forces;
using GlassModes.Models;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Dynamics;

/// <summary>A configuration of a liquid with its energy, temperature and pressure.</summary>
/// <param name="Configuration">Positions, wrapped into the box, and velocities.</param>
/// <param name="PotentialEnergyPerParticle">Potential energy V/N.</param>
/// <param name="Temperature">Kinetic temperature of this configuration; infinite for a random start.</param>
/// <param name="Pressure">Instantaneous pressure; NaN for a random start.</param>
public sealed record LiquidSample(
    Configuration Configuration, double PotentialEnergyPerParticle, double Temperature, double Pressure);

/// <summary>Prepares equilibrium liquids at high temperature as the paper does (Shimada et al. 2024, Sec. II).</summary>
public static class Liquid
{
    /// <summary>
    /// Runs molecular dynamics from a random start and yields <paramref name="samples"/> configurations. Overlapping particles are
    /// pushed apart first. Then the dynamics run at constant temperature (NVT) with a <see cref="NoseHooverChain"/>, and after that at
    /// constant energy (NVE). The configurations are taken from the NVE run. The NVE run has the mean total energy of the second half of
    /// the NVT run, so that the temperature does not depend on the moment at which the thermostat was removed. The result is a function
    /// of the arguments alone: the result has the same bits on any number of threads. <see cref="EquilibrationRun"/> does the same work and
    /// can be stopped and saved.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="particles">Number of particles N.</param>
    /// <param name="density">Number density ρ.</param>
    /// <param name="temperature">Temperature T &gt; 0.</param>
    /// <param name="samples">Number of configurations.</param>
    /// <param name="seed">Seed of the random numbers.</param>
    /// <param name="chain">Number of this run of dynamics, from 0. Runs of the same seed are independent.</param>
    /// <param name="protocol">Times and time step; null for the values of the paper.</param>
    /// <param name="progress">Receives the share of the run that is done, after 500 steps or fewer.</param>
    /// <param name="threads">Number of threads that share the work on a large system.</param>
    /// <param name="cancellation">Stops the run between two steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    /// <exception cref="ModelMismatchException">The box is smaller than twice the cutoff.</exception>
    /// <exception cref="SimulationException">Overlaps remain, or the time step is too large. The message says which.</exception>
    public static IEnumerable<LiquidSample> Equilibrate(
        PairModel model,
        int particles,
        double density,
        double temperature,
        int samples = 1,
        ulong seed = 1,
        int chain = 0,
        EquilibrationProtocol? protocol = null,
        IProgress<WorkProgress>? progress = null,
        int threads = 1,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        ArgumentOutOfRangeException.ThrowIfNegative(chain);
        EquilibrationSchedule schedule = (protocol ?? new EquilibrationProtocol()).ScheduleFor(temperature, samples);
        return RunDynamics();

        IEnumerable<LiquidSample> RunDynamics()
        {
            using ThreadTeam team = new(particles < ForceField.FewestParticlesToShare ? 1 : threads);
            using EquilibrationRun run = new(model, new RandomStart(particles, density, seed, chain), schedule, team);
            while (run.Next(progress, cancellation: cancellation) is { } sample)
            {
                yield return sample;
            }
        }
    }

    /// <summary>Makes a configuration of uniform random positions, the T = ∞ state.</summary>
    /// <inheritdoc cref="InitialState.Random"/>
    public static LiquidSample Random(PairModel model, int particles, double density, ulong seed, int sample)
    {
        using ParticleSystem system = InitialState.Random(model, particles, density, seed, (ulong)sample);
        using ForceField forces = model.CreateForceField(system.Box, system.Species);
        double energy = forces.Compute(system.Positions, system.Forces).PotentialEnergy;
        return new LiquidSample(system.ToConfiguration(), energy / particles, double.PositiveInfinity, double.NaN);
    }
}
