// The largest decay rate of a flow at a point, from a few force evaluations.

using GlassModes.LinearAlgebra.Krylov;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Simd;

namespace GlassModes.Quench.Integrators;

/// <summary>
/// λ_max of the Hessian −∂f/∂x by a few Lanczos steps on differences of forces, H v ≈ (f(x) − f(x + δ v))/δ. The first estimate
/// starts from the force and takes two rounds; later ones start from the last Ritz vector. Memory: 8n bytes for each of
/// eleven vectors.
/// </summary>
internal sealed class StiffnessEstimate : IDisposable
{
    private const int Products = 9;

    // The coordinate that moves most moves by this much: far above rounding, far below the range of a pair.
    private const double Displacement = 1e-6;

    private readonly AlignedBuffer<double>[] _basis = new AlignedBuffer<double>[Products];
    private readonly AlignedBuffer<double> _shifted;
    private readonly AlignedBuffer<double> _start;
    private readonly double[] _diagonal = new double[Products];
    private readonly double[] _offDiagonal = new double[Products];
    private readonly double[] _ritz = new double[Products];
    private bool _warm;

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
    /// The largest Ritz value plus its residual; 0 where the force does not change. Between the Ritz value, a lower bound of
    /// λ_max, and this there is an eigenvalue.
    /// </summary>
    public double Measure(IGradientFlow flow, FlowState at)
    {
        if (!_warm)
        {
            StartFromForce(at);
            _ = Run(flow, at);
        }

        double value = Run(flow, at);

        // What overflowed is not to be started from.
        _warm = double.IsFinite(value);
        return value;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_warm);
        BinaryVectors.Write(writer, _start.Span);
    }

    public void Load(BinaryReader reader)
    {
        _warm = reader.ReadBoolean();
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

    // The force is rich in stiff directions, but might lack the stiffest altogether: a random part has some of all.
    private void StartFromForce(FlowState at)
    {
        const double share = 0.2;
        Span<double> start = _start.Span;
        at.Forces.CopyTo(start);
        double scale = share * Math.Sqrt(at.MeanSquare);
        Philox random = new(0x5374696666, 0);
        foreach (ref double component in start)
        {
            component += scale * ((2 * random.NextUniform()) - 1);
        }
    }

    private double Run(IGradientFlow flow, FlowState at)
    {
        Span<double> first = _basis[0].Span;
        _start.Span.CopyTo(first);
        double norm = Norm(first);
        if (!(norm > 0) || !double.IsFinite(norm))
        {
            return 0;
        }

        // A norm that is tiny would overflow its inverse.
        VectorMath.Scale(1 / VectorMath.LargestMagnitude(first), first);
        VectorMath.Scale(1 / Norm(first), first);
        int steps = 0;
        while (steps < Products)
        {
            // The product goes where the next vector will stand; after the last it overwrites the start, which is made anew.
            Span<double> current = _basis[steps].Span;
            Span<double> next = steps + 1 < Products ? _basis[steps + 1].Span : _start.Span;
            Multiply(flow, at, current, next);
            double alpha = VectorMath.Dot(current, next);
            VectorMath.AddScaled(next, -alpha, current, next);
            if (steps > 0)
            {
                VectorMath.AddScaled(next, -_offDiagonal[steps - 1], _basis[steps - 1].Span, next);
            }

            double beta = Norm(next);
            _diagonal[steps] = alpha;
            _offDiagonal[steps] = beta;
            steps++;
            if (!(beta > 1e-6 * Math.Abs(alpha)))
            {
                break;
            }

            if (steps < Products)
            {
                VectorMath.Scale(1 / beta, next);
            }
        }

        double value = LanczosBound.LargestOfTridiagonal(_diagonal.AsSpan(0, steps), _offDiagonal.AsSpan(0, steps));
        double lastComponent = RitzVector(value, steps);
        Span<double> start = _start.Span;
        start.Clear();
        for (int k = 0; k < steps; k++)
        {
            VectorMath.AddScaled(start, _ritz[k], _basis[k].Span, start);
        }

        return Math.Max(0, value) + (_offDiagonal[steps - 1] * Math.Abs(lastComponent));
    }

    private void Multiply(IGradientFlow flow, FlowState at, ReadOnlySpan<double> vector, Span<double> product)
    {
        double delta = Displacement / VectorMath.LargestMagnitude(vector);
        VectorMath.AddScaled(at.Positions, delta, vector, _shifted.Span);
        flow.EvaluateForces(_shifted.Span, product);
        VectorMath.AddScaled(product, -1, at.Forces, product);
        VectorMath.Scale(-1 / delta, product);
    }

    // The eigenvector of the tridiagonal matrix by its recurrence from above, which is stable for the largest eigenvalue.
    private double RitzVector(double value, int steps)
    {
        _ritz[0] = 1;
        double square = 1;
        for (int k = 1; k < steps; k++)
        {
            double before = k > 1 ? _offDiagonal[k - 2] * _ritz[k - 2] : 0;
            _ritz[k] = (((value - _diagonal[k - 1]) * _ritz[k - 1]) - before) / _offDiagonal[k - 1];
            square += _ritz[k] * _ritz[k];
        }

        double scale = 1 / Math.Sqrt(square);
        for (int k = 0; k < steps; k++)
        {
            _ritz[k] *= scale;
        }

        return _ritz[steps - 1];
    }

    private static double Norm(ReadOnlySpan<double> vector) => Math.Sqrt(VectorMath.Dot(vector, vector));
}
