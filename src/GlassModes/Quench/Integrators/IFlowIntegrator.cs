// A method that integrates a gradient flow, one step at a time.

namespace GlassModes.Quench.Integrators;

/// <summary>
/// A one-step method: an integrator advances a state by a time step h and estimates the error of the step. An integrator holds scratch
/// memory and the history of a trajectory, so an integrator belongs to one trajectory. The caller chooses the step sizes.
/// </summary>
public interface IFlowIntegrator : IDisposable
{
    /// <summary>Short name, as on the command line.</summary>
    string Name { get; }

    /// <summary>Order p of the solution: the error over a fixed time falls as h^p.</summary>
    int Order { get; }

    /// <summary>Order q of the error estimate: the estimate per unit time falls as h^q. 0 for a method without an estimate.</summary>
    int EstimateOrder { get; }

    /// <summary>
    /// Whether the path within a step is the straight line between its ends. Otherwise the path is the cubic that has the positions and
    /// forces of both ends.
    /// </summary>
    bool IsStraight { get; }

    /// <summary>Computes the longest step that is stable in linear decay of rate λ.</summary>
    /// <param name="rate">λ &gt; 0.</param>
    double LongestStableStep(double rate);

    /// <summary>The longest step that the method can try from the last state; +∞ where only the error limits the step.</summary>
    double LongestStep { get; }

    /// <summary>
    /// Tries a step. The state before the step is not changed. Forces and energy are evaluated at the end of the step. Allocates nothing,
    /// except the coefficients of a Runge-Kutta-Chebyshev method when a number of stages occurs for the first time.
    /// </summary>
    /// <param name="flow">The right-hand side.</param>
    /// <param name="before">The state at the start of the step.</param>
    /// <param name="timestep">Time step h &gt; 0.</param>
    /// <param name="after">Receives positions, forces, energy and mean square. The caller sets the time and the number of steps.</param>
    /// <returns>
    /// Root mean square of the estimated error over the n coordinates. NaN for a method without an estimate, or where the step overflowed.
    /// +∞ where the step is longer than the method can try; the state after the step is not evaluated then.
    /// </returns>
    double Attempt(IGradientFlow flow, FlowState before, double timestep, FlowState after);

    /// <summary>Writes everything in the integrator that the next steps depend on.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    void Load(BinaryReader reader);
}
