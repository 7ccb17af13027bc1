// The modes of a Hessian: all, the unstable ones, the lowest, those of an interval, or their numbers alone.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Modes.Certificates;
using GlassModes.Modes.Solvers;

namespace GlassModes.Modes;

/// <summary>
/// Modes of a Hessian with the evidence that they are right and complete. LAPACK, block Davidson or slices of the spectrum find them: the
/// options say which one, or else the costs (docs/spectra.md). The three translations are never among the modes. Zero modes that the
/// contacts show, of rattlers and of loose parts, are among the modes of <see cref="AllModes"/> and of the counts alone; everywhere
/// <see cref="ModeEvidence.ZeroModes"/> counts them.
/// </summary>
public static class HessianModes
{
    /// <summary>All 3N − 3 modes, with eigenvectors unless <paramref name="vectors"/> is false (LAPACK dsyevd).</summary>
    /// <exception cref="InsufficientMemoryException">The matrix or workspace does not fit into memory.</exception>
    /// <exception cref="LapackException">LAPACK did not converge.</exception>
    /// <exception cref="ModeException">The result failed its checks.</exception>
    public static ModeSet AllModes(this Hessian hessian, bool vectors = true)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        using DenseSolver solver = new(hessian);
        return solver.FindAll(vectors);
    }

    /// <summary>All unstable modes, λ &lt; −<see cref="ModeSet.ZeroThreshold"/>, with eigenvectors. The set may be empty.</summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="atLeast">
    /// The set holds no fewer than this many of the lowest modes if there are as many, stable ones if need be. With 1, the set of an
    /// inherent structure holds its softest mode without a second solve. <see cref="ModeSet.UnstableCount"/> says how many modes are
    /// unstable.
    /// </param>
    /// <param name="options">How; null: by size and costs.</param>
    /// <param name="progress">Told where an iterative solver stands. The fraction is NaN: nobody can know it.</param>
    /// <param name="cancellation">Stops an iterative solver between two steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">A least number outside 0 … 3N − 3.</exception>
    /// <exception cref="InsufficientMemoryException">The matrix or workspace does not fit into memory.</exception>
    /// <exception cref="LapackException">LAPACK did not converge.</exception>
    /// <exception cref="ConvergenceException">
    /// The iteration did not converge. Pairs that did are in the exception, in the order of the sparse matrix.
    /// </exception>
    /// <exception cref="LdltException">MUMPS or METIS failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ModeException">The result failed its checks.</exception>
    public static ModeSet UnstableModes(
        this Hessian hessian,
        int atLeast = 0,
        ModeOptions? options = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentOutOfRangeException.ThrowIfNegative(atLeast);
        RequireAsMany(hessian, atLeast, default, nameof(atLeast));
        UnstableTarget target = new(Math.Min(atLeast, hessian.Order - hessian.KnownZeroModes().Total));
        return SolverChoice.Find(hessian, target, options, progress, cancellation);
    }

    /// <summary>The <paramref name="count"/> lowest modes with eigenvectors, stable ones included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A count outside 1 … 3N − 3, or more modes than there are beside the known zero modes.
    /// </exception>
    /// <inheritdoc cref="UnstableModes"/>
    public static ModeSet LowestModes(
        this Hessian hessian,
        int count,
        ModeOptions? options = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        RequireAsMany(hessian, count, hessian.KnownZeroModes(), nameof(count));
        return SolverChoice.Find(hessian, new LowestTarget(count), options, progress, cancellation);
    }

    /// <summary>
    /// The modes with λ between two limits, with eigenvectors. The set may be empty. Zero modes of rattlers and of loose parts are never in
    /// the set.
    /// </summary>
    /// <exception cref="ArgumentException">Limits that are not ascending, or not numbers.</exception>
    /// <inheritdoc cref="UnstableModes"/>
    public static ModeSet ModesWithin(
        this Hessian hessian,
        double lower,
        double upper,
        ModeOptions? options = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        if (!(lower < upper))
        {
            throw new ArgumentException($"The lower limit {lower:g6} is not below the upper one {upper:g6}.");
        }

        if (options?.Solver == ModeSolver.Davidson)
        {
            throw new ArgumentException("Block Davidson finds modes from below only, not those of an interval.", nameof(options));
        }

        IntervalTarget target = new(Math.Max(lower, double.MinValue), Math.Min(upper, double.MaxValue));
        return SolverChoice.Find(hessian, target, options, progress, cancellation);
    }

    /// <summary>
    /// The numbers of modes below some limits; the translations do not count. The difference of two numbers is that of the modes between
    /// the limits. An eigenvalue within rounding of a limit may be counted on either side, and so may zero modes for a limit of 0.
    /// </summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="limits">The limits, in any order.</param>
    /// <param name="options">How; null: by size.</param>
    /// <param name="progress">Told where the count stands.</param>
    /// <param name="cancellation">Stops the work before a factorisation.</param>
    /// <exception cref="ArgumentException">
    /// A limit is not a finite number, or it is 0 and inertia counts: the translations make that impossible.
    /// </exception>
    /// <inheritdoc cref="UnstableModes"/>
    public static IReadOnlyList<ModeCount> CountBelow(
        this Hessian hessian,
        ReadOnlySpan<double> limits,
        ModeOptions? options = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        foreach (double limit in limits)
        {
            if (!double.IsFinite(limit))
            {
                throw new ArgumentException("A limit is a finite number.", nameof(limits));
            }
        }

        options ??= new ModeOptions();
        if (hessian.Bonds.IsEmpty)
        {
            Certificate certificate = Certificate.OfNoContacts();
            return [.. limits.ToArray().Select(limit => new ModeCount(limit, limit > 0 ? hessian.Order - 3 : 0, certificate))];
        }

        if (SolverChoice.IsDense(hessian, options))
        {
            using DenseSolver solver = new(hessian);
            return solver.CountBelow(limits);
        }

        if (limits.Contains(0))
        {
            throw new ArgumentException(
                "No inertia can be taken at 0, where the translations are: count the unstable modes instead, or choose a limit beside 0.",
                nameof(limits));
        }

        using ModeProblem problem = new(hessian, options, progress, cancellation);
        return new InertialCount(problem).CountBelow(limits);
    }

    /// <summary>The number of unstable and of zero modes: from all eigenvalues, or by inertia on either side of 0.</summary>
    /// <inheritdoc cref="UnstableModes"/>
    public static ModeEvidence CountUnstable(
        this Hessian hessian,
        ModeOptions? options = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        options ??= new ModeOptions();
        if (hessian.Bonds.IsEmpty)
        {
            return new ModeEvidence(
                SolverChoice.NoSolver,
                Certificate.OfNoContacts(),
                0,
                ZeroModes.Known(hessian),
                double.NaN,
                double.NaN,
                SolverChoice.NoContacts);
        }

        if (SolverChoice.IsDense(hessian, options))
        {
            using DenseSolver solver = new(hessian);
            return solver.CountUnstable() with { Choice = SolverChoice.ReasonForSize(options, isSmall: true) };
        }

        using ModeProblem problem = new(hessian, options, progress, cancellation);
        return new InertialCount(problem).CountUnstable() with { Choice = SolverChoice.ReasonForSize(options, isSmall: false) };
    }

    /// <summary>
    /// Zero modes that the contacts alone show, without a solver: three of every part that hangs together, particles alone among them.
    /// </summary>
    public static ZeroModes KnownZeroModes(this Hessian hessian)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        return ZeroModes.Known(hessian);
    }

    private static void RequireAsMany(Hessian hessian, int count, ZeroModes apart, string name)
    {
        int all = hessian.Order - 3;
        int most = hessian.Order - Math.Max(apart.Total, 3);
        if (count > most)
        {
            throw new ArgumentOutOfRangeException(
                name,
                count,
                $"{hessian.Count} particles have 3N − 3 = {all} modes"
                + (most < all ? $", {all - most} of them zero modes of rattlers or loose parts, which are counted apart." : "."));
        }
    }
}
