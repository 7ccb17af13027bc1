// Runs replicas at several temperatures and exchanges them between neighbours. Can be stopped and resumed to the same bits.

using GlassModes.Files;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Threading;

namespace GlassModes.Dynamics.ReplicaExchange;

/// <summary>
/// Replica exchange, or parallel tempering (Hukushima and Nemoto, J. Phys. Soc. Jpn. 65, 1604, 1996; molecular dynamics: Sugita and
/// Okamoto, Chem. Phys. Lett. 314, 141, 1999; glasses: Yamamoto and Kob, Phys. Rev. E 61, 5473, 2000). Each replica is driven by the
/// thermostat of its temperature. In a trial neighbours i and j exchange temperatures with the probability
/// min(1, exp[(β_i − β_j)(V_i − V_j)]), pairs (0,1), (2,3), … and pairs (1,2), (3,4), … in turn. The velocities of a replica that goes from
/// T to T' are multiplied by √(T'/T), and the thermostats stay with their temperatures, so that each temperature keeps the canonical
/// distribution of its extended system.
/// </summary>
/// <remarks>
/// Random numbers come from the seed, the number of the trial and the pair, so that a result depends on no number of threads and ranks.
/// With several ranks each has some of the replicas; all ranks make the same calls in the same order. Not thread-safe.
/// </remarks>
public sealed class ReplicaExchangeRun : IDisposable
{
    // Purpose of the random numbers in the lowest 8 bits of the stream, see InitialState.
    private const ulong ExchangeStream = 2;

    private readonly ReplicaExchangeSettings _settings;
    private readonly Func<int, double, CancellationToken, IReplica> _makeReplica;
    private readonly ulong _seed;
    private readonly int _chain;
    private readonly int _threads;
    private readonly IReplicaRanks _ranks;

    // Replicas of this rank by their numbers; null for those of other ranks. Thermostats by temperature, known at all ranks after a trial.
    private readonly IReplica?[] _replicas;
    private readonly NoseHooverChain?[] _thermostats;
    private readonly int[] _replicaAt;
    private readonly int[] _temperatureOf;

    /// <summary>Prepares a run. The replicas are made by the first trial.</summary>
    /// <param name="settings">Temperatures and times.</param>
    /// <param name="makeReplica">
    /// Makes a replica from its number, which is at first the number of its temperature, and that temperature. Called from several threads
    /// at a time. All replicas are copies of one system.
    /// </param>
    /// <param name="seed">Seed of the exchanges.</param>
    /// <param name="chain">Number of the run, from 0. Exchanges of runs of the same seed are independent.</param>
    /// <param name="threads">Number of threads, each of which works on one replica at a time.</param>
    /// <param name="ranks">The processes that share the replicas; null for this one alone.</param>
    /// <exception cref="ArgumentException">The settings have less than two temperatures, or they do not fall.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or there are more ranks than replicas.</exception>
    public ReplicaExchangeRun(
        ReplicaExchangeSettings settings,
        Func<int, double, CancellationToken, IReplica> makeReplica,
        ulong seed = 1,
        int chain = 0,
        int threads = 1,
        IReplicaRanks? ranks = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(makeReplica);
        ArgumentOutOfRangeException.ThrowIfNegative(chain);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        settings.Require();
        int count = settings.Temperatures.Count;
        _ranks = ranks ?? new SingleRank();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_ranks.Count, count, nameof(ranks));
        _settings = settings;
        _makeReplica = makeReplica;
        _seed = seed;
        _chain = chain;
        _threads = threads;
        _replicas = new IReplica?[count];
        _thermostats = new NoseHooverChain?[count];
        _replicaAt = [.. Enumerable.Range(0, count)];
        _temperatureOf = [.. _replicaAt];
        Statistics = new ExchangeStatistics(settings.Temperatures);
    }

    /// <summary>Number of trials so far.</summary>
    public long Trials { get; private set; }

    /// <summary>Statistics since the start, or since <see cref="ClearStatistics"/>. The same at all ranks.</summary>
    public ExchangeStatistics Statistics { get; }

    /// <summary>The number of the replica at each temperature, from the highest to the lowest.</summary>
    public IReadOnlyList<int> ReplicaAt => _replicaAt;

    /// <summary>
    /// The replica at a temperature if this rank has it, otherwise null. Null also before the first trial.
    /// </summary>
    /// <param name="temperature">Number of the temperature, from 0 for the highest.</param>
    public IReplica? FindReplica(int temperature) => _replicas[_replicaAt[temperature]];

    /// <summary>Begins the statistics anew, as after the time to equilibrate.</summary>
    public void ClearStatistics() => Statistics.Clear();

    /// <summary>
    /// Runs all replicas up to the next trial and makes its exchanges. With several ranks a cancellation of one ends the call of all.
    /// </summary>
    /// <param name="cancellation">Stops the dynamics between two steps. Another call goes on where each replica was stopped.</param>
    /// <exception cref="SimulationException">A simulation failed.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public void TakeTrial(CancellationToken cancellation = default)
    {
        bool isCancelled = false;
        try
        {
            if (OwnReplicas().Any(replica => _replicas[replica] is null))
            {
                RunOwn(MakeIfMissing, cancellation);
            }

            long steps = (Trials + 1) * _settings.StepsPerTrial;
            RunOwn(
                (replica, stop) =>
                {
                    int temperature = _temperatureOf[replica];
                    _replicas[replica]!.Run(steps - _replicas[replica]!.Steps, _thermostats[temperature]!, stop);
                },
                cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            isCancelled = true;
        }

        double[] energies = ShareStates(isCancelled);
        Statistics.CountEnergies(energies);
        Exchange(Decide(energies));
        Statistics.CountPlaces(_replicaAt);
        Trials++;
    }

    /// <summary>
    /// Writes everything that the rest of the run depends on, of all ranks. A run with the same arguments that loads it goes on with the
    /// same bits on any number of ranks. All ranks have to call this function.
    /// </summary>
    /// <param name="writer">Receives the state at rank 0. Not used at other ranks, where it may be null.</param>
    public void Save(BinaryWriter? writer)
    {
        using MemoryStream own = new();
        using (BinaryWriter ownWriter = new(own, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            foreach (int replica in OwnReplicas())
            {
                SaveReplica(ownWriter, replica);
            }
        }

        IReadOnlyList<byte[]> all = _ranks.Gather(own.GetBuffer().AsSpan(0, (int)own.Length));
        if (_ranks.Rank != 0)
        {
            return;
        }

        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Trials);
        foreach (int replica in _replicaAt)
        {
            writer.Write(replica);
        }

        Statistics.Save(writer);
        foreach (byte[] bytes in all)
        {
            writer.Write(bytes);
        }
    }

    /// <summary>Goes back to the state that <see cref="Save"/> wrote. All ranks have to call this function.</summary>
    /// <param name="reader">The state at rank 0. Not used at other ranks, where it may be null.</param>
    /// <param name="cancellation">Stops the making of replicas, whose states are then replaced.</param>
    /// <exception cref="InvalidDataException">The data belong to another run.</exception>
    /// <exception cref="EndOfStreamException">The data are not complete.</exception>
    public void Load(BinaryReader? reader, CancellationToken cancellation = default)
    {
        byte[] own = [];
        if (_ranks.Rank == 0)
        {
            ArgumentNullException.ThrowIfNull(reader);
            using MemoryStream rest = new();
            reader.BaseStream.CopyTo(rest);
            own = rest.ToArray();
        }

        using BinaryReader state = new(new MemoryStream(_ranks.Broadcast(own)));
        Trials = state.ReadInt64();
        for (int t = 0; t < _replicaAt.Length; t++)
        {
            _replicaAt[t] = state.ReadInt32();
        }

        if (Trials < 0 || !_replicaAt.Order().SequenceEqual(Enumerable.Range(0, _replicaAt.Length)))
        {
            throw new InvalidDataException("the replicas are not those of this run");
        }

        for (int t = 0; t < _replicaAt.Length; t++)
        {
            _temperatureOf[_replicaAt[t]] = t;
        }

        Statistics.Load(state);
        for (int replica = 0; replica < _replicas.Length; replica++)
        {
            LoadReplica(state, replica, cancellation);
        }

        if (state.BaseStream.Position != state.BaseStream.Length)
        {
            throw new InvalidDataException("the state is longer than that of this run");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IReplica? replica in _replicas)
        {
            replica?.Dispose();
        }
    }

    // The replicas of a rank follow each other.
    private IEnumerable<int> OwnReplicas() =>
        Enumerable.Range(0, _replicas.Length).Where(replica => (long)replica * _ranks.Count / _replicas.Length == _ranks.Rank);

    private void RunOwn(Action<int, CancellationToken> body, CancellationToken cancellation)
    {
        int[] own = [.. OwnReplicas()];
        ParallelWork.Run(own.Length, _threads, (k, stop) => body(own[k], stop), cancellation);
    }

    private void MakeIfMissing(int replica, CancellationToken cancellation)
    {
        if (_replicas[replica] is null)
        {
            int temperature = _temperatureOf[replica];
            IReplica made = _makeReplica(replica, _settings.Temperatures[temperature], cancellation);
            _thermostats[temperature] ??= NewThermostat(temperature, made.DegreesOfFreedom);
            _replicas[replica] = made;
        }
    }

    private NoseHooverChain NewThermostat(int temperature, int degreesOfFreedom) =>
        new(_settings.Temperatures[temperature], degreesOfFreedom, _settings.Thermostat);

    // Tells all ranks the energies and the states of the thermostats by temperature. Each replica of a rank takes one row: V, whether the
    // rank was cancelled, the degrees of freedom, and the thermostat.
    private double[] ShareStates(bool isCancelled)
    {
        int chain = 2 * _settings.Thermostat.Length;
        int width = 3 + chain;
        int mostOwn = (_replicas.Length + _ranks.Count - 1) / _ranks.Count;
        int[] own = [.. OwnReplicas()];
        double[] rows = new double[mostOwn * width];
        for (int k = 0; k < mostOwn; k++)
        {
            Span<double> row = rows.AsSpan(k * width, width);
            row[1] = isCancelled ? 1 : 0;
            if (k < own.Length && _replicas[own[k]] is { } replica && _thermostats[_temperatureOf[own[k]]] is { } thermostat)
            {
                row[0] = replica.PotentialEnergy;
                row[2] = replica.DegreesOfFreedom;
                thermostat.CopyStateTo(row[3..]);
            }
        }

        double[] all = new double[_ranks.Count * rows.Length];
        _ranks.AllGather(rows, all);
        if (Enumerable.Range(0, _ranks.Count).Any(rank => all[(rank * rows.Length) + 1] != 0))
        {
            throw new OperationCanceledException("The replica exchange was cancelled.");
        }

        double[] energies = new double[_replicas.Length];
        int[] places = new int[_ranks.Count];
        for (int replica = 0; replica < _replicas.Length; replica++)
        {
            int rank = (int)((long)replica * _ranks.Count / _replicas.Length);
            ReadOnlySpan<double> row = all.AsSpan((rank * rows.Length) + (places[rank]++ * width), width);
            int temperature = _temperatureOf[replica];
            energies[temperature] = row[0];
            NoseHooverChain thermostat = _thermostats[temperature] ??= NewThermostat(temperature, (int)row[2]);
            thermostat.SetState(row[3..]);
        }

        return energies;
    }

    // Rank 0 decides: the exponential functions of other machines may differ in the last bit.
    private byte[] Decide(double[] energies)
    {
        byte[] accepted = new byte[_replicaAt.Length];
        for (int pair = (int)(Trials % 2); _ranks.Rank == 0 && pair + 1 < _replicaAt.Length; pair += 2)
        {
            double higher = _settings.Temperatures[pair];
            double lower = _settings.Temperatures[pair + 1];
            double exponent = ((1 / higher) - (1 / lower)) * (energies[pair] - energies[pair + 1]);
            bool isAccepted = exponent >= 0
                || Philox.UniformAt(_seed, ((ulong)Trials << 8) | ExchangeStream, ((ulong)_chain << 32) | (uint)pair) < Math.Exp(exponent);
            accepted[pair] = isAccepted ? (byte)1 : (byte)0;
        }

        return _ranks.Broadcast(accepted);
    }

    private void Exchange(byte[] accepted)
    {
        for (int pair = (int)(Trials % 2); pair + 1 < _replicaAt.Length; pair += 2)
        {
            double higher = _settings.Temperatures[pair];
            double lower = _settings.Temperatures[pair + 1];
            bool isAccepted = accepted[pair] != 0;
            Statistics.CountAttempt(pair, isAccepted);
            if (isAccepted)
            {
                (_replicaAt[pair], _replicaAt[pair + 1]) = (_replicaAt[pair + 1], _replicaAt[pair]);
                Arrive(pair, lower);
                Arrive(pair + 1, higher);
            }
        }
    }

    // The replica that is at a temperature now was at another one.
    private void Arrive(int temperature, double before)
    {
        int replica = _replicaAt[temperature];
        _temperatureOf[replica] = temperature;
        _replicas[replica]?.ScaleVelocities(Math.Sqrt(_settings.Temperatures[temperature] / before));
    }

    private void SaveReplica(BinaryWriter writer, int replica)
    {
        writer.Write(_replicas[replica] is not null);
        if (_replicas[replica] is { } made)
        {
            double[] thermostat = new double[2 * _settings.Thermostat.Length];
            _thermostats[_temperatureOf[replica]]!.CopyStateTo(thermostat);
            BinaryVectors.Write(writer, thermostat);
            using MemoryStream bytes = new();
            using (BinaryWriter part = new(bytes, System.Text.Encoding.UTF8, leaveOpen: true))
            {
                made.Save(part);
            }

            writer.Write((int)bytes.Length);
            writer.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
    }

    private void LoadReplica(BinaryReader reader, int replica, CancellationToken cancellation)
    {
        if (!reader.ReadBoolean())
        {
            _replicas[replica]?.Dispose();
            _replicas[replica] = null;
            return;
        }

        double[] thermostat = new double[2 * _settings.Thermostat.Length];
        BinaryVectors.Read(reader, thermostat);
        int length = reader.ReadInt32();
        byte[] bytes = reader.ReadBytes(length);
        if (bytes.Length < length)
        {
            throw new EndOfStreamException();
        }

        if ((long)replica * _ranks.Count / _replicas.Length != _ranks.Rank)
        {
            return;
        }

        MakeIfMissing(replica, cancellation);
        NoseHooverChain chain = NewThermostat(_temperatureOf[replica], _replicas[replica]!.DegreesOfFreedom);
        chain.SetState(thermostat);
        _thermostats[_temperatureOf[replica]] = chain;
        using BinaryReader part = new(new MemoryStream(bytes));
        _replicas[replica]!.Load(part);
    }
}
