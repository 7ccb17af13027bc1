// Says which liquids to prepare, and whether that can be done.

using System.Globalization;
using GlassModes.Dynamics;
using GlassModes.Models;
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
/// <param name="FirstSample">
/// Number of the first sample, from 0. Plans of one seed whose numbers of samples do not overlap have no chain in common, so that they can
/// be run side by side.
/// </param>
public sealed record LiquidPlan(
    PairModel Model,
    int Particles,
    double Density,
    double Temperature,
    int Samples,
    ulong Seed = 1,
    int Chains = 1,
    EquilibrationProtocol? Protocol = null,
    int FirstSample = 0)
{
    // Larger numbers of steps are no whole numbers any more.
    private const double MostSteps = 1L << 53;

    /// <summary>
    /// The configuration with which every chain begins, instead of random positions; null for random ones. <see cref="Particles"/> and
    /// <see cref="Density"/> are its own.
    /// </summary>
    public Configuration? Start { get; init; }

    /// <summary>
    /// Whether the velocities of <see cref="Start"/> are kept. Otherwise each chain draws velocities, so that chains differ from each
    /// other.
    /// </summary>
    public bool KeepVelocities { get; init; }

    /// <summary>The box of the liquids.</summary>
    internal PeriodicBox Box => Start?.Box ?? PeriodicBox.ForDensity(Particles, Density);

    /// <summary>The temperatures of the configurations: that of the plan, and the further ones of its replica exchange.</summary>
    public IReadOnlyList<double> Temperatures => [Temperature, .. Protocol?.ReplicaExchange?.FurtherTemperatures ?? []];

    /// <summary>The temperature of a configuration. The configurations of a chain have the <see cref="Temperatures"/> in turn.</summary>
    /// <param name="number">Number of the configuration, from 0 for all plans of one seed.</param>
    public double TemperatureOf(int number) => Temperatures[(number - FirstSample) / UsedChains % Temperatures.Count];

    /// <summary>
    /// The start and what becomes of its velocities, and further temperatures, as named settings; none for random positions of one
    /// temperature.
    /// </summary>
    internal IEnumerable<(string Name, string Value)> NamedSettings()
    {
        if (Start is { } start)
        {
            yield return ("start", SampleId.HashOf(start));
            yield return ("velocities of the start", KeepVelocities ? $"kept, {SampleId.HashOfVelocities(start)}" : "drawn");
        }

        if (Protocol?.ReplicaExchange is { FurtherTemperatures: { Count: > 0 } further })
        {
            yield return (
                "further temperatures", string.Join(' ', further.Select(t => t.ToString("r", CultureInfo.InvariantCulture))));
        }
    }

    /// <summary>Number of samples of a chain of this plan, by its number in the plan from 0.</summary>
    internal int SamplesOfChain(int chain) => (Samples - chain + UsedChains - 1) / UsedChains;

    /// <summary>Largest number of samples that a chain gives.</summary>
    public int MostSamplesOfChain => (Samples + UsedChains - 1) / UsedChains;

    /// <summary>Number of chains that run: not more than samples.</summary>
    internal int UsedChains => Math.Min(Chains, Samples);

    /// <summary>Throws if the plan cannot be run. The check is fast, so that callers can make it before any work.</summary>
    /// <param name="threads">Number of threads, each of which works on one chain.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There are fewer than two particles, or a number of the plan is out of its range.
    /// </exception>
    /// <exception cref="InputException">
    /// Numbers of the plan do not fit each other: samples would have numbers beyond 2³¹ − 1, a time is shorter than half a time step,
    /// samples of a chain have no time between them, the start is of other particles, or the temperature is none of the replica exchange.
    /// Or the density is so small or large that there is no box.
    /// </exception>
    /// <exception cref="ModelMismatchException">The box is smaller than twice the cutoff.</exception>
    /// <exception cref="InsufficientMemoryException">The memory does not hold the liquids. The message gives N and the bytes.</exception>
    public void RequireFits(int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Particles, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Samples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Chains);
        ArgumentOutOfRangeException.ThrowIfNegative(FirstSample);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Density);
        if ((long)FirstSample + Samples > int.MaxValue)
        {
            throw new InputException(
                $"samples {FirstSample} to {(long)FirstSample + Samples - 1} have numbers beyond {int.MaxValue}; begin with a smaller one, "
                + "or make fewer");
        }

        if (!double.IsFinite(Particles / Density))
        {
            throw new InputException(
                FormattableString.Invariant($"a density of {Density} makes the box of {Particles} particles infinite"));
        }

        RequireTimes();
        RequireStart();
        RequireReplicas();
        Model.RequireFits(Box, []);
        int atOnce = Math.Clamp(threads, 1, Math.Max(1, Math.Min(Chains, Samples)));
        int copies = atOnce * (Protocol?.ReplicaExchange?.Temperatures.Count ?? 1);
        MemoryEstimate.Ensure(MemoryEstimate.Dynamics(Model, Particles, Density), Particles, "the dynamics of a liquid", copies);
        Model.RequireFits(Box, Start is { } start ? start.Species : Model.AssignSpecies(Particles));
    }

    private void RequireStart()
    {
        if (Start is not { } start)
        {
            return;
        }

        if (start.Count != Particles || Math.Abs((start.Count / start.Box.Volume) - Density) > 1e-9 * Density)
        {
            throw new InputException(FormattableString.Invariant(
                $"the start has {start.Count} particles at density {start.Count / start.Box.Volume:g6}, ")
                + FormattableString.Invariant($"the plan {Particles} at {Density:g6}"));
        }

        if (double.IsPositiveInfinity(Temperature))
        {
            throw new InputException("random positions have no start; leave the start out, or give a temperature");
        }

        if (KeepVelocities && start.Velocities.IsEmpty)
        {
            throw new InputException(
                "the velocities of the start are to be kept, but it has none; let them be drawn, or take another start");
        }

        if (KeepVelocities && (UsedChains > 1 || Protocol?.ReplicaExchange is not null))
        {
            throw new InputException("chains that keep the velocities of one start are all the same; take one chain, or let them be drawn");
        }
    }

    private void RequireReplicas()
    {
        if (Protocol is not { ReplicaExchange: { } exchange } protocol || double.IsPositiveInfinity(Temperature))
        {
            return;
        }

        try
        {
            exchange.SettingsFor(protocol).Require();
        }
        catch (ArgumentException problem)
        {
            throw new InputException($"the replica exchange cannot be run: {ArgumentText.Of(problem)}", problem);
        }

        foreach (double temperature in Temperatures.Where(temperature => exchange.PlaceOf(temperature) < 0))
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"T = {temperature:r} is none of the temperatures of the replica exchange: "
                + $"{string.Join(", ", exchange.Temperatures.Select(t => t.ToString("g5", CultureInfo.InvariantCulture)))}"));
        }

        if (Temperatures.Distinct().Count() < Temperatures.Count)
        {
            throw new InputException("a further temperature is given twice, or is that of the liquid; give each once");
        }
    }

    private void RequireTimes()
    {
        if (double.IsPositiveInfinity(Temperature))
        {
            return;
        }

        EquilibrationProtocol times = Protocol ?? new EquilibrationProtocol();
        foreach (double time in times.Times)
        {
            if (time / times.Timestep > MostSteps)
            {
                throw new InputException(FormattableString.Invariant(
                    $"a time of {time} has {time / times.Timestep:g3} steps of {times.Timestep}, which would never end"));
            }

            if (time > 0 && times.StepsIn(time) == 0)
            {
                throw new InputException(FormattableString.Invariant(
                    $"a time of {time} has no step of {times.Timestep}; take a smaller time step, or a longer time"));
            }
        }

        if (Samples > UsedChains && times.Interval == 0)
        {
            throw new InputException(
                "samples of one chain need a time between them, or they are all the same; take an interval above 0, or one chain for each "
                + "sample");
        }
    }
}
