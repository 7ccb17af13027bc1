// Counts what the exchanges of a run do: acceptance, round trips, the flow of replicas, and the energies at each temperature.

using GlassModes.Statistics;

namespace GlassModes.Dynamics.ReplicaExchange;

/// <summary>Two neighbouring temperatures and the exchanges between them.</summary>
/// <param name="Higher">The higher temperature.</param>
/// <param name="Lower">The lower temperature.</param>
/// <param name="Attempts">Number of trials.</param>
/// <param name="Accepted">Number of exchanges.</param>
public readonly record struct ExchangePair(double Higher, double Lower, long Attempts, long Accepted)
{
    /// <summary>Share of trials that were accepted; NaN without trials.</summary>
    public double Acceptance => Attempts > 0 ? (double)Accepted / Attempts : double.NaN;
}

/// <summary>
/// What is known of one temperature of a replica exchange. The fraction f of Katzgraber, Trebst, Huse and Troyer (J. Stat. Mech. P03018,
/// 2006) is that of the replicas on their way down, among all that have been at an end: 1 at the highest temperature, 0 at the lowest. A
/// jump of f(T) shows where replicas do not get through.
/// </summary>
/// <param name="Temperature">T.</param>
/// <param name="Energies">V before each trial, as a series of blocks.</param>
/// <param name="Correlation">Autocorrelation of V at this temperature, with one trial as the unit of time.</param>
/// <param name="FractionFromHighest">f; NaN as long as no replica has been at an end.</param>
public sealed record ExchangeTemperature(
    double Temperature, BlockSeries Energies, TimeCorrelation Correlation, double FractionFromHighest);

/// <summary>
/// The statistics of a <see cref="ReplicaExchangeRun"/>, which begin anew where the run says so. Memory is fixed, and counting allocates
/// nothing.
/// </summary>
public sealed class ExchangeStatistics
{
    private readonly double[] _temperatures;
    private readonly long[] _attempts;
    private readonly long[] _accepted;
    private readonly BlockSeries[] _energies;
    private readonly TimeCorrelation[] _correlations;

    // By temperature: visits of replicas that come from the highest temperature, and from the lowest.
    private readonly long[] _fromHighest;
    private readonly long[] _fromLowest;

    // By replica: the end at which it was last, and whether it came there from the other end.
    private readonly End[] _lastEnd;
    private readonly bool[] _hasCrossed;
    private readonly long[] _roundTrips;

    internal ExchangeStatistics(IReadOnlyList<double> temperatures)
    {
        int count = temperatures.Count;
        _temperatures = [.. temperatures];
        _attempts = new long[count - 1];
        _accepted = new long[count - 1];
        _energies = [.. Enumerable.Range(0, count).Select(_ => new BlockSeries())];
        _correlations = [.. Enumerable.Range(0, count).Select(_ => new TimeCorrelation())];
        _fromHighest = new long[count];
        _fromLowest = new long[count];
        _lastEnd = new End[count];
        _hasCrossed = new bool[count];
        _roundTrips = new long[count];
    }

    private enum End : byte
    {
        None,
        Highest,
        Lowest,
    }

    /// <summary>Number of trials that were counted.</summary>
    public long Trials { get; private set; }

    /// <summary>The pairs of neighbours, from the highest temperatures to the lowest.</summary>
    public IReadOnlyList<ExchangePair> Pairs =>
    [
        .. Enumerable.Range(0, _attempts.Length)
            .Select(p => new ExchangePair(_temperatures[p], _temperatures[p + 1], _attempts[p], _accepted[p])),
    ];

    /// <summary>The temperatures, from the highest to the lowest.</summary>
    public IReadOnlyList<ExchangeTemperature> Temperatures =>
    [
        .. Enumerable.Range(0, _temperatures.Length).Select(t => new ExchangeTemperature(
            _temperatures[t],
            _energies[t],
            _correlations[t],
            (double)_fromHighest[t] / (_fromHighest[t] + _fromLowest[t]))),
    ];

    /// <summary>
    /// Number of round trips of each replica: from the highest temperature to the lowest and back, or from the lowest to the highest and
    /// back, counted where the second half of the trip ends.
    /// </summary>
    public IReadOnlyList<long> RoundTrips => _roundTrips;

    internal void CountEnergies(ReadOnlySpan<double> energies)
    {
        Trials++;
        for (int t = 0; t < energies.Length; t++)
        {
            _energies[t].Add(energies[t]);
            _correlations[t].Add(energies[t]);
        }
    }

    internal void CountAttempt(int pair, bool isAccepted)
    {
        _attempts[pair]++;
        _accepted[pair] += isAccepted ? 1 : 0;
    }

    // Called after the exchanges of a trial.
    internal void CountPlaces(ReadOnlySpan<int> replicaAt)
    {
        Visit(replicaAt[0], End.Highest);
        Visit(replicaAt[^1], End.Lowest);
        for (int t = 0; t < replicaAt.Length; t++)
        {
            End end = _lastEnd[replicaAt[t]];
            _fromHighest[t] += end == End.Highest ? 1 : 0;
            _fromLowest[t] += end == End.Lowest ? 1 : 0;
        }
    }

    internal void Clear()
    {
        Trials = 0;
        foreach (Array array in (Array[])[_attempts, _accepted, _fromHighest, _fromLowest, _lastEnd, _hasCrossed, _roundTrips])
        {
            Array.Clear(array);
        }

        foreach (BlockSeries series in _energies)
        {
            series.Clear();
        }

        foreach (TimeCorrelation correlation in _correlations)
        {
            correlation.Clear();
        }
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(Trials);
        foreach (long number in Counts().SelectMany(counts => counts))
        {
            writer.Write(number);
        }

        for (int t = 0; t < _temperatures.Length; t++)
        {
            writer.Write((byte)_lastEnd[t]);
            writer.Write(_hasCrossed[t]);
            _energies[t].Save(writer);
            _correlations[t].Save(writer);
        }
    }

    internal void Load(BinaryReader reader)
    {
        Trials = reader.ReadInt64();
        foreach (long[] counts in Counts())
        {
            for (int k = 0; k < counts.Length; k++)
            {
                counts[k] = reader.ReadInt64();
            }
        }

        for (int t = 0; t < _temperatures.Length; t++)
        {
            _lastEnd[t] = (End)reader.ReadByte();
            _hasCrossed[t] = reader.ReadBoolean();
            _energies[t].Load(reader);
            _correlations[t].Load(reader);
        }
    }

    private long[][] Counts() => [_attempts, _accepted, _fromHighest, _fromLowest, _roundTrips];

    private void Visit(int replica, End end)
    {
        if (_lastEnd[replica] == end)
        {
            return;
        }

        // The second crossing ends a round trip.
        bool isCrossing = _lastEnd[replica] != End.None;
        _lastEnd[replica] = end;
        if (isCrossing && _hasCrossed[replica])
        {
            _roundTrips[replica]++;
            _hasCrossed[replica] = false;
        }
        else
        {
            _hasCrossed[replica] = isCrossing;
        }
    }
}
