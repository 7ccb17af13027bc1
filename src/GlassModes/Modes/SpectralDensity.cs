// An estimate of the density of states D(λ) over the whole spectrum, at any N.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Krylov;

namespace GlassModes.Modes;

/// <summary>How a <see cref="SpectralDensity"/> is estimated.</summary>
/// <param name="Moments">Number of Chebyshev moments, at least 2.</param>
/// <param name="Vectors">Number of random vectors. Standard errors need at least two.</param>
/// <param name="Seed">Seed of the random vectors.</param>
/// <param name="Threads">Threads that share products.</param>
public sealed record SpectralDensityOptions(int Moments = 1000, int Vectors = 16, int Seed = 1, int Threads = 1);

/// <summary>
/// The density of states D(λ) = 1/(3N − 3) Σ_α δ(λ − λ_α) (Shimada et al. 2024, Eq. 6), estimated by the kernel polynomial method with
/// stochastic traces. The method blurs the edges of the spectrum and the number of unstable modes. Take f_u from
/// <see cref="HessianModes.CountUnstable"/> instead.
/// </summary>
/// <param name="Edges">Bin edges, ascending. There is one more edge than there are bins.</param>
/// <param name="Density">Mean of D over each bin.</param>
/// <param name="Errors">Standard errors of the densities over the random vectors; NaN with one vector.</param>
/// <param name="ResolutionAtZero">Standard deviation of the peak to which the method broadens an eigenvalue at λ = 0.</param>
/// <param name="Resolution">
/// Standard deviation of the peak of an eigenvalue in the middle of the spectrum, where peaks are broadest.
/// </param>
/// <param name="KnownZeroModes">Translations and zero modes of rattlers and of loose parts, which the density leaves out.</param>
public sealed record SpectralDensity(
    IReadOnlyList<double> Edges,
    IReadOnlyList<double> Density,
    IReadOnlyList<double> Errors,
    double ResolutionAtZero,
    double Resolution,
    ZeroModes KnownZeroModes)
{
    // Distance of the limits from the lowest and the highest Ritz value, in units of the width of the spectrum.
    private const double Margin = 0.01;
    private const int LanczosSteps = 100;

    /// <summary>Estimates the density in bins of equal width over the whole spectrum.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The number of bins, vectors or threads is below 1, or the number of moments is below 2.
    /// </exception>
    /// <inheritdoc cref="Of(Hessian, IReadOnlyList{double}, SpectralDensityOptions?, IProgress{WorkProgress}?, CancellationToken)"/>
    public static SpectralDensity Of(
        Hessian hessian,
        int bins,
        SpectralDensityOptions? options = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        (double lower, double upper) = Limits(hessian, cancellation);
        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(k => lower + ((upper - lower) * k / bins))];
        return Of(hessian, edges, lower, upper, options, progress, cancellation);
    }

    /// <summary>Estimates the density in given bins. Allocates the sparse matrix and 32 vectors.</summary>
    /// <param name="hessian">The Hessian, which must have a bond.</param>
    /// <param name="edges">Bin edges, ascending; they need not cover the spectrum.</param>
    /// <param name="options">Numbers of moments, vectors and threads, and the seed; null for the defaults.</param>
    /// <param name="progress">Receives the fraction of the products that are done.</param>
    /// <param name="cancellation">Stops the work before a product.</param>
    /// <exception cref="ArgumentException">The edges do not ascend.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The number of vectors or threads is below 1, or the number of moments is below 2.
    /// </exception>
    /// <exception cref="ModeException">The Hessian has no bond.</exception>
    /// <exception cref="ConvergenceException">An eigenvalue lies outside the range that Lanczos steps estimated.</exception>
    /// <exception cref="InsufficientMemoryException">The matrix does not fit into memory.</exception>
    public static SpectralDensity Of(
        Hessian hessian,
        IReadOnlyList<double> edges,
        SpectralDensityOptions? options = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentNullException.ThrowIfNull(edges);
        (double lower, double upper) = Limits(hessian, cancellation);
        return Of(hessian, [.. edges], lower, upper, options, progress, cancellation);
    }

    private static (double Lower, double Upper) Limits(Hessian hessian, CancellationToken cancellation)
    {
        if (hessian.Bonds.IsEmpty)
        {
            throw new ModeException("No two particles interact: all modes are zero modes, and there is no density of others.");
        }

        double lowest = LanczosQuadrature.Run(hessian.Multiply, hessian.Order, 1, LanczosSteps, cancellation: cancellation).Lowest;
        double highest = hessian.LargestEigenvalue;
        double margin = Margin * (highest - lowest);
        return (Math.Min(lowest, 0) - margin, highest + margin);
    }

    private static SpectralDensity Of(
        Hessian hessian,
        double[] edges,
        double lower,
        double upper,
        SpectralDensityOptions? options,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellation)
    {
        options ??= new SpectralDensityOptions();
        using ModeProblem problem = new(hessian, new ModeOptions(Threads: options.Threads), null, cancellation);
        double[] shares = KernelPolynomial.Shares(
            problem.Product,
            edges,
            new KernelPolynomialOptions(lower, upper, options.Moments, options.Vectors, options.Seed),
            problem.Translations,
            progress,
            cancellation);
        int bins = edges.Length - 1;
        double[] density = new double[bins];
        double[] errors = new double[bins];
        for (int bin = 0; bin < bins; bin++)
        {
            double scale = (double)problem.Searched / (hessian.Order - 3) / (edges[bin + 1] - edges[bin]);
            double[] estimates = [.. Enumerable.Range(0, options.Vectors).Select(v => scale * shares[(v * bins) + bin])];
            double mean = estimates.Average();
            density[bin] = mean;
            errors[bin] = Math.Sqrt(estimates.Sum(value => (value - mean) * (value - mean)) / (estimates.Length - 1) / estimates.Length);
        }

        double halfWidth = 0.5 * (upper - lower);
        double atZero = Math.Sqrt(Math.Max(0, 1 - Math.Pow((0.5 * (lower + upper)) / halfWidth, 2)));
        double resolution = Math.PI / options.Moments * halfWidth;
        return new SpectralDensity(edges, density, errors, resolution * atZero, resolution, problem.CountZeroModes(0));
    }
}
