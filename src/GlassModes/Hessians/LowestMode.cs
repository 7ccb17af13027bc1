// The lowest mode of a Hessian by Lanczos' method, in managed code alone: is this a minimum?

using GlassModes.LinearAlgebra.Krylov;
using GlassModes.Models;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Hessians;

/// <summary>
/// The lowest eigenpair of a Hessian apart from the three translations, by Lanczos steps from a random start. The Ritz value
/// bounds the lowest eigenvalue from above, so that a negative Ritz value proves an unstable mode. A converged positive value
/// proves nothing: a lower eigenvalue is missed where the random start has too little of its mode. The spectra of a
/// <see cref="Hessian"/> give certified counts.
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
    private const int StepsBetweenChecks = 20;

    // Good enough to push along and to tell the sign.
    private const double RelativeResidual = 0.02;

    private const ulong StartSeed = 0x4C6F776573744D6FUL;

    /// <summary>Whether the Ritz value is below zero by more than <see cref="ZeroFraction"/> of λ_max.</summary>
    public bool IsUnstable { get; private init; }

    /// <summary>Finds the mode. Allocates some 40 N doubles beside the bonds.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="model">Its model.</param>
    /// <param name="team">Threads that share a product; null for the calling thread alone.</param>
    /// <param name="cancellation">Looked at before each product.</param>
    /// <exception cref="ModelMismatchException">The model does not fit the configuration.</exception>
    /// <exception cref="ArgumentException">Two interacting particles coincide.</exception>
    public static LowestMode Find(
        Configuration configuration, PairModel model, ThreadTeam? team = null, CancellationToken cancellation = default)
    {
        using HessianProduct product = new(configuration, model, team: team);
        int order = product.Order;
        double[] start = StartVector(order);

        // Rounding brings translations back: they are taken out at every step.
        LanczosIteration iteration = new(product.Multiply, start, RemoveTranslations);
        List<double> diagonal = [];
        List<double> offDiagonal = [];
        RitzPair ritz;
        double zero;
        bool converged;
        bool isLast;
        int most = Math.Min(MostSteps, order - 3);
        do
        {
            cancellation.ThrowIfCancellationRequested();
            iteration.TakeStep();
            diagonal.Add(iteration.Diagonal);
            offDiagonal.Add(iteration.IsInvariant ? 0 : iteration.OffDiagonal);
            isLast = diagonal.Count >= most || iteration.IsInvariant;
            (ritz, zero, converged) = (default, 0, false);
            if (diagonal.Count % StepsBetweenChecks == 0 || isLast)
            {
                ritz = LowestRitzPair([.. diagonal], [.. offDiagonal]);
                zero = ZeroFraction * ritz.Largest;
                converged = ritz.Residual <= Math.Max(RelativeResidual * Math.Abs(ritz.Value), 0.5 * zero);
            }
        }
        while (!converged && !isLast);

        double[] vector = RitzVector(product, start, ritz.Coefficients, cancellation);
        return new LowestMode(ritz.Value, ritz.Residual, vector, converged, 2L * diagonal.Count) { IsUnstable = ritz.Value < -zero };
    }

    // The recurrence once more, bit for bit, adds up the Ritz vector without keeping the basis.
    private static double[] RitzVector(HessianProduct product, double[] start, double[] coefficients, CancellationToken cancellation)
    {
        LanczosIteration iteration = new(product.Multiply, start, RemoveTranslations);
        double[] vector = new double[start.Length];
        foreach (double coefficient in coefficients)
        {
            cancellation.ThrowIfCancellationRequested();
            iteration.TakeStep();
            VectorMath.AddScaled(vector, coefficient, iteration.Vector, vector);
        }

        RemoveTranslations(vector);
        VectorMath.Scale(1 / VectorMath.Norm(vector), vector);
        return vector;
    }

    // Random, but the same every time.
    private static double[] StartVector(int order)
    {
        double[] start = new double[order];
        new Philox(StartSeed, 0).FillCentred(start);
        RemoveTranslations(start);
        VectorMath.Scale(1 / VectorMath.Norm(start), start);
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

    private static RitzPair LowestRitzPair(double[] diagonal, double[] offDiagonal)
    {
        double largest = TridiagonalEigensolver.Largest(diagonal, offDiagonal);
        double lowest = TridiagonalEigensolver.Lowest(diagonal, offDiagonal);
        double[] coefficients = new double[diagonal.Length];
        double[] pivots = new double[diagonal.Length];
        TridiagonalEigensolver.FindLowestVector(diagonal, offDiagonal, lowest, largest, coefficients, pivots);
        return new RitzPair(lowest, largest, offDiagonal[^1] * Math.Abs(coefficients[^1]), coefficients);
    }

    // The lowest Ritz value with its residual and coefficients, and the largest Ritz value.
    private readonly record struct RitzPair(double Value, double Largest, double Residual, double[] Coefficients);
}
