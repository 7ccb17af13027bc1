// Calls dsyevr, LAPACK's driver for a part of the spectrum. Tests compare SymmetricEigensolver with this driver.

using GlassModes.Numerics.Memory;

namespace GlassModes.LinearAlgebra.Lapack;

/// <summary>
/// Computes a part of the spectrum with eigenvectors by the single LAPACK call dsyevr. <see cref="SymmetricEigensolver"/> takes the same
/// steps one by one, in the same time. <see cref="SymmetricEigensolver"/> needs memory only for the vectors that it finds, whereas dsyevr
/// needs n × n numbers for an interval. Tests compare the results of both. A call consumes its matrix.
/// </summary>
public static unsafe class DsyevrSolver
{
    private const int BlockColumns = 64;

    /// <summary>
    /// The <paramref name="count"/> lowest eigenpairs. Takes the matrix, n × count numbers for the vectors and about 90n other numbers.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is outside 1 … n.</exception>
    /// <exception cref="InsufficientMemoryException">The call needs more memory than is available.</exception>
    /// <exception cref="LapackException">dsyevr failed.</exception>
    /// <exception cref="Native.NativeLibraryException">OpenBLAS is missing or has 64-bit integers.</exception>
    public static Eigenpairs Lowest(DenseSymmetricMatrix matrix, int count)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, matrix.Order);
        return Solve(matrix, 0, 0, count);
    }

    /// <summary>
    /// The eigenpairs in (<paramref name="lower"/>, <paramref name="upper"/>]. Takes the matrix, n × n numbers for the vectors and about
    /// 90n other numbers.
    /// </summary>
    /// <exception cref="ArgumentException">The bounds are not finite, or do not ascend.</exception>
    /// <inheritdoc cref="Lowest"/>
    public static Eigenpairs Interval(DenseSymmetricMatrix matrix, double lower, double upper)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (!(lower < upper) || !double.IsFinite(lower) || !double.IsFinite(upper))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The bounds of ({lower}, {upper}] must be finite and ascend."), nameof(upper));
        }

        return Solve(matrix, lower, upper, null);
    }

    private static Eigenpairs Solve(DenseSymmetricMatrix matrix, double lower, double upper, int? lowest)
    {
        int n = matrix.Order;
        int room = lowest ?? n;
        int lwork = checked((26 + BlockColumns) * n);
        MemoryBudget.Ensure(
            DenseSymmetricMatrix.BytesNeeded(n) + (((long)n * room) + n + lwork) * sizeof(double), SymmetricEigensolver.Purpose(n));
        using AlignedBuffer<double> elements = matrix.Release();
        using var work = new AlignedBuffer<double>(lwork);
        using var integers = new AlignedBuffer<int>(12L * n);
        AlignedBuffer<double>? values = new(n);
        AlignedBuffer<double>? vectors = null;
        try
        {
            vectors = new AlignedBuffer<double>((long)n * room);
            int count = LapackCalls.Dsyevr(
                true, lowest is not null, n, elements.Address, lower, upper, 1, room, values.Address, vectors.Address, integers.Address,
                work.Address, lwork, integers.Address + (2L * n), 10 * n);
            var pairs = new Eigenpairs(n, 0, count, values, vectors);
            (values, vectors) = (null, null);
            return pairs;
        }
        finally
        {
            values?.Dispose();
            vectors?.Dispose();
        }
    }
}
