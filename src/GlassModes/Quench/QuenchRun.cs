// A quench under way: steps, rungs, saddles, the end.

using System.Diagnostics;
using GlassModes.Dynamics;
using GlassModes.Forces;
using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>
/// Takes a configuration down in energy by one of the <see cref="QuenchMethodKind"/>s and hands out a <see cref="Snapshot"/> at the
/// first downward crossing of every rung. A crossing is located on the path within its step (<see cref="StepPath"/>) by a root
/// search for ln W = ln W_rung with real force evaluations; the trajectory is the same, bit for bit, whatever the ladder, and so it is when
/// it is saved and gone on with later. W is not monotonic near saddles: only the first crossing counts. A step allocates
/// nothing. Not thread-safe.
/// </summary>
public sealed class QuenchRun : IDisposable
{
    // An energy that rises by more than rounding means that a step is beyond the stability limit; a few such steps can happen
    // at the very start, where the curvature along the path changes within a step.
    private const double EnergyRounding = 1e-11;
    private const int MostEnergyRises = 100;

    // Differences of forces must not overflow when they are squared.
    private const double LargestStart = 1e250;

    // Thinner than a liquid's: steps are short and soon shorter, so the list lasts, and a short list is a fast one.
    private const double Skin = 0.1;

    private readonly PeriodicBox _box;
    private readonly byte[] _species;
    private readonly int[] _ids;
    private readonly int _count;
    private readonly QuenchOptions _options;
    private readonly ForceField _field;
    private readonly ParticleFlow _flow;
    private readonly QuenchMethod _method;
    private readonly LastStep _step;
    private readonly Ladder _ladder;
    private readonly RiseMonitor _rises = new();
    private readonly DissipationMonitor _dissipation = new();
    private readonly SaddlePoints _saddles;
    private readonly EndGame _end;
    private readonly DescentProgress _progress;
    private Queue<Rung> _rungs;

    // Force evaluations that the field did not count: before this run was loaded, and for saddles.
    private long _otherEvaluations;
    private int _energyRises;
    private bool _lastRungChecked;

    /// <summary>Prepares a quench and evaluates the forces once.</summary>
    /// <param name="start">The configuration to quench; its velocities are not used.</param>
    /// <param name="model">Its model.</param>
    /// <param name="ladder">The rungs.</param>
    /// <param name="options">Settings; null for the model's default method.</param>
    /// <param name="width">Kernel; null for the widest.</param>
    /// <param name="team">Threads that share a force evaluation; null for the calling thread alone. No result depends on it.</param>
    /// <exception cref="ModelMismatchException">The model does not fit the configuration.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting that makes no sense.</exception>
    /// <exception cref="SimulationException">The forces at the start are not finite: particles coincide.</exception>
    public QuenchRun(
        Configuration start,
        PairModel model,
        Ladder ladder,
        QuenchOptions? options = null,
        SimdWidth? width = null,
        ThreadTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(ladder);
        _options = options ?? new QuenchOptions();
        _options.Require();
        Method = _options.Method == QuenchMethodKind.Automatic ? QuenchMethods.DefaultFor(model) : _options.Method;
        _ladder = ladder;
        _box = start.Box;
        _species = start.Species.ToArray();
        _ids = start.Ids.ToArray();
        _count = start.Count;
        _field = model.CreateForceField(start.Box, start.Species, Skin, width, team);
        _flow = new ParticleFlow(_field);
        _method = QuenchMethod.Create(Method, _options, model, 3 * _count);
        _step = new LastStep(_field, _flow, _options.CrossingTolerance);
        _end = new EndGame(_box, _count);
        _saddles = new SaddlePoints(_box, _species, model, team);
        start.Positions.CopyTo(_step.After.Positions);
        _step.After.Evaluate(_flow);
        if (!(MeanSquaredForce < LargestStart) || !double.IsFinite(_step.After.Energy))
        {
            Dispose();
            throw new SimulationException(
                $"The forces of the configuration are not finite or beyond all measure (V = {_step.After.Energy}, W = {MeanSquaredForce}): "
                + $"{CoincidentParticles.Describe(start)}.");
        }

        _rises.Observe(0, MeanSquaredForce);
        _step.Restart();
        _progress = new DescentProgress(MeanSquaredForce, ladder.LastRung.MeanSquaredForce);
        SkippedRungs = [.. ladder.Rungs.Where(rung => rung.MeanSquaredForce >= MeanSquaredForce)];
        _rungs = new Queue<Rung>(ladder.Rungs.Where(rung => rung.MeanSquaredForce < MeanSquaredForce));
    }

    /// <summary>The method in use; never <see cref="QuenchMethodKind.Automatic"/>.</summary>
    public QuenchMethodKind Method { get; }

    /// <summary>t at the end of the last whole step; NaN for a method without a time.</summary>
    public double Time => _step.After.Time;

    /// <summary>W at the end of the last whole step.</summary>
    public double MeanSquaredForce => 3 * _step.After.MeanSquare;

    /// <summary>V/N at the end of the last whole step.</summary>
    public double PotentialEnergyPerParticle => _step.After.Energy / _count;

    /// <summary>Force evaluations so far; a product with the Hessian where saddles are looked for counts as one.</summary>
    public long ForceEvaluations => _field.Evaluations + _otherEvaluations;

    /// <summary>Rungs at or above the W of the start: never crossed downwards, so not sampled.</summary>
    public IReadOnlyList<Rung> SkippedRungs { get; private set; }

    /// <summary>How the quench ended, or that it has not.</summary>
    public QuenchStatus Status { get; private set; }

    /// <summary>The pushes off saddles so far.</summary>
    public IReadOnlyList<SaddleEscape> SaddleEscapes => _saddles.Escapes;

    /// <summary>The stretches in which W lay above its running minimum.</summary>
    public IReadOnlyList<ForceRise> Rises => _rises.Rises;

    /// <summary>
    /// The lowest eigenvalue where the quench ended, apart from translations, if it was looked for: see <see
    /// cref="QuenchOptions.SaddleForce"/>.
    /// NaN where it was not, or could not be told.
    /// </summary>
    public double FinalEigenvalue => _saddles.LowestEigenvalue;

    /// <summary>What has been noticed so far.</summary>
    public QuenchObservations Observations => new(
        _step.After.Steps,
        _rises.LargestRise,
        _rises.Count,
        _method.FollowsFlow ? _dissipation.Error : double.NaN,
        _dissipation.Violations,
        _saddles.Escapes.Count);

    /// <summary>Goes on to the next rung.</summary>
    /// <param name="progress">Told where the quench stands about four times a second.</param>
    /// <param name="pauseAfter">Comes back with the first step that ends after this time, to be gone on with.</param>
    /// <param name="cancellation">Stops between two steps; the quench can be gone on with.</param>
    /// <returns>
    /// The snapshot; null when there is none to come and <see cref="Status"/> says why, or, as long as that is
    /// <see cref="QuenchStatus.Running"/>, when the time to pause had come.
    /// </returns>
    /// <exception cref="SimulationException">The energy rises, or no step succeeds.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Snapshot? Next(
        IProgress<WorkProgress>? progress = null, TimeSpan? pauseAfter = null, CancellationToken cancellation = default)
    {
        long began = Stopwatch.GetTimestamp();
        bool stepped = false;
        while (Status == QuenchStatus.Running)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_rungs.Count == 0)
            {
                Finish(cancellation);
            }
            else if (_step.IsTaken && _step.LowestForce <= _rungs.Peek().MeanSquaredForce)
            {
                if (IsMinimumOrNotLast(_rungs.Peek(), cancellation))
                {
                    // Several rungs can lie within one step; the step is kept until all are taken.
                    Snapshot snapshot = Locate(_rungs.Peek());
                    _rungs.Dequeue();
                    LookForDip();
                    return snapshot;
                }
            }
            else if (ForceEvaluations >= _options.MaximumEvaluations)
            {
                Status = QuenchStatus.EvaluationLimit;
            }
            else if (MeanSquaredForce == 0)
            {
                Status = QuenchStatus.ForceFree;
            }
            else if (_step.IsTaken && _end.HasStalled(_flow, _step.Before, _step.After, _rises))
            {
                StopOrEscape(QuenchStatus.Stalled, cancellation);
            }
            else if (stepped && pauseAfter is { } pause && Stopwatch.GetElapsedTime(began) >= pause)
            {
                return null;
            }
            else
            {
                Step();
                stepped = true;
                if (progress is not null)
                {
                    _progress.Report(progress, Time, MeanSquaredForce, ForceEvaluations);
                }
            }
        }

        return null;
    }

    /// <summary>
    /// Writes everything that the further way depends on: a run of the same arguments that reads it goes on with the same bits.
    /// </summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _step.SaveStates(writer);
        double[] list = new double[3 * _count];
        _field.CopyListPositions(list);
        BinaryVectors.Write(writer, list);
        writer.Write(ForceEvaluations);
        _step.SaveFindings(writer);
        writer.Write(_energyRises);
        writer.Write(_lastRungChecked);
        writer.Write((int)Status);
        writer.Write(_rungs.Count);
        _saddles.Save(writer);
        _rises.Save(writer);
        _dissipation.Save(writer);
        _end.Save(writer);
        _method.Save(writer);
    }

    /// <summary>Goes back to what <see cref="Save"/> wrote; the run must have been made with the same arguments.</summary>
    /// <exception cref="InvalidDataException">It belongs to another run.</exception>
    /// <exception cref="EndOfStreamException">There is not enough of it.</exception>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _step.LoadStates(reader);
        double[] list = new double[3 * _count];
        BinaryVectors.Read(reader, list);
        _field.BuildList(list);
        _otherEvaluations = reader.ReadInt64() - _field.Evaluations;
        _step.LoadFindings(reader);
        _energyRises = reader.ReadInt32();
        _lastRungChecked = reader.ReadBoolean();
        QuenchStatus status = (QuenchStatus)reader.ReadInt32();

        // The limit may have been raised.
        Status = status == QuenchStatus.EvaluationLimit ? QuenchStatus.Running : status;
        int left = reader.ReadInt32();
        if (left < 0 || left > _ladder.Rungs.Count)
        {
            throw new InvalidDataException($"{left} rungs are left of a ladder of {_ladder.Rungs.Count}.");
        }

        _rungs = new Queue<Rung>(_ladder.Rungs.TakeLast(left));
        _saddles.Load(reader);
        _rises.Load(reader);
        _dissipation.Load(reader);
        _end.Load(reader);
        _method.Load(reader);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _field.Dispose();
        _method.Dispose();
        _step.Dispose();
        _end.Dispose();
    }

    private void Step()
    {
        _step.Advance(_method);
        if (_method.FollowsFlow)
        {
            RequireFall();
            _dissipation.Observe(_step.Before, _step.After, _method.IsStraight);
            LookForDip();
        }

        if (!double.IsFinite(MeanSquaredForce) || !double.IsFinite(_step.After.Energy))
        {
            throw new SimulationException(
                $"The forces are no longer finite after step {_step.After.Steps} (W was {3 * _step.Before.MeanSquare:g6}): the step "
                + "is too long; use a shorter one or another method.");
        }

        _rises.Observe(Time, MeanSquaredForce);
    }

    private void RequireFall()
    {
        double before = _step.Before.Energy;
        double after = _step.After.Energy;
        if (!(after <= before + (EnergyRounding * Math.Abs(before))) && (++_energyRises > MostEnergyRises || !double.IsFinite(after)))
        {
            throw new SimulationException(
                $"The potential energy rises at t = {Time:g6} (V/N from {before / _count:g9} to {after / _count:g9}): "
                + $"the time step {Time - _step.Before.Time:g3} is beyond the stability limit 2/λ_max; use a smaller one.");
        }
    }

    // Both ends of the step can lie above the next rung and its middle below.
    private void LookForDip()
    {
        if (_method.FollowsFlow && _rungs.Count > 0)
        {
            _step.LookForDip(_rungs.Peek().MeanSquaredForce, _method.IsStraight);
        }
    }

    private Snapshot Locate(Rung rung)
    {
        Crossing crossing = _step.Locate(rung.MeanSquaredForce, _method.IsStraight);
        double time = _step.Before.Time + (crossing.Theta * (_step.After.Time - _step.Before.Time));
        Configuration configuration = new(
            _box, _species, _step.CrossingPositions, ids: _ids, time: double.IsNaN(time) ? null : time);
        return new Snapshot(configuration, rung, crossing.MeanSquaredForce, time, crossing.Energy / _count, ForceEvaluations)
        {
            Bracket = new CrossingBracket(_step.Before.Time, 3 * _step.Before.MeanSquare, Time, MeanSquaredForce),
            Observations = Observations,
        };
    }

    // Whether the rung may be taken: a last rung that is low enough must be a minimum, or the quench goes on from a push.
    private bool IsMinimumOrNotLast(Rung rung, CancellationToken cancellation)
    {
        if (_lastRungChecked || _rungs.Count > 1 || rung.MeanSquaredForce > _options.SaddleForce || _end.IsUnjammed(_step.After))
        {
            return true;
        }

        LowestMode mode = FindLowestMode(cancellation);
        if (mode.IsUnstable && _options.EscapeSaddles)
        {
            if (!Escape(mode))
            {
                Status = QuenchStatus.Saddle;
            }

            return false;
        }

        _lastRungChecked = true;
        return true;
    }

    private void StopOrEscape(QuenchStatus status, CancellationToken cancellation)
    {
        bool unjammed = _end.IsUnjammed(_step.After);
        LowestMode? mode = MeanSquaredForce <= _options.SaddleForce && !unjammed ? FindLowestMode(cancellation) : null;
        if (mode is not { IsUnstable: true })
        {
            Status = unjammed ? QuenchStatus.Unjammed : status;
        }
        else if (!_options.EscapeSaddles || !Escape(mode))
        {
            Status = QuenchStatus.Saddle;
        }
    }

    private void Finish(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Status = MeanSquaredForce == 0 && SkippedRungs.Count > 0 && !_step.IsTaken ? QuenchStatus.ForceFree
            : _end.IsUnjammed(_step.After) ? QuenchStatus.Unjammed
            : _saddles.IsHere ? QuenchStatus.Saddle
            : QuenchStatus.LadderDone;
    }

    private LowestMode FindLowestMode(CancellationToken cancellation)
    {
        LowestMode mode = _saddles.Look(_step.After, cancellation);
        _otherEvaluations += mode.Products;
        return mode;
    }

    // Each rung that is left is crossed again on the way down.
    private bool Escape(LowestMode mode)
    {
        int before = _saddles.Escapes.Count;
        bool left = _saddles.Leave(mode, _flow, _step.After, _rungs.Count > 0 ? _rungs.Peek().MeanSquaredForce : 0);
        if (_saddles.Escapes.Count > before)
        {
            _method.Disturbed();
            _step.Restart();
            _rises.Restart(Time, MeanSquaredForce);
        }

        return left;
    }
}
