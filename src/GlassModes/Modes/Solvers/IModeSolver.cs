// What every solver of modes can do.

namespace GlassModes.Modes.Solvers;

/// <summary>One way to the modes of one Hessian. The sets returned have passed their checks.</summary>
internal interface IModeSolver : IDisposable
{
    /// <summary>All unstable modes, and no fewer than a number of the lowest.</summary>
    ModeSet FindUnstable(int atLeast);

    /// <summary>A number of the lowest modes.</summary>
    ModeSet FindLowest(int count);

    /// <summary>The modes between two limits.</summary>
    ModeSet FindWithin(double lower, double upper);
}
