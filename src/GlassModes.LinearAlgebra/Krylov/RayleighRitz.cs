// Finds the best approximations to eigenpairs in the span of given vectors.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>The Rayleigh-Ritz procedure.</summary>
internal static unsafe class RayleighRitz
{
    private const int BlockSize = 32;

    /// <summary>
    /// Orthogonalises vectors to each other and to other sets, and replaces them by the Ritz pairs of the space that they then span, in
    /// ascending order.
    /// </summary>
    /// <returns>‖A x − θ x‖ of each pair.</returns>
    /// <exception cref="ConvergenceException">The vectors are not linearly independent of each other and of the other sets.</exception>
    public static double[] Refine(IBlockOperator matrix, Eigenpairs pairs, ReadOnlySpan<VectorSet> others)
    {
        int count = pairs.Count;
        double[] residuals = new double[count];
        if (count == 0)
        {
            return residuals;
        }

        VectorSet vectors = pairs.All;
        using (BlockOrthogonalizer orthogonalizer = new(matrix.Order, count))
        {
            int remaining = orthogonalizer.Orthonormalize(vectors.Vectors, count, others);
            if (remaining != count)
            {
                throw new ConvergenceException($"{count - remaining} of {count} approximate eigenvectors are no new directions.");
            }
        }

        using AlignedBuffer<double> scratch = new((long)matrix.Order * Math.Min(count, BlockSize));
        RotateToRitzVectors(matrix, vectors.Vectors, count, pairs.MutableValues, scratch.Span);
        for (int first = 0; first < count; first += BlockSize)
        {
            int columns = Math.Min(BlockSize, count - first);
            Span<double> images = scratch.Slice(0, matrix.Order * columns);
            matrix.Apply(new ReadOnlySpan<double>(vectors.Vectors + ((long)first * matrix.Order), images.Length), images);
            for (int k = 0; k < columns; k++)
            {
                ReadOnlySpan<double> vector = pairs.Vector(first + k);
                Span<double> residual = images.Slice(k * matrix.Order, matrix.Order);
                residuals[first + k] = Math.Sqrt(VectorMath.SubtractAndDot(residual, pairs.Values[first + k], vector, residual));
            }
        }

        return residuals;
    }

    /// <summary>
    /// Calls <see cref="Refine"/>, then <see cref="Correct"/> until all residuals are within a tolerance, but only a limited number of
    /// times.
    /// </summary>
    public static double[] Improve(
        IBlockOperator matrix,
        IBlockOperator inverse,
        Eigenpairs pairs,
        ReadOnlySpan<VectorSet> others,
        double tolerance,
        int mostCorrections,
        CancellationToken cancellation)
    {
        double[] residuals = Refine(matrix, pairs, others);
        for (int step = 0; step < mostCorrections && residuals.Any(residual => residual > tolerance); step++)
        {
            cancellation.ThrowIfCancellationRequested();
            residuals = Correct(matrix, inverse, pairs, others);
        }

        return residuals;
    }

    /// <summary>Does the same as the other overload, with all other vectors in one array, one after the other.</summary>
    public static double[] Improve(
        IBlockOperator matrix,
        IBlockOperator inverse,
        Eigenpairs pairs,
        double[] others,
        double tolerance,
        int mostCorrections,
        CancellationToken cancellation)
    {
        fixed (double* vectors = others)
        {
            VectorSet[] sets = [new VectorSet(vectors, others.Length / matrix.Order)];
            return Improve(matrix, inverse, pairs, sets, tolerance, mostCorrections, cancellation);
        }
    }

    /// <summary>The quotient xᵀ B x of each vector x, where B is the matrix.</summary>
    public static double[] Quotients(IBlockOperator matrix, Eigenpairs pairs)
    {
        double[] quotients = new double[pairs.Count];
        using AlignedBuffer<double> images = new((long)matrix.Order * Math.Min(pairs.Count, BlockSize));
        for (int first = 0; first < pairs.Count; first += BlockSize)
        {
            int columns = Math.Min(BlockSize, pairs.Count - first);
            Span<double> block = images.Slice(0, matrix.Order * columns);
            matrix.Apply(new ReadOnlySpan<double>(pairs.All.Vectors + ((long)first * matrix.Order), block.Length), block);
            for (int k = 0; k < columns; k++)
            {
                quotients[first + k] = VectorMath.Dot(pairs.Vector(first + k), block.Slice(k * matrix.Order, matrix.Order));
            }
        }

        return quotients;
    }

    /// <summary>
    /// Corrects each vector x to x − M⁻¹(A x − θ x), where M is near A − σ, and applies <see cref="Refine"/>. Errors along eigenvectors far
    /// from the shift shrink by the relative error of M. Errors along eigenvectors near the shift are removed within the span.
    /// </summary>
    /// <inheritdoc cref="Refine"/>
    public static double[] Correct(IBlockOperator matrix, IBlockOperator inverse, Eigenpairs pairs, ReadOnlySpan<VectorSet> others)
    {
        int order = matrix.Order;
        using AlignedBuffer<double> residuals = new((long)order * Math.Min(pairs.Count, BlockSize));
        using AlignedBuffer<double> corrections = new(residuals.Length);
        for (int first = 0; first < pairs.Count; first += BlockSize)
        {
            int length = order * Math.Min(BlockSize, pairs.Count - first);
            Span<double> vectors = new(pairs.All.Vectors + ((long)first * order), length);
            Span<double> residual = residuals.Slice(0, length);
            Span<double> correction = corrections.Slice(0, length);
            matrix.Apply(vectors, residual);
            for (int k = 0; k < length / order; k++)
            {
                Span<double> vectorResidual = residual.Slice(k * order, order);
                VectorMath.AddScaled(vectorResidual, -pairs.Values[first + k], pairs.Vector(first + k), vectorResidual);
            }

            inverse.Apply(residual, correction);
            VectorMath.AddScaled(vectors, -1, correction, vectors);
        }

        return Refine(matrix, pairs, others);
    }

    /// <summary>Rotates orthonormal vectors to the Ritz vectors of their span, in ascending order.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="vectors">The vectors, one after the other.</param>
    /// <param name="count">Number of vectors.</param>
    /// <param name="values">Receives the Ritz values.</param>
    /// <param name="scratch">Room for at least one vector. As many vectors as fit are multiplied at once.</param>
    public static void RotateToRitzVectors(IBlockOperator matrix, double* vectors, int count, Span<double> values, Span<double> scratch)
    {
        if (count == 0)
        {
            return;
        }

        int order = matrix.Order;
        int block = scratch.Length / order;
        using AlignedBuffer<double> projection = new((long)count * count);
        using AlignedBuffer<double> rows = new((long)RowPanels.Rows * count);
        using SmallEigenproblem problem = new(count);
        fixed (double* images = scratch)
        {
            for (int first = 0; first < count; first += block)
            {
                int columns = Math.Min(block, count - first);
                matrix.Apply(new ReadOnlySpan<double>(vectors + ((long)first * order), order * columns), scratch[..(order * columns)]);
                LapackCalls.TransposedProduct(count, columns, order, vectors, images, projection.Address + ((long)first * count));
            }
        }

        problem.Solve(projection.Address, count, count);
        RowPanels.Combine(vectors, order, count, problem.Vectors, count, rows.Address);
        new ReadOnlySpan<double>(problem.Values, count).CopyTo(values);
    }
}
