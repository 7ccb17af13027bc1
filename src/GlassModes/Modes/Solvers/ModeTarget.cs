// Which modes a solver is to find.

namespace GlassModes.Modes.Solvers;

/// <summary>The modes wanted.</summary>
internal abstract record ModeTarget
{
    /// <summary>Whether the modes are the lowest, so that an iteration from below can find them.</summary>
    public virtual bool IsFromBelow => true;

    /// <summary>Estimates the number of these modes.</summary>
    public abstract int Expect(ModeProblem problem);

    /// <summary>Asks a solver for these modes.</summary>
    public abstract ModeSet FindBy(IModeSolver solver);
}

/// <summary>All unstable modes, and at least a given number of the lowest modes.</summary>
internal sealed record UnstableTarget(int AtLeast) : ModeTarget
{
    public override int Expect(ModeProblem problem) => Math.Max(problem.ExpectedUnstable, AtLeast);

    public override ModeSet FindBy(IModeSolver solver) => solver.FindUnstable(AtLeast);
}

/// <summary>The lowest modes, a given number of them.</summary>
internal sealed record LowestTarget(int Count) : ModeTarget
{
    public override int Expect(ModeProblem problem) => Count;

    public override ModeSet FindBy(IModeSolver solver) => solver.FindLowest(Count);
}

/// <summary>The modes in (Lower, Upper].</summary>
internal sealed record IntervalTarget(double Lower, double Upper) : ModeTarget
{
    public override bool IsFromBelow => false;

    public override int Expect(ModeProblem problem) => (int)Math.Ceiling(
        (problem.Spectrum.FractionBelow(Upper) - problem.Spectrum.FractionBelow(Lower)) * problem.Hessian.Order);

    public override ModeSet FindBy(IModeSolver solver) => solver.FindWithin(Lower, Upper);
}
