// The ways down: integrators of the flow, and minimisers that are not the flow.

using GlassModes.Models;

namespace GlassModes.Quench;

/// <summary>How a quench goes down in energy.</summary>
public enum QuenchMethodKind
{
    /// <summary>The default of the model: <see cref="RungeKutta32"/> where contacts open and close, else <see cref="Rkc3"/>.</summary>
    Automatic,

    /// <summary>Explicit Euler with fixed step, the paper's own.</summary>
    Euler,

    /// <summary>Second-order Runge-Kutta-Chebyshev with adaptive steps and numbers of stages.</summary>
    Rkc2,

    /// <summary>Third-order Runge-Kutta-Chebyshev with adaptive steps and numbers of stages.</summary>
    Rkc3,

    /// <summary>Bogacki and Shampine's Runge-Kutta 3(2) with adaptive steps.</summary>
    RungeKutta32,

    /// <summary>Dormand and Prince's Runge-Kutta 5(4) with adaptive steps and a tight tolerance: the reference.</summary>
    RungeKutta54,

    /// <summary>FIRE 2.0: dynamics whose velocities are turned towards the forces. Not the flow.</summary>
    Fire,

    /// <summary>Nonlinear conjugate gradients. Not the flow, and without a time.</summary>
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

    /// <summary>All names, as on the command line.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_names.Select(pair => pair.Name)];

    /// <summary>The name of a method.</summary>
    public static string NameOf(QuenchMethodKind kind) => s_names.First(pair => pair.Kind == kind).Name;

    /// <summary>The method of a name, if there is one.</summary>
    public static QuenchMethodKind? Named(string name) =>
        s_names.Where(pair => pair.Name == name).Select(pair => (QuenchMethodKind?)pair.Kind).FirstOrDefault();

    /// <summary>The method that <see cref="QuenchMethodKind.Automatic"/> stands for.</summary>
    public static QuenchMethodKind DefaultFor(PairModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.HasContacts ? QuenchMethodKind.RungeKutta32 : QuenchMethodKind.Rkc3;
    }

    /// <summary>The tolerance that a method works with under these options; null where it has none.</summary>
    public static double? ToleranceOf(QuenchMethodKind kind, QuenchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        double? standard = kind switch
        {
            QuenchMethodKind.Rkc2 => 3e-3,
            QuenchMethodKind.Rkc3 => 5e-3,
            QuenchMethodKind.RungeKutta32 => 1e-3,
            QuenchMethodKind.RungeKutta54 => 1e-8,
            _ => null,
        };
        return standard is null ? null : options.Tolerance ?? standard;
    }

    /// <summary>The time step that a method works with, or begins with, under these options; null where it chooses its own.</summary>
    public static double? TimestepOf(QuenchMethodKind kind, QuenchOptions options, PairModel model)
    {
        ArgumentNullException.ThrowIfNull(options);
        double? standard = kind switch
        {
            QuenchMethodKind.Euler => 1e-4,
            QuenchMethodKind.Fire => model.HasContacts ? 0.05 : 0.002,
            _ => null,
        };
        return standard is null ? null : options.Timestep ?? standard;
    }

    /// <summary>Whether the method follows the flow dr/dt = f, so that its times and energies are those of steepest descent.</summary>
    public static bool FollowsFlow(QuenchMethodKind kind) => kind is not (QuenchMethodKind.Fire or QuenchMethodKind.ConjugateGradient);
}
