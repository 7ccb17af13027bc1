// The lowest mode of a Hessian by Lanczos' method, in managed code alone: is this a minimum?

using GlassModes.LinearAlgebra.Krylov;
using GlassModes.Models;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Hessians;

/// <summary>
/// The lowest eigenpair of a Hessian apart from the three translations, as far as Lanczos steps from a random start tell it.
/// The Ritz value bounds the lowest eigenvalue from above, so that a negative one proves an unstable mode; that there is no
/// lower one than a converged positive value is certain only to the extent that the random start has a part in every mode. A certified
/// count is what a <see cref="Hessian"/>'s spectra are for.
/// </summary>
/// <param name="Eigenvalue">λ, the lowest Ritz value.</param>
/// <param name="Residual">How far λ is at most from an eigenvalue.</param>
/// <param name="Vector">e, normalised, 3N values.</param>
/// <param name="Converged">Whether the residual is small enough to tell the sign.</param>
/// <param name="Products">Products with the Hessian.</param>
public sealed record LowestMode(double Eigenvalue, double Residual, ReadOnlyMemory<double> Vector, bool Converged, long Products)
{
    /// <summary>Eigenvalues nearer to zero than this part of λ_max count as zero.</summary>
    public const double ZeroFraction = 1e-7;

    private const int MostSteps = 4000;
    private const int StepsBetweenLooks = 20;

    // Good enough to push along and to tell the sign.
    private const double RelativeResidual = 0.02;

    /// <summary>Whether the mode is unstable beyond doubt.</summary>
    public bool IsUnstable { get; private init; }

    /// <summary>Finds the mode. Allocates some 40 N doubles beside the bonds.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="model">Its model.</param>
    /// <param name="team">Threads that share a product; null for the calling thread alone.</param>
    /// <param name="cancellation">Stops between products.</param>
    /// <exception cref="ModelMismatchException">The model does not fit the configuration.</exception>
    /// <exception cref="ArgumentException">Two interacting particles coincide.</exception>
    public static LowestMode Find(
        Configuration configuration, PairModel model, ThreadTeam? team = null, CancellationToken cancellation = default)
    {
        using HessianProduct product = new(configuration, model, team: team);
        int order = product.Order;
        double[] start = StartVector(order);
        List<double> diagonal = [];
        List<double> offDiagonal = [];
        double[] ritz = [];
        double value = 0;
        double residual = double.PositiveInfinity;
        double zero = 0;
        bool converged = false;
        int most = Math.Min(MostSteps, order - 3);
        Iterate(product, start, (alpha, beta, _) =>
        {
            diagonal.Add(alpha);
            offDiagonal.Add(beta);
            int steps = diagonal.Count;
            bool last = steps >= most || beta == 0;
            if (steps % StepsBetweenLooks != 0 && !last)
            {
                return true;
            }

            (value, double largest, ritz) = LowestOfTridiagonal(diagonal, offDiagonal);
            residual = beta * Math.Abs(ritz[^1]);
            zero = ZeroFraction * largest;
            converged = residual <= Math.Max(RelativeResidual * Math.Abs(value), 0.5 * zero);
            return !converged && !last;
        }, cancellation);

        // The recurrence once more, bit for bit, to add up the Ritz vector without keeping the basis.
        double[] vector = new double[order];
        int k = 0;
        Iterate(product, start, (_, _, basis) =>
        {
            VectorMath.AddScaled(vector, ritz[k], basis, vector);
            return ++k < ritz.Length;
        }, cancellation);
        RemoveTranslations(vector);
        VectorMath.Scale(1 / Math.Sqrt(VectorMath.Dot(vector, vector)), vector);
        return new LowestMode(value, residual, vector, converged, 2L * diagonal.Count) { IsUnstable = value < -zero };
    }

    private delegate bool StepTaken(double alpha, double beta, ReadOnlySpan<double> basisVector);

    // The three-term recurrence; translations are taken out at every step, or rounding would bring them back.
    private static void Iterate(HessianProduct product, double[] start, StepTaken taken, CancellationToken cancellation)
    {
        double[] current = [.. start];
        double[] previous = new double[start.Length];
        double[] next = new double[start.Length];
        double beta = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            product.Multiply(current, next);
            VectorMath.AddScaled(next, -beta, previous, next);
            double alpha = VectorMath.Dot(current, next);
            VectorMath.AddScaled(next, -alpha, current, next);
            RemoveTranslations(next);
            beta = Math.Sqrt(VectorMath.Dot(next, next));

            // Nothing but rounding left: the space is invariant.
            beta = beta <= 1e-14 * (Math.Abs(alpha) + 1e-300) ? 0 : beta;
            if (!taken(alpha, beta, current) || beta == 0)
            {
                return;
            }

            VectorMath.Scale(1 / beta, next);
            (previous, current, next) = (current, next, previous);
        }
    }

    // Random, but the same every time.
    private static double[] StartVector(int order)
    {
        double[] start = new double[order];
        Philox random = new(0x4C6F776573744D6FUL, 0);
        for (int k = 0; k < order; k++)
        {
            start[k] = random.NextUniform() - 0.5;
        }

        RemoveTranslations(start);
        VectorMath.Scale(1 / Math.Sqrt(VectorMath.Dot(start, start)), start);
        return start;
    }

    private static void RemoveTranslations(Span<double> vector)
    {
        for (int axis = 0; axis < 3; axis++)
        {
            double sum = 0;
            for (int k = axis; k < vector.Length; k += 3)
            {
                sum += vector[k];
            }

            double mean = 3 * sum / vector.Length;
            for (int k = axis; k < vector.Length; k += 3)
            {
                vector[k] -= mean;
            }
        }
    }

    // The lowest eigenpair of T and its largest eigenvalue. The vector by inverse iteration from just below the lowest
    // eigenvalue, where T − σ is positive definite and elimination needs no pivoting.
    private static (double Value, double Largest, double[] Vector) LowestOfTridiagonal(List<double> diagonal, List<double> offDiagonal)
    {
        int m = diagonal.Count;
        double[] beside = [.. offDiagonal];
        double largest = LanczosBound.LargestOfTridiagonal([.. diagonal], beside);
        double value = -LanczosBound.LargestOfTridiagonal([.. diagonal.Select(a => -a)], beside);
        double shift = value - (1e-12 * (Math.Abs(largest) + Math.Abs(value)));
        double[] pivot = new double[m];
        double[] vector = new double[m];
        Array.Fill(vector, 1);
        for (int k = 0; k < m; k++)
        {
            pivot[k] = diagonal[k] - shift - (k > 0 ? beside[k - 1] * beside[k - 1] / pivot[k - 1] : 0);
            pivot[k] = pivot[k] > 0 ? pivot[k] : 1e-300;
        }

        for (int iteration = 0; iteration < 4; iteration++)
        {
            for (int k = 1; k < m; k++)
            {
                vector[k] -= beside[k - 1] / pivot[k - 1] * vector[k - 1];
            }

            vector[m - 1] /= pivot[m - 1];
            for (int k = m - 2; k >= 0; k--)
            {
                vector[k] = (vector[k] - (beside[k] * vector[k + 1])) / pivot[k];
            }

            double norm = Math.Sqrt(vector.Sum(v => v * v));
            for (int k = 0; k < m; k++)
            {
                vector[k] /= norm;
            }
        }

        return (value, largest, vector);
    }
}
