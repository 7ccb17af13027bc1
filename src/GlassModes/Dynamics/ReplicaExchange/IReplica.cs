// One copy of a system in a replica exchange, and the copy that is a liquid.

using GlassModes.Files;
using GlassModes.Models;
using GlassModes.Particles;

namespace GlassModes.Dynamics.ReplicaExchange;

/// <summary>
/// A copy of a system whose dynamics are driven by a thermostat. Replica exchange knows no more of a system than this. Not thread-safe, but
/// different replicas run at the same time.
/// </summary>
public interface IReplica : IDisposable
{
    /// <summary>Potential energy V of the present state.</summary>
    double PotentialEnergy { get; }

    /// <summary>Thermostatted degrees of freedom g, the same for all replicas.</summary>
    int DegreesOfFreedom { get; }

    /// <summary>Number of steps taken so far.</summary>
    long Steps { get; }

    /// <summary>Takes steps. A run in several calls has the bits of a run in one.</summary>
    /// <param name="steps">Number of steps.</param>
    /// <param name="thermostat">The thermostat, which goes on from its state.</param>
    /// <param name="cancellation">Stops between two steps; <see cref="Steps"/> then says how many were taken.</param>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    void Run(long steps, NoseHooverChain thermostat, CancellationToken cancellation);

    /// <summary>Multiplies all velocities.</summary>
    void ScaleVelocities(double factor);

    /// <summary>Writes the state, bit for bit.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Goes back to the state that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The data belong to another system.</exception>
    /// <exception cref="EndOfStreamException">The data are not complete.</exception>
    void Load(BinaryReader reader);
}

/// <summary>A replica that is a liquid. Allocates memory when it is made and when it gives a configuration, but not in a step.</summary>
public sealed class LiquidReplica : IReplica
{
    private readonly ParticleSystem _system;
    private readonly MolecularDynamics _dynamics;

    /// <summary>Makes the start and evaluates its forces.</summary>
    /// <param name="model">The model.</param>
    /// <param name="start">Random positions, or a given configuration.</param>
    /// <param name="temperature">Temperature T &gt; 0 of the velocities that are drawn.</param>
    /// <param name="timestep">Time step Δt.</param>
    /// <param name="cancellation">Stops the making of a random start.</param>
    /// <exception cref="ModelMismatchException">The box is smaller than twice the cutoff.</exception>
    /// <exception cref="SimulationException">Particles overlap.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public LiquidReplica(
        PairModel model, EquilibrationStart start, double temperature, double timestep, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(start);
        _system = start.MakeSystem(model);
        try
        {
            start.Fill(_system, model, temperature, null, null, cancellation);
            _dynamics = new MolecularDynamics(_system, model, timestep);
        }
        catch
        {
            _system.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public double PotentialEnergy => _dynamics.PotentialEnergy;

    /// <inheritdoc/>
    public int DegreesOfFreedom => _system.DegreesOfFreedom;

    /// <inheritdoc/>
    public long Steps => _dynamics.Steps;

    /// <summary>Positions x1 y1 z1 x2 …, never wrapped.</summary>
    public ReadOnlySpan<double> Positions => _system.Positions;

    /// <summary>Pressure of the present state.</summary>
    public double Pressure => _dynamics.Pressure;

    /// <summary>Kinetic temperature of the present state.</summary>
    public double Temperature => _system.Temperature;

    /// <inheritdoc/>
    public void Run(long steps, NoseHooverChain thermostat, CancellationToken cancellation)
    {
        _dynamics.Thermostat = thermostat;
        try
        {
            _dynamics.Run(steps, cancellation);
        }
        finally
        {
            _dynamics.Thermostat = null;
        }
    }

    /// <inheritdoc/>
    public void ScaleVelocities(double factor) => Numerics.Simd.VectorMath.Scale(factor, _system.Velocities);

    /// <summary>The present configuration, wrapped into the box, with its energy, temperature and pressure.</summary>
    public LiquidSample ToSample() => new(
        _system.ToConfiguration(wrapped: true), _dynamics.PotentialEnergy / _system.Count, _system.Temperature, _dynamics.Pressure);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        BinaryVectors.Write(writer, _system.Positions);
        BinaryVectors.Write(writer, _system.Velocities);
        _dynamics.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        BinaryVectors.Read(reader, _system.Positions);
        BinaryVectors.Read(reader, _system.Velocities);
        _dynamics.Load(reader);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _dynamics.Dispose();
        _system.Dispose();
    }
}
