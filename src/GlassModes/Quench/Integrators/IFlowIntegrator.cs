// One method of integrating a gradient flow, one step at a time.

namespace GlassModes.Quench.Integrators;

/// <summary>
/// A one-step method: from a state, over a time, to another, with an estimate of the error made. It holds its own scratch
/// memory and whatever it learns on the way, so it belongs to one trajectory. Step sizes are chosen by others.
/// </summary>
public interface IFlowIntegrator : IDisposable
{
    /// <summary>Short name, as on the command line.</summary>
    string Name { get; }

    /// <summary>p: the error of the solution over a fixed time falls as h^p.</summary>
    int Order { get; }

    /// <summary>q: the error estimate per unit time falls as h^q; 0 where the method has none.</summary>
    int EstimateOrder { get; }

    /// <summary>
    /// Whether the path within a step is the straight line between its ends; otherwise it is the cubic that has the positions
    /// and forces of both ends.
    /// </summary>
    bool IsStraight { get; }

    /// <summary>The longest step that is stable in linear decay of rate λ.</summary>
    /// <param name="rate">λ &gt; 0.</param>
    double LongestStableStep(double rate);

    /// <summary>The longest step that it can try from where it was last; +∞ where only the error limits it.</summary>
    double LongestStep { get; }

    /// <summary>
    /// Tries a step. The state it starts from is not changed; forces and energy at its end are evaluated. Allocates nothing after the first
    /// few.
    /// </summary>
    /// <param name="flow">The right-hand side.</param>
    /// <param name="before">Where the step starts.</param>
    /// <param name="timestep">h &gt; 0.</param>
    /// <param name="after">Receives positions, forces, energy and mean square; time and number are the caller's.</param>
    /// <returns>Root mean square over the n coordinates of the estimated error; NaN for a method without an estimate, or where the step
    /// overflowed.</returns>
    double Attempt(IGradientFlow flow, FlowState before, double timestep, FlowState after);

    /// <summary>Writes what the next steps depend on.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Reads it back.</summary>
    void Load(BinaryReader reader);
}
