// Short runs that measure how much energies fluctuate, from which temperatures are spaced for even acceptance.

using GlassModes.Models;
using GlassModes.Numerics.Threading;

namespace GlassModes.Dynamics.ReplicaExchange;

/// <summary>Short runs at several temperatures before a replica exchange.</summary>
public static class EnergyPilot
{
    private const int Temperatures = 6;
    private const double Time = 150;
    private const double Interval = 0.5;

    /// <summary>
    /// Measures the variance of V at six temperatures, evenly spaced in ln T, each in a run at constant temperature for t = 150 from a
    /// random start, of which the second half counts. At low temperatures this is not equilibrium, but the fluctuations within an amorphous
    /// packing give most of the specific heat. The variance is that about a straight line, for an aging packing loses energy all the time.
    /// The result is a function of the arguments alone.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="particles">Number of particles N.</param>
    /// <param name="density">Number density ρ.</param>
    /// <param name="highest">Highest temperature.</param>
    /// <param name="lowest">Lowest temperature.</param>
    /// <param name="seed">Seed of the random numbers.</param>
    /// <param name="threads">Number of threads, each of which works on one temperature at a time.</param>
    /// <param name="timestep">Time step of the dynamics.</param>
    /// <param name="cancellation">Stops the runs.</param>
    /// <exception cref="SimulationException">A simulation failed.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static IReadOnlyList<EnergyVariance> Measure(
        PairModel model,
        int particles,
        double density,
        double highest,
        double lowest,
        ulong seed = 1,
        int threads = 1,
        double timestep = 0.005,
        CancellationToken cancellation = default)
    {
        double[] temperatures = TemperatureLadder.Geometric(highest, lowest, Temperatures);
        EnergyVariance[] variances = new EnergyVariance[Temperatures];
        ParallelWork.Run(
            Temperatures,
            threads,
            (k, stop) =>
            {
                EquilibrationSchedule schedule = new(
                    highest,
                    timestep,
                    [
                        new EquilibrationStage(DynamicsEnsemble.Canonical, temperatures[k], Time / 2),
                        new EquilibrationStage(
                            DynamicsEnsemble.Canonical, temperatures[k], Interval, (int)Math.Round(Time / 2 / Interval)),
                    ]);
                using EquilibrationRun run = new(model, new RandomStart(particles, density, seed, k), schedule);
                List<double> energies = [];
                while (run.Next(cancellation: stop) is { } sample)
                {
                    energies.Add(sample.PotentialEnergyPerParticle * particles);
                }

                variances[k] = new EnergyVariance(temperatures[k], VarianceAboutLine(energies));
            },
            cancellation);
        return variances;
    }

    private static double VarianceAboutLine(List<double> values)
    {
        double mean = values.Average();
        double middle = 0.5 * (values.Count - 1);
        double slope = values.Select((value, k) => (k - middle) * (value - mean)).Sum()
            / values.Select((_, k) => (k - middle) * (k - middle)).Sum();
        return values.Select((value, k) => Math.Pow(value - mean - (slope * (k - middle)), 2)).Sum() / (values.Count - 2);
    }
}
