// Estimates the spectrum as a whole from products with the matrix alone.

using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Simd;

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
        QuadratureNodes nodes = new(vectors);
        double[] start = new double[order];
        double[] diagonal = new double[steps];
        double[] offDiagonal = new double[steps];
        for (int v = 0; v < vectors; v++)
        {
            cancellation.ThrowIfCancellationRequested();
            new Philox((ulong)seed, (ulong)v).FillSigns(start);
            int done = LanczosProcess.Run(multiply, start, diagonal, offDiagonal);
            nodes.Add(diagonal.AsSpan(0, done), offDiagonal);
        }

        return nodes.Finish();
    }

    /// <summary>
    /// Runs the steps from all random vectors together, so that each product works on all vectors. The nodes are those of
    /// <see cref="Run(SymmetricOperator, int, int, int, int, CancellationToken)"/> to rounding. Allocates 3n doubles for each vector.
    /// </summary>
    /// <param name="matrix">The operator.</param>
    /// <param name="vectors">Number of random vectors.</param>
    /// <param name="steps">Number of steps from each vector.</param>
    /// <param name="seed">Seed of the random vectors, whose elements are ±1.</param>
    /// <param name="cancellation">Checked before each product.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static LanczosQuadrature Run(
        IBlockOperator matrix, int vectors, int steps, int seed = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(vectors);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        int order = matrix.Order;
        steps = Math.Min(steps, order);
        double[] previous = new double[vectors * order];
        double[] current = new double[vectors * order];
        double[] image = new double[vectors * order];
        LanczosRecurrence[] recurrences = new LanczosRecurrence[vectors];
        int[] done = new int[vectors];
        double[] diagonals = new double[vectors * steps];
        double[] offDiagonals = new double[vectors * steps];
        for (int v = 0; v < vectors; v++)
        {
            Span<double> start = current.AsSpan(v * order, order);
            new Philox((ulong)seed, (ulong)v).FillSigns(start);
            VectorMath.Scale(1 / VectorMath.Norm(start), start);
        }

        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            matrix.Apply(current, image);
            for (int v = 0; v < vectors; v++)
            {
                // A vector whose Krylov space is invariant has become zero and takes no further step.
                if (done[v] < step)
                {
                    continue;
                }

                Span<double> next = image.AsSpan(v * order, order);
                ref LanczosRecurrence recurrence = ref recurrences[v];
                recurrence.Orthogonalize(next, current.AsSpan(v * order, order), previous.AsSpan(v * order, order));
                diagonals[(v * steps) + step] = recurrence.Diagonal;
                offDiagonals[(v * steps) + step] = recurrence.OffDiagonal;
                VectorMath.Scale(recurrence.IsInvariant ? 0 : 1 / recurrence.OffDiagonal, next);
                done[v] = step + 1 - (recurrence.IsInvariant ? 1 : 0);
            }

            (previous, current, image) = (current, image, previous);
        }

        QuadratureNodes nodes = new(vectors);
        for (int v = 0; v < vectors; v++)
        {
            // The last step of an invariant space has a diagonal element too.
            int count = done[v] + (recurrences[v].IsInvariant ? 1 : 0);
            nodes.Add(diagonals.AsSpan(v * steps, count), offDiagonals.AsSpan(v * steps, steps));
        }

        return nodes.Finish();
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

    // Collects the nodes and weights of one vector after another.
    private sealed class QuadratureNodes(int vectors)
    {
        private readonly List<double> _nodes = [];
        private readonly List<double> _weights = [];

        // Overwrites the coefficients.
        public void Add(Span<double> diagonal, Span<double> offDiagonal)
        {
            double[] squares = new double[diagonal.Length];
            TridiagonalEigensolver.FindQuadrature(diagonal, offDiagonal, squares);
            diagonal.Sort(squares.AsSpan());
            for (int k = 0; k < diagonal.Length; k++)
            {
                _nodes.Add(diagonal[k]);
                _weights.Add(squares[k] / vectors);
            }
        }

        public LanczosQuadrature Finish() => new(_nodes, _weights, vectors);
    }
}
