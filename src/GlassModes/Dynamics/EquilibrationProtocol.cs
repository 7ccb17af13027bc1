// The times of an equilibration, their number of time steps, and the stages that they stand for.

using GlassModes.Dynamics.ReplicaExchange;

namespace GlassModes.Dynamics;

/// <summary>
/// The times of an equilibration. The defaults are those of the paper (Shimada et al. 2024, Sec. II): NVT for t = 500, NVE for t = 500,
/// then a configuration every t = 50.
/// </summary>
/// <param name="Timestep">Time step Δt of the dynamics.</param>
/// <param name="CanonicalTime">Time in NVT from the random start.</param>
/// <param name="MicrocanonicalTime">Time in NVE before the first configuration.</param>
/// <param name="Interval">Time in NVE between configurations.</param>
public sealed record EquilibrationProtocol(
    double Timestep = 0.005, double CanonicalTime = 500, double MicrocanonicalTime = 500, double Interval = 50)
{
    /// <summary>Where the liquid is hot before it has its temperature; null where it has its temperature from the start.</summary>
    public HotStage? HotStage { get; init; }

    /// <summary>The thermostat of NVT.</summary>
    public ThermostatSettings Thermostat { get; init; } = new();

    /// <summary>
    /// The replica exchange that replaces the dynamics at one temperature; null for none. <see cref="CanonicalTime"/> is then the time
    /// before the first configuration and <see cref="Interval"/> that between configurations, both rounded to whole trials, and <see
    /// cref="MicrocanonicalTime"/> and <see cref="HotStage"/> have no meaning.
    /// </summary>
    public ReplicaExchangeProtocol? ReplicaExchange { get; init; }

    /// <summary>
    /// The protocol "paper-high" of T = 2.0 (Shimada et al. 2024, Sec. II): NVT 500, NVE 500, then a configuration every 50.
    /// </summary>
    public static EquilibrationProtocol PaperHigh { get; } = new();

    /// <summary>
    /// The protocol "paper-0.45" (Shimada et al. 2024, Sec. III A 2): from a liquid of T = 2.0, NVT for t = 10⁵, then NVE for as long. The
    /// paper does not say when configurations were taken. Here they are spread evenly over NVE, the last one at its end.
    /// </summary>
    /// <param name="samples">Number of configurations of a run, at least one.</param>
    public static EquilibrationProtocol PaperLow(int samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        const double time = 1e5;
        return new EquilibrationProtocol(0.005, time, time / samples, time / samples) { HotStage = new HotStage(2, 500) };
    }

    /// <summary>
    /// The protocol "replica-exchange" (Shimada et al. 2024, Sec. III A 2): 18 replicas from T = 0.78 to 0.3971, a trial every 2800 steps,
    /// 350 000 trials to equilibrate, then a configuration every 10 000 trials. The paper does not say how the temperatures are spaced.
    /// Here they are geometric, and the nearest one is replaced by the one that is wanted.
    /// </summary>
    /// <param name="temperature">Temperature of the configurations, from 0.3971 to 0.78.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is out of this range.</exception>
    public static EquilibrationProtocol PaperReplicaExchange(double temperature)
    {
        ReplicaExchangeProtocol exchange = new(TemperatureLadder.With(TemperatureLadder.Geometric(0.78, 0.3971, 18), temperature));
        return OfTrials(exchange, 350_000, 10_000);
    }

    /// <summary>Makes the protocol of a replica exchange from numbers of trials.</summary>
    /// <param name="exchange">Temperatures, and steps between trials.</param>
    /// <param name="equilibration">Trials before the first configuration.</param>
    /// <param name="betweenSamples">Trials between configurations.</param>
    /// <param name="timestep">Time step Δt.</param>
    public static EquilibrationProtocol OfTrials(
        ReplicaExchangeProtocol exchange, long equilibration, long betweenSamples, double timestep = 0.005)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        double perTrial = exchange.StepsPerTrial * timestep;
        return new EquilibrationProtocol(timestep, equilibration * perTrial, 0, betweenSamples * perTrial) { ReplicaExchange = exchange };
    }

    /// <summary>Number of trials of the replica exchange in a time, rounded to the nearest integer.</summary>
    /// <exception cref="InvalidOperationException">The protocol has no replica exchange.</exception>
    public long TrialsIn(double time) => ReplicaExchange is { } exchange
        ? (long)Math.Round(time / (exchange.StepsPerTrial * Timestep))
        : throw new InvalidOperationException("The protocol has no replica exchange.");

    /// <summary>Time steps of a run before its first configuration, of all replicas together.</summary>
    public double StepsBeforeFirstSample => ReplicaExchange is { } exchange
        ? (double)TrialsIn(CanonicalTime) * exchange.StepsPerTrial * exchange.Temperatures.Count
        : StepsIn(CanonicalTime) + StepsIn(MicrocanonicalTime) + (HotStage is { } hot ? StepsIn(hot.Time) + StepsIn(hot.CoolingTime) : 0);

    /// <summary>Time steps of a run between configurations, of all replicas together.</summary>
    public double StepsBetweenSamples => ReplicaExchange is { } exchange
        ? (double)TrialsIn(Interval) * exchange.StepsPerTrial * exchange.Temperatures.Count
        : StepsIn(Interval);

    /// <summary>All times of the protocol.</summary>
    internal IEnumerable<double> Times =>
        [CanonicalTime, MicrocanonicalTime, Interval, .. HotStage is { } hot ? (double[])[hot.Time, hot.CoolingTime] : []];

    /// <summary>Computes the number of time steps Δt in a time, rounded to the nearest integer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, or the time step is not positive.</exception>
    public long StepsIn(double time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Timestep);
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        return (long)Math.Round(time / Timestep);
    }

    /// <summary>
    /// The time that is run where a time was asked for: the nearest whole number of time steps, or of trials of a replica exchange. A time
    /// that is one but for its rounding is returned as it is.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, or the time step is not positive.</exception>
    public double TimeRun(double time)
    {
        double run = ReplicaExchange is { } exchange ? TrialsIn(time) * exchange.StepsPerTrial * Timestep : StepsIn(time) * Timestep;
        return Math.Abs(run - time) <= 1e-9 * time ? time : run;
    }

    /// <summary>
    /// Makes the stages: the hot one, if there is one, NVT, NVE up to the first configuration, and NVE up to the last one.
    /// </summary>
    /// <param name="temperature">Temperature T &gt; 0.</param>
    /// <param name="samples">Number of configurations, at least one.</param>
    /// <exception cref="InvalidOperationException">The protocol is a replica exchange, which has no stages.</exception>
    public EquilibrationSchedule ScheduleFor(double temperature, int samples) => ReplicaExchange is not null
        ? throw new InvalidOperationException(
            "A replica exchange has no stages. Prepare its liquids by LiquidPreparation or ReplicaExchangeSampler.")
        : new EquilibrationSchedule(
        HotStage?.Temperature ?? temperature,
        Timestep,
        [
            .. HotStage?.StagesTo(temperature) ?? [],
            new EquilibrationStage(DynamicsEnsemble.Canonical, temperature, CanonicalTime),
            new EquilibrationStage(DynamicsEnsemble.Microcanonical, temperature, MicrocanonicalTime, Outputs: 1),
            .. samples > 1
                ? (EquilibrationStage[])[new EquilibrationStage(DynamicsEnsemble.Microcanonical, temperature, Interval, samples - 1)]
                : [],
        ])
        {
            Thermostat = Thermostat,
        };
}

/// <summary>The stage of an equilibration in which the liquid is hotter than in the end, so that it forgets its start.</summary>
/// <param name="Temperature">Temperature T &gt; 0.</param>
/// <param name="Time">Time at this temperature.</param>
/// <param name="CoolingTime">Time in which the temperature goes linearly to that of the liquid; 0 for at once.</param>
public sealed record HotStage(double Temperature, double Time, double CoolingTime = 0)
{
    internal IEnumerable<EquilibrationStage> StagesTo(double temperature)
    {
        yield return new EquilibrationStage(DynamicsEnsemble.Canonical, Temperature, Time);
        if (CoolingTime > 0)
        {
            yield return new EquilibrationStage(DynamicsEnsemble.Canonical, Temperature, CoolingTime) { EndTemperature = temperature };
        }
    }
}
