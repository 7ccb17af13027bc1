// Watches an equilibration: its energy and the relaxation of its particles, from which it is judged.

using GlassModes.Dynamics;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Statistics;

namespace GlassModes.Equilibrium;

/// <summary>
/// Watches an <see cref="EquilibrationRun"/> from the middle of its last stage of constant temperature on, which is where it should be in
/// equilibrium: the potential energy at constant temperature and at constant energy, each as a <see cref="BlockSeries"/>, and the
/// <see cref="SelfRelaxation"/> of the most frequent species, of 500 of its particles at most, at the main peak of its structure factor.
/// Memory grows with the logarithm of the length of the run: about 0.3 MB for 10⁷ steps.
/// </summary>
public sealed class EquilibrationMonitor : ITrajectoryObserver
{
    /// <summary>Steps between frames: a fifth of the time unit at Δt = 0.005, at a cost of about 1 % of the run.</summary>
    public const long DefaultInterval = 40;

    // A relaxation is a mean over particles and starting times. This many particles give more than the starting times can add.
    private const int MostParticles = 500;

    private readonly PeriodicBox _box;
    private readonly EquilibrationSchedule _schedule;
    private readonly int[] _particles;
    private readonly int[] _watched;
    private readonly int _allParticles;
    private readonly BlockSeries _canonical = new();
    private readonly BlockSeries _microcanonical = new();
    private double[] _positions = [];
    private SelfRelaxation? _relaxation;

    /// <summary>Prepares the watching of a run.</summary>
    /// <param name="model">The model.</param>
    /// <param name="start">The start of the run.</param>
    /// <param name="schedule">The stages of the run.</param>
    /// <param name="interval">Steps between frames.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is not positive.</exception>
    public EquilibrationMonitor(
        PairModel model, EquilibrationStart start, EquilibrationSchedule schedule, long interval = DefaultInterval)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(interval);
        using ParticleSystem system = start.MakeSystem(model);
        byte[] species = system.Species.ToArray();
        byte mostFrequent = species.CountBy(s => s).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key;
        _box = system.Box;
        _schedule = schedule;
        _allParticles = species.Length;
        _particles = [.. Enumerable.Range(0, species.Length).Where(i => species[i] == mostFrequent)];
        _watched = [.. EvenlyChosen(_particles, MostParticles)];
        StepsBetweenFrames = interval;
        int last = schedule.FindLastCanonicalStage();
        long before = schedule.Stages.Take(Math.Max(0, last)).Sum(schedule.StepsOf);
        EquilibrationSteps = last >= 0 ? schedule.StepsOf(schedule.Stages[last]) : 0;
        FirstStep = before + (EquilibrationSteps / 2);
    }

    /// <summary>Bytes that the state of a monitor takes in a checkpoint, about.</summary>
    /// <param name="particles">Number of particles N.</param>
    /// <param name="steps">Steps of the run.</param>
    public static double EstimateBytes(int particles, double steps)
    {
        double levels = Math.Max(1, Math.Log2(Math.Max(1, steps / DefaultInterval)));
        double series = sizeof(double) * Math.Min(BlockSeries.MostBlocks, steps / DefaultInterval);
        return (levels * 3 * 3 * sizeof(float) * Math.Min(MostParticles, particles)) + series;
    }

    /// <inheritdoc/>
    public long StepsBetweenFrames { get; }

    /// <summary>Step from which on frames are looked at.</summary>
    public long FirstStep { get; }

    /// <summary>Steps of the last stage of constant temperature.</summary>
    public long EquilibrationSteps { get; }

    /// <inheritdoc/>
    public void Observe(in TrajectoryFrame frame)
    {
        if (frame.Step <= FirstStep)
        {
            return;
        }

        (frame.Ensemble == DynamicsEnsemble.Canonical ? _canonical : _microcanonical).Add(frame.PotentialEnergy / _allParticles);
        if (_relaxation is null)
        {
            double[] positions = new double[3 * _particles.Length];
            Gather(frame.Positions, _particles, positions);
            StartRelaxation(StructureFactor.FindPeak(_box, positions));
        }

        Gather(frame.Positions, _watched, _positions);
        _relaxation!.Add(_positions);
    }

    /// <summary>What was seen so far.</summary>
    public EquilibrationRecord ToRecord()
    {
        double frameTime = StepsBetweenFrames * _schedule.Timestep;
        return new EquilibrationRecord(
            EquilibrationSteps * _schedule.Timestep,
            Math.Pow(_box.Volume / _allParticles, 1.0 / 3),
            EnergyRecord.Of(_canonical, frameTime),
            EnergyRecord.Of(_microcanonical, frameTime),
            _relaxation is null ? null : RelaxationRecord.Of(_relaxation, frameTime));
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _canonical.Save(writer);
        _microcanonical.Save(writer);
        writer.Write(_relaxation?.WaveNumber ?? 0);
        _relaxation?.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _canonical.Load(reader);
        _microcanonical.Load(reader);
        double waveNumber = reader.ReadDouble();
        _relaxation = null;
        if (waveNumber > 0)
        {
            StartRelaxation(waveNumber);
            _relaxation!.Load(reader);
        }
    }

    private static IEnumerable<int> EvenlyChosen(int[] all, int most)
    {
        int count = Math.Min(most, all.Length);
        return Enumerable.Range(0, count).Select(k => all[(int)((long)k * all.Length / count)]);
    }

    private static void Gather(ReadOnlySpan<double> positions, int[] particles, double[] target)
    {
        for (int k = 0; k < particles.Length; k++)
        {
            positions.Slice(3 * particles[k], 3).CopyTo(target.AsSpan(3 * k));
        }
    }

    private void StartRelaxation(double waveNumber)
    {
        _positions = new double[3 * _watched.Length];
        _relaxation = new SelfRelaxation(_positions.Length, waveNumber);
    }
}
