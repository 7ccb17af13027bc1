// What the quench asks of a method: one accepted step after another.

using GlassModes.Models;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>A way down. It holds its scratch memory and what it learns on the way; a step allocates nothing.</summary>
internal abstract class QuenchMethod : IDisposable
{
    /// <summary>Whether dV/dt = −|f|² along its path.</summary>
    public abstract bool FollowsFlow { get; }

    /// <summary>Whether the path within a step is a straight line, or the cubic of both ends' positions and forces.</summary>
    public abstract bool IsStraight { get; }

    /// <summary>Goes one step on: positions, forces, energy, time and number.</summary>
    /// <exception cref="Dynamics.SimulationException">No step succeeds.</exception>
    public abstract void Advance(IGradientFlow flow, FlowState before, FlowState after);

    /// <summary>Told that the state was changed from outside.</summary>
    public abstract void Disturbed();

    /// <summary>Writes what the next steps depend on.</summary>
    public abstract void Save(BinaryWriter writer);

    /// <summary>Reads it back.</summary>
    public abstract void Load(BinaryReader reader);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>The method that the options ask for; <see cref="QuenchMethodKind.Automatic"/> has been decided.</summary>
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
