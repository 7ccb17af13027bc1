// Finds the lowest mode of a Hessian by Lanczos' method, in managed code alone. The quench uses this mode to tell a minimum from a saddle.

using GlassModes.LinearAlgebra.Krylov;
using GlassModes.Models;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Hessians;

/// <summary>
/// The lowest eigenpair of a Hessian apart from the three translations, by Lanczos steps from a random start. The Ritz value is an upper
/// bound of the lowest eigenvalue, so a negative Ritz value proves an unstable mode. A converged positive value proves nothing: Lanczos
/// misses a lower eigenvalue if the random start hardly contains its mode. <c>HessianModes</c> gives certified numbers of unstable modes.
/// </summary>
/// <param name="Eigenvalue">λ, the lowest Ritz value.</param>
/// <param name="Residual">‖He − λe‖. An eigenvalue lies within this distance of λ.</param>
/// <param name="Vector">e, normalised, 3N values.</param>
/// <param name="Converged">Whether the residual is small enough to tell the sign of λ.</param>
/// <param name="Products">Number of products with the Hessian.</param>
public sealed record LowestMode(double Eigenvalue, double Residual, ReadOnlyMemory<double> Vector, bool Converged, long Products)
{
    /// <summary>Eigenvalues with a magnitude below this share of λ_max count as zero.</summary>
    public const double ZeroFraction = 1e-7;

    private const int MostSteps = 4000;
    private const int StepsBetweenChecks = 20;

    // Largest residual of a converged mode as a share of |λ|. It suffices to tell the sign of λ and to push a configuration along the mode.
    private const double RelativeResidual = 0.02;

    private const ulong StartSeed = 0x4C6F776573744D6FUL;

    /// <summary>Whether the Ritz value is below zero by more than <see cref="ZeroFraction"/> of λ_max.</summary>
    public bool IsUnstable { get; private init; }

    /// <summary>Finds the lowest mode. Allocates about 40 N doubles in addition to the bonds.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="model">The model of the configuration.</param>
    /// <param name="team">Threads that share a product; null for the calling thread alone.</param>
    /// <param name="cancellation">Looked at before each product.</param>
    /// <exception cref="ModelMismatchException">The model does not fit the configuration.</exception>
    /// <exception cref="ArgumentException">Two interacting particles coincide.</exception>
    public static LowestMode Find(
        Configuration configuration, PairModel model, ThreadTeam? team = null, CancellationToken cancellation = default)
    {
        using HessianProduct product = new(configuration, model, team: team);
        int order = product.Order;
        double[] start = CreateStartVector(order);

        // Rounding brings the translations back into the vectors, so every step removes the translations.
        LanczosIteration iteration = new(product.Multiply, start, RemoveTranslations);
        List<double> diagonal = [];
        List<double> offDiagonal = [];
        RitzPair ritz;
        double zero;
        bool converged;
        bool isLast;
        int stepLimit = Math.Min(MostSteps, order - 3);
        do
        {
            cancellation.ThrowIfCancellationRequested();
            iteration.TakeStep();
            diagonal.Add(iteration.Diagonal);
            offDiagonal.Add(iteration.IsInvariant ? 0 : iteration.OffDiagonal);
            isLast = diagonal.Count >= stepLimit || iteration.IsInvariant;
            (ritz, zero, converged) = (default, 0, false);
            if (diagonal.Count % StepsBetweenChecks == 0 || isLast)
            {
                ritz = ComputeLowestRitzPair([.. diagonal], [.. offDiagonal]);
                zero = ZeroFraction * ritz.Largest;
                converged = ritz.Residual <= Math.Max(RelativeResidual * Math.Abs(ritz.Value), 0.5 * zero);
            }
        }
        while (!converged && !isLast);

        double[] vector = ComputeRitzVector(product, start, ritz.Coefficients, cancellation);
        return new LowestMode(ritz.Value, ritz.Residual, vector, converged, 2L * diagonal.Count) { IsUnstable = ritz.Value < -zero };
    }

    // Repeats the recurrence and adds up the Ritz vector. The second run gives the same vectors to the last bit, so the first run does not
    // have to keep its vectors.
    private static double[] ComputeRitzVector(HessianProduct product, double[] start, double[] coefficients, CancellationToken cancellation)
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

    // A random vector that is the same at every call.
    private static double[] CreateStartVector(int order)
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

    private static RitzPair ComputeLowestRitzPair(double[] diagonal, double[] offDiagonal)
    {
        double largest = TridiagonalEigensolver.Largest(diagonal, offDiagonal);
        double lowest = TridiagonalEigensolver.Lowest(diagonal, offDiagonal);
        double[] coefficients = new double[diagonal.Length];
        double[] pivots = new double[diagonal.Length];
        TridiagonalEigensolver.FindLowestVector(diagonal, offDiagonal, lowest, largest, coefficients, pivots);
        return new RitzPair(lowest, largest, offDiagonal[^1] * Math.Abs(coefficients[^1]), coefficients);
    }

    // The lowest Ritz value with its residual and its coefficients in the Lanczos basis, and the largest Ritz value.
    private readonly record struct RitzPair(double Value, double Largest, double Residual, double[] Coefficients);
}
