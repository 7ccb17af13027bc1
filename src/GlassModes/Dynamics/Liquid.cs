// Equilibrium configurations of a liquid, from random positions.

using GlassModes.Forces;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Dynamics;

/// <summary>A configuration of a liquid with its energy, temperature and pressure.</summary>
/// <param name="Configuration">Wrapped positions, and velocities.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="Temperature">Kinetic temperature of this configuration; infinite for a random start.</param>
/// <param name="Pressure">Instantaneous pressure; NaN for a random start.</param>
public sealed record LiquidSample(
    Configuration Configuration, double PotentialEnergyPerParticle, double Temperature, double Pressure);

/// <summary>Equilibrium liquids at high temperature, by the paper's preparation (Shimada et al. 2024, Sec. II).</summary>
public static class Liquid
{
    // Progress is reported after pieces of this many steps.
    private const long StepsAPiece = 500;

    /// <summary>
    /// One chain of dynamics from a random start: overlaps pushed apart, NVT with a Nosé-Hoover chain, then NVE, from which
    /// <paramref name="samples"/> configurations are taken. The NVE run has the mean total energy of the second half of the
    /// NVT run, so that the temperature does not depend on the moment at which the thermostat was taken away.
    /// The result is a function of the arguments alone: it has the same bits on any number of threads.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="particles">N.</param>
    /// <param name="density">Number density ρ.</param>
    /// <param name="temperature">Temperature T &gt; 0.</param>
    /// <param name="samples">Number of configurations.</param>
    /// <param name="seed">Seed of the random numbers.</param>
    /// <param name="chain">Number of the chain; chains of one seed are independent.</param>
    /// <param name="protocol">Times and time step; null for those of the paper.</param>
    /// <param name="progress">Told after each 500 steps how far the chain has come.</param>
    /// <param name="threads">Threads that a large system is shared among.</param>
    /// <param name="cancellation">Stops the chain between two steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    /// <exception cref="ModelMismatchException">The box is smaller than twice the cutoff.</exception>
    /// <exception cref="SimulationException">Overlaps remain, or the time step is too large; see the message.</exception>
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
        protocol ??= new EquilibrationProtocol();
        return Run();

        IEnumerable<LiquidSample> Run()
        {
            using ParticleSystem system = InitialState.Random(model, particles, density, seed, (ulong)chain);
            InitialState.RemoveOverlaps(system, model);
            InitialState.DrawVelocities(system, temperature, seed, (ulong)chain);
            using ThreadTeam team = new(particles < ForceField.FewestParticlesToShare ? 1 : threads);
            using MolecularDynamics dynamics = new(system, model, protocol.Timestep, team: team);
            double total = protocol.CanonicalTime + protocol.MicrocanonicalTime + ((samples - 1) * protocol.Interval);
            void Report(string stage)
            {
                double time = dynamics.Steps * protocol.Timestep;
                progress?.Report(new WorkProgress(
                    total > 0 ? time / total : 1,
                    FormattableString.Invariant($"{stage} t = {time:f0} of {total:f0}, T = {system.Temperature:f3}")));
            }

            RunCanonical(system, dynamics, temperature, protocol, () => Report("NVT"), cancellation);
            for (int sample = 0; sample < samples; sample++)
            {
                double time = sample == 0 ? protocol.MicrocanonicalTime : protocol.Interval;
                RunInPieces(protocol.StepsIn(time), dynamics, () => Report("NVE"), cancellation);
                yield return new LiquidSample(
                    system.ToConfiguration(wrapped: true), dynamics.PotentialEnergy / particles, system.Temperature, dynamics.Pressure);
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

    private static void RunCanonical(
        ParticleSystem system,
        MolecularDynamics dynamics,
        double temperature,
        EquilibrationProtocol protocol,
        Action report,
        CancellationToken cancellation)
    {
        long steps = protocol.StepsIn(protocol.CanonicalTime);
        dynamics.Thermostat = new NoseHooverChain(temperature, system.DegreesOfFreedom);
        RunInPieces(steps / 2, dynamics, report, cancellation);
        double energySum = 0;
        long energies = 0;
        RunInPieces(
            steps - (steps / 2),
            dynamics,
            () =>
            {
                energySum += system.KineticEnergy + dynamics.PotentialEnergy;
                energies++;
                report();
            },
            cancellation);
        dynamics.Thermostat = null;
        double kinetic = energies > 0 ? (energySum / energies) - dynamics.PotentialEnergy : 0;
        if (kinetic > 0)
        {
            VectorMath.Scale(Math.Sqrt(kinetic / system.KineticEnergy), system.Velocities);
        }
    }

    private static void RunInPieces(long steps, MolecularDynamics dynamics, Action afterPiece, CancellationToken cancellation)
    {
        for (long done = 0; done < steps; done += StepsAPiece)
        {
            dynamics.Run(Math.Min(StepsAPiece, steps - done), cancellation);
            afterPiece();
        }
    }
}
