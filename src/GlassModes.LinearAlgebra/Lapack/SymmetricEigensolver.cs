// The public calls for dense symmetric eigenproblems, with the checks of their arguments and their memory.

using GlassModes.Numerics.Memory;

namespace GlassModes.LinearAlgebra.Lapack;

/// <summary>
/// Solves dense symmetric eigenproblems A x = λ x by LAPACK (E. Anderson et al., LAPACK Users' Guide, 3rd ed., SIAM 1999,
/// doi:10.1137/1.9780898719604). Every call consumes its matrix: after the arguments are accepted, the storage of the matrix is
/// overwritten, and then is freed or becomes part of the result. Pass a <see cref="DenseSymmetricMatrix.Clone"/> of a matrix that is needed
/// afterwards. Calls from several threads are independent; see <see cref="BlasThreads"/>.
/// </summary>
public static unsafe class SymmetricEigensolver
{
    /// <summary>
    /// The least order for which values alone come from the two-stage reduction. This reduction is slower below that order, and twice as
    /// fast at order 6000.
    /// </summary>
    internal const int TwoStageOrder = 2000;

    /// <summary>The largest order for all eigenvectors, whose workspace exceeds LAPACK's 32-bit integers beyond it.</summary>
    internal const int LargestOrderForAllVectors = 32766;

    /// <summary>Block size for which workspace is provided. LAPACK itself chooses 32 to 64.</summary>
    private const int BlockColumns = 64;

    /// <summary>Upper bound of the two-stage workspace, in numbers per row. LAPACK 3.11 with one thread needs about 105.</summary>
    private const int TwoStageColumns = 256;

    /// <summary>
    /// All eigenvalues and, if <paramref name="vectors"/>, all eigenvectors. The routine is dsyevd (divide and conquer), or dsyevd_2stage
    /// for values alone of orders from 2000 on. The vectors take over the storage of the matrix. The call needs
    /// <see cref="BytesNeededForAll"/> bytes, including the matrix.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// An element is not finite, or the order exceeds 32766 with vectors. Above this order the workspace 1 + 6n + 2n² exceeds LAPACK's
    /// 32-bit integers.
    /// </exception>
    /// <exception cref="InsufficientMemoryException">
    /// The call needs more memory than is available. The message gives both numbers.
    /// </exception>
    /// <exception cref="LapackException">The iteration did not converge.</exception>
    /// <exception cref="Native.NativeLibraryException">OpenBLAS is missing or has 64-bit integers.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed of or consumed before.</exception>
    public static Eigenpairs All(DenseSymmetricMatrix matrix, bool vectors)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int n = matrix.Order;
        long lwork = vectors ? WorkForVectors(n) : Math.Max((2L + BlockColumns) * n, 1);
        _ = LargestElement(matrix);
        MemoryBudget.Ensure(BytesNeededForAll(n, vectors), Purpose(n));
        bool twoStage = !vectors && n >= TwoStageOrder;
        int liwork = vectors ? checked((int)(3 + (5L * n))) : 1;
        AlignedBuffer<double>? elements = matrix.Release();
        AlignedBuffer<double>? values = new(n);
        try
        {
            lwork = twoStage ? TwoStageWork(n, elements.Address, values.Address) : lwork;
            using var work = new AlignedBuffer<double>(lwork);
            using var integers = new AlignedBuffer<int>(liwork);
            if (twoStage)
            {
                LapackCalls.DsyevdTwoStage(n, elements.Address, values.Address, work.Address, (int)lwork, integers.Address, liwork);
            }
            else
            {
                LapackCalls.Dsyevd(vectors, n, elements.Address, values.Address, work.Address, (int)lwork, integers.Address, liwork);
            }

            var pairs = new Eigenpairs(n, 0, n, values, vectors ? elements : null);
            values = null;
            elements = vectors ? null : elements;
            return pairs;
        }
        finally
        {
            elements?.Dispose();
            values?.Dispose();
        }
    }

    /// <summary>
    /// The <paramref name="count"/> lowest eigenvalues and, if <paramref name="vectors"/>, their eigenvectors. With vectors the call takes
    /// the steps of dsyevr for a part of the spectrum (dsytrd, dstebz, dstein, dormtr), with memory for count vectors only. This is the
    /// best method below about n/3 vectors, because inverse iteration costs up to n·count² operations. Without vectors the result is a part
    /// of <see cref="All"/>. The call needs <see cref="BytesNeededForPart"/> bytes, including the matrix.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is outside 1 … n.</exception>
    /// <exception cref="ArgumentException">An element is not finite.</exception>
    /// <exception cref="InsufficientMemoryException">
    /// The call needs more memory than is available. The message gives both numbers.
    /// </exception>
    /// <exception cref="LapackException">An eigenvalue or eigenvector did not converge.</exception>
    /// <exception cref="Native.NativeLibraryException">OpenBLAS is missing or has 64-bit integers.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed of or consumed before.</exception>
    public static Eigenpairs Lowest(DenseSymmetricMatrix matrix, int count, bool vectors)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (count < 1 || count > matrix.Order)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count),
                count,
                FormattableString.Invariant($"{count} eigenvalues of a matrix of order {matrix.Order} were asked for."));
        }

        return vectors
            ? PartialSpectrum.Lowest(matrix, LargestElement(matrix), count)
            : All(matrix, vectors: false).WithPart(0, count);
    }

    /// <summary>
    /// The eigenvalues in (<paramref name="lower"/>, <paramref name="upper"/>] and, if <paramref name="vectors"/>, their eigenvectors. The
    /// bounds may be infinite, and the interval may hold no eigenvalue. The methods are those of <see cref="Lowest"/>. Memory for vectors
    /// is allocated when their number is known. An eigenvalue within rounding (n·ε·‖A‖) of a bound may fall on either side of the bound.
    /// </summary>
    /// <exception cref="ArgumentException">The bounds do not ascend or are not numbers, or an element is not finite.</exception>
    /// <exception cref="InsufficientMemoryException">
    /// The call needs more memory than is available. The message gives both numbers.
    /// </exception>
    /// <exception cref="LapackException">An eigenvalue or eigenvector did not converge.</exception>
    /// <exception cref="Native.NativeLibraryException">OpenBLAS is missing or has 64-bit integers.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed of or consumed before.</exception>
    public static Eigenpairs Interval(DenseSymmetricMatrix matrix, double lower, double upper, bool vectors)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (!(lower < upper))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The interval ({lower}, {upper}] is empty or not a number."), nameof(upper));
        }

        if (vectors)
        {
            return PartialSpectrum.Interval(matrix, LargestElement(matrix), lower, upper);
        }

        Eigenpairs all = All(matrix, vectors: false);
        int first = CountUpTo(all.Values, lower);
        return all.WithPart(first, CountUpTo(all.Values, upper) - first);
    }

    /// <summary>
    /// The eigenpairs up to <paramref name="upper"/>, which may be infinite, but at least the <paramref name="atLeast"/> lowest pairs. A
    /// single reduction serves both conditions. The method is that of <see cref="Lowest"/> with vectors.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="atLeast"/> is outside 0 … n.</exception>
    /// <exception cref="ArgumentException">The bound is not a number, or an element is not finite.</exception>
    /// <exception cref="InsufficientMemoryException">
    /// The call needs more memory than is available. The message gives both numbers.
    /// </exception>
    /// <exception cref="LapackException">An eigenvalue or eigenvector did not converge.</exception>
    /// <exception cref="Native.NativeLibraryException">OpenBLAS is missing or has 64-bit integers.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed of or consumed before.</exception>
    public static Eigenpairs UpTo(DenseSymmetricMatrix matrix, double upper, int atLeast = 0)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentOutOfRangeException.ThrowIfNegative(atLeast);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(atLeast, matrix.Order);
        return double.IsNaN(upper)
            ? throw new ArgumentException("The upper bound is not a number.", nameof(upper))
            : PartialSpectrum.UpTo(matrix, LargestElement(matrix), upper, atLeast);
    }

    /// <summary>
    /// The bytes that <see cref="All"/> needs at its peak, including the matrix. With vectors they are 8(3n² + 7n + 1) for numbers and 4(5n
    /// + 3) for integers. Without vectors they are at most about 8(n² + 257n).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The order is below 1.</exception>
    public static long BytesNeededForAll(int order, bool vectors)
    {
        long numbers = order + (vectors ? Math.Max(WorkFormula(order), (2L + BlockColumns) * order) : (long)TwoStageColumns * order);
        long integers = vectors ? 3 + (5L * order) : 1;
        return checked(DenseSymmetricMatrix.BytesNeeded(order) + (numbers * sizeof(double)) + (integers * sizeof(int)));
    }

    /// <summary>
    /// The bytes that <see cref="Lowest"/> or <see cref="Interval"/> needs at its peak for <paramref name="count"/> eigenpairs, including
    /// the matrix. With vectors they are about 8(n² + n·count + 64·count + 70n).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The order is below 1, or the count is outside 0 … n.</exception>
    public static long BytesNeededForPart(int order, int count, bool vectors)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, order);
        return vectors
            ? checked(DenseSymmetricMatrix.BytesNeeded(order) + PartialSpectrum.WorkBytes(order, count))
            : BytesNeededForAll(order, vectors: false);
    }

    /// <summary>The subject of an error message about memory.</summary>
    internal static string Purpose(int order) => FormattableString.Invariant($"The eigenproblem of order {order}");

    /// <summary>The workspace of dsyevd with vectors, in numbers.</summary>
    /// <exception cref="ArgumentException">The workspace exceeds a 32-bit integer.</exception>
    internal static long WorkForVectors(int n)
    {
        long lwork = WorkFormula(n);
        return lwork <= int.MaxValue
            ? Math.Max(lwork, (2L + BlockColumns) * n)
            : throw new ArgumentException(
                FormattableString.Invariant($"All eigenvectors of order {n} need a workspace of {lwork} numbers, but LAPACK's ") +
                FormattableString.Invariant($"32-bit integers end at {int.MaxValue} (order {LargestOrderForAllVectors}): ") +
                "ask for a part of the spectrum.");
    }

    private static long WorkFormula(int n) => checked(1 + (6L * n) + (2L * n * n));

    private static long TwoStageWork(int n, double* a, double* w)
    {
        double best;
        int bestIntegers;
        LapackCalls.DsyevdTwoStage(n, a, w, &best, -1, &bestIntegers, -1);
        return (long)best;
    }

    private static double LargestElement(DenseSymmetricMatrix matrix)
    {
        double largest = 0;
        for (int column = 0; column < matrix.Order; column++)
        {
            ReadOnlySpan<double> below = matrix.Column(column)[column..];
            for (int i = 0; i < below.Length; i++)
            {
                if (!double.IsFinite(below[i]))
                {
                    throw new ArgumentException(FormattableString.Invariant(
                        $"Element ({column + i}, {column}) of the matrix is {below[i]}; all have to be finite."), nameof(matrix));
                }

                largest = Math.Max(largest, Math.Abs(below[i]));
            }
        }

        return largest;
    }

    private static int CountUpTo(ReadOnlySpan<double> ascending, double bound)
    {
        int count = 0;
        while (count < ascending.Length && ascending[count] <= bound)
        {
            count++;
        }

        return count;
    }
}
