// What every solver of modes can do.

namespace GlassModes.Modes.Solvers;

/// <summary>A solver for modes of one Hessian. The sets that it returns have passed their checks.</summary>
internal interface IModeSolver : IDisposable
{
    /// <summary>All unstable modes, and at least a given number of the lowest modes.</summary>
    ModeSet FindUnstable(int atLeast);

    /// <summary>The lowest modes, a given number of them.</summary>
    ModeSet FindLowest(int count);

    /// <summary>The modes in (lower, upper].</summary>
    ModeSet FindWithin(double lower, double upper);
}
