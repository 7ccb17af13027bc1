// The spectrum as a whole, from products alone.

using GlassModes.Numerics.Memory;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>
/// Stochastic Lanczos quadrature: n⁻¹ tr f(A) ≈ Σ_k w_k f(θ_k), with the Ritz values θ and the squared first components w of their vectors after some
/// Lanczos steps from random vectors (Golub and Meurant 2010; Lin, Saad, Yang, SIAM Review 58, 34, 2016). f may be a density, or a
/// count. The relative error of a count of m eigenvalues is about √(2/(m·vectors)), and its edges are blurred by the steps' resolution.
/// </summary>
/// <param name="Nodes">θ of all vectors, vector after vector, each ascending.</param>
/// <param name="Weights">Their w; the sum over all is 1.</param>
/// <param name="Vectors">Random vectors.</param>
public sealed record LanczosQuadrature(IReadOnlyList<double> Nodes, IReadOnlyList<double> Weights, int Vectors)
{
    /// <summary>The lowest node.</summary>
    public double Lowest => Nodes.Min();

    /// <summary>Runs the steps. Allocates 4n doubles.</summary>
    /// <param name="multiply">The operator.</param>
    /// <param name="order">n.</param>
    /// <param name="vectors">Random vectors.</param>
    /// <param name="steps">Steps from each.</param>
    /// <param name="seed">Of the random vectors, whose elements are ±1.</param>
    /// <param name="cancellation">Looked at before each vector.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1.</exception>
    public static unsafe LanczosQuadrature Run(
        SymmetricOperator multiply, int order, int vectors, int steps, int seed = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(multiply);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(order);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(vectors);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        steps = Math.Min(steps, order);
        List<double> nodes = [];
        List<double> weights = [];
        double[] start = new double[order];
        double[] diagonal = new double[steps];
        double[] offDiagonal = new double[steps];
        Random random = new(seed);
        using SmallEigenproblem problem = new(steps);
        using AlignedBuffer<double> matrix = new((long)steps * steps);
        for (int v = 0; v < vectors; v++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (ref double value in start.AsSpan())
            {
                value = random.Next(2) == 0 ? -1 : 1;
            }

            int done = LanczosProcess.Run(multiply, start, diagonal, offDiagonal);
            matrix.Span.Clear();
            for (int k = 0; k < done; k++)
            {
                matrix.Span[(k * steps) + k] = diagonal[k];
                if (k + 1 < done)
                {
                    matrix.Span[(k * steps) + k + 1] = offDiagonal[k];
                }
            }

            problem.Solve(matrix.Address, steps, done);
            for (int k = 0; k < done; k++)
            {
                double first = problem.Vectors[(long)k * done];
                nodes.Add(problem.Values[k]);
                weights.Add(first * first / vectors);
            }
        }

        return new LanczosQuadrature(nodes, weights, vectors);
    }

    /// <summary>
    /// The share of eigenvalues below a limit, as far as it is told: for each vector the step function of its weights, with each step spread over the half
    /// ways to its neighbours.
    /// </summary>
    public double FractionBelow(double limit)
    {
        double sum = 0;
        for (int k = 0; k < Nodes.Count; k++)
        {
            double left = k > 0 && Nodes[k - 1] < Nodes[k] ? 0.5 * (Nodes[k - 1] + Nodes[k]) : Nodes[k];
            double right = k + 1 < Nodes.Count && Nodes[k + 1] > Nodes[k] ? 0.5 * (Nodes[k] + Nodes[k + 1]) : Nodes[k];
            sum += limit >= right ? Weights[k] : limit > left ? Weights[k] * (limit - left) / (right - left) : 0;
        }

        return sum;
    }
}
