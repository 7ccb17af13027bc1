// Chooses a solver and runs it.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Modes.Certificates;

namespace GlassModes.Modes.Solvers;

/// <summary>
/// Decides which solver runs: the solver that the caller names, or else the cheapest that fits into memory. No other class decides this.
/// </summary>
internal static class SolverChoice
{
    /// <summary>What <see cref="ModeEvidence.Solver"/> says where nothing had to be solved.</summary>
    public const string NoSolver = "none";

    /// <summary>What <see cref="ModeEvidence.Choice"/> says where no two particles interact.</summary>
    public const string NoContacts = "no two particles interact";

    /// <summary>What <see cref="ModeEvidence.Choice"/> says of a solver that the caller chose.</summary>
    public const string AskedFor = "asked for";

    /// <summary>Finds modes.</summary>
    public static ModeSet Find(
        Hessian hessian, ModeTarget target, ModeOptions? options, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        options ??= new ModeOptions();
        if (hessian.Bonds.IsEmpty)
        {
            return ModeChecks.CreateChecked(
                hessian,
                Eigenpairs.Merged(hessian.Order),
                0,
                NoSolver,
                Certificate.OfNoContacts(),
                0,
                ZeroModes.Known(hessian)).WithChoice(NoContacts);
        }

        if (IsDense(hessian, options))
        {
            using DenseSolver dense = new(hessian, options.Certification);
            return target.FindBy(dense).WithChoice(ReasonForSize(options, isSmall: true));
        }

        using ModeProblem problem = new(hessian, options, progress, cancellation);
        return options.Solver == ModeSolver.Automatic
            ? FindByCheapest(problem, target)
            : FindBy(options.Solver, problem, target).WithChoice(AskedFor);
    }

    /// <summary>Whether the dense matrix is used without an estimate of costs.</summary>
    public static bool IsDense(Hessian hessian, ModeOptions options) =>
        options.Solver == ModeSolver.Dense || (options.Solver == ModeSolver.Automatic && hessian.Count <= SolverCosts.SmallCount);

    /// <summary>The reason for a choice that depends on the size alone.</summary>
    public static string ReasonForSize(ModeOptions options, bool isSmall) => options.Solver == ModeSolver.Automatic
        ? FormattableString.Invariant($"N {(isSmall ? "up to" : "above")} {SolverCosts.SmallCount}") : AskedFor;

    private static ModeSet FindByCheapest(ModeProblem problem, ModeTarget target)
    {
        SolverCosts costs = SolverCosts.Of(
            problem.Hessian.Count,
            target.Expect(problem),
            target.IsFromBelow,
            problem.Options.MemoryLimit,
            problem.Hessian.Bonds.Length);
        string shortages = "";
        ModeSolver[] solvers = costs.FromCheapest();
        for (int k = 0; ; k++)
        {
            try
            {
                return FindBy(solvers[k], problem, target).WithChoice(costs.Why + shortages);
            }
            catch (OutOfMemoryException shortage) when (!problem.HasModes)
            {
                // A shortage of memory in a certificate does not lead here, because another solver would need the same certificate.
                shortages += $"; {SolverCosts.NameOf(solvers[k])} did not fit: {shortage.Message.TrimEnd('.')}";
                if (k + 1 == solvers.Length)
                {
                    throw new InsufficientMemoryException($"No solver fits into memory{shortages}.", shortage);
                }

                problem.Report($"{SolverCosts.NameOf(solvers[k])} does not fit into memory", 0);
            }
        }
    }

    private static ModeSet FindBy(ModeSolver kind, ModeProblem problem, ModeTarget target)
    {
        using IModeSolver solver = kind switch
        {
            ModeSolver.Dense => new DenseSolver(problem.Hessian, problem.Options.Certification),
            ModeSolver.Davidson => new DavidsonSolver(problem),
            _ => new SlicingSolver(problem),
        };
        return target.FindBy(solver);
    }
}
