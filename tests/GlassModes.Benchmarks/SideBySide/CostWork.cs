// Runs whose steps differ by one thing: a thermostat, or the look by which an equilibration is judged.

using GlassModes.Dynamics;
using GlassModes.Equilibrium;
using GlassModes.Models;
using GlassModes.Particles;

namespace GlassModes.Benchmarks.SideBySide;

/// <summary>Measures what a thermostat and judging add to the steps on one start.</summary>
internal static class CostWork
{
    // A slice holds as many steps as lie between two looks, or a multiple of them.
    private const long Look = EquilibrationMonitor.DefaultInterval;
    private const long ParticleSteps = 200_000;

    /// <summary>Measures both costs.</summary>
    /// <param name="start">Positions and velocities.</param>
    /// <param name="model">The model.</param>
    /// <param name="temperature">Temperature of the thermostat.</param>
    /// <param name="pairs">Number of slices of each run.</param>
    public static IReadOnlyList<AddedCost> Measure(Configuration start, PairModel model, double temperature, int pairs)
    {
        long steps = Look * Math.Max(1, ParticleSteps / (Look * start.Count));
        return [MeasureThermostat(start, model, temperature, pairs, steps), MeasureJudging(start, model, temperature, pairs, steps)];
    }

    private static AddedCost MeasureThermostat(Configuration start, PairModel model, double temperature, int pairs, long steps)
    {
        using ParticleSystem plain = new(start);
        using ParticleSystem coupled = new(start);
        using MolecularDynamics without = new(plain, model, Work.Timestep);
        using MolecularDynamics with = new(coupled, model, Work.Timestep);
        with.Thermostat = new NoseHooverChain(temperature, coupled.DegreesOfFreedom);
        return AddedCost.Measure("thermostat", pairs, () => Time(() => without.Run(steps)), () => Time(() => with.Run(steps)));
    }

    // The look begins in the middle of the stage. The first half is therefore not measured.
    private static AddedCost MeasureJudging(Configuration start, PairModel model, double temperature, int pairs, long steps)
    {
        EquilibrationStage stage = new(DynamicsEnsemble.Canonical, temperature, steps * Work.Timestep, (2 * pairs) + 2);
        EquilibrationSchedule schedule = new(temperature, Work.Timestep, [stage]);
        GivenStart given = new(start, KeepVelocities: true);
        EquilibrationMonitor monitor = new(model, given, schedule);
        using EquilibrationRun without = new(model, given, schedule);
        using EquilibrationRun with = new(model, given, schedule, observer: monitor);
        for (int slice = 0; slice < pairs + 2; slice++)
        {
            without.Next();
            with.Next();
        }

        return AddedCost.Measure("judging", pairs, () => Time(() => without.Next()), () => Time(() => with.Next()));
    }

    // Processor time leaves out the time in which the thread has no core.
    private static double Time(Action slice)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        slice();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }
}
