// A state of a flow: positions with their forces, energy and time.

using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;

namespace GlassModes.Quench.Integrators;

/// <summary>A state of a flow: x, f(x), V(x) and t. The state owns 16n bytes of unmanaged memory.</summary>
public sealed class FlowState : IDisposable
{
    private readonly AlignedBuffer<double> _positions;
    private readonly AlignedBuffer<double> _forces;

    /// <summary>Makes a state with n coordinates, all zero.</summary>
    public FlowState(int length)
    {
        Length = length;
        _positions = new AlignedBuffer<double>(length);
        _forces = new AlignedBuffer<double>(length);
    }

    /// <summary>Number n of coordinates.</summary>
    public int Length { get; }

    /// <summary>Positions x, n values.</summary>
    public Span<double> Positions => _positions.Span;

    /// <summary>Forces f(x), n values.</summary>
    public Span<double> Forces => _forces.Span;

    /// <summary>Potential energy V(x).</summary>
    public double Energy { get; set; }

    /// <summary>|f|²/n, which is W/3.</summary>
    public double MeanSquare { get; set; }

    /// <summary>Time t.</summary>
    public double Time { get; set; }

    /// <summary>Number of accepted steps that led to this state. Methods tell states apart by this number.</summary>
    public long Steps { get; set; }

    /// <summary>Evaluates forces, energy and mean square at the positions of this state.</summary>
    public void Evaluate(IGradientFlow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        Energy = flow.Evaluate(Positions, Forces);
        MeanSquare = VectorMath.Dot(Forces, Forces) / Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _positions.Dispose();
        _forces.Dispose();
    }
}
