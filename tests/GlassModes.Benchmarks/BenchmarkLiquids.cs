// Kob-Andersen liquids at T = 2 of the sizes that are measured.

using System.Collections.Concurrent;
using GlassModes.Dynamics;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Tests;

namespace GlassModes.Benchmarks;

/// <summary>
/// Liquids at the model's density and T = 2. Each liquid is made once in a process. Sizes with a reference file come from the file. Small
/// liquids are made from random positions. Other liquids are 2 × 2 × 2 copies of a liquid an eighth as large. The copies get different
/// velocities and run until they differ.
/// </summary>
public static class BenchmarkLiquids
{
    /// <summary>Largest liquid that is made from random positions.</summary>
    private const int Small = 500;
    private const double Temperature = 2;
    private const double Timestep = 0.005;
    private const ulong Seed = 1;

    private static readonly ConcurrentDictionary<int, Configuration> s_liquids = new();

    /// <summary>The model of every benchmark.</summary>
    public static PairModel Model { get; } = KobAndersen.ForceShifted();

    /// <summary>The liquid of N particles, positions within the box.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Neither a size of the files nor at most 500, nor eight times such a size.</exception>
    public static Configuration Of(int particles) => s_liquids.GetOrAdd(particles, Make);

    private static Configuration Make(int particles)
    {
        if (particles is 1000 or 8000)
        {
            return ConfigurationFile.Read(TestData.Reference(particles == 1000 ? "kalj_N1000_T2.dump" : "kalj_N8000_T2.dump.gz"));
        }

        if (particles <= Small)
        {
            using ParticleSystem random = InitialState.Random(Model, particles, Model.DefaultDensity, Seed, (ulong)particles);
            InitialState.RemoveOverlaps(random, Model);
            return Equilibrate(random, time: 20);
        }

        if (particles % 8 != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(particles),
                $"Benchmark liquids have up to {Small}, 1000, 8000 or eight times such a number of particles; found {particles}.");
        }

        using ParticleSystem copies = Replicate(Of(particles / 8));
        return Equilibrate(copies, time: 2);
    }

    private static Configuration Equilibrate(ParticleSystem system, double time)
    {
        InitialState.DrawVelocities(system, Temperature, Seed, (ulong)system.Count);
        using MolecularDynamics dynamics = new(system, Model, Timestep)
        {
            Thermostat = new NoseHooverChain(Temperature, system.DegreesOfFreedom),
        };
        dynamics.Run((long)(time / Timestep));
        return system.ToConfiguration(wrapped: true);
    }

    private static ParticleSystem Replicate(Configuration unit)
    {
        double edge = unit.Box.Length;
        byte[] species = [.. Enumerable.Repeat(unit.Species.ToArray(), 8).SelectMany(copy => copy)];
        ParticleSystem system = new(new PeriodicBox(2 * edge), species);
        for (int k = 0; k < system.Positions.Length; k++)
        {
            int copy = k / unit.Positions.Length;
            double shift = ((copy >> (k % 3)) & 1) * edge;
            system.Positions[k] = unit.Positions[k % unit.Positions.Length] + shift;
        }

        return system;
    }
}
