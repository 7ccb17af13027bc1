// Runs an equilibration: its start, and the stages of the dynamics. Can be stopped and resumed to the same bits.

using System.Diagnostics;
using GlassModes.Files;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Dynamics;

/// <summary>
/// Equilibrates a liquid by the stages of an <see cref="EquilibrationSchedule"/>, from random positions or a given configuration, and hands
/// out its configurations one after another. A run that is saved and continued later has the same bits as a run that was not stopped. The
/// result is a function of the arguments alone, on any number of threads. Allocates memory when it begins and for each configuration, but
/// not in a step. Not thread-safe.
/// </summary>
public sealed class EquilibrationRun : IDisposable
{
    // The total energy is sampled after this many steps. The samples decide the bits of what follows.
    private const long StepsPerSample = 500;

    // The thermostat of a ramp gets a new temperature after this many steps.
    private const long StepsPerTemperature = 20;

    // Number of particles times steps after which progress is reported and a pause is possible: about a second on one core.
    private const long ParticleStepsPerCall = 5_000_000;

    private readonly PairModel _model;
    private readonly EquilibrationStart _start;
    private readonly EquilibrationSchedule _schedule;
    private readonly ITrajectoryObserver? _observer;
    private readonly ThreadTeam? _team;
    private readonly long _stepsPerCall;
    private ParticleSystem? _system;
    private MolecularDynamics? _dynamics;

    // The place in the schedule: the stage, its steps so far and its outputs so far.
    private int _stage;
    private long _stageSteps;
    private int _stageOutputs;

    // Sum and number of the samples of the total energy in the second half of the stage.
    private double _energySum;
    private long _energyCount;
    private bool _hasReported;

    /// <summary>Prepares a run. The start is made by the first call of <see cref="Next"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="start">Random positions, or a given configuration.</param>
    /// <param name="schedule">The stages.</param>
    /// <param name="team">Threads that share a step; null for the calling thread alone. No result depends on the team.</param>
    /// <param name="observer">Looks at the trajectory; null for none. It changes no result.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of the schedule is outside its range.</exception>
    /// <exception cref="ArgumentException">The schedule has no stage.</exception>
    public EquilibrationRun(
        PairModel model,
        EquilibrationStart start,
        EquilibrationSchedule schedule,
        ThreadTeam? team = null,
        ITrajectoryObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentOutOfRangeException.ThrowIfNegative(start.Chain, nameof(start));
        schedule.Require();
        if (schedule.Stages.Count == 0)
        {
            throw new ArgumentException("An equilibration needs at least one stage.", nameof(schedule));
        }

        if (observer is not null)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(observer.StepsBetweenFrames, nameof(observer));
        }

        _model = model;
        _start = start;
        _schedule = schedule;
        _team = team;
        _observer = observer;
        _stepsPerCall = Math.Clamp(ParticleStepsPerCall / Math.Max(1, start.Particles), 1, StepsPerSample);
    }

    /// <summary>Whether all stages are done and every configuration was handed out.</summary>
    public bool IsFinished => _dynamics is not null && _stage == _schedule.Stages.Count - 1 && IsStageDone;

    /// <summary>Number of time steps so far.</summary>
    public long Steps => _dynamics?.Steps ?? 0;

    /// <summary>Number of configurations that were handed out so far, with those before this run was loaded.</summary>
    public int Outputs => _schedule.Stages.Take(_stage).Sum(stage => stage.Outputs) + _stageOutputs;

    private EquilibrationStage Stage => _schedule.Stages[_stage];

    private long StageLength => _schedule.StepsOf(Stage);

    private bool IsStageDone => _stageSteps == StageLength && _stageOutputs == Stage.Outputs;

    /// <summary>Takes steps until the next configuration, the end of the stages or the time to pause.</summary>
    /// <param name="progress">
    /// Receives the share of the run that is done, at first and after 500 steps or fewer. While a random start is made, the share is not
    /// known.
    /// </param>
    /// <param name="pauseAfter">The time after which the call pauses. Another call goes on.</param>
    /// <param name="cancellation">Stops the call between two steps. Another call goes on.</param>
    /// <returns>
    /// The configuration, wrapped into the box, or null. Null means that the time to pause has come, or, if <see cref="IsFinished"/>, that
    /// no configuration is left.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two particles, or the density is not positive.</exception>
    /// <exception cref="ModelMismatchException">The box is smaller than twice the cutoff.</exception>
    /// <exception cref="SimulationException">Overlaps remain, or the time step is too large. The message says which.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public LiquidSample? Next(
        IProgress<WorkProgress>? progress = null, TimeSpan? pauseAfter = null, CancellationToken cancellation = default)
    {
        long startTimestamp = Stopwatch.GetTimestamp();
        bool hasMoved = false;
        if (_dynamics is null)
        {
            MakeStart(progress, cancellation);
        }

        // The first report tells what an earlier run has done.
        if (!_hasReported)
        {
            _hasReported = true;
            progress?.Report(Describe());
        }

        while (!IsFinished)
        {
            if (IsStageDone)
            {
                BeginNextStage();
            }
            else if (_stageOutputs < Stage.Outputs && _stageSteps == (_stageOutputs + 1) * _schedule.StepsIn(Stage.Interval))
            {
                _stageOutputs++;
                return TakeSample();
            }
            else if (hasMoved && pauseAfter is { } pause && Stopwatch.GetElapsedTime(startTimestamp) >= pause)
            {
                return null;
            }
            else
            {
                TakeSteps(cancellation);
                hasMoved = true;
                progress?.Report(Describe());
            }
        }

        return null;
    }

    /// <summary>
    /// Writes everything that the rest of the run depends on. A run with the same arguments that loads it goes on with the same bits. The
    /// schedule of that run may give more configurations in its last stage, or have further stages at its end.
    /// </summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_dynamics is not null);
        if (_dynamics is not null)
        {
            writer.Write(_stage);
            writer.Write(_stageSteps);
            writer.Write(_stageOutputs);
            writer.Write(_energySum);
            writer.Write(_energyCount);
            BinaryVectors.Write(writer, _system!.Positions);
            BinaryVectors.Write(writer, _system.Velocities);
            _dynamics.Save(writer);
            _observer?.Save(writer);
        }
    }

    /// <summary>Goes back to the state that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The data belong to another run.</exception>
    /// <exception cref="EndOfStreamException">The data are not complete.</exception>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Dispose();
        (_system, _dynamics) = (null, null);
        (_stage, _stageSteps, _stageOutputs, _energySum, _energyCount) = (0, 0, 0, 0, 0);
        if (!reader.ReadBoolean())
        {
            return;
        }

        int stage = reader.ReadInt32();
        if (stage < 0 || stage >= _schedule.Stages.Count)
        {
            throw new InvalidDataException($"the run is in stage {stage + 1} of {_schedule.Stages.Count}");
        }

        _stage = stage;
        _stageSteps = reader.ReadInt64();
        _stageOutputs = reader.ReadInt32();
        if (_stageSteps < 0 || _stageSteps > StageLength || _stageOutputs < 0 || _stageOutputs > Stage.Outputs)
        {
            throw new InvalidDataException($"the run is at step {_stageSteps} of a stage of {StageLength} steps");
        }

        _energySum = reader.ReadDouble();
        _energyCount = reader.ReadInt64();
        ParticleSystem system = _start.MakeSystem(_model);
        UseSystem(system, () =>
        {
            BinaryVectors.Read(reader, system.Positions);
            BinaryVectors.Read(reader, system.Velocities);
        });
        _dynamics!.Load(reader);
        _observer?.Load(reader);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _dynamics?.Dispose();
        _system?.Dispose();
    }

    private void MakeStart(IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ParticleSystem system = _start.MakeSystem(_model);
        UseSystem(system, () => _start.Fill(system, _model, _schedule.StartTemperature, _team, progress, cancellation));
    }

    // Fills a system and makes its dynamics, with the thermostat of the stage.
    private void UseSystem(ParticleSystem system, Action fill)
    {
        try
        {
            fill();
            _dynamics = new MolecularDynamics(system, _model, _schedule.Timestep, team: _team);
            _system = system;
            SetThermostat();
        }
        catch
        {
            system.Dispose();
            throw;
        }
    }

    private void SetThermostat() => _dynamics!.Thermostat = Stage.Ensemble == DynamicsEnsemble.Canonical
        ? new NoseHooverChain(TemperatureNow(), _system!.DegreesOfFreedom, _schedule.Thermostat)
        : null;

    // A ramp goes in short stretches of constant temperature, each with the temperature of its middle.
    private double TemperatureNow()
    {
        if (Stage.EndTemperature is null)
        {
            return Stage.Temperature;
        }

        double middle = (_stageSteps / StepsPerTemperature * StepsPerTemperature) + (0.5 * StepsPerTemperature);
        return Stage.TemperatureAt(Math.Min(1, middle / StageLength));
    }

    private void TakeSteps(CancellationToken cancellation)
    {
        long energySample = NextEnergySample();
        long boundary = Math.Min(energySample, NextFrame());
        if (Stage.Ensemble == DynamicsEnsemble.Canonical && Stage.EndTemperature is not null)
        {
            boundary = Math.Min(boundary, ((_stageSteps / StepsPerTemperature) + 1) * StepsPerTemperature);
            _dynamics!.Thermostat!.SetTemperature(TemperatureNow());
        }

        long stepsBefore = _dynamics!.Steps;
        try
        {
            _dynamics.Run(Math.Min(boundary - _stageSteps, _stepsPerCall), cancellation);
        }
        finally
        {
            // A call that is cancelled has taken some of the steps.
            _stageSteps += _dynamics.Steps - stepsBefore;
        }

        if (_stageSteps == energySample && _stageSteps > StageLength / 2 && Stage.HasConstantTemperature)
        {
            _energySum += _system!.KineticEnergy + _dynamics.PotentialEnergy;
            _energyCount++;
        }

        if (_observer is not null && _dynamics.Steps % _observer.StepsBetweenFrames == 0 && _dynamics.Steps > stepsBefore)
        {
            _observer.Observe(new TrajectoryFrame(
                _dynamics.Steps, Stage.Ensemble, _dynamics.PotentialEnergy, _system!.Temperature, _system.Positions));
        }
    }

    // The step of the stage at which the observer looks next. Frames are evenly spaced over all stages.
    private long NextFrame() => _observer is { StepsBetweenFrames: { } interval }
        ? _stageSteps + interval - (_dynamics!.Steps % interval)
        : long.MaxValue;

    // The next sample of the energy, or the next output or half of the stage, at which the counting of samples begins anew.
    private long NextEnergySample()
    {
        long interval = _schedule.StepsIn(Stage.Interval);
        long half = Stage.Ensemble == DynamicsEnsemble.Canonical ? StageLength / 2 : 0;
        long lastOutput = _stageSteps / interval * interval;
        (long last, long next) = _stageSteps < half
            ? (lastOutput, Math.Min(half, lastOutput + interval))
            : (Math.Max(half, lastOutput), lastOutput + interval);
        return Math.Min(next, last + (((_stageSteps - last) / StepsPerSample) + 1) * StepsPerSample);
    }

    private void BeginNextStage()
    {
        bool wasCanonical = Stage.Ensemble == DynamicsEnsemble.Canonical;
        _stage++;
        _stageSteps = 0;
        _stageOutputs = 0;
        SetThermostat();
        if (wasCanonical && Stage.Ensemble == DynamicsEnsemble.Microcanonical)
        {
            ScaleToMeanEnergy();
        }

        _energySum = 0;
        _energyCount = 0;
    }

    // The total energy of one moment fluctuates. The velocities are scaled to the mean of the second half of the stage before.
    private void ScaleToMeanEnergy()
    {
        double kineticEnergy = _energyCount > 0 ? (_energySum / _energyCount) - _dynamics!.PotentialEnergy : 0;
        if (kineticEnergy > 0)
        {
            VectorMath.Scale(Math.Sqrt(kineticEnergy / _system!.KineticEnergy), _system.Velocities);
        }
    }

    private LiquidSample TakeSample() => new(
        _system!.ToConfiguration(wrapped: true), _dynamics!.PotentialEnergy / _system.Count, _system.Temperature, _dynamics.Pressure);

    private WorkProgress Describe()
    {
        double time = _dynamics!.Steps * _schedule.Timestep;
        double length = _schedule.Length;
        string name = Stage.Ensemble == DynamicsEnsemble.Canonical ? "NVT" : "NVE";
        return new WorkProgress(
            length > 0 ? time / length : 1,
            FormattableString.Invariant($"{name} t = {time:f0} of {length:f0}, T = {_system!.Temperature:f3}"));
    }
}
