// A point on the way: positions with the forces and the energy that belong to them.


using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;

namespace GlassModes.Quench.Integrators;

/// <summary>x, f(x), V(x) and t of a flow, 16n bytes of unmanaged memory with one owner.</summary>
public sealed class FlowState : IDisposable
{
    private readonly AlignedBuffer<double> _positions;
    private readonly AlignedBuffer<double> _forces;

    /// <summary>A state of n zeros.</summary>
    public FlowState(int length)
    {
        Length = length;
        _positions = new AlignedBuffer<double>(length);
        _forces = new AlignedBuffer<double>(length);
    }

    /// <summary>Number n of coordinates.</summary>
    public int Length { get; }

    /// <summary>x, n values.</summary>
    public Span<double> Positions => _positions.Span;

    /// <summary>f(x), n values.</summary>
    public Span<double> Forces => _forces.Span;

    /// <summary>V(x).</summary>
    public double Energy { get; set; }

    /// <summary>|f|²/n, which is W/3.</summary>
    public double MeanSquare { get; set; }

    /// <summary>t.</summary>
    public double Time { get; set; }

    /// <summary>Number of accepted steps that led here; tells states apart.</summary>
    public long Steps { get; set; }

    /// <summary>Evaluates the flow here: forces, energy, mean square.</summary>
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
