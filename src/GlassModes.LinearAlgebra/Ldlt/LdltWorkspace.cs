// How much workspace MUMPS is asked for, from one attempt of a factorisation to the next.

namespace GlassModes.LinearAlgebra.Ldlt;

/// <summary>
/// The workspace of one attempt. MUMPS allocates the whole workspace before it begins, used or not, so the limit of the caller is not asked
/// for at once. The first attempt asks for the estimate of the analysis and a margin. Each further attempt asks for more, and the last one
/// for the limit.
/// </summary>
/// <param name="ExtraPercent">Workspace beyond the estimate of the analysis, in per cent: ICNTL(14) of MUMPS.</param>
/// <param name="Megabytes">The whole workspace, in units of 10⁶ bytes: ICNTL(23) of MUMPS.</param>
/// <param name="IsLast">Whether the workspace is all that the limit allows, so that no further attempt can succeed.</param>
internal readonly record struct LdltWorkspace(int ExtraPercent, int Megabytes, bool IsLast)
{
    private const double FirstFactor = 1.2;
    private const double Growth = 1.6;

    // The estimates of small factorisations are rounded to whole megabytes.
    private const int Margin = 4;

    // Far beyond every workspace that a factorisation has needed so far.
    private const int MostPercent = 10_000;

    /// <summary>The workspace of an attempt.</summary>
    /// <param name="attempt">Number of the attempt, from 0.</param>
    /// <param name="estimate">Megabytes that the analysis foresees, at most the limit.</param>
    /// <param name="limit">Megabytes that the factorisation may take.</param>
    public static LdltWorkspace Of(int attempt, int estimate, int limit)
    {
        double foreseen = estimate + Margin;
        double factor = FirstFactor * Math.Pow(Growth, attempt);
        bool isLast = factor * foreseen >= limit;
        factor = isLast ? Math.Max(FirstFactor, limit / foreseen) : factor;
        int megabytes = isLast ? limit : (int)Math.Ceiling(factor * foreseen);
        return new LdltWorkspace((int)Math.Min(Math.Round(100 * (factor - 1)), MostPercent), megabytes, isLast);
    }
}
