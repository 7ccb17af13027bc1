// Tests the counts of a replica exchange on a sequence of exchanges that is known.

using GlassModes.Dynamics;
using GlassModes.Dynamics.ReplicaExchange;

namespace GlassModes.Tests.Dynamics.ReplicaExchange;

public sealed class ExchangeStatisticsTests
{
    [Test]
    public void Round_trips_and_the_flow_of_a_known_sequence_are_counted()
    {
        ExchangeStatistics statistics = new([3, 2, 1]);
        int[][] places =
        [
            [0, 1, 2], [1, 0, 2], [1, 2, 0], // Replica 0 goes down, from the highest temperature to the lowest.
            [1, 0, 2], [0, 1, 2], // It is up again: one round trip.
            [1, 0, 2], [1, 2, 0], // Down once more, which ends none.
        ];
        foreach (int[] at in places)
        {
            statistics.CountPlaces(at);
        }

        // Replica 2 began at the lowest temperature and never reached the highest. Replica 1 is the other way round.
        Assert.That(statistics.RoundTrips, Is.EqualTo(new long[] { 1, 0, 0 }));
        double[] flow = [.. statistics.Temperatures.Select(temperature => temperature.FractionFromHighest)];
        Assert.That(flow[0], Is.EqualTo(1));
        Assert.That(flow[2], Is.Zero);

        // In the middle: 1, which has seen no end yet; 0 from the highest, 2 and 0 from the lowest, 1 and 0 from the highest, 2 again.
        Assert.That(flow[1], Is.EqualTo(0.5));
    }

    [Test]
    public void Chains_of_a_seed_take_exchanges_of_their_own()
    {
        int[][] histories = [.. new[] { 0, 1 }.Select(History)];
        Assert.That(histories[0], Is.Not.EqualTo(histories[1]));

        // The same wells, so that the random numbers of the exchanges make the only difference.
        static int[] History(int chain)
        {
            ReplicaExchangeSettings settings = new([2, 1.2, 0.8], 5, 0.03) { Thermostat = new ThermostatSettings(1, 4) };
            using ReplicaExchangeRun run = new(settings, (_, _, _) => WellReplica.Harmonic(4, 0.03), 5, chain);
            List<int> history = [];
            for (int trial = 0; trial < 40; trial++)
            {
                run.TakeTrial();
                history.AddRange(run.ReplicaAt);
            }

            return [.. history];
        }
    }
}
