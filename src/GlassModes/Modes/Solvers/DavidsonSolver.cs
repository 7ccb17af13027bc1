// The lowest modes by block Davidson on the sparse matrix.


using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Modes.Certificates;

namespace GlassModes.Modes.Solvers;

/// <summary>Few modes from below, without a factorisation but for the certificate.</summary>
internal static class DavidsonSolver
{
    private const string Solver = "block Davidson, IC(0) preconditioner";

    // Modes beside those asked for, among which a gap is looked for.
    private const int Beyond = 3;

    // Positive part of the preconditioner's shift, of λ_max.
    private const double ShiftMargin = 5e-4;

    /// <summary>All unstable modes, and no fewer than a given number of the lowest.</summary>
    public static ModeSet Unstable(ModeProblem problem, int atLeast)
    {
        int least = Math.Min(atLeast + Beyond, problem.Searched);
        int expected = Math.Max(HessianModes.ExpectedUnstable(problem), least);
        Eigenpairs found = Solve(problem, new DavidsonOptions(
            problem.Searched, problem.Options.Tolerance * problem.Scale, Limit: problem.SignLimit, AtLeast: least, Expected: expected));
        return problem.UnstableInFileOrder(new CompletenessCheck(problem).OfUnstable(found, atLeast, Repair(problem)), atLeast, Solver);
    }

    /// <summary>The lowest modes.</summary>
    public static ModeSet Lowest(ModeProblem problem, int count)
    {
        int wanted = Math.Min(count + Beyond, problem.Searched);
        Eigenpairs found = Solve(problem, new DavidsonOptions(wanted, problem.Options.Tolerance * problem.Scale));
        return problem.LowestInFileOrder(new CompletenessCheck(problem).OfLowest(found, count, always: false, Repair(problem)), count, Solver);
    }

    private static Eigenpairs Solve(ModeProblem problem, DavidsonOptions options)
    {
        problem.Report("estimating the lowest eigenvalue", 0);
        using IncompleteCholesky preconditioner = Preconditioner(problem, problem.LowestEstimate());
        return BlockDavidson.Lowest(
            problem.Product, preconditioner, options, problem.Translations, problem.Guesses(), new Relay(problem), problem.Cancellation);
    }

    // The lowest others than those found.
    private static CompletenessCheck.Repair Repair(ModeProblem problem) => (found, missing, _, _) =>
    {
        double[] excluded = problem.Vectors(problem.FreeModes + found.Count, "the modes found");
        problem.Translations.CopyTo(excluded, 0);
        for (int k = 0; k < found.Count; k++)
        {
            found.Vector(k).CopyTo(excluded.AsSpan(problem.Translations.Length + (k * problem.Order)));
        }

        using IncompleteCholesky preconditioner = Preconditioner(problem, found.Values[0]);
        return BlockDavidson.Lowest(
            problem.Product,
            preconditioner,
            new DavidsonOptions(missing, problem.Options.Tolerance * problem.Scale, Seed: 2),
            excluded,
            default,
            new Relay(problem),
            problem.Cancellation);
    };

    private static IncompleteCholesky Preconditioner(ModeProblem problem, double lowest) => new(
        problem.Sparse.Matrix, (1.05 * Math.Max(0, -lowest)) + (ShiftMargin * problem.Scale), problem.Team);

    private sealed class Relay(ModeProblem problem) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => problem.Report(value.Activity, 0);
    }
}
