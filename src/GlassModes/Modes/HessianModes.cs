// The modes of a Hessian: all, the unstable ones, the lowest, or their number alone, by the solver that suits.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra;

namespace GlassModes.Modes;

/// <summary>
/// Modes with the evidence that they are right and complete. Dense (LAPACK) or iterative (block Davidson, certified by inertia): the
/// options say which, or the sizes (docs/spectra.md). The translations are never searched for and never among the modes.
/// </summary>
public static class HessianModes
{
    // Below, a dense spectrum takes a tenth of a second.
    private const int SmallCount = 300;

    // Seconds for N³, for a mode and a particle, and for two modes and a particle (two cores of an EPYC, Zen 4): only their ratios count.
    private const double DenseCost = 2e-9;
    private const double ModeCost = 2e-5;
    private const double PairCost = 1e-7;

    /// <summary>All 3N − 3 modes, with eigenvectors unless <paramref name="vectors"/> is false (LAPACK dsyevd).</summary>
    /// <exception cref="InsufficientMemoryException">The matrix or workspace does not fit into memory.</exception>
    /// <exception cref="LapackException">LAPACK did not converge.</exception>
    /// <exception cref="ModeException">The result failed its checks.</exception>
    public static ModeSet AllModes(this Hessian hessian, bool vectors = true)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        return DenseModes.AllModes(hessian, vectors);
    }

    /// <summary>All unstable modes, λ &lt; −<see cref="ZeroThreshold"/>, with eigenvectors. The set may be empty.</summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="atLeast">
    /// The set holds no fewer than this many of the lowest modes, stable ones if need be: with 1, an inherent structure's softest
    /// mode comes without a second solve. <see cref="ModeSet.UnstableCount"/> says how many are unstable.
    /// </param>
    /// <param name="options">How; null: by size.</param>
    /// <param name="progress">Told where an iterative solver stands.</param>
    /// <param name="cancellation">Looked at between the steps of an iterative solver.</param>
    /// <exception cref="ArgumentOutOfRangeException">A least number outside 0 … 3N − 3.</exception>
    /// <exception cref="InsufficientMemoryException">The matrix or workspace does not fit into memory.</exception>
    /// <exception cref="LapackException">LAPACK did not converge.</exception>
    /// <exception cref="ConvergenceException">The iteration did not converge; what did is in the exception, in the order of the sparse matrix.</exception>
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
        RequireAsMany(hessian, atLeast, nameof(atLeast));
        options ??= new ModeOptions();
        int expected = -1;
        if (options.Solver == ModeSolver.Dense || (options.Solver == ModeSolver.Automatic && SuitsDense(hessian, atLeast, out expected, cancellation)))
        {
            return DenseModes.UnstableModes(hessian, atLeast);
        }

        using IterativeModes solver = new(hessian, options, progress, cancellation);
        return solver.Unstable(atLeast, expected >= 0 ? expected : ExpectedUnstable(hessian, cancellation));
    }

    /// <summary>The <paramref name="count"/> lowest modes with eigenvectors, stable ones included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count outside 1 … 3N − 3.</exception>
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
        RequireAsMany(hessian, count, nameof(count));
        options ??= new ModeOptions();
        bool dense = options.Solver == ModeSolver.Dense
            || (options.Solver == ModeSolver.Automatic && (hessian.Count <= SmallCount || DenseIsCheaper(hessian, count)));
        if (dense)
        {
            return DenseModes.LowestModes(hessian, count);
        }

        using IterativeModes solver = new(hessian, options, progress, cancellation);
        return solver.Lowest(count);
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
        if (options.Solver == ModeSolver.Dense || (options.Solver == ModeSolver.Automatic && hessian.Count <= SmallCount))
        {
            return DenseModes.CountUnstable(hessian);
        }

        using IterativeModes solver = new(hessian, options, progress, cancellation);
        return solver.Count();
    }

    /// <summary>1e-11 λ_max: up to this magnitude an eigenvalue counts as zero. Without any bond the translations' 1 is the scale.</summary>
    internal static double ZeroThreshold(Hessian hessian) =>
        1e-11 * (hessian.LargestEigenvalue > 0 ? hessian.LargestEigenvalue : 1);

    internal static void RequireAsMany(Hessian hessian, int count, string name)
    {
        if (count > hessian.Order - 3)
        {
            throw new ArgumentOutOfRangeException(name, count, $"{hessian.Count} particles have 3N − 3 = {hessian.Order - 3} modes.");
        }
    }

    private static bool SuitsDense(Hessian hessian, int atLeast, out int expected, CancellationToken cancellation)
    {
        expected = -1;
        if (hessian.Count <= SmallCount || hessian.Bonds.IsEmpty)
        {
            return true;
        }

        expected = ExpectedUnstable(hessian, cancellation);
        return DenseIsCheaper(hessian, Math.Max(expected, atLeast));
    }

    private static bool DenseIsCheaper(Hessian hessian, int modes) =>
        DenseCost * hessian.Count * hessian.Count < (ModeCost + (PairCost * modes)) * modes;

    // Within a fifth or so, which is enough to choose by.
    private static int ExpectedUnstable(Hessian hessian, CancellationToken cancellation) => (int)Math.Ceiling(
        hessian.Order * LanczosQuadrature.Run(hessian.Multiply, hessian.Order, 4, 60, cancellation: cancellation).FractionBelow(-ZeroThreshold(hessian)));
}
