// Prepares several equilibrium configurations on several cores.

using System.Globalization;
using GlassModes.Dynamics;
using GlassModes.Models;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Samples;

/// <summary>The configurations to prepare.</summary>
/// <param name="Model">The model.</param>
/// <param name="Particles">N.</param>
/// <param name="Density">Number density ρ.</param>
/// <param name="Temperature">Temperature T; +∞ for uniform random positions.</param>
/// <param name="Samples">Number of configurations.</param>
/// <param name="Seed">Seed of all random numbers.</param>
/// <param name="Chains">Independent dynamics that share the samples; the paper's way is one.</param>
/// <param name="Protocol">Times and time step; null for those of the paper.</param>
public sealed record LiquidPlan(
    PairModel Model,
    int Particles,
    double Density,
    double Temperature,
    int Samples,
    ulong Seed = 1,
    int Chains = 1,
    EquilibrationProtocol? Protocol = null)
{
    /// <summary>Throws, before any work, unless the plan can be run.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two particles, or a density that is not positive.</exception>
    /// <exception cref="ModelMismatchException">The box is smaller than twice the cutoff.</exception>
    public void RequireFits() => Model.RequireFits(PeriodicBox.ForDensity(Particles, Density), Model.AssignSpecies(Particles));
}

/// <summary>Runs a <see cref="LiquidPlan"/>.</summary>
public static class LiquidPreparation
{
    /// <summary>
    /// Prepares the samples, chains in parallel. Sample k (from 0) is number k / C of chain k mod C: a function of the plan
    /// alone, whatever the number of threads.
    /// </summary>
    /// <param name="plan">What to prepare.</param>
    /// <param name="threads">Threads: for chains run at once and, where there are more of them, within the chains of large systems.</param>
    /// <param name="onSample">Called with the index and the sample that is ready; one call at a time, in no fixed order.</param>
    /// <param name="progress">Told how far the chains have come; one report at a time.</param>
    /// <param name="cancellation">Stops the chains.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number in the plan outside its range.</exception>
    /// <exception cref="ModelMismatchException">The box is smaller than twice the cutoff.</exception>
    /// <exception cref="SimulationException">The dynamics failed.</exception>
    public static void Run(
        LiquidPlan plan,
        int threads,
        Action<int, LiquidSample> onSample,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(onSample);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(plan.Samples, nameof(plan));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(plan.Chains, nameof(plan));
        int chains = Math.Min(plan.Chains, plan.Samples);
        Lock gate = new();
        double[] done = new double[chains];
        void RunChain(int chain, CancellationToken stop)
        {
            int samples = (plan.Samples - chain + chains - 1) / chains;
            int k = chain;
            foreach (LiquidSample sample in Samples(plan, chain, samples, new ChainProgress(Report), Math.Max(1, threads / chains), stop))
            {
                lock (gate)
                {
                    onSample(k, sample);
                }

                k += chains;
            }

            void Report(WorkProgress chainProgress)
            {
                lock (gate)
                {
                    done[chain] = chainProgress.Fraction;
                    progress?.Report(new WorkProgress(done.Average(), $"chain {chain + 1}: {chainProgress.Activity}"));
                }
            }
        }

        ParallelWork.Run(chains, threads, RunChain, cancellation);
    }

    /// <summary>The start of a sample that a liquid makes.</summary>
    /// <param name="plan">What the liquid was prepared by.</param>
    /// <param name="index">Its number, from 0.</param>
    /// <param name="sample">The liquid.</param>
    public static SampleStart StartOf(LiquidPlan plan, int index, LiquidSample sample)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(sample);
        return new SampleStart(
            sample.Configuration,
            new SampleId(plan.Seed, index, SampleId.HashOf(sample.Configuration)),
            new StartSource(PreparedSamples: plan.Samples, PreparedChains: plan.Chains),
            plan.Temperature,
            double.IsPositiveInfinity(plan.Temperature) ? null : plan.Protocol ?? new EquilibrationProtocol());
    }

    /// <summary>The configuration of a liquid with what a start needs to know: model, seed, number, temperature, V/N.</summary>
    internal static Configuration Annotate(LiquidPlan plan, int index, LiquidSample sample)
    {
        string Text(double value) => double.IsPositiveInfinity(value) ? "inf" : value.ToString("r", CultureInfo.InvariantCulture);
        return sample.Configuration.WithAnnotations(new Dictionary<string, string>
        {
            ["model"] = plan.Model.Name,
            [SampleStart.SeedKey] = plan.Seed.ToString(CultureInfo.InvariantCulture),
            [SampleStart.SampleKey] = index.ToString(CultureInfo.InvariantCulture),
            [SampleStart.TemperatureKey] = Text(plan.Temperature),
            ["V_per_particle"] = Text(sample.PotentialEnergyPerParticle),
        });
    }

    private static IEnumerable<LiquidSample> Samples(
        LiquidPlan plan, int chain, int count, ChainProgress progress, int threads, CancellationToken cancellation)
    {
        if (double.IsPositiveInfinity(plan.Temperature))
        {
            int chains = Math.Min(plan.Chains, plan.Samples);
            return Enumerable.Range(0, count).Select(k =>
                Liquid.Random(plan.Model, plan.Particles, plan.Density, plan.Seed, chain + (k * chains)));
        }

        return Liquid.Equilibrate(
            plan.Model,
            plan.Particles,
            plan.Density,
            plan.Temperature,
            count,
            plan.Seed,
            chain,
            plan.Protocol,
            progress,
            threads,
            cancellation);
    }

    // Progress<T> posts to a thread pool and reorders; this reports where it happens.
    private sealed class ChainProgress(Action<WorkProgress> report) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => report(value);
    }
}
