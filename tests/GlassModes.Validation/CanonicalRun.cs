// Chains of canonical dynamics at one temperature and time step, with block averages over them.

using System.Collections.Concurrent;
using GlassModes.Dynamics;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Statistics;

namespace GlassModes.Validation;

/// <summary>The quantities that are recorded every <see cref="CanonicalRun.Interval"/>.</summary>
internal readonly record struct CanonicalSample(
    double EnergyPerParticle, double Pressure, double Temperature, double MeanSquareVelocity, double MeanFourthVelocity);

/// <summary>
/// Four NVT chains of the Kob-Andersen liquid, N = 1000, each from its own random start. A run is computed once and shared by all
/// tests.
/// </summary>
internal sealed class CanonicalRun
{
    public const double Interval = 0.2;
    private const int Chains = 4;

    // Much longer than any correlation of V, P or T at T ≥ 1, where the structure relaxes within about 2.
    private const double BlockTime = 20;

    private static readonly ConcurrentDictionary<(double, double), CanonicalRun> Runs = new();

    private readonly CanonicalSample[][] _chains;

    private CanonicalRun(double temperature, double timestep, double timePerChain) =>
        _chains = Samples.Run(Chains, chain => Chain(chain, temperature, timestep, timePerChain));

    /// <summary>Number of samples in all chains.</summary>
    public int Count => _chains.Sum(chain => chain.Length);

    public static CanonicalRun Of(double temperature, double timestep, double timePerChain) =>
        Runs.GetOrAdd((temperature, timestep), _ => new CanonicalRun(temperature, timestep, timePerChain));

    /// <summary>Mean over all samples, error from the scatter of block averages.</summary>
    public Estimate Mean(Func<CanonicalSample, double> quantity)
    {
        int length = (int)Math.Round(BlockTime / Interval);
        return Estimate.Of([.. _chains.SelectMany(chain => chain.Chunk(length).Select(block => block.Average(quantity)))]);
    }

    private static CanonicalSample[] Chain(int chain, double temperature, double timestep, double time)
    {
        PairModel model = KobAndersen.ForceShifted();
        const ulong seed = 20240701;
        using ParticleSystem system = InitialState.Random(model, 1000, KobAndersen.Density, seed, (ulong)chain);
        InitialState.RemoveOverlaps(system, model);
        InitialState.DrawVelocities(system, temperature, seed, (ulong)chain);
        using MolecularDynamics dynamics = new(system, model, timestep)
        {
            Thermostat = new NoseHooverChain(temperature, system.DegreesOfFreedom),
        };
        dynamics.Run((long)Math.Round(60 / timestep));
        CanonicalSample[] samples = new CanonicalSample[(int)Math.Round(time / Interval)];
        for (int k = 0; k < samples.Length; k++)
        {
            dynamics.Run((long)Math.Round(Interval / timestep));
            double second = 0;
            double fourth = 0;
            foreach (double v in system.Velocities)
            {
                second += v * v;
                fourth += v * v * v * v;
            }

            int components = system.Velocities.Length;
            samples[k] = new CanonicalSample(
                dynamics.PotentialEnergy / system.Count, dynamics.Pressure, system.Temperature, second / components, fourth / components);
        }

        return samples;
    }
}
