// Integrates Newton's equations by velocity Verlet, with or without a chain of thermostats.

using GlassModes.Files;
using GlassModes.Forces;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Dynamics;

/// <summary>
/// Molecular dynamics of one system by velocity Verlet at constant energy (NVE). Where a thermostat is set, half a step of the
/// <see cref="NoseHooverChain"/> precedes and follows each Verlet step (constant temperature, NVT). The dynamics own the force field but
/// not the system. A step allocates nothing once the neighbour list has its memory.
/// </summary>
public sealed class MolecularDynamics : IDisposable, ITeamWork
{
    // Energy per particle. With a sound time step the conserved energy changes a hundred times less.
    private const double LargestEnergyChange = 1;

    private readonly ParticleSystem _system;
    private readonly ForceField _forces;
    private readonly ThreadTeam _team;
    private ForceSummary _summary;
    private Phase _phase;

    /// <summary>Prepares the dynamics and evaluates the forces once.</summary>
    /// <param name="system">The system that is moved.</param>
    /// <param name="model">The model of the system.</param>
    /// <param name="timestep">Time step Δt &gt; 0.</param>
    /// <param name="width">Width of the SIMD kernel; null for the widest kernel that the hardware has.</param>
    /// <param name="team">Threads that share a step; null for the calling thread alone. No result depends on the team.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time step is not positive and finite.</exception>
    /// <exception cref="ModelMismatchException">The model does not fit the system.</exception>
    /// <exception cref="SimulationException">The potential energy is not finite: particles overlap.</exception>
    public MolecularDynamics(ParticleSystem system, PairModel model, double timestep, SimdWidth? width = null, ThreadTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(model);
        if (!(timestep > 0) || !double.IsFinite(timestep))
        {
            throw new ArgumentOutOfRangeException(nameof(timestep), timestep, "The time step must be positive and finite.");
        }

        _system = system;
        _team = team ?? ThreadTeam.CallerOnly;
        Timestep = timestep;
        _forces = model.CreateForceField(system.Box, system.Species, width: width, team: _team);
        _summary = _forces.Compute(system.Positions, system.Forces);
        RequireFinite();
    }

    private enum Phase
    {
        KickAndDrift,
        Kick,
    }

    /// <summary>Time step Δt.</summary>
    public double Timestep { get; }

    /// <summary>Thermostat of the coming steps; null for NVE.</summary>
    public NoseHooverChain? Thermostat { get; set; }

    /// <summary>Number of steps taken so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Number of neighbour-list builds so far.</summary>
    public long ListBuilds => _forces.ListBuilds;

    /// <summary>Potential energy V of the present positions.</summary>
    public double PotentialEnergy => _summary.PotentialEnergy;

    /// <summary>Pressure ρT + virial/(3L³) of the present state.</summary>
    public double Pressure =>
        ((_system.Count * _system.Temperature) + (_summary.Virial / 3)) / _system.Box.Volume;

    /// <summary>K + V, plus the energy of the thermostat if one is set. The dynamics conserve this sum up to O(Δt²).</summary>
    public double ConservedEnergy => _system.KineticEnergy + _summary.PotentialEnergy + (Thermostat?.Energy ?? 0);

    /// <summary>Takes <paramref name="steps"/> steps. Cancellation is checked before each step.</summary>
    /// <exception cref="OperationCanceledException">
    /// The run was cancelled. The system is then at the end of a step, and <see cref="PotentialEnergy"/> belongs to the present positions.
    /// </exception>
    /// <exception cref="SimulationException">
    /// The potential energy is not finite, or the conserved energy changed by more than ε a particle within this call: the time step is
    /// too large.
    /// </exception>
    public void Run(long steps, CancellationToken cancellation = default)
    {
        double energyBefore = ConservedEnergy;
        for (long step = 0; step < steps; step++)
        {
            if (cancellation.IsCancellationRequested)
            {
                _summary = _forces.Compute(_system.Positions, _system.Forces);
                cancellation.ThrowIfCancellationRequested();
            }

            TakeStep(isLast: step == steps - 1);
        }

        RequireFinite();
        double change = (ConservedEnergy - energyBefore) / _system.Count;
        if (!(Math.Abs(change) <= LargestEnergyChange))
        {
            throw new SimulationException(
                $"The conserved energy changed by {change:g3} a particle within {steps} steps: the time step {Timestep:g3} is too large.");
        }
    }

    /// <summary>
    /// Writes what the coming steps depend on beside the positions and velocities of the system: the positions of the last list build, the
    /// number of steps and the state of the thermostat. Dynamics that load it go on with the same bits.
    /// </summary>
    internal void Save(BinaryWriter writer)
    {
        double[] list = new double[3 * _system.Count];
        _forces.CopyListPositions(list);
        BinaryVectors.Write(writer, list);
        writer.Write(Steps);
        Thermostat?.Save(writer);
    }

    /// <summary>
    /// Goes back to the state that <see cref="Save"/> wrote. The system has the positions and velocities of that moment, and a thermostat
    /// is set if one was set then.
    /// </summary>
    /// <exception cref="InvalidDataException">The data belong to another system.</exception>
    /// <exception cref="EndOfStreamException">The data are not complete.</exception>
    internal void Load(BinaryReader reader)
    {
        double[] list = new double[3 * _system.Count];
        BinaryVectors.Read(reader, list);
        Steps = reader.ReadInt64();
        Thermostat?.Load(reader);

        // The same list gives the forces of the saved run, to the last bit.
        _forces.BuildList(list);
        _summary = _forces.Compute(_system.Positions, _system.Forces);
    }

    /// <inheritdoc/>
    public void Dispose() => _forces.Dispose();

    // Energy and virial cost a tenth as much as the forces. Only the last step of a run needs energy and virial.
    private void TakeStep(bool isLast)
    {
        ScaleByThermostat();
        RunPhase(Phase.KickAndDrift);
        if (isLast)
        {
            _summary = _forces.Compute(_system.Positions, _system.Forces);
        }
        else
        {
            _forces.ComputeForces(_system.Positions, _system.Forces);
        }

        RunPhase(Phase.Kick);
        ScaleByThermostat();
        Steps++;
    }

    void ITeamWork.Execute(int task)
    {
        // Each element is computed by itself, so the division of the arrays among threads changes no result.
        int length = _system.Positions.Length;
        int begin = (int)((long)length * task / _team.Threads);
        int end = (int)((long)length * (task + 1) / _team.Threads);
        Span<double> velocities = _system.Velocities[begin..end];
        VectorMath.AddScaled(velocities, 0.5 * Timestep, _system.Forces[begin..end], velocities);
        if (_phase == Phase.KickAndDrift)
        {
            Span<double> positions = _system.Positions[begin..end];
            VectorMath.AddScaled(positions, Timestep, velocities, positions);
        }
    }

    private void RunPhase(Phase phase)
    {
        _phase = phase;
        _team.Run(this, _team.Threads);
    }

    private void ScaleByThermostat()
    {
        if (Thermostat is not null)
        {
            double scale = Thermostat.Advance(2 * _system.KineticEnergy, 0.5 * Timestep);
            VectorMath.Scale(scale, _system.Velocities);
        }
    }

    private void RequireFinite()
    {
        if (!double.IsFinite(_summary.PotentialEnergy))
        {
            throw new SimulationException(
                $"The potential energy is {_summary.PotentialEnergy} after {Steps} steps of {Timestep}: "
                + "particles overlap, or the time step is too large.");
        }
    }
}

/// <summary>A simulation failed: particles overlap, or the time step is too large.</summary>
/// <param name="message">What failed, with the numbers that show it.</param>
/// <param name="advice">What to do; null for a smaller time step or a lower density.</param>
public sealed class SimulationException(string message, string? advice = null) : ComputationException(message)
{
    /// <inheritdoc/>
    public override string? Advice => advice ?? "Use a smaller time step or a lower density.";
}
