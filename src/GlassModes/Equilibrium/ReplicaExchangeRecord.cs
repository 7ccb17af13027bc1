// What was seen of a replica exchange, as plain numbers, and whether it was equilibrated.

using GlassModes.Dynamics.ReplicaExchange;

namespace GlassModes.Equilibrium;

/// <summary>One temperature of a replica exchange. Times are in trials.</summary>
/// <param name="Temperature">T.</param>
/// <param name="Energy">V/N before each trial.</param>
/// <param name="CorrelationTrials">Integrated correlation time of V in trials; NaN if the run is too short for it.</param>
/// <param name="Correlation">Autocorrelation of V by the lag in trials, 1 at lag 0.</param>
/// <param name="FractionFromHighest">
/// f(T): fraction of replicas on their way down, among those that have been at an end; NaN as long as none has.
/// </param>
public sealed record ReplicaTemperatureRecord(
    double Temperature,
    EnergyRecord Energy,
    double CorrelationTrials,
    IReadOnlyList<(long Lag, double Value)> Correlation,
    double FractionFromHighest);

/// <summary>What was seen of a replica exchange from the second half of its equilibration on.</summary>
/// <param name="Trials">Number of trials.</param>
/// <param name="Pairs">Acceptance of each pair of neighbours.</param>
/// <param name="RoundTrips">Number of round trips of each replica.</param>
/// <param name="Temperatures">The temperatures, from the highest to the lowest.</param>
public sealed record ReplicaExchangeRecord(
    long Trials, IReadOnlyList<ExchangePair> Pairs, IReadOnlyList<long> RoundTrips, IReadOnlyList<ReplicaTemperatureRecord> Temperatures)
{
    /// <summary>Takes the numbers out of the statistics of a run.</summary>
    /// <param name="statistics">The statistics.</param>
    /// <param name="particles">Number of particles N.</param>
    public static ReplicaExchangeRecord Of(ExchangeStatistics statistics, int particles)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(particles);
        return new ReplicaExchangeRecord(
            statistics.Trials,
            statistics.Pairs,
            [.. statistics.RoundTrips],
            [
                .. statistics.Temperatures.Select(temperature => new ReplicaTemperatureRecord(
                    temperature.Temperature,
                    EnergyRecord.Of(temperature.Energies, 1, particles),
                    temperature.Correlation.IntegratedTime(),
                    temperature.Correlation.Normalized(),
                    temperature.FractionFromHighest)),
            ]);
    }

    /// <summary>
    /// Judges the exchange: at every temperature V/N must not drift, and its error must have a plateau; and every replica must have gone
    /// around once, so that it has forgotten its start.
    /// </summary>
    public EquilibrationVerdict Judge()
    {
        List<EquilibrationReason> reasons = [];
        foreach (ReplicaTemperatureRecord temperature in Temperatures)
        {
            if (temperature.Energy.Trend is { } trend)
            {
                EquilibrationVerdict.AddDoubtsOfEnergy(reasons, trend, temperature.Energy.Blocking, temperature.Temperature);
            }
            else
            {
                reasons.Add(new EquilibrationReason(
                    EquilibrationDoubt.NothingToJudge, double.NaN, double.NaN, temperature.Temperature));
            }
        }

        int around = RoundTrips.Count(trips => trips > 0);
        if (around < RoundTrips.Count)
        {
            reasons.Add(new EquilibrationReason(EquilibrationDoubt.FewRoundTrips, around, RoundTrips.Count));
        }

        return new EquilibrationVerdict(reasons);
    }
}
