// A protocol as a user asks for it: a name, and numbers that differ from those of the name.

using System.Globalization;
using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Models;

namespace GlassModes.Dynamics;

/// <summary>
/// An equilibration by the name of its protocol, with numbers that replace those of the protocol. Options of the command and keys of
/// campaign files are filled in here. What is null is as the protocol has it.
/// </summary>
public sealed record ProtocolRequest
{
    /// <summary>Name of <see cref="EquilibrationProtocol.PaperHigh"/>, the protocol without a name.</summary>
    public const string PaperHigh = "paper-high";

    /// <summary>Name of <see cref="EquilibrationProtocol.PaperLow"/>.</summary>
    public const string PaperLow = "paper-0.45";

    /// <summary>Name of <see cref="EquilibrationProtocol.PaperReplicaExchange"/>.</summary>
    public const string ReplicaExchange = "replica-exchange";

    // The temperatures of the paper.
    private const double PaperHighest = 0.78;
    private const double PaperLowest = 0.3971;

    /// <summary>All names of protocols.</summary>
    public static IReadOnlyList<string> Names { get; } = [PaperHigh, PaperLow, ReplicaExchange];

    /// <summary>Name of the protocol; null for <see cref="PaperHigh"/>.</summary>
    public string? Name { get; init; }

    /// <summary>Time step Δt.</summary>
    public double? Timestep { get; init; }

    /// <summary>Time at constant temperature.</summary>
    public double? CanonicalTime { get; init; }

    /// <summary>Time at constant energy before the first configuration.</summary>
    public double? MicrocanonicalTime { get; init; }

    /// <summary>Time between configurations.</summary>
    public double? Interval { get; init; }

    /// <summary>Temperature of the <see cref="HotStage"/>; none without it, unless the protocol has one.</summary>
    public double? HotTemperature { get; init; }

    /// <summary>Time at the hot temperature (default 500).</summary>
    public double? HotTime { get; init; }

    /// <summary>Time of cooling from the hot temperature (default 0).</summary>
    public double? CoolingTime { get; init; }

    /// <summary>Response time of the thermostat.</summary>
    public double? ThermostatPeriod { get; init; }

    /// <summary>Number of thermostats in the chain.</summary>
    public int? ThermostatLength { get; init; }

    /// <summary>Order of the thermostat's step: 2, 4 or 6.</summary>
    public int? ThermostatOrder { get; init; }

    /// <summary>Number of replicas.</summary>
    public int? Replicas { get; init; }

    /// <summary>Highest temperature of the replicas.</summary>
    public double? HighestTemperature { get; init; }

    /// <summary>Lowest temperature of the replicas.</summary>
    public double? LowestTemperature { get; init; }

    /// <summary>All temperatures of the replicas, in any order, instead of a number and two ends.</summary>
    public IReadOnlyList<double>? ReplicaTemperatures { get; init; }

    /// <summary>Temperatures of a replica exchange at which configurations are taken too, beside that of the liquid.</summary>
    public IReadOnlyList<double>? FurtherTemperatures { get; init; }

    /// <summary>Whether temperatures are spaced for even acceptance by <see cref="EnergyPilot"/> rather than geometrically.</summary>
    public bool EvenAcceptance { get; init; }

    /// <summary>Steps between trials of exchanges.</summary>
    public long? StepsPerTrial { get; init; }

    /// <summary>Trials before the first configuration.</summary>
    public long? EquilibrationTrials { get; init; }

    /// <summary>Trials between configurations.</summary>
    public long? TrialsBetweenSamples { get; init; }

    /// <summary>The temperature of the configurations that the protocol is made for; null if it has none.</summary>
    public double? DefaultTemperature => Name switch
    {
        PaperLow => 0.45,
        ReplicaExchange => LowestTemperature ?? ReplicaTemperatures?.Min() ?? PaperLowest,
        _ => null,
    };

    /// <summary>Makes the protocol. Even acceptance runs the short runs of <see cref="EnergyPilot"/>, about half a minute.</summary>
    /// <param name="model">The model.</param>
    /// <param name="particles">Number of particles N.</param>
    /// <param name="density">Number density ρ.</param>
    /// <param name="temperature">Temperature T of the configurations.</param>
    /// <param name="samplesPerChain">Number of configurations of a run, over which "paper-0.45" spreads them.</param>
    /// <param name="seed">Seed of the random numbers of the short runs.</param>
    /// <param name="threads">Number of threads of the short runs.</param>
    /// <param name="cancellation">Stops the short runs.</param>
    /// <exception cref="InputException">
    /// There is no protocol of this name, a number belongs to another protocol, or the temperatures of the replicas are impossible.
    /// </exception>
    /// <exception cref="OperationCanceledException">The short runs were cancelled.</exception>
    public EquilibrationProtocol Resolve(
        PairModel model,
        int particles,
        double density,
        double temperature,
        int samplesPerChain,
        ulong seed = 1,
        int threads = 1,
        CancellationToken cancellation = default)
    {
        if (Name is { } name && !Names.Contains(name))
        {
            throw new InputException($"there is no protocol '{name}'; known are {string.Join(", ", Names)}");
        }

        RequireOwnNumbers();
        ThermostatSettings defaults = new();
        ThermostatSettings thermostat = new(
            ThermostatPeriod ?? defaults.Period, ThermostatLength ?? defaults.Length, ThermostatOrder ?? defaults.Order);
        try
        {
            thermostat.Require();
        }
        catch (ArgumentOutOfRangeException problem)
        {
            throw new InputException($"the thermostat cannot be made: {ArgumentText.Of(problem)}", problem);
        }

        return Name == ReplicaExchange
            ? ResolveExchange(temperature, Ladder) with { Thermostat = thermostat }
            : ResolveDynamics(samplesPerChain) with { Thermostat = thermostat };

        IReadOnlyList<double> Ladder(double highest, double lowest, int count) => EvenAcceptance
            ? TemperatureLadder.EvenAcceptance(
                highest,
                lowest,
                count,
                EnergyPilot.Measure(
                    model,
                    particles,
                    density,
                    highest,
                    lowest,
                    seed,
                    threads,
                    Timestep ?? new EquilibrationProtocol().Timestep,
                    cancellation))
            : TemperatureLadder.Geometric(highest, lowest, count);
    }

    private EquilibrationProtocol ResolveDynamics(int samplesPerChain)
    {
        EquilibrationProtocol named = Name == PaperLow ? EquilibrationProtocol.PaperLow(samplesPerChain) : EquilibrationProtocol.PaperHigh;
        double interval = Interval ?? named.Interval;
        double? hot = HotTemperature ?? named.HotStage?.Temperature;
        return new EquilibrationProtocol(
            Timestep ?? named.Timestep,
            CanonicalTime ?? named.CanonicalTime,

            // A protocol that spreads its configurations has the first of them after one interval.
            MicrocanonicalTime ?? (Name == PaperLow ? interval : named.MicrocanonicalTime),
            interval)
        {
            HotStage = hot is { } temperature
                ? new HotStage(temperature, HotTime ?? named.HotStage?.Time ?? 500, CoolingTime ?? named.HotStage?.CoolingTime ?? 0)
                : null,
        };
    }

    private EquilibrationProtocol ResolveExchange(double temperature, Func<double, double, int, IReadOnlyList<double>> ladder)
    {
        double[] sampled = [temperature, .. FurtherTemperatures ?? []];
        IReadOnlyList<double> temperatures;
        try
        {
            temperatures = ReplicaTemperatures is { } given
                ? [.. given.OrderDescending()]
                : TemperatureLadder.With(
                    ladder(
                        HighestTemperature ?? PaperHighest,
                        LowestTemperature ?? Math.Min(PaperLowest, sampled.Min()),
                        Replicas ?? 18),
                    sampled);
            TemperatureLadder.Require(temperatures);
        }
        catch (ArgumentException problem)
        {
            throw new InputException(
                $"the temperatures of the replicas do not fit T = "
                + $"{string.Join(" and ", sampled.Select(t => t.ToString("r", CultureInfo.InvariantCulture)))}: "
                + ArgumentText.Of(problem),
                problem);
        }

        return EquilibrationProtocol.OfTrials(
            new ReplicaExchangeProtocol(temperatures, StepsPerTrial ?? 2800) { FurtherTemperatures = FurtherTemperatures ?? [] },
            EquilibrationTrials ?? 350_000,
            TrialsBetweenSamples ?? 10_000,
            Timestep ?? 0.005);
    }

    private void RequireOwnNumbers()
    {
        (bool IsGiven, string What)[] ofExchange =
        [
            (Replicas is not null, "numbers of replicas"),
            (HighestTemperature is not null || LowestTemperature is not null, "highest and lowest temperatures"),
            (ReplicaTemperatures is not null, "temperatures of replicas"),
            (FurtherTemperatures is not null, "further temperatures"),
            (EvenAcceptance, "even acceptance"),
            (StepsPerTrial is not null, "steps between trials"),
            (EquilibrationTrials is not null || TrialsBetweenSamples is not null, "numbers of trials"),
        ];
        (bool IsGiven, string What)[] ofDynamics =
        [
            (CanonicalTime is not null || MicrocanonicalTime is not null || Interval is not null, "times in NVT and NVE"),
            (HotTemperature is not null || HotTime is not null || CoolingTime is not null, "times of a hot stage"),
        ];
        (bool IsGiven, string What)[] foreign = Name == ReplicaExchange ? ofDynamics : ofExchange;
        if (Array.Find(foreign, number => number.IsGiven) is { What: { } what })
        {
            throw new InputException(Name == ReplicaExchange
                ? $"the protocol {ReplicaExchange} counts in trials and takes no {what}; leave them out, or take another protocol"
                : $"only the protocol {ReplicaExchange} takes {what}; take this protocol, or leave them out");
        }

        if (ReplicaTemperatures is not null && ((Replicas ?? HighestTemperature ?? LowestTemperature) is not null || EvenAcceptance))
        {
            throw new InputException(
                "temperatures of replicas are given; a number and ends of temperatures, or even acceptance, do not go with them");
        }

        if ((HotTime ?? CoolingTime) is not null && HotTemperature is null && Name != PaperLow)
        {
            throw new InputException("a hot stage needs its temperature");
        }
    }
}
