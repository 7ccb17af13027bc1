// Finds how a vector is distributed over the spectrum of a matrix, from products alone.

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>
/// The distribution F(x) = Σ_{λ_α ≤ x} (e_α · v)²/|v|² of a vector v over the eigenvectors of a symmetric matrix, enclosed by bounds at
/// given points. After k Lanczos steps from v, Gauss-Radau quadrature with one node at x has the weights w_j &gt; 0 at the nodes θ_j.
/// Chebyshev's inequalities Σ_{θ_j &lt; x} w_j ≤ F(x−) ≤ F(x) ≤ Σ_{θ_j ≤ x} w_j hold (Golub and Meurant, Matrices, Moments and Quadrature,
/// Princeton 2010, Secs. 6.2, 6.4). The gap between the bounds is the weight at x. Rounding blurs eigenvalues by about ε ‖A‖ (Greenbaum,
/// Linear Algebra Appl. 113, 7, 1989).
/// </summary>
/// <param name="Points">The points x.</param>
/// <param name="Lower">The lower bounds Σ_{θ_j &lt; x} w_j.</param>
/// <param name="Upper">The upper bounds Σ_{θ_j ≤ x} w_j.</param>
/// <param name="Mean">The mean vᵀAv/vᵀv = ∫ x dF.</param>
/// <param name="Steps">Number of Lanczos steps. Each step takes one product.</param>
public sealed record SpectralDistribution(
    IReadOnlyList<double> Points, IReadOnlyList<double> Lower, IReadOnlyList<double> Upper, double Mean, int Steps)
{
    private const int StepsBetweenChecks = 16;

    // From this number of steps on the weights are summed without the nodes, which takes less time. The bounds are then wider by the error,
    // which is far below the tolerance.
    private const int MostNodes = 128;

    // A sum of squares beyond this number belongs to a weight of zero. The recurrence would go on to infinity.
    private const double Huge = 1e280;

    /// <summary>Runs Lanczos steps until no gap is wider than a tolerance. Allocates 4n doubles, and a few more for each step.</summary>
    /// <param name="multiply">The matrix.</param>
    /// <param name="vector">v, n values, not zero; it need not be normalised.</param>
    /// <param name="points">The points x.</param>
    /// <param name="tolerance">Largest gap wanted.</param>
    /// <param name="mostSteps">
    /// Number of steps after which the iteration stops in any case. The bounds then hold too, but are wider.
    /// </param>
    /// <param name="cancellation">Checked after every step.</param>
    /// <exception cref="ArgumentException">The vector is zero or not finite.</exception>
    public static SpectralDistribution Of(
        SymmetricOperator multiply,
        ReadOnlySpan<double> vector,
        IReadOnlyList<double> points,
        double tolerance,
        int mostSteps,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostSteps);
        double[] diagonal = new double[mostSteps];
        double[] offDiagonal = new double[mostSteps];
        int steps = LanczosProcess.Run(
            multiply,
            vector,
            diagonal,
            offDiagonal,
            done =>
            {
                cancellation.ThrowIfCancellationRequested();
                return done % StepsBetweenChecks == 0 && points.All(x => FindGap(diagonal, offDiagonal, done, x) <= tolerance);
            });
        (double[] lower, double[] upper) = (new double[points.Count], new double[points.Count]);
        for (int k = 0; k < points.Count; k++)
        {
            (lower[k], upper[k]) = FindBounds(diagonal.AsSpan(0, steps), offDiagonal.AsSpan(0, steps), points[k], tolerance);
        }

        return new SpectralDistribution([.. points], lower, upper, diagonal[0], steps);
    }

    // The weight at x of the quadrature that has a node at x: 1/Σ p_j(x)², summed over the orthonormal polynomials p_j of degree 0 to k.
    private static double FindGap(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal, int steps, double x)
    {
        double before = 0;
        double current = 1;
        double beta = 0;
        double sum = 1;
        for (int k = 0; k < steps; k++)
        {
            double next = (((x - diagonal[k]) * current) - (beta * before)) / offDiagonal[k];
            beta = offDiagonal[k];
            (before, current) = (current, next);
            sum += next * next;
            if (!(sum < Huge))
            {
                return 0;
            }
        }

        return 1 / sum;
    }

    private static (double Lower, double Upper) FindBounds(
        ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal, double x, double tolerance)
    {
        // T with one more row has the eigenvalue x if the new diagonal element is x + β²/δ, where δ is the last pivot of T − x.
        int n = diagonal.Length;
        double scale = 0;
        for (int k = 0; k < n; k++)
        {
            scale = Math.Max(scale, Math.Abs(diagonal[k] - x) + Math.Abs(offDiagonal[k]));
        }

        double least = Math.Max(scale, double.Epsilon) * 1e-16;
        double pivot = double.PositiveInfinity;
        for (int k = 0; k < n; k++)
        {
            double above = k > 0 ? offDiagonal[k - 1] : 0;
            pivot = diagonal[k] - x - (above * above / pivot);
            pivot = Math.Abs(pivot) < least ? Math.CopySign(least, pivot) : pivot;
        }

        double last = offDiagonal[n - 1];
        double[] nodes = [.. diagonal, x + (last * last / pivot)];
        bool needsNodes = n < MostNodes || tolerance < 100 * TridiagonalWeights.LargestError;
        return (needsNodes ? null : SumWeights(nodes, offDiagonal, x)) ?? SumNodes(nodes, offDiagonal, x);
    }

    // Sums without the nodes; null where a node is so near to x that the sum is not certain. The bounds are widened by the error.
    private static (double Lower, double Upper)? SumWeights(double[] diagonal, ReadOnlySpan<double> offDiagonal, double x)
    {
        double scale = TridiagonalWeights.ScaleAbout(x, diagonal, offDiagonal);
        double margin = 100 * TridiagonalWeights.Resolution * scale;
        int near = TridiagonalEigensolver.CountBelow(x + margin, diagonal, offDiagonal)
            - TridiagonalEigensolver.CountBelow(x - margin, diagonal, offDiagonal);
        if (near != 1)
        {
            return null;
        }

        double atPoint = FindGap(diagonal, offDiagonal, diagonal.Length - 1, x);
        double below = 0.5 * (1 - atPoint + TridiagonalWeights.SignedSum(x, scale, diagonal, offDiagonal));
        return (
            Math.Clamp(below - TridiagonalWeights.LargestError, 0, 1),
            Math.Clamp(below + atPoint + TridiagonalWeights.LargestError, 0, 1));
    }

    private static (double Lower, double Upper) SumNodes(double[] nodes, ReadOnlySpan<double> offDiagonal, double x)
    {
        int n = nodes.Length - 1;
        double[] weights = new double[n + 1];
        TridiagonalEigensolver.FindQuadrature(nodes, offDiagonal.ToArray(), weights);
        int nearest = 0;
        for (int k = 1; k <= n; k++)
        {
            nearest = Math.Abs(nodes[k] - x) < Math.Abs(nodes[nearest] - x) ? k : nearest;
        }

        double below = 0;
        for (int k = 0; k <= n; k++)
        {
            below += k != nearest && nodes[k] < x ? weights[k] : 0;
        }

        return (Math.Min(below, 1), Math.Min(below + weights[nearest], 1));
    }
}
