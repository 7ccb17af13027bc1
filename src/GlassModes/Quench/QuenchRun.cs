// Runs a quench: takes steps, hands out snapshots at rungs, leaves saddles and decides when the quench ends.

using System.Diagnostics;
using GlassModes.Dynamics;
using GlassModes.Forces;
using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Quench;

/// <summary>
/// Takes a configuration down in energy by one of the <see cref="QuenchMethodKind"/>s and hands out a <see cref="Snapshot"/> at the first
/// downward crossing of every rung. W is not monotonic near saddles, so only the first crossing counts. A crossing is located on the path
/// within its step (<see cref="StepPath"/>) by a root search for ln W = ln W_rung with real force evaluations. The trajectory has the same
/// bits whatever the ladder is. A quench that is saved and continued later has the same bits too. A step allocates nothing, except where a
/// rise is recorded, the neighbour list grows or a number of stages occurs for the first time. Not thread-safe.
/// </summary>
public sealed partial class QuenchRun : IDisposable
{
    // If V rises by more than this fraction of |V|, the step is beyond the stability limit. Such steps can happen at the very start, where
    // the curvature along the path changes within a step. So the quench fails only after more than MostEnergyRises of them.
    private const double EnergyRounding = 1e-11;
    private const int MostEnergyRises = 100;

    // The W of a start must be below this limit, so that squares of differences of forces do not overflow.
    private const double LargestStart = 1e250;

    // Thinner than in a liquid: a short list makes forces fast. The list still lasts, because particles move less and less in a step.
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
    private readonly LastRungCheck _check = new();

    // t and W of the start. Within this class t begins at 0, so that the steps do not depend on the time of the start.
    private readonly double _startTime;
    private readonly double _startForce;
    private Queue<Rung> _rungs;

    // Force evaluations that the field does not count: those before this run was loaded, and products with the Hessian.
    private long _uncountedEvaluations;
    private int _energyRises;

    /// <summary>Prepares a quench and evaluates the forces once.</summary>
    /// <param name="start">The configuration to quench. Velocities are not used.</param>
    /// <param name="model">The model of the configuration.</param>
    /// <param name="ladder">The rungs.</param>
    /// <param name="options">Settings; null for the model's default method.</param>
    /// <param name="width">Width of the SIMD kernel; null for the widest kernel that the hardware has.</param>
    /// <param name="team">Threads that share a force evaluation; null for the calling thread alone. No result depends on the team.</param>
    /// <exception cref="ModelMismatchException">The model does not fit the configuration.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is not positive and finite.</exception>
    /// <exception cref="InputException">The time of the start is asked for, and the start has none.</exception>
    /// <exception cref="SimulationException">V or W of the start is not finite, or W is at least 1e250: particles coincide.</exception>
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
        _startTime = !_options.TimeFromStart ? 0 : start.Time ?? throw new InputException(
            "The time of the start is asked for, but the start has no time; begin at t = 0, or take a start with a time.");
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

        _startForce = MeanSquaredForce;
        _rises.Observe(0, MeanSquaredForce);
        _step.Restart();
        _progress = new DescentProgress(MeanSquaredForce, ladder.LastRung?.MeanSquaredForce ?? MeanSquaredForce);
        SkippedRungs = [.. ladder.Rungs.Where(rung => rung.MeanSquaredForce >= _startForce)];
        _rungs = new Queue<Rung>(RungsBelowStart(ladder));
    }

    /// <summary>The method in use; never <see cref="QuenchMethodKind.Automatic"/>.</summary>
    public QuenchMethodKind Method { get; }

    /// <summary>
    /// t at the end of the last whole step; NaN for a method without a time. The start has t = 0, or its own time where the options ask for
    /// that.
    /// </summary>
    public double Time => _startTime + _step.After.Time;

    /// <summary>W at the end of the last whole step.</summary>
    public double MeanSquaredForce => 3 * _step.After.MeanSquare;

    /// <summary>V/N at the end of the last whole step.</summary>
    public double PotentialEnergyPerParticle => _step.After.Energy / _count;

    /// <summary>Number of force evaluations so far. A product with the Hessian in the search for a saddle counts as one.</summary>
    public long ForceEvaluations => _field.Evaluations + _uncountedEvaluations;

    /// <summary>Rungs at or above the W of the start. The quench never crosses these rungs downwards, so they have no snapshot.</summary>
    public IReadOnlyList<Rung> SkippedRungs { get; }

    /// <summary>How the quench ended, or <see cref="QuenchStatus.Running"/>.</summary>
    public QuenchStatus Status { get; private set; }

    /// <summary>The pushes off saddles so far.</summary>
    public IReadOnlyList<SaddleEscape> SaddleEscapes =>
        [.. _saddles.Escapes.Select(escape => escape with { Time = _startTime + escape.Time })];

    /// <summary>The stretches of the quench in which W rose above its running minimum.</summary>
    public IReadOnlyList<ForceRise> Rises =>
    [
        .. _rises.Rises.Select(rise => rise with
        {
            StartTime = _startTime + rise.StartTime,
            PeakTime = _startTime + rise.PeakTime,
            EndTime = _startTime + rise.EndTime,
        }),
    ];

    /// <summary>
    /// The lowest eigenvalue of the Hessian where the quench ended, apart from translations. NaN where the quench did not look for this
    /// eigenvalue (see <see cref="QuenchOptions.SaddleForce"/>), or where the sign of the eigenvalue is uncertain.
    /// </summary>
    public double FinalEigenvalue => _saddles.LowestEigenvalue;

    /// <summary>
    /// Evaluations of a check at the last rung that <see cref="Load"/> has forgotten, because the ladder goes on below. The snapshot of
    /// that rung counted them.
    /// </summary>
    internal long WithdrawnEvaluations { get; private set; }

    /// <summary>What the quench has recorded so far.</summary>
    public QuenchObservations Observations => new(
        _step.After.Steps,
        _rises.LargestRise,
        _rises.Count,
        _method.FollowsFlow ? _dissipation.Error : double.NaN,
        _dissipation.Violations,
        _saddles.Escapes.Count);

    /// <summary>Takes steps until the next rung is crossed, the quench ends or the time to pause comes.</summary>
    /// <param name="progress">Receives the progress of the quench about four times a second.</param>
    /// <param name="pauseAfter">The time after which the call pauses, at the end of a step. Another call goes on.</param>
    /// <param name="cancellation">Stops the call between two steps. Another call goes on.</param>
    /// <returns>
    /// The snapshot at the rung, or null. If <see cref="Status"/> is <see cref="QuenchStatus.Running"/>, null means that the time to pause
    /// has come. Otherwise null means that no snapshot is left, and <see cref="Status"/> says why.
    /// </returns>
    /// <exception cref="SimulationException">V rises, V or W is not finite, no step succeeds, or a crossing is not found.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Snapshot? Next(
        IProgress<WorkProgress>? progress = null, TimeSpan? pauseAfter = null, CancellationToken cancellation = default)
    {
        long startTimestamp = Stopwatch.GetTimestamp();
        bool hasStepped = false;
        while (Status == QuenchStatus.Running)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_rungs.Count == 0)
            {
                FinishLadder(cancellation);
            }
            else if (_step.IsTaken && _step.LowestForce <= _rungs.Peek().MeanSquaredForce)
            {
                if (TryAcceptRung(_rungs.Peek(), cancellation))
                {
                    // Several rungs can lie within one step. The step is kept until all of them are taken.
                    Snapshot snapshot = TakeSnapshot(_rungs.Peek());
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
                StopOrEscapeSaddle(QuenchStatus.Stalled, cancellation);
            }
            else if (hasStepped && pauseAfter is { } pause && Stopwatch.GetElapsedTime(startTimestamp) >= pause)
            {
                return null;
            }
            else
            {
                TakeStep();
                hasStepped = true;
                if (progress is not null)
                {
                    _progress.Report(progress, Time, MeanSquaredForce, ForceEvaluations);
                }
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _field.Dispose();
        _method.Dispose();
        _step.Dispose();
        _end.Dispose();
    }

    private void TakeStep()
    {
        _step.Advance(_method);
        if (_method.FollowsFlow)
        {
            RequireEnergyFall();
            _dissipation.Observe(_step.Before, _step.After, _method.IsStraight);
            LookForDip();
        }

        if (!double.IsFinite(MeanSquaredForce) || !double.IsFinite(_step.After.Energy))
        {
            throw new SimulationException(
                $"The forces are no longer finite after step {_step.After.Steps} (W was {3 * _step.Before.MeanSquare:g6}): the step "
                + "is too long; use a shorter one or another method.");
        }

        _rises.Observe(_step.After.Time, MeanSquaredForce);
    }

    private void RequireEnergyFall()
    {
        double energyBefore = _step.Before.Energy;
        double energyAfter = _step.After.Energy;
        if (!(energyAfter <= energyBefore + (EnergyRounding * Math.Abs(energyBefore)))
            && (++_energyRises > MostEnergyRises || !double.IsFinite(energyAfter)))
        {
            throw new SimulationException(
                $"The potential energy rises at t = {Time:g6} (V/N from {energyBefore / _count:g9} to {energyAfter / _count:g9}): "
                + $"the time step {_step.After.Time - _step.Before.Time:g3} is beyond the stability limit 2/λ_max; use a smaller one.");
        }
    }

    // Both ends of a step can lie above the next rung while the middle of the step lies below.
    private void LookForDip()
    {
        if (_method.FollowsFlow && _rungs.Count > 0)
        {
            _step.LookForDip(_rungs.Peek().MeanSquaredForce, _method.IsStraight);
        }
    }

    private Snapshot TakeSnapshot(Rung rung)
    {
        Crossing crossing = _step.Locate(rung.MeanSquaredForce, _method.IsStraight);
        double timeBefore = _startTime + _step.Before.Time;
        double time = _startTime + (_step.Before.Time + (crossing.Theta * (_step.After.Time - _step.Before.Time)));
        Configuration configuration = new(
            _box, _species, _step.CrossingPositions, ids: _ids, time: double.IsNaN(time) ? null : time);
        return new Snapshot(configuration, rung, crossing.MeanSquaredForce, time, crossing.Energy / _count, ForceEvaluations)
        {
            Bracket = new CrossingBracket(timeBefore, 3 * _step.Before.MeanSquare, Time, MeanSquaredForce),
            Observations = Observations,
        };
    }

    // Whether the rung may be taken. A last rung of low W may not be taken on a saddle: the state is pushed off, and the quench goes on.
    private bool TryAcceptRung(Rung rung, CancellationToken cancellation)
    {
        if (_check.IsDone || _rungs.Count > 1 || rung.MeanSquaredForce > _options.SaddleForce || _end.IsUnjammed(_step.After))
        {
            return true;
        }

        LastRungCheck.Finding before = new(_uncountedEvaluations, _saddles.IsHere, _saddles.LowestEigenvalue);
        LowestMode mode = FindLowestMode(cancellation);
        if (mode.IsUnstable && _options.EscapeSaddles)
        {
            _check.LeftSaddle();
            if (!TryEscapeSaddle(mode))
            {
                Status = QuenchStatus.Saddle;
            }

            return false;
        }

        _check.Done(before with { Evaluations = _uncountedEvaluations - before.Evaluations });
        return true;
    }

    private IEnumerable<Rung> RungsBelowStart(Ladder ladder) => ladder.Rungs.Where(rung => rung.MeanSquaredForce < _startForce);

    private void StopOrEscapeSaddle(QuenchStatus status, CancellationToken cancellation)
    {
        bool unjammed = _end.IsUnjammed(_step.After);
        LowestMode? mode = MeanSquaredForce <= _options.SaddleForce && !unjammed ? FindLowestMode(cancellation) : null;
        if (mode is not { IsUnstable: true })
        {
            Status = unjammed ? QuenchStatus.Unjammed : status;
        }
        else if (!_options.EscapeSaddles || !TryEscapeSaddle(mode))
        {
            Status = QuenchStatus.Saddle;
        }
    }

    private void FinishLadder(CancellationToken cancellation)
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
        _uncountedEvaluations += mode.Products;
        return mode;
    }

    // Pushes the state off a saddle. The push lifts W, and the quench crosses the remaining rungs on the way down from there.
    private bool TryEscapeSaddle(LowestMode mode)
    {
        int escapesBefore = _saddles.Escapes.Count;
        bool hasLeft = _saddles.Leave(mode, _flow, _step.After, _rungs.Count > 0 ? _rungs.Peek().MeanSquaredForce : 0);
        if (_saddles.Escapes.Count > escapesBefore)
        {
            _method.Disturbed();
            _step.Restart();
            _rises.Restart(_step.After.Time, MeanSquaredForce);
        }

        return hasLeft;
    }
}
