// Particles on lines, each in a well of its own, whose canonical distribution is known.

using GlassModes.Dynamics;
using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Files;
using GlassModes.Numerics.Simd;

namespace GlassModes.Tests.Dynamics.ReplicaExchange;

/// <summary>Independent coordinates of mass 1 in wells v(x), moved by velocity Verlet between halves of a step of the thermostat.</summary>
internal sealed class WellReplica(double[] start, Func<int, double, double> energy, Func<int, double, double> force, double timestep)
    : IReplica
{
    private readonly double[] _x = [.. start];
    private readonly double[] _v = new double[start.Length];

    public ReadOnlySpan<double> Positions => _x;

    public double PotentialEnergy => Enumerable.Range(0, _x.Length).Sum(k => energy(k, _x[k]));

    public int DegreesOfFreedom => _x.Length;

    public long Steps { get; private set; }

    /// <summary>½ k x², with stiffnesses that differ so that the chain mixes.</summary>
    public static WellReplica Harmonic(int count, double timestep)
    {
        double[] stiffness = [.. Enumerable.Range(0, count).Select(k => 0.5 + (0.7 * k))];
        return new WellReplica(
            new double[count].Select((_, k) => 0.3 + (0.1 * k)).ToArray(),
            (k, x) => 0.5 * stiffness[k] * x * x,
            (k, x) => -stiffness[k] * x,
            timestep);
    }

    /// <summary>(x² − 1)², all coordinates in the left well.</summary>
    public static WellReplica Double(int count, double timestep) => new(
        [.. Enumerable.Range(0, count).Select(k => -1.1 - (0.05 * k))], (_, x) => Well(x), (_, x) => -4 * x * ((x * x) - 1), timestep);

    public static double Well(double x) => ((x * x) - 1) * ((x * x) - 1);

    public void Run(long steps, NoseHooverChain thermostat, CancellationToken cancellation)
    {
        for (long step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            ScaleVelocities(thermostat.Advance(VectorMath.Dot(_v, _v), 0.5 * timestep));
            for (int k = 0; k < _x.Length; k++)
            {
                _v[k] += 0.5 * timestep * force(k, _x[k]);
                _x[k] += timestep * _v[k];
                _v[k] += 0.5 * timestep * force(k, _x[k]);
            }

            ScaleVelocities(thermostat.Advance(VectorMath.Dot(_v, _v), 0.5 * timestep));
            Steps++;
        }
    }

    public void ScaleVelocities(double factor)
    {
        for (int k = 0; k < _v.Length; k++)
        {
            _v[k] *= factor;
        }
    }

    public void Save(BinaryWriter writer)
    {
        BinaryVectors.Write(writer, _x);
        BinaryVectors.Write(writer, _v);
        writer.Write(Steps);
    }

    public void Load(BinaryReader reader)
    {
        BinaryVectors.Read(reader, _x);
        BinaryVectors.Read(reader, _v);
        Steps = reader.ReadInt64();
    }

    public void Dispose()
    {
    }
}
