// Entry points for the modes of a Hessian: all modes, the unstable ones, the lowest ones, the modes of an interval, or numbers of modes.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Modes.Certificates;
using GlassModes.Modes.Solvers;

namespace GlassModes.Modes;

/// <summary>
/// Computes modes of a Hessian with the evidence that they are right and complete. LAPACK, block Davidson or slices of the spectrum find
/// the modes. The options name the solver; without a name the estimated costs decide (docs/spectra.md). The three translations of the whole
/// system are never among the modes. The contacts show the zero modes of rattlers and of loose parts without a solver. Only
/// <see cref="AllModes"/> and <see cref="CountBelow"/> include these zero modes. <see cref="ModeEvidence.ZeroModes"/> counts zero modes of
/// every kind.
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
    /// The least number of modes in the set. If fewer modes are unstable, the lowest stable modes complete the set, as far as there are
    /// modes beside the known zero modes. With 1, the set of an inherent structure holds its softest stable mode without a second solve.
    /// <see cref="ModeSet.UnstableCount"/> says how many modes are unstable.
    /// </param>
    /// <param name="options">Solver, tolerance and certification; null for the defaults, which choose the solver by size and costs.</param>
    /// <param name="progress">Receives reports of an iterative solver. The fraction done is NaN, because it is unknown.</param>
    /// <param name="cancellation">Stops an iterative solver between two steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The least number is outside 0 … 3N − 3.</exception>
    /// <exception cref="InsufficientMemoryException">The matrix or workspace does not fit into memory.</exception>
    /// <exception cref="LapackException">LAPACK did not converge.</exception>
    /// <exception cref="ConvergenceException">
    /// The iteration did not converge. The exception holds the pairs that did converge, in the order of the sparse matrix.
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
        RequireModeCount(hessian, atLeast, default, nameof(atLeast));
        UnstableTarget target = new(Math.Min(atLeast, hessian.Order - hessian.KnownZeroModes().Total));
        return SolverChoice.Find(hessian, target, options, progress, cancellation);
    }

    /// <summary>The <paramref name="count"/> lowest modes with eigenvectors, stable ones included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The count is outside 1 … 3N − 3, or exceeds the number of modes beside the known zero modes.
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
        RequireModeCount(hessian, count, hessian.KnownZeroModes(), nameof(count));
        return SolverChoice.Find(hessian, new LowestTarget(count), options, progress, cancellation);
    }

    /// <summary>
    /// The modes with lower &lt; λ ≤ upper, with eigenvectors. The set may be empty. It never contains the zero modes of rattlers and of
    /// loose parts. An eigenvalue that equals a limit to rounding may be taken as on either side of the limit.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The limits do not ascend, a limit is not a number, or the options ask for block Davidson.
    /// </exception>
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
    /// The number of modes below each of several limits, without the translations. The difference of two numbers is the number of modes
    /// between their limits. An eigenvalue that equals a limit to rounding may be counted on either side. Zero modes may thus be counted on
    /// either side of a limit of 0.
    /// </summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="limits">The limits, in any order.</param>
    /// <param name="options">Solver, precision and memory; null for the defaults, which choose the solver by size.</param>
    /// <param name="progress">Receives a report before each factorisation.</param>
    /// <param name="cancellation">Stops the work before a factorisation.</param>
    /// <exception cref="ArgumentException">
    /// A limit is not a finite number. Or a limit is 0 and the modes are counted by inertia, which is impossible at the eigenvalue of the
    /// translations.
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

    /// <summary>The numbers of unstable modes and of zero modes, from all eigenvalues or by inertia on both sides of 0.</summary>
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
    /// The zero modes that the contacts alone show, without a solver: three for every connected part. A particle without contacts is a part
    /// by itself.
    /// </summary>
    public static ZeroModes KnownZeroModes(this Hessian hessian)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        return ZeroModes.Known(hessian);
    }

    private static void RequireModeCount(Hessian hessian, int count, ZeroModes excluded, string name)
    {
        if (hessian.Count == 1 && count > 0)
        {
            throw new InputException("One particle has no modes but its three translations. Modes need at least two particles.");
        }

        int modes = hessian.Order - 3;
        int limit = hessian.Order - Math.Max(excluded.Total, 3);
        if (count > limit)
        {
            throw new ArgumentOutOfRangeException(
                name,
                count,
                $"{hessian.Count} particles have 3N − 3 = {modes} modes"
                + (limit < modes ? $", {modes - limit} of them zero modes of rattlers or loose parts, which are counted apart." : "."));
        }
    }
}
