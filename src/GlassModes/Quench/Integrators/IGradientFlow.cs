// What an integrator is given: the right-hand side of a gradient flow.

namespace GlassModes.Quench.Integrators;

/// <summary>The flow dx/dt = f(x) = −∇V(x). Evaluations need not be thread-safe.</summary>
public interface IGradientFlow
{
    /// <summary>Number n of coordinates.</summary>
    int Length { get; }

    /// <summary>f ← f(x), and returns V(x).</summary>
    /// <param name="positions">x, n values.</param>
    /// <param name="forces">Receives f, n values.</param>
    double Evaluate(ReadOnlySpan<double> positions, Span<double> forces);

    /// <summary>f ← f(x), the same bits as <see cref="Evaluate"/> gives, where V is not needed.</summary>
    /// <param name="positions">x, n values.</param>
    /// <param name="forces">Receives f, n values.</param>
    void EvaluateForces(ReadOnlySpan<double> positions, Span<double> forces);
}
