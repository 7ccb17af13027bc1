// Measures one start, by LAMMPS and by our library in turns.

using GlassModes.Models;
using GlassModes.Particles;

namespace GlassModes.Benchmarks.SideBySide;

/// <summary>
/// The times of one kind of work by LAMMPS and by us. Our times are for one or more skins. For forces there are also LAMMPS' times
/// that include its work for ghosts, which is the counterpart of our packing and collecting.
/// </summary>
internal sealed record Quantity(string Name, Series Lammps, Series? WithGhosts, IReadOnlyList<Series> Ours);

/// <summary>The comparison on one start.</summary>
internal sealed class Comparison : IDisposable
{
    // Energies per particle are of order 1, and LAMMPS prints them with 15 digits.
    private const double EnergyTolerance = 1e-9;
    private const double LammpsSkin = 0.3;

    private readonly Lammps _lammps;
    private readonly Work _work;
    private readonly Configuration _start;
    private readonly PairModel _model;
    private readonly double _window;
    private readonly Quantity _rest = MakeQuantity("force, at rest", true, "0.3", "own");
    private readonly Quantity _motion = MakeQuantity("force, in motion", true, "0.3", "own");
    private readonly Quantity _step = MakeQuantity("NVE step", false, "own");
    private readonly Quantity _thermostatted = MakeQuantity("NVT step", false, "own");
    private readonly CancellationToken _cancellation;
    private long _lammpsEvaluations;
    private long _ourEvaluations;
    private long _steps;

    /// <summary>Prepares a comparison. Nothing is read or measured yet.</summary>
    /// <param name="name">The name of the start.</param>
    /// <param name="start">Positions and velocities.</param>
    /// <param name="model">The model of the decks.</param>
    /// <param name="command">LAMMPS' program.</param>
    /// <param name="window">Seconds that each measurement takes at least.</param>
    /// <param name="cancellation">Checked before every run of LAMMPS.</param>
    public Comparison(
        string name, Configuration start, PairModel model, string command, double window, CancellationToken cancellation)
    {
        Name = name;
        Particles = start.Count;
        _window = window;
        _cancellation = cancellation;
        (_start, _model) = (start, model);
        _work = new Work(start, model);
        (PotentialEnergy, KineticEnergy, Temperature) = _work.Energies();
        _lammps = new Lammps(command, start, Temperature);
    }

    public string Name { get; }

    public int Particles { get; }

    /// <summary>V/N of the start, by us.</summary>
    public double PotentialEnergy { get; }

    /// <summary>K/N of the start, by us.</summary>
    public double KineticEnergy { get; }

    /// <summary>Kinetic temperature of the start, which is that of the thermostats.</summary>
    public double Temperature { get; }

    /// <summary>V/N of the start, by LAMMPS.</summary>
    public double LammpsPotentialEnergy { get; private set; }

    /// <summary>LAMMPS' version.</summary>
    public string LammpsVersion { get; private set; } = "";

    /// <summary>Force evaluations of a measurement at rest, by LAMMPS and by us.</summary>
    public (long Lammps, long Ours) Evaluations => (_lammpsEvaluations, _ourEvaluations);

    /// <summary>Steps of a measurement in motion, the same for both.</summary>
    public long Steps => _steps;

    public IReadOnlyList<Quantity> Quantities => [_rest, _motion, _step, _thermostatted];

    /// <summary>What the thermostat adds to a step, and what judging adds to an equilibration.</summary>
    public IReadOnlyList<AddedCost> Costs { get; private set; } = [];

    /// <summary>
    /// Runs everything without counting the times. Afterwards our code is compiled, and the numbers of evaluations and steps that fill the
    /// window are known.
    /// </summary>
    /// <exception cref="SideBySideException">LAMMPS fails, or finds another energy.</exception>
    public void WarmUp()
    {
        _lammpsEvaluations = FillWindow(evaluations => RunLammps("force.in", evaluations).PairSeconds);
        _ourEvaluations = FillWindow(evaluations => _work.ForcesAtRest(LammpsSkin, evaluations).Seconds);

        // The faster program sets the number of steps, so that both do the same ones.
        _steps = FillWindow(steps => Math.Min(_work.Steps(steps).Seconds, _work.ForcesInMotion(null, steps).Seconds));
        _work.Steps(_steps, Temperature);
    }

    /// <summary>Measures everything once and adds the times to the quantities.</summary>
    /// <exception cref="SideBySideException">LAMMPS fails, or finds another energy.</exception>
    public void MeasureRound()
    {
        LammpsLog atRest = RunLammps("force.in", _lammpsEvaluations);
        _rest.Lammps.Add(new Timing(atRest.PairSeconds, atRest.Steps), Particles);
        _rest.WithGhosts!.Add(new Timing(atRest.PairSeconds + atRest.CommSeconds, atRest.Steps), Particles);
        _rest.Ours[0].Add(_work.ForcesAtRest(LammpsSkin, _ourEvaluations), Particles);
        _rest.Ours[1].Add(_work.ForcesAtRest(null, _ourEvaluations), Particles);

        LammpsLog motion = RunLammps("nve.in", _steps);
        double? stepsPerBuild = StepsPerBuild(motion);
        _motion.Lammps.Add(new Timing(motion.PairSeconds, motion.Steps, stepsPerBuild), Particles);

        // In motion LAMMPS also makes new ghosts with every list. This work is not part of a force evaluation. The time for ghosts at rest
        // is therefore used.
        double ghosts = atRest.CommSeconds / atRest.Steps * motion.Steps;
        _motion.WithGhosts!.Add(new Timing(motion.PairSeconds + ghosts, motion.Steps, stepsPerBuild), Particles);
        _step.Lammps.Add(new Timing(motion.LoopSeconds, motion.Steps, stepsPerBuild), Particles);
        _motion.Ours[0].Add(_work.ForcesInMotion(LammpsSkin, _steps), Particles);
        _motion.Ours[1].Add(_work.ForcesInMotion(null, _steps), Particles);
        _step.Ours[0].Add(_work.Steps(_steps), Particles);
        _thermostatted.Ours[0].Add(_work.Steps(_steps, Temperature), Particles);

        LammpsLog thermostatted = RunLammps("nvt.in", _steps);
        _thermostatted.Lammps.Add(
            new Timing(thermostatted.LoopSeconds, thermostatted.Steps, StepsPerBuild(thermostatted)), Particles);
    }

    /// <summary>Measures what a thermostat and judging add to our steps.</summary>
    /// <param name="pairs">Number of pairs of slices.</param>
    public void MeasureCosts(int pairs) => Costs = CostWork.Measure(_start, _model, Temperature, pairs);

    /// <inheritdoc/>
    public void Dispose() => _lammps.Dispose();

    private static Quantity MakeQuantity(string name, bool hasGhosts, params string[] ourSkins) =>
        new(
            name,
            new Series("LAMMPS", "0.3"),
            hasGhosts ? new Series("with ghosts", "0.3") : null,
            [.. ourSkins.Select(skin => new Series("GlassModes", skin))]);

    private static double? StepsPerBuild(LammpsLog log) => log.ListBuilds > 0 ? (double)log.Steps / log.ListBuilds : null;

    private LammpsLog RunLammps(string deck, long steps)
    {
        _cancellation.ThrowIfCancellationRequested();
        LammpsLog log = _lammps.Run(deck, steps);
        RequireSame("potential", log.PotentialEnergy, PotentialEnergy);
        RequireSame("kinetic", log.KineticEnergy, KineticEnergy);
        LammpsPotentialEnergy = log.PotentialEnergy;
        LammpsVersion = log.Version;
        return log;
    }

    private void RequireSame(string kind, double theirs, double ours)
    {
        if (!(Math.Abs(theirs - ours) <= EnergyTolerance))
        {
            throw new SideBySideException(
                $"{Name}: the {kind} energy a particle at the start is {theirs:g16} by LAMMPS and {ours:g16} by us, "
                + "so the work is not the same");
        }
    }

    // Finds the number of evaluations or steps that takes at least the window, by longer and longer runs.
    private long FillWindow(Func<long, double> seconds)
    {
        long count = 1 + (100_000 / Particles);
        for (double taken = seconds(count); taken < _window; taken = seconds(count))
        {
            count = (long)Math.Ceiling(count * Math.Clamp(1.2 * _window / taken, 1.5, 20));
        }

        return count;
    }
}
