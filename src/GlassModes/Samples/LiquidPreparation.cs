// Prepares several liquid configurations in parallel.

using System.Globalization;
using GlassModes.Dynamics;
using GlassModes.Models;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Samples;

/// <summary>Says which configurations to prepare, and how.</summary>
/// <param name="Model">The model.</param>
/// <param name="Particles">N.</param>
/// <param name="Density">Number density ρ.</param>
/// <param name="Temperature">Temperature T; +∞ for uniform random positions.</param>
/// <param name="Samples">Number of configurations.</param>
/// <param name="Seed">Seed of all random numbers.</param>
/// <param name="Chains">Number of independent chains of dynamics that share the samples. The paper uses one chain.</param>
/// <param name="Protocol">Times and time step of the equilibration; null for the values of the paper.</param>
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
    /// <summary>Throws if the plan cannot be run. The check is fast, so that callers can make it before any work.</summary>
    /// <param name="threads">Number of threads, each of which works on one chain.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two particles, or the density is not positive.</exception>
    /// <exception cref="ModelMismatchException">The box is smaller than twice the cutoff.</exception>
    /// <exception cref="InsufficientMemoryException">The memory does not hold the liquids. The message gives N and the bytes.</exception>
    public void RequireFits(int threads = 1)
    {
        PeriodicBox box = PeriodicBox.ForDensity(Particles, Density);
        int atOnce = Math.Clamp(threads, 1, Math.Max(1, Math.Min(Chains, Samples)));
        MemoryEstimate.Ensure(MemoryEstimate.Dynamics(Model, Particles, Density), Particles, "the dynamics of a liquid", atOnce);
        Model.RequireFits(box, Model.AssignSpecies(Particles));
    }
}

/// <summary>Runs a <see cref="LiquidPlan"/>.</summary>
public static class LiquidPreparation
{
    /// <summary>
    /// Prepares the samples of the plan. The C chains run in parallel, where C is the smaller of the numbers of chains and samples. Sample
    /// k (from 0) is number ⌊k/C⌋ of chain k mod C. Every sample is therefore a function of the plan alone and does not depend on the
    /// number of threads.
    /// </summary>
    /// <param name="plan">The configurations to prepare.</param>
    /// <param name="threads">
    /// Number of threads. The chains run in parallel. If there are more threads than chains, the chains of large systems use several
    /// threads each.
    /// </param>
    /// <param name="onSample">
    /// Called with the index and the sample as soon as a sample is ready. Calls do not overlap and come in no fixed order.
    /// </param>
    /// <param name="progress">Receives the progress of the chains. Reports do not overlap.</param>
    /// <param name="cancellation">Stops the chains.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number in the plan is outside its range.</exception>
    /// <exception cref="ModelMismatchException">The box is smaller than twice the cutoff.</exception>
    /// <exception cref="InsufficientMemoryException">The memory does not hold the liquids.</exception>
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
        plan.RequireFits(threads);
        int chains = Math.Min(plan.Chains, plan.Samples);
        Lock gate = new();
        double[] fractions = new double[chains];
        void RunChain(int chain, CancellationToken stop)
        {
            int samples = (plan.Samples - chain + chains - 1) / chains;
            int k = chain;
            int threadsPerChain = Math.Max(1, threads / chains);
            foreach (LiquidSample sample in MakeSamples(plan, chain, samples, new ChainProgress(Report), threadsPerChain, stop))
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
                    fractions[chain] = chainProgress.Fraction;
                    progress?.Report(new WorkProgress(fractions.Average(), $"chain {chain + 1}: {chainProgress.Activity}"));
                }
            }
        }

        ParallelWork.Run(chains, threads, RunChain, cancellation);
    }

    /// <summary>Makes the start of a sample from a prepared liquid.</summary>
    /// <param name="plan">The plan that the liquid was prepared by.</param>
    /// <param name="index">Number of the liquid, from 0.</param>
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

    /// <summary>
    /// Copies the configuration of a liquid with the annotations that a start needs: model, seed, number, temperature and V/N.
    /// </summary>
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

    private static IEnumerable<LiquidSample> MakeSamples(
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

    // Progress<T> posts its reports to a thread pool, which may reorder them. This class reports on the calling thread.
    private sealed class ChainProgress(Action<WorkProgress> report) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => report(value);
    }
}
