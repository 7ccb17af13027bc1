// Takes configurations of one temperature from a replica exchange of liquids.

using System.Diagnostics;
using GlassModes.Files;
using GlassModes.Models;
using GlassModes.Particles;

namespace GlassModes.Dynamics.ReplicaExchange;

/// <summary>When configurations are taken from a replica exchange, counted in trials.</summary>
/// <param name="Equilibration">Trials before the first configuration; 0 counts as 1.</param>
/// <param name="BetweenSamples">Trials between configurations of one temperature.</param>
/// <param name="Samples">Number of configurations of all temperatures together.</param>
/// <param name="Temperatures">
/// Numbers of the temperatures at which they are taken, from 0 for the highest. Configuration k, counted from 0, has temperature k mod K of
/// these K, so that each K follow each other at one trial.
/// </param>
public sealed record ReplicaSampling(long Equilibration, long BetweenSamples, int Samples, IReadOnlyList<int> Temperatures);

/// <summary>
/// A replica exchange of a liquid that hands out configurations one after another, as <see cref="EquilibrationRun"/> does. Its statistics
/// begin with the second half of the trials before the first configuration. A run that is saved and continued later has the same bits as a
/// run that was not stopped, on any number of threads and ranks. Not thread-safe.
/// </summary>
/// <remarks>
/// With several ranks, rank 0 makes the calls, and each of the other ranks calls <see cref="Serve"/>, which does its part of them until
/// rank 0 disposes of its sampler.
/// </remarks>
public sealed class ReplicaExchangeSampler : IDisposable
{
    private readonly PairModel _model;
    private readonly ReplicaExchangeSettings _settings;
    private readonly ReplicaSampling _sampling;
    private readonly IReplicaRanks _ranks;
    private readonly EquilibrationStart _start;
    private readonly ReplicaExchangeRun _run;
    private int _samples;
    private bool _isDisposed;
    private bool _hasFailed;

    /// <summary>Prepares a run. The starts are made by the first call of <see cref="Next"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="start">
    /// The start of the first replica. The others have the same with other random numbers: run c of R replicas has the chains cR, cR + 1, …
    /// </param>
    /// <param name="settings">Temperatures and times.</param>
    /// <param name="sampling">When configurations are taken.</param>
    /// <param name="threads">Number of threads, each of which works on one replica at a time.</param>
    /// <param name="ranks">The processes that share the replicas; null for this one alone.</param>
    /// <exception cref="ArgumentException">The settings have less than two temperatures, or they do not fall.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ReplicaExchangeSampler(
        PairModel model,
        EquilibrationStart start,
        ReplicaExchangeSettings settings,
        ReplicaSampling sampling,
        int threads = 1,
        IReplicaRanks? ranks = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(sampling);
        ArgumentOutOfRangeException.ThrowIfNegative(sampling.Equilibration, nameof(sampling));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampling.BetweenSamples, nameof(sampling));
        ArgumentOutOfRangeException.ThrowIfNegative(sampling.Samples, nameof(sampling));
        if (sampling.Temperatures.Count == 0 || sampling.Temperatures.Any(place => place < 0 || place >= settings.Temperatures.Count))
        {
            throw new ArgumentOutOfRangeException(nameof(sampling), "Configurations are taken at temperatures of the replica exchange.");
        }

        _model = model;
        _settings = settings;
        _sampling = sampling;
        _start = start;
        _ranks = ranks ?? new SingleRank();
        int replicas = settings.Temperatures.Count;
        _run = new ReplicaExchangeRun(
            settings,
            (replica, temperature, stop) => new LiquidReplica(
                model, start with { Chain = (start.Chain * replicas) + replica }, temperature, settings.Timestep, stop),
            start.Seed,
            start.Chain,
            threads,
            _ranks);
    }

    private enum Command : byte
    {
        TakeTrial,
        GiveSample,
        Save,
        Load,
        End,
    }

    /// <summary>Number of trials so far.</summary>
    public long Trials => _run.Trials;

    /// <summary>Number of configurations that were handed out so far, with those before this run was loaded.</summary>
    public int Outputs => _samples;

    /// <summary>Whether every configuration was handed out.</summary>
    public bool IsFinished => _samples == _sampling.Samples;

    /// <summary>Statistics of the exchanges, from the second half of the equilibration on.</summary>
    public ExchangeStatistics Statistics => _run.Statistics;

    // The first configuration comes after a trial at least, so that all starts have moved.
    private long TrialOfNextSample =>
        Math.Max(1, _sampling.Equilibration) + (_samples / _sampling.Temperatures.Count * _sampling.BetweenSamples);

    /// <summary>Takes trials until the next configuration or the time to pause.</summary>
    /// <param name="progress">Receives the share of the run that is done, at first and after each trial.</param>
    /// <param name="pauseAfter">The time after which the call pauses. Another call goes on.</param>
    /// <param name="cancellation">Stops the call between two steps. Another call goes on.</param>
    /// <returns>
    /// The configuration, wrapped into the box, or null. Null means that the time to pause has come, or, if <see cref="IsFinished"/>, that
    /// no configuration is left.
    /// </returns>
    /// <exception cref="ModelMismatchException">The box is smaller than twice the cutoff.</exception>
    /// <exception cref="SimulationException">A simulation failed.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public LiquidSample? Next(
        IProgress<WorkProgress>? progress = null, TimeSpan? pauseAfter = null, CancellationToken cancellation = default)
    {
        long startTimestamp = Stopwatch.GetTimestamp();
        bool hasMoved = false;

        // The first report tells what an earlier run has done.
        progress?.Report(_run.Trials == 0 ? new WorkProgress(double.NaN, "random starts") : Describe());

        while (!IsFinished)
        {
            if (_run.Trials >= TrialOfNextSample)
            {
                Order(Command.GiveSample);
                LiquidSample? sample = GatherSample();
                _samples++;
                return sample;
            }

            if (hasMoved && pauseAfter is { } pause && Stopwatch.GetElapsedTime(startTimestamp) >= pause)
            {
                return null;
            }

            Order(Command.TakeTrial);
            TakeTrial(cancellation);
            hasMoved = true;
            progress?.Report(Describe());
        }

        return null;
    }

    /// <summary>
    /// Does the part of this rank in all that rank 0 does, until rank 0 disposes of its sampler. To be called by every rank but rank 0.
    /// </summary>
    /// <param name="cancellation">Stops the trial of all ranks. The call then goes on to serve rank 0, which is told of it.</param>
    /// <exception cref="SimulationException">A simulation of this rank failed. The whole run has to be ended then.</exception>
    public void Serve(CancellationToken cancellation = default)
    {
        while (true)
        {
            switch ((Command)_ranks.Broadcast([])[0])
            {
                case Command.TakeTrial:
                    try
                    {
                        TakeTrial(cancellation);
                    }
                    catch (OperationCanceledException)
                    {
                        // Rank 0 has the same exception, and says what comes next.
                    }

                    break;
                case Command.GiveSample:
                    GatherSample();
                    _samples++;
                    break;
                case Command.Save:
                    _run.Save(null);
                    break;
                case Command.Load:
                    LoadRun(null);
                    break;
                default:
                    return;
            }
        }
    }

    /// <summary>
    /// Writes everything that the rest of the run depends on. A run with the same arguments that loads it goes on with the same bits. That
    /// run may give more configurations.
    /// </summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Order(Command.Save);
        writer.Write(_samples);
        _run.Save(writer);
    }

    /// <summary>Goes back to the state that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The data belong to another run.</exception>
    /// <exception cref="EndOfStreamException">The data are not complete.</exception>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Order(Command.Load);
        LoadRun(reader);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;

            try
            {
                // After a failure the other ranks are within a trial and wait for this one. The run has to be ended from outside.
                if (!_hasFailed)
                {
                    Order(Command.End);
                }
            }
            finally
            {
                _run.Dispose();
            }
        }
    }

    // Tells the other ranks what comes next. They only listen.
    private void Order(Command command)
    {
        if (_ranks.Rank == 0 && _ranks.Count > 1)
        {
            _ranks.Broadcast([(byte)command]);
        }
    }

    private void TakeTrial(CancellationToken cancellation)
    {
        try
        {
            _run.TakeTrial(cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _hasFailed = true;
            throw;
        }

        if (_run.Trials == _sampling.Equilibration / 2)
        {
            _run.ClearStatistics();
        }
    }

    private void LoadRun(BinaryReader? reader)
    {
        byte[] samples = _ranks.Broadcast(reader is null ? [] : BitConverter.GetBytes(reader.ReadInt32()));
        _samples = BitConverter.ToInt32(samples);
        _run.Load(reader);
    }

    // The rank that has the replica of the temperature sends its state to rank 0. Null at the other ranks.
    private LiquidSample? GatherSample()
    {
        LiquidReplica? replica = (LiquidReplica?)_run.FindReplica(_sampling.Temperatures[_samples % _sampling.Temperatures.Count]);
        if (_ranks.Count == 1)
        {
            return replica!.ToSample();
        }

        using MemoryStream own = new();
        using BinaryWriter writer = new(own);
        if (replica is not null)
        {
            LiquidSample sample = replica.ToSample();
            BinaryVectors.Write(writer, sample.Configuration.Positions);
            BinaryVectors.Write(writer, sample.Configuration.Velocities);
            writer.Write(sample.PotentialEnergyPerParticle);
            writer.Write(sample.Temperature);
            writer.Write(sample.Pressure);
        }

        byte[]? bytes = _ranks.Gather(own.ToArray()).SingleOrDefault(part => part.Length > 0);
        if (bytes is null)
        {
            return null;
        }

        using BinaryReader reader = new(new MemoryStream(bytes));
        using ParticleSystem system = _start.MakeSystem(_model);
        BinaryVectors.Read(reader, system.Positions);
        BinaryVectors.Read(reader, system.Velocities);
        return new LiquidSample(system.ToConfiguration(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
    }

    private WorkProgress Describe()
    {
        long after = Math.Max(0, _sampling.Samples - 1) / _sampling.Temperatures.Count;
        long all = Math.Max(1, _sampling.Equilibration) + (after * _sampling.BetweenSamples);
        double acceptance = _run.Statistics.Pairs.Min(pair => pair.Acceptance);
        string least = double.IsNaN(acceptance) ? "" : FormattableString.Invariant($", least acceptance {acceptance:f2}");
        return new WorkProgress(
            (double)_run.Trials / all,
            FormattableString.Invariant($"trial {_run.Trials} of {all}{least}, {_run.Statistics.RoundTrips.Sum()} round trips"));
    }
}
