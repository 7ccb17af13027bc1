// The right-hand side of a gradient flow, which an integrator evaluates.

namespace GlassModes.Quench.Integrators;

/// <summary>The flow dx/dt = f(x) = −∇V(x). Evaluations need not be thread-safe.</summary>
public interface IGradientFlow
{
    /// <summary>Number n of coordinates.</summary>
    int Length { get; }

    /// <summary>Computes f(x) and returns V(x).</summary>
    /// <param name="positions">x, n values.</param>
    /// <param name="forces">Receives f, n values.</param>
    double Evaluate(ReadOnlySpan<double> positions, Span<double> forces);

    /// <summary>Computes f(x) where V is not needed, with the same bits as <see cref="Evaluate"/>.</summary>
    /// <param name="positions">x, n values.</param>
    /// <param name="forces">Receives f, n values.</param>
    void EvaluateForces(ReadOnlySpan<double> positions, Span<double> forces);
}
