// The kinds of quench methods, their names and defaults: integrators of the flow, and minimisers that do not follow the flow.

using GlassModes.Models;

namespace GlassModes.Quench;

/// <summary>The method by which a quench goes down in energy.</summary>
public enum QuenchMethodKind
{
    /// <summary>The default of the model: <see cref="RungeKutta32"/> where contacts open and close, else <see cref="Rkc3"/>.</summary>
    Automatic,

    /// <summary>Explicit Euler with a fixed step, the method of the paper.</summary>
    Euler,

    /// <summary>Second-order Runge-Kutta-Chebyshev with adaptive steps and numbers of stages.</summary>
    Rkc2,

    /// <summary>Third-order Runge-Kutta-Chebyshev with adaptive steps and numbers of stages.</summary>
    Rkc3,

    /// <summary>Bogacki and Shampine's Runge-Kutta 3(2) with adaptive steps.</summary>
    RungeKutta32,

    /// <summary>Dormand and Prince's Runge-Kutta 5(4) with adaptive steps and a tight tolerance: the reference method.</summary>
    RungeKutta54,

    /// <summary>FIRE 2.0: dynamics whose velocities are turned towards the forces. FIRE does not follow the flow.</summary>
    Fire,

    /// <summary>Nonlinear conjugate gradients. The method does not follow the flow and has no time.</summary>
    ConjugateGradient,
}

/// <summary>Names and defaults of the methods.</summary>
public static class QuenchMethods
{
    private static readonly (QuenchMethodKind Kind, string Name)[] s_names =
    [
        (QuenchMethodKind.Automatic, "auto"),
        (QuenchMethodKind.Euler, "euler"),
        (QuenchMethodKind.Rkc2, "rkc2"),
        (QuenchMethodKind.Rkc3, "rkc3"),
        (QuenchMethodKind.RungeKutta32, "rk32"),
        (QuenchMethodKind.RungeKutta54, "rk54"),
        (QuenchMethodKind.Fire, "fire"),
        (QuenchMethodKind.ConjugateGradient, "cg"),
    ];

    /// <summary>The names of all methods, as the command line uses them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_names.Select(pair => pair.Name)];

    /// <summary>Returns the name of a method.</summary>
    public static string NameOf(QuenchMethodKind kind) => s_names.First(pair => pair.Kind == kind).Name;

    /// <summary>Returns the method with a name; null where no method has this name.</summary>
    public static QuenchMethodKind? Named(string name) =>
        s_names.Where(pair => pair.Name == name).Select(pair => (QuenchMethodKind?)pair.Kind).FirstOrDefault();

    /// <summary>Returns the method that <see cref="QuenchMethodKind.Automatic"/> stands for.</summary>
    public static QuenchMethodKind DefaultFor(PairModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.HasContacts ? QuenchMethodKind.RungeKutta32 : QuenchMethodKind.Rkc3;
    }

    /// <summary>Returns the tolerance of a method under these options; null for a method without a tolerance.</summary>
    public static double? ToleranceOf(QuenchMethodKind kind, QuenchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        double? defaultTolerance = kind switch
        {
            QuenchMethodKind.Rkc2 => 3e-3,
            QuenchMethodKind.Rkc3 => 5e-3,
            QuenchMethodKind.RungeKutta32 => 1e-3,
            QuenchMethodKind.RungeKutta54 => 1e-8,
            _ => null,
        };
        return defaultTolerance is null ? null : options.Tolerance ?? defaultTolerance;
    }

    /// <summary>
    /// Returns the time step of Euler, or the first time step of FIRE, under these options; null for methods that choose their steps, and
    /// for conjugate gradients.
    /// </summary>
    public static double? TimestepOf(QuenchMethodKind kind, QuenchOptions options, PairModel model)
    {
        ArgumentNullException.ThrowIfNull(options);
        double? defaultTimestep = kind switch
        {
            QuenchMethodKind.Euler => 1e-4,
            QuenchMethodKind.Fire => model.HasContacts ? 0.05 : 0.002,
            _ => null,
        };
        return defaultTimestep is null ? null : options.Timestep ?? defaultTimestep;
    }

    /// <summary>Whether the method follows the flow dr/dt = f. Times and energies are then those of steepest descent.</summary>
    public static bool FollowsFlow(QuenchMethodKind kind) => kind is not (QuenchMethodKind.Fire or QuenchMethodKind.ConjugateGradient);
}
