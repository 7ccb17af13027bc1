// What looks at a trajectory while it is run.

namespace GlassModes.Dynamics;

/// <summary>The state of the dynamics after a step, as an observer sees it. It is valid during the call only.</summary>
/// <param name="step">Number of the step, from the start of the run.</param>
/// <param name="ensemble">What the dynamics keep constant.</param>
/// <param name="potentialEnergy">V.</param>
/// <param name="temperature">Kinetic temperature.</param>
/// <param name="positions">Positions x1 y1 z1 x2 …, never wrapped: their differences are the displacements.</param>
public readonly ref struct TrajectoryFrame(
    long step, DynamicsEnsemble ensemble, double potentialEnergy, double temperature, ReadOnlySpan<double> positions)
{
    /// <summary>Number of the step, from the start of the run.</summary>
    public long Step { get; } = step;

    /// <summary>What the dynamics keep constant.</summary>
    public DynamicsEnsemble Ensemble { get; } = ensemble;

    /// <summary>Potential energy V.</summary>
    public double PotentialEnergy { get; } = potentialEnergy;

    /// <summary>Kinetic temperature.</summary>
    public double Temperature { get; } = temperature;

    /// <summary>Positions x1 y1 z1 x2 …, never wrapped: their differences are the displacements.</summary>
    public ReadOnlySpan<double> Positions { get; } = positions;
}

/// <summary>
/// Looks at the trajectory of an <see cref="EquilibrationRun"/> after every so many steps. Its state is saved with the run, so that an
/// observer of a resumed run has seen the whole trajectory, each frame once.
/// </summary>
public interface ITrajectoryObserver
{
    /// <summary>Number of steps between two frames, at least one. The same during the whole run.</summary>
    long StepsBetweenFrames { get; }

    /// <summary>Looks at a frame.</summary>
    void Observe(in TrajectoryFrame frame);

    /// <summary>Writes the state.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Goes back to the state that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The data belong to another observer.</exception>
    /// <exception cref="EndOfStreamException">The data are not complete.</exception>
    void Load(BinaryReader reader);
}
