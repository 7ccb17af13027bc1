// Estimates the spectrum as a whole from products with the matrix alone.

using GlassModes.Numerics.RandomNumbers;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>
/// Stochastic Lanczos quadrature: n⁻¹ tr f(A) ≈ Σ_k w_k f(θ_k). The nodes θ_k are Ritz values after some Lanczos steps from random vectors.
/// The weights w_k are the squared first components of the eigenvectors of the tridiagonal matrix (Golub and Meurant 2010; Lin, Saad, Yang,
/// SIAM Review 58, 34, 2016). f may be a density or a counting function. The relative error of a count of m eigenvalues is about
/// √(2/(m·vectors)). The finite number of steps blurs the limits of a count.
/// </summary>
/// <param name="Nodes">The nodes θ: vector after vector, ascending within each vector.</param>
/// <param name="Weights">The weight w of each node. All weights sum to 1.</param>
/// <param name="Vectors">Number of random vectors.</param>
public sealed record LanczosQuadrature(IReadOnlyList<double> Nodes, IReadOnlyList<double> Weights, int Vectors)
{
    /// <summary>The lowest node. It is an upper bound of the lowest eigenvalue.</summary>
    public double Lowest => Nodes.Min();

    /// <summary>Runs the steps from each random vector. Allocates 5n doubles.</summary>
    /// <param name="multiply">The operator.</param>
    /// <param name="order">n.</param>
    /// <param name="vectors">Number of random vectors.</param>
    /// <param name="steps">Number of steps from each vector.</param>
    /// <param name="seed">Seed of the random vectors, whose elements are ±1.</param>
    /// <param name="cancellation">Checked before each vector.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static LanczosQuadrature Run(
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
        double[] squares = new double[steps];
        for (int v = 0; v < vectors; v++)
        {
            cancellation.ThrowIfCancellationRequested();
            new Philox((ulong)seed, (ulong)v).FillSigns(start);
            int done = LanczosProcess.Run(multiply, start, diagonal, offDiagonal);
            Span<double> found = diagonal.AsSpan(0, done);
            Span<double> shares = squares.AsSpan(0, done);
            TridiagonalEigensolver.FindQuadrature(found, offDiagonal, shares);
            found.Sort(shares);
            for (int k = 0; k < done; k++)
            {
                nodes.Add(found[k]);
                weights.Add(shares[k] / vectors);
            }
        }

        return new LanczosQuadrature(nodes, weights, vectors);
    }

    /// <summary>
    /// Estimates the share of eigenvalues below a limit. For each vector the estimate is the step function of the weights. Each step is
    /// spread to half the distance to the neighbouring nodes.
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
