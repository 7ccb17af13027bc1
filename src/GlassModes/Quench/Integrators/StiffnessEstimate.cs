// Estimates the largest decay rate λ_max of a flow at a state by a few force evaluations.

using GlassModes.Files;
using GlassModes.LinearAlgebra.Krylov;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Simd;

namespace GlassModes.Quench.Integrators;

/// <summary>
/// Estimates λ_max of the Hessian −∂f/∂x by at most nine Lanczos steps on differences of forces, H v ≈ (f(x) − f(x + δ v))/δ. The first
/// estimate starts from the force and takes two rounds of nine steps. Later estimates take one round and start from the last Ritz vector.
/// Memory: eleven vectors of 8n bytes. An estimate allocates nothing.
/// </summary>
internal sealed class StiffnessEstimate : IDisposable
{
    private const int Products = 9;

    // Below this fraction of the diagonal element an off-diagonal element is only the error of the differences. The recurrence ends there.
    private const double LeastOffDiagonal = 1e-6;

    // The largest displacement of a coordinate in a difference: far above rounding, far below the range of a pair.
    private const double Displacement = 1e-6;

    private readonly AlignedBuffer<double>[] _basis = new AlignedBuffer<double>[Products];
    private readonly AlignedBuffer<double> _shifted;
    private readonly AlignedBuffer<double> _start;
    private readonly double[] _diagonal = new double[Products];
    private readonly double[] _offDiagonal = new double[Products];
    private readonly double[] _coefficients = new double[Products];

    // Whether the start vector is the Ritz vector of an earlier estimate.
    private bool _hasRitzVector;

    public StiffnessEstimate(int length)
    {
        for (int k = 0; k < Products; k++)
        {
            _basis[k] = new AlignedBuffer<double>(length);
        }

        _shifted = new AlignedBuffer<double>(length);
        _start = new AlignedBuffer<double>(length);
    }

    /// <summary>
    /// Returns the largest Ritz value plus its residual, or 0 where the force does not change. The value is not finite after an overflow.
    /// The Ritz value is a lower bound of λ_max. An eigenvalue lies between the Ritz value and this sum.
    /// </summary>
    public double Measure(IGradientFlow flow, FlowState state)
    {
        if (!_hasRitzVector)
        {
            StartFromForce(state);
            double first = RunLanczos(flow, state);
            if (!double.IsFinite(first))
            {
                return first;
            }
        }

        double value = RunLanczos(flow, state);

        // After an overflow the next estimate starts from the force again.
        _hasRitzVector = double.IsFinite(value);
        return value;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_hasRitzVector);
        BinaryVectors.Write(writer, _start.Span);
    }

    public void Load(BinaryReader reader)
    {
        _hasRitzVector = reader.ReadBoolean();
        BinaryVectors.Read(reader, _start.Span);
    }

    public void Dispose()
    {
        foreach (AlignedBuffer<double> vector in _basis)
        {
            vector.Dispose();
        }

        _shifted.Dispose();
        _start.Dispose();
    }

    // The force is rich in stiff directions, but may lack the stiffest direction. The random part has a component in every direction.
    private void StartFromForce(FlowState state)
    {
        const double share = 0.2;
        Span<double> start = _start.Span;
        state.Forces.CopyTo(start);
        double scale = share * Math.Sqrt(state.MeanSquare);
        Philox random = new(0x5374696666, 0);
        foreach (ref double component in start)
        {
            component += scale * ((2 * random.NextUniform()) - 1);
        }
    }

    private double RunLanczos(IGradientFlow flow, FlowState state)
    {
        Span<double> first = _basis[0].Span;
        _start.Span.CopyTo(first);
        double norm = VectorMath.Norm(first);
        if (norm == 0 || !double.IsFinite(norm))
        {
            return norm;
        }

        // The inverse of a tiny norm would overflow.
        VectorMath.Scale(1 / VectorMath.LargestMagnitude(first), first);
        VectorMath.Scale(1 / VectorMath.Norm(first), first);
        LanczosRecurrence recurrence = default;
        int steps = 0;
        while (steps < Products)
        {
            // The product is written to the place of the next basis vector. The last product overwrites the start vector, which is computed
            // again below.
            Span<double> current = _basis[steps].Span;
            Span<double> next = steps + 1 < Products ? _basis[steps + 1].Span : _start.Span;
            Multiply(flow, state, current, next);
            recurrence.OrthogonalizeWithQuotient(next, current, steps > 0 ? _basis[steps - 1].Span : default);
            _diagonal[steps] = recurrence.Diagonal;
            _offDiagonal[steps] = recurrence.OffDiagonal;
            steps++;
            if (!(recurrence.OffDiagonal > LeastOffDiagonal * Math.Abs(recurrence.Diagonal)))
            {
                break;
            }

            if (steps < Products)
            {
                VectorMath.Scale(1 / recurrence.OffDiagonal, next);
            }
        }

        ReadOnlySpan<double> diagonal = _diagonal.AsSpan(0, steps);
        ReadOnlySpan<double> offDiagonal = _offDiagonal.AsSpan(0, steps);
        Span<double> coefficients = _coefficients.AsSpan(0, steps);
        double value = TridiagonalEigensolver.Largest(diagonal, offDiagonal);
        TridiagonalEigensolver.FindLargestVector(diagonal, offDiagonal, value, coefficients);
        Span<double> start = _start.Span;
        start.Clear();
        for (int k = 0; k < steps; k++)
        {
            VectorMath.AddScaled(start, coefficients[k], _basis[k].Span, start);
        }

        return Math.Max(0, value) + (offDiagonal[^1] * Math.Abs(coefficients[^1]));
    }

    private void Multiply(IGradientFlow flow, FlowState state, ReadOnlySpan<double> vector, Span<double> product)
    {
        double delta = Displacement / VectorMath.LargestMagnitude(vector);
        VectorMath.AddScaled(state.Positions, delta, vector, _shifted.Span);
        flow.EvaluateForces(_shifted.Span, product);
        VectorMath.AddScaled(product, -1, state.Forces, product);
        VectorMath.Scale(-1 / delta, product);
    }
}
