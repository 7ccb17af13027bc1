// The modes of a Hessian: all, the unstable ones, the lowest, or their number alone, by the solver that suits.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Modes.Certificates;
using GlassModes.Modes.Solvers;

namespace GlassModes.Modes;

/// <summary>
/// Modes with the evidence that they are right and complete, by LAPACK, block Davidson or slices of the spectrum: the options say which, or the
/// costs (docs/spectra.md). The translations are never searched for and never among the modes. But for <see cref="AllModes"/> and the counts, nor are those
/// of parts that nothing connects with the rest, particles without contacts among them: these zero modes are known, and counted apart
/// (<see cref="ModeEvidence.ZeroModes"/>).
/// </summary>
public static class HessianModes
{
    // Random vectors and Lanczos steps to estimate a spectrum by.
    private const int EstimateVectors = 4;
    private const int EstimateSteps = 60;

    private const string NoSolver = "none";
    private const string NoContacts = "no two particles interact: all modes are zero modes";

    /// <summary>All 3N − 3 modes, with eigenvectors unless <paramref name="vectors"/> is false (LAPACK dsyevd).</summary>
    /// <exception cref="InsufficientMemoryException">The matrix or workspace does not fit into memory.</exception>
    /// <exception cref="LapackException">LAPACK did not converge.</exception>
    /// <exception cref="ModeException">The result failed its checks.</exception>
    public static ModeSet AllModes(this Hessian hessian, bool vectors = true)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        return DenseSolver.AllModes(hessian, vectors);
    }

    /// <summary>All unstable modes, λ &lt; −<see cref="ZeroThreshold"/>, with eigenvectors. The set may be empty.</summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="atLeast">
    /// The set holds no fewer than this many of the lowest modes if there are as many, stable ones if need be: with 1, an inherent structure's softest
    /// mode comes without a second solve. <see cref="ModeSet.UnstableCount"/> says how many are unstable.
    /// </param>
    /// <param name="options">How; null: by size.</param>
    /// <param name="progress">Told where an iterative solver stands.</param>
    /// <param name="cancellation">Looked at between the steps of an iterative solver.</param>
    /// <exception cref="ArgumentOutOfRangeException">A least number outside 0 … 3N − 3.</exception>
    /// <exception cref="InsufficientMemoryException">The matrix or workspace does not fit into memory.</exception>
    /// <exception cref="LapackException">LAPACK did not converge.</exception>
    /// <exception cref="ConvergenceException">The iteration did not converge; what did is in the exception, in the order of the sparse matrix.</exception>
    /// <exception cref="LdltException">MUMPS or METIS failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ModeException">The result failed its checks.</exception>
    public static ModeSet UnstableModes(
        this Hessian hessian,
        int atLeast = 0,
        ModeOptions? options = null,
        IProgress<ModeProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentOutOfRangeException.ThrowIfNegative(atLeast);
        RequireAsMany(hessian, atLeast, 3, nameof(atLeast));
        atLeast = Math.Min(atLeast, hessian.Order - hessian.KnownZeroModes());
        return Solve(
            hessian,
            options,
            progress,
            problem => Math.Max(ExpectedUnstable(problem), atLeast),
            () => DenseSolver.UnstableModes(hessian, atLeast),
            problem => DavidsonSolver.Unstable(problem, atLeast),
            slices => slices.Unstable(atLeast),
            cancellation);
    }

    /// <summary>The <paramref name="count"/> lowest modes with eigenvectors, stable ones included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count outside 1 … 3N − 3, or more than there are beside the known zero modes.</exception>
    /// <inheritdoc cref="UnstableModes"/>
    public static ModeSet LowestModes(
        this Hessian hessian,
        int count,
        ModeOptions? options = null,
        IProgress<ModeProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        RequireAsMany(hessian, count, hessian.KnownZeroModes(), nameof(count));
        return Solve(
            hessian,
            options,
            progress,
            _ => count,
            () => DenseSolver.LowestModes(hessian, count),
            problem => DavidsonSolver.Lowest(problem, count),
            slices => slices.Lowest(count),
            cancellation);
    }

    /// <summary>
    /// The modes with λ between two limits, with eigenvectors. The set may be empty. Zero modes that are known, of parts that nothing connects with the rest, are never among them.
    /// </summary>
    /// <exception cref="ArgumentException">Limits that are not ascending, or not numbers.</exception>
    /// <inheritdoc cref="UnstableModes"/>
    public static ModeSet ModesWithin(
        this Hessian hessian,
        double lower,
        double upper,
        ModeOptions? options = null,
        IProgress<ModeProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        if (!(lower < upper))
        {
            throw new ArgumentException($"The lower limit {lower:g6} is not below the upper one {upper:g6}.");
        }

        (lower, upper) = (Math.Max(lower, double.MinValue), Math.Min(upper, double.MaxValue));

        if (options?.Solver == ModeSolver.Davidson)
        {
            throw new ArgumentException("Block Davidson finds modes from below only, not those of an interval.", nameof(options));
        }

        return Solve(
            hessian,
            options,
            progress,
            problem => (int)Math.Ceiling((problem.Spectrum.FractionBelow(upper) - problem.Spectrum.FractionBelow(lower)) * hessian.Order),
            () => DenseSolver.ModesWithin(hessian, lower, upper),
            null,
            slices => slices.Within(lower, upper),
            cancellation);
    }

    /// <summary>
    /// The numbers of modes below some limits, which differ by those in the intervals between them; the translations do not count. An eigenvalue within
    /// rounding of a limit, zero modes for a limit of 0, may fall on either side.
    /// </summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="limits">The limits, in any order.</param>
    /// <param name="options">How; null: by size.</param>
    /// <param name="progress">Told where the count stands.</param>
    /// <param name="cancellation">Looked at before each factorisation.</param>
    /// <exception cref="ArgumentException">A limit that is not a number, or exactly 0 with inertia, which the translations make impossible.</exception>
    /// <inheritdoc cref="UnstableModes"/>
    public static IReadOnlyList<ModeCount> CountBelow(
        this Hessian hessian,
        ReadOnlySpan<double> limits,
        ModeOptions? options = null,
        IProgress<ModeProgress>? progress = null,
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
            return [.. limits.ToArray().Select(limit => new ModeCount(limit, limit > 0 ? hessian.Order - 3 : 0, NoContacts))];
        }

        if (options.Solver == ModeSolver.Dense || (options.Solver == ModeSolver.Automatic && IsSmall(hessian)))
        {
            return DenseSolver.CountBelow(hessian, limits);
        }

        if (limits.Contains(0))
        {
            throw new ArgumentException(
                "No inertia can be taken at 0, where the translations are: count the unstable modes instead, or choose a limit beside 0.", nameof(limits));
        }

        using ModeProblem problem = new(hessian, options, progress, cancellation);
        return new InertialCount(problem).Below(limits);
    }

    /// <summary>The number of unstable and of zero modes: from all eigenvalues, or by inertia on either side of 0.</summary>
    /// <inheritdoc cref="UnstableModes"/>
    public static ModeEvidence CountUnstable(
        this Hessian hessian,
        ModeOptions? options = null,
        IProgress<ModeProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        options ??= new ModeOptions();
        if (hessian.Bonds.IsEmpty)
        {
            return new ModeEvidence(NoSolver, NoContacts, 0, hessian.Order, double.NaN, double.NaN, NoContacts);
        }

        if (options.Solver == ModeSolver.Dense || (options.Solver == ModeSolver.Automatic && IsSmall(hessian)))
        {
            return DenseSolver.CountUnstable(hessian) with { Choice = Chosen(options, $"N up to {SolverCosts.SmallCount}") };
        }

        using ModeProblem problem = new(hessian, options, progress, cancellation);
        return new InertialCount(problem).Count() with { Choice = Chosen(options, $"N above {SolverCosts.SmallCount}") };
    }

    /// <summary>Zero modes that are known without a solver: three of every part that hangs together, particles alone among them.</summary>
    public static int KnownZeroModes(this Hessian hessian)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        _ = ContactGraph.Parts(hessian.Count, hessian.Bonds, out int parts);
        return 3 * parts;
    }

    /// <summary>1e-11 λ_max: up to this magnitude an eigenvalue counts as zero. Without any bond the translations' 1 is the scale.</summary>
    internal static double ZeroThreshold(Hessian hessian) =>
        1e-11 * (hessian.LargestEigenvalue > 0 ? hessian.LargestEigenvalue : 1);

    /// <summary>An estimate of the spectrum, translations included; of some m eigenvalues within √(2/(4 m)) or so, which is enough to choose by.</summary>
    internal static LanczosQuadrature SpectrumOf(Hessian hessian, CancellationToken cancellation) =>
        LanczosQuadrature.Run(hessian.Multiply, hessian.Order, EstimateVectors, EstimateSteps, cancellation: cancellation);

    /// <summary>The lowest Ritz value after some Lanczos steps, which is not below the lowest eigenvalue.</summary>
    internal static double LowestOf(Hessian hessian, CancellationToken cancellation) =>
        LanczosQuadrature.Run(hessian.Multiply, hessian.Order, 1, EstimateSteps, cancellation: cancellation).Lowest;

    internal static int ExpectedUnstable(ModeProblem problem) =>
        (int)Math.Ceiling(problem.Hessian.Order * problem.Spectrum.FractionBelow(-problem.Zero));

    private static void RequireAsMany(Hessian hessian, int count, int zeroModes, string name)
    {
        if (count > hessian.Order - zeroModes)
        {
            throw new ArgumentOutOfRangeException(
                name,
                count,
                $"{hessian.Count} particles have 3N − 3 = {hessian.Order - 3} modes"
                + (zeroModes > 3 ? $", {zeroModes - 3} of them zero modes of particles or parts that nothing holds, which are counted apart." : "."));
        }
    }

    private static bool IsSmall(Hessian hessian) => hessian.Count <= SolverCosts.SmallCount;

    private static string Chosen(ModeOptions options, string why) => options.Solver == ModeSolver.Automatic ? why : "asked for";

    private static ModeSet Solve(
        Hessian hessian,
        ModeOptions? options,
        IProgress<ModeProgress>? progress,
        Func<ModeProblem, int> expected,
        Func<ModeSet> dense,
        Func<ModeProblem, ModeSet>? davidson,
        Func<SlicingSolver, ModeSet> slicing,
        CancellationToken cancellation)
    {
        options ??= new ModeOptions();
        if (hessian.Bonds.IsEmpty)
        {
            return ModeChecks.Checked(hessian, Eigenpairs.Merged(hessian.Order), 0, NoSolver, NoContacts, 0, hessian.Order).With(NoContacts);
        }

        if (options.Solver == ModeSolver.Dense || (options.Solver == ModeSolver.Automatic && IsSmall(hessian)))
        {
            return dense().With(Chosen(options, $"N up to {SolverCosts.SmallCount}"));
        }

        using ModeProblem problem = new(hessian, options, progress, cancellation);
        if (options.Solver != ModeSolver.Automatic)
        {
            return By(options.Solver).With("asked for");
        }

        SolverCosts costs = SolverCosts.Of(hessian.Count, expected(problem), davidson is not null, options.MemoryLimit);
        string why = costs.Why;
        string shortages = "";
        ModeSolver[] solvers = costs.FromCheapest();
        for (int k = 0; ; k++)
        {
            try
            {
                return By(solvers[k]).With(why + shortages);
            }
            catch (InsufficientMemoryException shortage) when (!problem.HasModes)
            {
                // A certificate's want of memory is none of the solver's: another would have the same.
                shortages += $"; {SolverCosts.NameOf(solvers[k])} did not fit: {shortage.Message}";
                if (k + 1 == solvers.Length)
                {
                    throw new InsufficientMemoryException($"No solver fits into memory{shortages}", shortage);
                }

                problem.Report($"{SolverCosts.NameOf(solvers[k])} does not fit into memory", 0);
            }
        }

        ModeSet By(ModeSolver solver)
        {
            if (solver == ModeSolver.Dense)
            {
                return dense();
            }

            if (solver == ModeSolver.Davidson)
            {
                return davidson!(problem);
            }

            using SlicingSolver slices = new(problem);
            return slicing(slices);
        }
    }
}
