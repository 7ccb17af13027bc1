// Turns certified pairs of the sparse matrix into a checked set of modes in file order.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Modes.Certificates;

namespace GlassModes.Modes.Solvers;

/// <summary>
/// Makes sets of modes from pairs that solvers of the sparse matrix found. Each method that takes pairs disposes these pairs.
/// </summary>
internal static class SparseModes
{
    /// <summary>Makes a checked set of modes in file order from a range of the pairs.</summary>
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
            // Twice the tolerance is allowed, because Rayleigh-Ritz over all pairs found may increase residuals.
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
    /// Makes a set from the lowest pairs. If the certificate does not reach beyond the zero modes, the set says nothing about the numbers
    /// of unstable and zero modes. Inertia then counts these modes up to N = 2500, or at any N if certificates are always wanted. Where
    /// memory does not suffice for the count, the set stays without the numbers, and its certificate says why.
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
            string shortage = "";
            ModeEvidence? numbers = counts ? InertialCount.CountForSet(problem, out shortage) : null;
            certificate = shortage.Length > 0 ? certificate.WithoutCount(shortage) : certificate;
            return Create(problem, pairs, ..count, solver, certificate, numbers?.UnstableCount, numbers?.ZeroModes);
        }
        catch
        {
            pairs.Dispose();
            throw;
        }
    }

    /// <summary>Makes a set from the unstable pairs, and from at least a given number of the lowest pairs.</summary>
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

    /// <summary>
    /// Counts all zero modes of the Hessian. The values must include every zero mode of the matrix that is no translation of a part.
    /// </summary>
    public static ZeroModes CountZeroModes(ModeProblem problem, ReadOnlySpan<double> values) =>
        problem.CountZeroModes(ModeChecks.CountWithin(values, problem.Zero));
}
