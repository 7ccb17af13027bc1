// From certified pairs of the sparse matrix to a checked set of modes in file order.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Modes.Certificates;

namespace GlassModes.Modes.Solvers;

/// <summary>Makes mode sets of pairs that solvers of the sparse matrix found. Every method disposes the pairs.</summary>
internal static class SparseModes
{
    /// <summary>Some pairs as modes in file order, checked.</summary>
    public static ModeSet Create(
        ModeProblem problem,
        Eigenpairs pairs,
        Range chosen,
        string solver,
        Certificate certificate,
        int? unstableCount,
        ZeroModes? zeroModes)
    {
        (int first, int count) = chosen.GetOffsetAndLength(pairs.Count);
        Eigenpairs ordered = Eigenpairs.Copy(pairs, first, count, problem.Hessian.Order, problem.Sparse.Scatter);
        pairs.Dispose();
        try
        {
            // Twice the tolerance: Rayleigh-Ritz over all pairs found may lose some.
            return ModeChecks.CreateChecked(
                problem.Hessian, ordered, count, solver, certificate, unstableCount, zeroModes, 2 * problem.Options.Tolerance);
        }
        catch
        {
            ordered.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The lowest pairs as modes. A set whose certificate does not reach beyond the zero modes says nothing of the numbers of unstable and
    /// zero modes. These are counted where that takes no time, or where certificates are wanted always.
    /// </summary>
    public static ModeSet CreateLowest(ModeProblem problem, CertifiedPairs certified, int count, string solver)
    {
        (Eigenpairs pairs, Certificate certificate) = certified;
        if (certified.ReachesBeyondZero)
        {
            int unstable = ModeChecks.CountBelow(pairs.Values, -problem.Zero);
            return Create(problem, pairs, ..count, solver, certificate, unstable, CountZeroModes(problem, pairs.Values));
        }

        bool counts = problem.Options.Certification == ModeCertification.Always
            || (problem.Options.Certification == ModeCertification.Automatic && problem.Hessian.Count <= InertialCount.SmallCount);
        try
        {
            ModeEvidence? numbers = counts ? new InertialCount(problem).CountUnstable() : null;
            return Create(problem, pairs, ..count, solver, certificate, numbers?.UnstableCount, numbers?.ZeroModes);
        }
        catch
        {
            pairs.Dispose();
            throw;
        }
    }

    /// <summary>The unstable pairs, and no fewer than a number of the lowest, as modes.</summary>
    public static ModeSet CreateUnstable(ModeProblem problem, CertifiedPairs certified, int atLeast, string solver)
    {
        ReadOnlySpan<double> values = certified.Pairs.Values;
        int unstable = ModeChecks.CountBelow(values, -problem.Zero);
        return Create(
            problem,
            certified.Pairs,
            ..Math.Max(unstable, atLeast),
            solver,
            certified.Certificate,
            unstable,
            CountZeroModes(problem, values));
    }

    /// <summary>All zero modes of the Hessian, provided that all of the matrix are among some values.</summary>
    public static ZeroModes CountZeroModes(ModeProblem problem, ReadOnlySpan<double> values) =>
        problem.CountZeroModes(ModeChecks.CountWithin(values, problem.Zero));
}
