// Steepest descent by explicit Euler with fixed time step: the quench of the paper.

using System.Diagnostics;
using GlassModes.Dynamics;
using GlassModes.Forces;
using GlassModes.LinearAlgebra;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Simd;
using GlassModes.Threading;

namespace GlassModes.Quench;

/// <summary>
/// Integrates dr_i/dt = f_i (Shimada et al. 2024, Eq. 4, γ = 1) by r ← r + Δt f and hands out a <see cref="Snapshot"/> at the
/// first downward crossing of every rung. Along a step the method's own path is the straight line r + s Δt f, 0 ≤ s ≤ 1, so
/// the crossing is located on it by a root search for ln W(s) = ln W_rung and the snapshot is itself an Euler step of length
/// s Δt; the trajectory does not depend on the ladder. W is not monotonic near saddles: only the first crossing counts.
/// A step allocates nothing. Not thread-safe.
/// </summary>
public sealed class SteepestDescent : IDisposable
{
    // An energy that rises by more than rounding means that Δt is beyond the stability limit 2/λ_max; a few such steps can
    // happen at the very start, where the curvature along the path changes within a step.
    private const double EnergyRounding = 1e-11;
    private const int MostEnergyRises = 100;
    private const long StepsBetweenLooks = 256;

    // Thinner than a liquid's: steps are short and soon shorter, so the list lasts, and a short list is a fast one.
    private const double Skin = 0.1;

    private readonly PeriodicBox _box;
    private readonly byte[] _species;
    private readonly int[] _ids;
    private readonly int _count;
    private readonly ForceField _field;
    private readonly EulerOptions _options;
    private readonly Queue<double> _rungs;
    private readonly AlignedBuffer<double> _trial;
    private readonly AlignedBuffer<double> _trialForces;

    // The step under way goes from the first of each pair to the second.
    private AlignedBuffer<double> _from;
    private AlignedBuffer<double> _fromForces;
    private AlignedBuffer<double> _to;
    private AlignedBuffer<double> _toForces;
    private double _fromTime;
    private double _fromW;
    private double _energy;
    private int _energyRises;
    private long _steps;

    /// <summary>Prepares a quench and evaluates the forces once.</summary>
    /// <param name="start">The configuration to quench; its velocities are not used.</param>
    /// <param name="model">Its model.</param>
    /// <param name="ladder">The rungs.</param>
    /// <param name="options">Settings; null for those of the paper.</param>
    /// <param name="width">Kernel; null for the widest.</param>
    /// <param name="team">Threads that share a force evaluation; null for the calling thread alone. No result depends on it.</param>
    /// <exception cref="ModelMismatchException">The model does not fit the configuration.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time step or tolerance that is not positive.</exception>
    /// <exception cref="SimulationException">The forces at the start are not finite: particles coincide.</exception>
    public SteepestDescent(
        Configuration start, PairModel model, Ladder ladder, EulerOptions? options = null, SimdWidth? width = null, ThreadTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(ladder);
        _options = options ?? new EulerOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.Timestep, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.CrossingTolerance, nameof(options));
        _box = start.Box;
        _species = start.Species.ToArray();
        _ids = start.Ids.ToArray();
        _count = start.Count;
        _field = model.CreateForceField(start.Box, start.Species, Skin, width, team);
        _from = new AlignedBuffer<double>(3L * _count);
        _fromForces = new AlignedBuffer<double>(3L * _count);
        _to = new AlignedBuffer<double>(3L * _count);
        _toForces = new AlignedBuffer<double>(3L * _count);
        _trial = new AlignedBuffer<double>(3L * _count);
        _trialForces = new AlignedBuffer<double>(3L * _count);
        start.Positions.CopyTo(_to.Span);
        _energy = _field.Compute(_to.Span, _toForces.Span).PotentialEnergy;
        MeanSquaredForce = ForceField.MeanSquaredForce(_toForces.Span);
        _fromW = MeanSquaredForce;
        if (!double.IsFinite(MeanSquaredForce) || !double.IsFinite(_energy))
        {
            throw new SimulationException(
                $"The forces of the configuration are not finite (V = {_energy}, W = {MeanSquaredForce}): particles coincide.");
        }

        SkippedRungs = [.. ladder.Rungs.Where(w => w >= MeanSquaredForce)];
        _rungs = new Queue<double>(ladder.Rungs.Where(w => w < MeanSquaredForce));
    }

    /// <summary>t at the end of the last whole step.</summary>
    public double Time { get; private set; }

    /// <summary>W at the end of the last whole step.</summary>
    public double MeanSquaredForce { get; private set; }

    /// <summary>V/N at the end of the last whole step.</summary>
    public double PotentialEnergyPerParticle => _energy / _count;

    /// <summary>Force evaluations so far.</summary>
    public long ForceEvaluations => _field.Evaluations;

    /// <summary>Rungs at or above the W of the start: never crossed downwards, so not sampled.</summary>
    public IReadOnlyList<double> SkippedRungs { get; }

    /// <summary>How the quench ended, or that it has not.</summary>
    public QuenchStatus Status { get; private set; }

    /// <summary>Quenches a configuration and yields a snapshot a rung, then ends; see <see cref="Next"/>.</summary>
    public static IEnumerable<Snapshot> Quench(
        Configuration start, PairModel model, Ladder ladder, EulerOptions? options = null, CancellationToken cancellation = default)
    {
        using SteepestDescent descent = new(start, model, ladder, options);
        while (descent.Next(cancellation: cancellation) is { } snapshot)
        {
            yield return snapshot;
        }
    }

    /// <summary>Goes on to the next rung.</summary>
    /// <param name="progress">Told where the quench stands about four times a second.</param>
    /// <param name="cancellation">Stops within some hundred steps; the quench can be gone on with.</param>
    /// <returns>The snapshot; null when there is none to come, and <see cref="Status"/> says why.</returns>
    /// <exception cref="SimulationException">The time step is too large: the energy rises.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Snapshot? Next(IProgress<QuenchProgress>? progress = null, CancellationToken cancellation = default)
    {
        long lastReport = Stopwatch.GetTimestamp();
        while (Status == QuenchStatus.Running)
        {
            if (_rungs.Count == 0)
            {
                Status = MeanSquaredForce == 0 && SkippedRungs.Count > 0 ? QuenchStatus.ForceFree : QuenchStatus.LadderDone;
            }
            else if (_steps > 0 && MeanSquaredForce <= _rungs.Peek())
            {
                // Several rungs can lie within one step; the step is kept until all are taken.
                return Locate(_rungs.Dequeue());
            }
            else if (ForceEvaluations >= _options.MaximumEvaluations)
            {
                Status = QuenchStatus.EvaluationLimit;
            }
            else
            {
                Step();
                if (_steps % StepsBetweenLooks == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (_to.Span.SequenceEqual(_from.Span))
                    {
                        Status = QuenchStatus.Stalled;
                    }

                    if (progress is not null && Stopwatch.GetElapsedTime(lastReport).TotalSeconds > 0.25)
                    {
                        lastReport = Stopwatch.GetTimestamp();
                        progress.Report(new QuenchProgress(Time, MeanSquaredForce, PotentialEnergyPerParticle, ForceEvaluations));
                    }
                }
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _field.Dispose();
        _from.Dispose();
        _fromForces.Dispose();
        _to.Dispose();
        _toForces.Dispose();
        _trial.Dispose();
        _trialForces.Dispose();
    }

    private void Step()
    {
        (_from, _to) = (_to, _from);
        (_fromForces, _toForces) = (_toForces, _fromForces);
        _fromTime = Time;
        _fromW = MeanSquaredForce;
        double before = _energy;
        VectorMath.AddScaled(_from.Span, _options.Timestep, _fromForces.Span, _to.Span);
        _energy = _field.Compute(_to.Span, _toForces.Span).PotentialEnergy;
        MeanSquaredForce = ForceField.MeanSquaredForce(_toForces.Span);
        _steps++;

        // Counted, not accumulated: t is Δt times the number of steps to the last bit.
        Time = _steps * _options.Timestep;
        if (!(_energy <= before + (EnergyRounding * Math.Abs(before))) && (++_energyRises > MostEnergyRises || !double.IsFinite(_energy)))
        {
            throw new SimulationException(
                $"The potential energy rises at t = {Time:g6} (V/N from {before / _count:g9} to {_energy / _count:g9}): "
                + $"the time step {_options.Timestep:g3} is beyond the stability limit 2/λ_max; use a smaller one.");
        }
    }

    // Finds s in (0, 1] with W(s) = W_rung by regula falsi on ln W (Illinois variant), by halves where ln W is not finite.
    private Snapshot Locate(double rung)
    {
        double low = 0;
        double high = 1;
        double atLow = Math.Log(_fromW / rung);
        double atHigh = Math.Log(MeanSquaredForce / rung);
        double s = 1;
        double w = MeanSquaredForce;
        double energy = _energy;
        _to.Span.CopyTo(_trial.Span);
        int side = 0;
        while (!(Math.Abs((w / rung) - 1) <= _options.CrossingTolerance))
        {
            double next = double.IsFinite(atHigh) ? ((low * atHigh) - (high * atLow)) / (atHigh - atLow) : 0.5 * (low + high);
            if (!(next > low && next < high))
            {
                next = 0.5 * (low + high);
            }

            if (next == low || next == high)
            {
                throw new SimulationException(
                    $"The crossing of W = {rung:g6} at t ≈ {Time:g6} cannot be located to {_options.CrossingTolerance:g2}: "
                    + "rounding limits W here; use a larger crossing tolerance.");
            }

            s = next;
            VectorMath.AddScaled(_from.Span, s * _options.Timestep, _fromForces.Span, _trial.Span);
            energy = _field.Compute(_trial.Span, _trialForces.Span).PotentialEnergy;
            w = ForceField.MeanSquaredForce(_trialForces.Span);
            double at = Math.Log(w / rung);
            if (at > 0)
            {
                (low, atLow) = (s, at);
                atHigh *= side == 1 ? 0.5 : 1;
                side = 1;
            }
            else
            {
                (high, atHigh) = (s, at);
                atLow *= side == -1 ? 0.5 : 1;
                side = -1;
            }
        }

        double time = _fromTime + (s * _options.Timestep);
        Configuration configuration = new(_box, _species, _trial.Span, ids: _ids, time: time);
        return new Snapshot(configuration, rung, w, time, energy / _count, ForceEvaluations);
    }
}
