// The best approximations to eigenpairs in the span of given vectors.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Numerics.Memory;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>The Rayleigh-Ritz procedure.</summary>
internal static unsafe class RayleighRitz
{
    private const int BlockSize = 32;

    /// <summary>Turns independent vectors into the Ritz pairs of what they span beside others, ascending.</summary>
    /// <returns>‖A x − θ x‖ of each.</returns>
    /// <exception cref="ConvergenceException">They are not independent.</exception>
    public static double[] Refine(IBlockOperator matrix, Eigenpairs pairs, ReadOnlySpan<VectorSet> others)
    {
        int count = pairs.Count;
        double[] residuals = new double[count];
        if (count == 0)
        {
            return residuals;
        }

        VectorSet all = pairs.All;
        using (BlockOrthogonalizer orthogonalizer = new(matrix.Order, count))
        {
            int left = orthogonalizer.Orthonormalize(all.Vectors, count, others);
            if (left != count)
            {
                throw new ConvergenceException($"{count - left} of {count} approximate eigenvectors are none, or were found before.");
            }
        }

        using AlignedBuffer<double> scratch = new((long)matrix.Order * Math.Min(count, BlockSize));
        Turn(matrix, all.Vectors, count, pairs.MutableValues, scratch.Span);
        for (int first = 0; first < count; first += BlockSize)
        {
            int columns = Math.Min(BlockSize, count - first);
            Span<double> images = scratch.Slice(0, matrix.Order * columns);
            matrix.Apply(new ReadOnlySpan<double>(all.Vectors + ((long)first * matrix.Order), images.Length), images);
            for (int k = 0; k < columns; k++)
            {
                ReadOnlySpan<double> vector = pairs.Vector(first + k);
                double square = 0;
                for (int row = 0; row < vector.Length; row++)
                {
                    double error = images[(k * matrix.Order) + row] - (pairs.Values[first + k] * vector[row]);
                    square += error * error;
                }

                residuals[first + k] = Math.Sqrt(square);
            }
        }

        return residuals;
    }

    /// <summary><see cref="Refine"/>, and steps of <see cref="Correct"/> until all residuals are within a tolerance.</summary>
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

    /// <summary>The same beside vectors that stand one after the other.</summary>
    public static double[] Improve(
        IBlockOperator matrix, IBlockOperator inverse, Eigenpairs pairs, double[] others, double tolerance, int mostCorrections, CancellationToken cancellation)
    {
        fixed (double* vectors = others)
        {
            return Improve(matrix, inverse, pairs, [new VectorSet(vectors, others.Length / matrix.Order)], tolerance, mostCorrections, cancellation);
        }
    }

    /// <summary>xᵀ B x of each vector.</summary>
    public static double[] Quotients(IBlockOperator matrix, Eigenpairs pairs)
    {
        double[] quotients = new double[pairs.Count];
        using AlignedBuffer<double> images = new((long)matrix.Order * Math.Min(pairs.Count, BlockSize));
        for (int first = 0; first < pairs.Count; first += BlockSize)
        {
            int columns = Math.Min(BlockSize, pairs.Count - first);
            Span<double> some = images.Slice(0, matrix.Order * columns);
            matrix.Apply(new ReadOnlySpan<double>(pairs.All.Vectors + ((long)first * matrix.Order), some.Length), some);
            for (int k = 0; k < columns; k++)
            {
                double quotient;
                LapackCalls.TransposedProduct(
                    1, 1, matrix.Order, pairs.All.Vectors + ((long)(first + k) * matrix.Order), images.Address + ((long)k * matrix.Order), &quotient);
                quotients[first + k] = quotient;
            }
        }

        return quotients;
    }

    /// <summary>
    /// A step of correction, x − M⁻¹(A x − θ x) with M near A − σ, and Rayleigh-Ritz: what is wrong by errors of M in directions far from the shift
    /// shrinks by as much as M is right, what belongs to eigenvalues near the shift is found within the span.
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
            for (int k = 0; k < length; k++)
            {
                residual[k] -= pairs.Values[first + (k / order)] * vectors[k];
            }

            inverse.Apply(residual, correction);
            for (int k = 0; k < length; k++)
            {
                vectors[k] -= correction[k];
            }
        }

        return Refine(matrix, pairs, others);
    }

    /// <summary>Turns orthonormal vectors into the Ritz vectors of their span, ascending.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="vectors">The vectors, one after the other.</param>
    /// <param name="count">How many.</param>
    /// <param name="values">Takes their Ritz values.</param>
    /// <param name="scratch">Room for a vector at least: as many as it holds are multiplied at once.</param>
    public static void Turn(IBlockOperator matrix, double* vectors, int count, Span<double> values, Span<double> scratch)
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
