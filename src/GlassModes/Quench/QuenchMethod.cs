// A method of a quench: it takes one accepted step after another.

using GlassModes.Models;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>
/// A method that takes a configuration down in energy, step by step. A method holds scratch memory and the history of one quench. A step
/// allocates nothing, except the coefficients of a Runge-Kutta-Chebyshev method when a number of stages occurs for the first time.
/// </summary>
internal abstract class QuenchMethod : IDisposable
{
    /// <summary>Whether the path follows the flow dr/dt = f, so that dV/dt = −|f|².</summary>
    public abstract bool FollowsFlow { get; }

    /// <summary>
    /// Whether the path within a step is a straight line. Otherwise the path is the cubic that has the positions and forces of both ends.
    /// </summary>
    public abstract bool IsStraight { get; }

    /// <summary>Takes one step. <paramref name="after"/> receives positions, forces, energy, time and number of steps.</summary>
    /// <exception cref="Dynamics.SimulationException">No step succeeds.</exception>
    public abstract void Advance(IGradientFlow flow, FlowState before, FlowState after);

    /// <summary>Forgets the part of the history that no longer holds after the state was changed from outside.</summary>
    public abstract void Disturbed();

    /// <summary>Writes everything in the method that the next steps depend on.</summary>
    public abstract void Save(BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public abstract void Load(BinaryReader reader);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Makes a method with the settings in the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind is <see cref="QuenchMethodKind.Automatic"/> or unknown.</exception>
    public static QuenchMethod Create(QuenchMethodKind kind, QuenchOptions options, PairModel model, int length) => kind switch
    {
        QuenchMethodKind.Euler => new FixedStepFlow(new ExplicitEuler(), QuenchMethods.TimestepOf(kind, options, model)!.Value),
        QuenchMethodKind.Rkc2 => new AdaptiveFlow(new Rkc2(length), QuenchMethods.ToleranceOf(kind, options)!.Value),
        QuenchMethodKind.Rkc3 => new AdaptiveFlow(new Rkc3(length), QuenchMethods.ToleranceOf(kind, options)!.Value),
        QuenchMethodKind.RungeKutta32 =>
            new AdaptiveFlow(
                new ExplicitRungeKutta(ButcherTableau.BogackiShampine, length), QuenchMethods.ToleranceOf(kind, options)!.Value),
        QuenchMethodKind.RungeKutta54 =>
            new AdaptiveFlow(new ExplicitRungeKutta(ButcherTableau.DormandPrince, length), QuenchMethods.ToleranceOf(kind, options)!.Value),
        QuenchMethodKind.Fire =>
            new Fire(length, QuenchMethods.TimestepOf(kind, options, model)!.Value),
        QuenchMethodKind.ConjugateGradient => new ConjugateGradient(length),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a method."),
    };
}
