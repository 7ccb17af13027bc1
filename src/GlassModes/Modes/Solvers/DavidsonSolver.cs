// The lowest modes by block Davidson on the sparse matrix.

using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Models;
using GlassModes.Modes.Certificates;

namespace GlassModes.Modes.Solvers;

/// <summary>Finds a few modes from below. Only the certificate needs a factorisation.</summary>
internal sealed class DavidsonSolver(ModeProblem problem) : IModeSolver
{
    private const string Name = "block Davidson, IC(0) preconditioner";

    // Number of modes beyond the requested modes, so that the certificate finds a gap for its shift.
    private const int ExtraModes = 3;

    // Numbers of further modes of a multiplet that are searched for at once. A multiplet of a cubic crystal has up to 48 modes for each
    // polarisation.
    private const int FirstOfMultiplet = 16;
    private const int MostOfMultiplet = 64;

    // Constant part of the preconditioner's shift, in units of λ_max.
    private const double ShiftMargin = 5e-4;

    /// <inheritdoc/>
    public ModeSet FindUnstable(int atLeast)
    {
        int least = Math.Min(atLeast + ExtraModes, problem.Searched);
        int expected = Math.Max(problem.ExpectedUnstable, least);
        Eigenpairs found = FindPairs(new DavidsonOptions(
            problem.Searched, problem.Options.Tolerance * problem.Scale, Limit: problem.SignLimit, AtLeast: least, Expected: expected));
        CertifiedPairs certified = new CompletenessCheck(problem).CertifyUnstable(found, atLeast, FindMissing);
        return SparseModes.CreateUnstable(problem, certified, atLeast, Name);
    }

    /// <inheritdoc/>
    public ModeSet FindLowest(int count)
    {
        int wanted = Math.Min(count + ExtraModes, problem.Searched);
        Eigenpairs found = FindPairs(new DavidsonOptions(wanted, problem.Options.Tolerance * problem.Scale));
        CompletenessCheck check = new(problem);
        if (CertificatePolicy.WhyNone(problem, atAnySize: false) is null)
        {
            found = FindRestOfMultiplet(found, count, check);
        }

        CertifiedPairs certified = check.CertifyLowest(found, count, atAnySize: false, FindMissing);
        return SparseModes.CreateLowest(problem, certified, count, Name);
    }

    /// <summary>Block Davidson finds modes from below only.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public ModeSet FindWithin(double lower, double upper) =>
        throw new NotSupportedException("Block Davidson finds modes from below only, not those of an interval.");

    /// <summary>Does nothing, because the caller owns the problem.</summary>
    public void Dispose()
    {
    }

    private Eigenpairs FindPairs(DavidsonOptions options)
    {
        int particles = problem.Hessian.Count;
        long bytes = MemoryEstimate.Davidson(particles, problem.Hessian.Bonds.Length, options.Expected ?? options.Count);
        MemoryEstimate.Ensure(bytes, particles, "block Davidson");
        problem.Report("estimating the lowest eigenvalue", 0);
        using IncompleteCholesky preconditioner = CreatePreconditioner(problem.EstimateLowest());
        return BlockDavidson.Lowest(
            problem.Product,
            preconditioner,
            options,
            problem.Translations,
            problem.GatherGuesses(),
            new Relay(problem),
            problem.Cancellation);
    }

    // In a crystal the pairs found may end within a multiplet, which leaves no gap for a certificate. The search then goes on to the end
    // of the multiplet. The method takes over the pairs.
    private Eigenpairs FindRestOfMultiplet(Eigenpairs found, int count, CompletenessCheck check)
    {
        Eigenpairs pairs = found;
        try
        {
            for (int more = FirstOfMultiplet; more <= MostOfMultiplet && !check.HasGapAbove(pairs.Values.ToArray(), count); more *= 2)
            {
                int missing = Math.Min(more, problem.Searched - pairs.Count);
                problem.Report("searching for the end of a multiplet", pairs.Count);
                using Eigenpairs rest = FindMissing(pairs, missing, 0, double.PositiveInfinity);
                Eigenpairs larger = Eigenpairs.Merged(problem.Order, pairs, rest);
                pairs.Dispose();
                pairs = larger;
            }

            return pairs;
        }
        catch
        {
            pairs.Dispose();
            throw;
        }
    }

    // Finds the lowest pairs in the space orthogonal to the pairs found.
    private Eigenpairs FindMissing(Eigenpairs found, int missing, int skippedBelow, double upper)
    {
        double[] excluded = problem.AllocateVectors(problem.FreeModes + found.Count, "the modes found");
        problem.Translations.CopyTo(excluded, 0);
        for (int k = 0; k < found.Count; k++)
        {
            found.Vector(k).CopyTo(excluded.AsSpan(problem.Translations.Length + (k * problem.Order)));
        }

        using IncompleteCholesky preconditioner = CreatePreconditioner(found.Values[0]);
        return BlockDavidson.Lowest(
            problem.Product,
            preconditioner,
            new DavidsonOptions(missing, problem.Options.Tolerance * problem.Scale, Seed: 2),
            excluded,
            default,
            new Relay(problem),
            problem.Cancellation);
    }

    private IncompleteCholesky CreatePreconditioner(double lowest) => new(
        problem.Sparse.Matrix, (1.05 * Math.Max(0, -lowest)) + (ShiftMargin * problem.Scale), problem.Team);

    private sealed class Relay(ModeProblem problem) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => problem.Report(value.Activity, 0);
    }
}
