// Which modes a solver is to find.

namespace GlassModes.Modes.Solvers;

/// <summary>The modes wanted.</summary>
internal abstract record ModeTarget
{
    /// <summary>Whether the modes are the lowest, so that an iteration from below finds them.</summary>
    public virtual bool IsFromBelow => true;

    /// <summary>An estimate of their number.</summary>
    public abstract int Expect(ModeProblem problem);

    /// <summary>Asks a solver for them.</summary>
    public abstract ModeSet FindBy(IModeSolver solver);
}

/// <summary>All unstable modes, and no fewer than a number of the lowest.</summary>
internal sealed record UnstableTarget(int AtLeast) : ModeTarget
{
    public override int Expect(ModeProblem problem) => Math.Max(problem.ExpectedUnstable, AtLeast);

    public override ModeSet FindBy(IModeSolver solver) => solver.FindUnstable(AtLeast);
}

/// <summary>A number of the lowest modes.</summary>
internal sealed record LowestTarget(int Count) : ModeTarget
{
    public override int Expect(ModeProblem problem) => Count;

    public override ModeSet FindBy(IModeSolver solver) => solver.FindLowest(Count);
}

/// <summary>The modes between two limits.</summary>
internal sealed record IntervalTarget(double Lower, double Upper) : ModeTarget
{
    public override bool IsFromBelow => false;

    public override int Expect(ModeProblem problem) => (int)Math.Ceiling(
        (problem.Spectrum.FractionBelow(Upper) - problem.Spectrum.FractionBelow(Lower)) * problem.Hessian.Order);

    public override ModeSet FindBy(IModeSolver solver) => solver.FindWithin(Lower, Upper);
}
