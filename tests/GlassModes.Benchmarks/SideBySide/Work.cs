// Our side of the comparison: the work of LAMMPS' decks, done through the library's public interface.

using System.Diagnostics;
using GlassModes.Dynamics;
using GlassModes.Forces;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;

namespace GlassModes.Benchmarks.SideBySide;

/// <summary>
/// Work on one start under one model. Each measurement begins at the start. Forces come without energy and virial, because LAMMPS also
/// leaves them out between the lines of its thermodynamic output.
/// </summary>
internal sealed class Work(Configuration start, PairModel model)
{
    /// <summary>The time step of the deck nve.in.</summary>
    public const double Timestep = 0.005;

    /// <summary>V/N and K/N of the start, and its kinetic temperature, which is that of thermostats.</summary>
    public (double Potential, double Kinetic, double Temperature) Energies()
    {
        using ParticleSystem system = new(start);
        using ForceField forces = model.CreateForceField(system.Box, system.Species);
        double potential = forces.Compute(system.Positions, system.Forces).PotentialEnergy;
        return (potential / system.Count, system.KineticEnergy / system.Count, system.Temperature);
    }

    /// <summary>The time of force evaluations at the positions of the start, with a list that is built before.</summary>
    public Timing ForcesAtRest(double? skin, long evaluations)
    {
        using ParticleSystem system = new(start);
        using ForceField forces = model.CreateForceField(system.Box, system.Species, skin);
        forces.Compute(system.Positions, system.Forces);
        long from = Stopwatch.GetTimestamp();
        for (long k = 0; k < evaluations; k++)
        {
            forces.ComputeForces(system.Positions, system.Forces);
        }

        return new Timing(Stopwatch.GetElapsedTime(from).TotalSeconds, evaluations);
    }

    /// <summary>The time of the force evaluations along velocity Verlet. Evaluations that build a list do not count.</summary>
    public Timing ForcesInMotion(double? skin, long steps)
    {
        using ParticleSystem system = new(start);
        using ForceField forces = model.CreateForceField(system.Box, system.Species, skin);
        forces.Compute(system.Positions, system.Forces);
        long ticks = 0;
        long counted = 0;
        for (long step = 0; step < steps; step++)
        {
            VectorMath.AddScaled(system.Velocities, 0.5 * Timestep, system.Forces, system.Velocities);
            VectorMath.AddScaled(system.Positions, Timestep, system.Velocities, system.Positions);
            long builds = forces.ListBuilds;
            long from = Stopwatch.GetTimestamp();
            forces.ComputeForces(system.Positions, system.Forces);
            long taken = Stopwatch.GetTimestamp() - from;
            if (forces.ListBuilds == builds)
            {
                ticks += taken;
                counted++;
            }

            VectorMath.AddScaled(system.Velocities, 0.5 * Timestep, system.Forces, system.Velocities);
        }

        long rebuilds = forces.ListBuilds - 1;
        return new Timing((double)ticks / Stopwatch.Frequency, counted, rebuilds > 0 ? (double)steps / rebuilds : null);
    }

    /// <summary>The time of steps of the library's dynamics, including list builds.</summary>
    /// <param name="steps">Number of steps.</param>
    /// <param name="temperature">Temperature of a thermostat with the library's settings, which are those of nvt.in; null for none.</param>
    public Timing Steps(long steps, double? temperature = null)
    {
        using ParticleSystem system = new(start);
        using MolecularDynamics dynamics = new(system, model, Timestep);
        dynamics.Thermostat = temperature is { } value ? new NoseHooverChain(value, system.DegreesOfFreedom) : null;
        long from = Stopwatch.GetTimestamp();
        dynamics.Run(steps);
        double seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
        return new Timing(seconds, steps, dynamics.ListBuilds > 1 ? (double)steps / (dynamics.ListBuilds - 1) : null);
    }
}
