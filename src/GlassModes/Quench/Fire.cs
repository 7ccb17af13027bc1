// Minimises V by FIRE: molecular dynamics that stop whenever they go uphill.

using GlassModes.Files;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>
/// The fast inertial relaxation engine (Bitzek, Koskinen, Gähler, Moseler and Gumbsch, Phys. Rev. Lett. 97, 170201, 2006) as corrected by
/// Guénolé, Nöhring, Vaid, Houllé, Xie, Prakash and Bitzek, Comput. Mater. Sci. 175, 109584, 2020 ("FIRE 2.0"). A step is a semi-implicit
/// Euler step of particles of mass 1. Velocities are first advanced and then mixed with the forces. Where the power f·v is not positive,
/// the positions go back by half a step and the velocities start again from zero. Velocities that move a coordinate by more than 0.1 in a
/// step are scaled down and stay so, so that overlapping starts do no harm. t is the time of these dynamics.
/// </summary>
internal sealed class Fire : QuenchMethod
{
    // Parameters of the corrected algorithm (FIRE 2.0).
    private const double Growth = 1.1;
    private const double Shrinkage = 0.5;
    private const double FirstMixing = 0.25;
    private const double MixingShrinkage = 0.99;
    private const int Delay = 20;
    private const double LongestOverFirst = 10;
    private const double ShortestOverFirst = 0.02;

    // The largest move of a coordinate by its velocity in a step. This limit is not in the paper.
    private const double LargestMove = 0.1;

    private readonly AlignedBuffer<double> _velocities;
    private readonly double _firstTimestep;
    private double _timestep;
    private double _mixing = FirstMixing;
    private long _downhill;
    private long _steps;

    public Fire(int length, double timestep)
    {
        _velocities = new AlignedBuffer<double>(length);
        _firstTimestep = timestep;
        _timestep = timestep;
    }

    public override bool FollowsFlow => false;

    public override bool IsStraight => true;

    public override void Advance(IGradientFlow flow, FlowState before, FlowState after)
    {
        Span<double> v = _velocities.Span;
        double power = VectorMath.Dot(before.Forces, v);
        double backStep = 0;
        if (power > 0)
        {
            _downhill++;
            if (_downhill > Delay)
            {
                _timestep = Math.Min(_timestep * Growth, LongestOverFirst * _firstTimestep);
                _mixing *= MixingShrinkage;
            }
        }
        else
        {
            _downhill = 0;

            // In the first steps the particles start at rest, so a lack of power is no reason to shorten the time step.
            if (_steps >= Delay)
            {
                _timestep = Math.Max(_timestep * Shrinkage, ShortestOverFirst * _firstTimestep);
                _mixing = FirstMixing;
            }

            // The positions go half a step back along the velocity that led to them.
            backStep = -0.5 * _timestep;
        }

        VectorMath.AddScaled(before.Positions, backStep, v, after.Positions);
        if (backStep != 0)
        {
            v.Clear();
        }

        VectorMath.AddScaled(v, _timestep, before.Forces, v);
        double speed = Math.Sqrt(VectorMath.Dot(v, v));
        double forceNorm = Math.Sqrt(before.MeanSquare * before.Length);
        VectorMath.Scale(1 - _mixing, v);
        VectorMath.AddScaled(v, forceNorm > 0 ? _mixing * speed / forceNorm : 0, before.Forces, v);

        // Overlapping particles get huge velocities. Without this limit they would fly into other particles.
        double fastest = VectorMath.LargestMagnitude(v);
        if (fastest * _timestep > LargestMove)
        {
            VectorMath.Scale(LargestMove / (fastest * _timestep), v);
        }

        VectorMath.AddScaled(after.Positions, _timestep, v, after.Positions);
        after.Evaluate(flow);
        after.Steps = before.Steps + 1;
        after.Time = before.Time + _timestep;
        _steps++;
    }

    public override void Disturbed()
    {
        _velocities.Span.Clear();
        _downhill = 0;
    }

    public override void Save(BinaryWriter writer)
    {
        BinaryVectors.Write(writer, _velocities.Span);
        writer.Write(_timestep);
        writer.Write(_mixing);
        writer.Write(_downhill);
        writer.Write(_steps);
    }

    public override void Load(BinaryReader reader)
    {
        BinaryVectors.Read(reader, _velocities.Span);
        _timestep = reader.ReadDouble();
        _mixing = reader.ReadDouble();
        _downhill = reader.ReadInt64();
        _steps = reader.ReadInt64();
    }

    public override void Dispose() => _velocities.Dispose();
}
