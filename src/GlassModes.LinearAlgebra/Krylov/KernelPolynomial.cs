// Estimates the density of eigenvalues over the whole spectrum from products with the matrix alone.

using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Simd;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>The settings of the <see cref="KernelPolynomial"/> method.</summary>
/// <param name="Lower">A number below every eigenvalue.</param>
/// <param name="Upper">A number above every eigenvalue.</param>
/// <param name="Moments">
/// Number of Chebyshev moments. The resolution is π (Upper − Lower)/(2 · Moments) in the middle of the spectrum, and finer towards its
/// ends.
/// </param>
/// <param name="Vectors">Number of random vectors.</param>
/// <param name="Seed">Seed of the random vectors, whose elements are ±1.</param>
public sealed record KernelPolynomialOptions(double Lower, double Upper, int Moments = 1000, int Vectors = 16, int Seed = 1);

/// <summary>
/// The kernel polynomial method with the Jackson kernel (Weiße, Wellein, Alvermann and Fehske, Rev. Mod. Phys. 78, 275, 2006). A' is A,
/// shifted and scaled so that its eigenvalues lie in [−1, 1]. Random vectors give the moments μ_k = n⁻¹ tr T_k(A'), two moments for each
/// product. Bins are integrated exactly, so that the shares of all bins sum to 1.
/// </summary>
public static class KernelPolynomial
{
    // Number of random vectors that are multiplied at once.
    private const int BlockSize = 8;

    // If the spectrum lies within the limits, no moment exceeds the zeroth moment by more than this factor, which allows for rounding.
    private const double LargestMoment = 1 + 1e-6;

    /// <summary>
    /// The share of the eigenvalues in each bin for each random vector, vector after vector. The mean over the vectors is the estimate, and
    /// their spread gives the error of the estimate. Allocates moments · vectors and bins · vectors doubles, and 24 vectors at a time.
    /// </summary>
    /// <param name="matrix">A.</param>
    /// <param name="edges">Bin edges, in ascending order.</param>
    /// <param name="options">The settings.</param>
    /// <param name="excluded">Orthonormal eigenvectors that are not counted, one after the other.</param>
    /// <param name="progress">Receives the share of products that are done.</param>
    /// <param name="cancellation">Checked before each product.</param>
    /// <exception cref="ArgumentException">
    /// There are fewer than two moments or no vectors, or the edges or the limits do not ascend.
    /// </exception>
    /// <exception cref="ConvergenceException">An eigenvalue lies outside the limits.</exception>
    public static double[] Shares(
        IBlockOperator matrix,
        ReadOnlySpan<double> edges,
        KernelPolynomialOptions options,
        double[]? excluded = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Moments, 2, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Vectors, 1, nameof(options));
        RequireAscending(edges, options);
        double[] moments = new double[options.Vectors * options.Moments];
        for (int first = 0; first < options.Vectors; first += BlockSize)
        {
            ComputeMoments(matrix, options, excluded ?? [], first, moments, progress, cancellation);
        }

        double[] kernel = Jackson(options.Moments);
        int bins = edges.Length - 1;
        double[] shares = new double[bins * options.Vectors];
        for (int bin = 0; bin < bins; bin++)
        {
            double right = AngleOf(edges[bin], options);
            double left = AngleOf(edges[bin + 1], options);
            for (int v = 0; v < options.Vectors; v++)
            {
                ReadOnlySpan<double> vectorMoments = moments.AsSpan(v * options.Moments, options.Moments);
                double sum = vectorMoments[0] * (right - left);
                for (int k = 1; k < vectorMoments.Length; k++)
                {
                    sum += 2 * kernel[k] * vectorMoments[k] * (Math.Sin(k * right) - Math.Sin(k * left)) / k;
                }

                shares[(v * bins) + bin] = sum / Math.PI;
            }
        }

        return shares;
    }

    /// <summary>
    /// The factors by which the Jackson kernel damps the moments. They turn a delta function into nearly a Gaussian of width π/moments in
    /// arccos x.
    /// </summary>
    internal static double[] Jackson(int moments)
    {
        double step = Math.PI / (moments + 1);
        double[] factors = new double[moments];
        for (int k = 0; k < moments; k++)
        {
            factors[k] = (((moments - k + 1) * Math.Cos(k * step)) + (Math.Sin(k * step) / Math.Tan(step))) / (moments + 1);
        }

        return factors;
    }

    private static double AngleOf(double value, KernelPolynomialOptions options) =>
        Math.Acos(Math.Clamp(((2 * value) - options.Lower - options.Upper) / (options.Upper - options.Lower), -1, 1));

    private static void RequireAscending(ReadOnlySpan<double> edges, KernelPolynomialOptions options)
    {
        bool ascend = edges.Length > 1 && options.Lower < options.Upper;
        for (int k = 1; k < edges.Length; k++)
        {
            ascend &= edges[k - 1] < edges[k];
        }

        if (!ascend)
        {
            throw new ArgumentException(
                "At least two bin edges, ascending, and a lower limit below the upper one are needed.", nameof(edges));
        }
    }

    // Computes the moments of a block of random vectors, beginning with the vector `first`.
    private static void ComputeMoments(
        IBlockOperator matrix,
        KernelPolynomialOptions options,
        double[] excluded,
        int first,
        double[] moments,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellation)
    {
        int n = matrix.Order;
        int counted = n - (excluded.Length / n);
        int products = (options.Moments + 1) / 2;
        int columns = Math.Min(BlockSize, options.Vectors - first);
        double[] previous = new double[n * columns];
        double[] current = new double[n * columns];
        double[] next = new double[n * columns];
        for (int c = 0; c < columns; c++)
        {
            Span<double> vector = previous.AsSpan(c * n, n);
            new Philox((ulong)options.Seed, (ulong)(first + c)).FillSigns(vector);
            RemoveExcluded(vector, excluded);
        }

        ApplyScaled(matrix, previous, [], current, options);
        for (int k = 1; k <= products; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int c = 0; c < columns; c++)
            {
                // T_2k = 2 T_k² − T_0 and T_(2k−1) = 2 T_k T_(k−1) − T_1.
                Span<double> vectorMoments = moments.AsSpan((first + c) * options.Moments, options.Moments);
                ReadOnlySpan<double> t = current.AsSpan(c * n, n);
                ReadOnlySpan<double> tPrevious = previous.AsSpan(c * n, n);
                if (k == 1)
                {
                    vectorMoments[0] = VectorMath.Dot(tPrevious, tPrevious) / counted;
                    vectorMoments[1] = VectorMath.Dot(tPrevious, t) / counted;
                }
                else
                {
                    StoreMoment(vectorMoments, (2 * k) - 1, (2 * VectorMath.Dot(t, tPrevious) / counted) - vectorMoments[1]);
                }

                StoreMoment(vectorMoments, 2 * k, (2 * VectorMath.Dot(t, t) / counted) - vectorMoments[0]);
            }

            if (k < products)
            {
                ApplyScaled(matrix, current, previous, next, options);
                (previous, current, next) = (current, next, previous);
            }

            double done = (first + (columns * (double)k / products)) / options.Vectors;
            progress?.Report(new WorkProgress(done, $"Chebyshev moments of random vectors {first + 1} to {first + columns}"));
        }
    }

    // y = 2 A' x − z, or y = A' x if z is empty.
    private static void ApplyScaled(IBlockOperator matrix, double[] x, double[] z, double[] y, KernelPolynomialOptions options)
    {
        matrix.Apply(x, y);
        double factor = (z.Length > 0 ? 4 : 2) / (options.Upper - options.Lower);
        double middle = 0.5 * (options.Upper + options.Lower);
        VectorMath.AddScaled(y, -middle, x, y);
        VectorMath.Scale(factor, y);
        if (z.Length > 0)
        {
            VectorMath.AddScaled(y, -1, z, y);
        }
    }

    private static void StoreMoment(Span<double> moments, int index, double value)
    {
        if (!(Math.Abs(value) <= LargestMoment * moments[0]))
        {
            throw new ConvergenceException($"Chebyshev moment {index} is {value:g3}: an eigenvalue lies outside the limits.");
        }

        if (index < moments.Length)
        {
            moments[index] = value;
        }
    }

    private static void RemoveExcluded(Span<double> vector, double[] excluded)
    {
        for (int first = 0; first < excluded.Length; first += vector.Length)
        {
            ReadOnlySpan<double> direction = excluded.AsSpan(first, vector.Length);
            VectorMath.AddScaled(vector, -VectorMath.Dot(vector, direction), direction, vector);
        }
    }
}
