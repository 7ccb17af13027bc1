// Computes a part of the spectrum with eigenvectors, by tridiagonal reduction, bisection, inverse iteration and back-transformation.

using GlassModes.Numerics.Memory;

namespace GlassModes.LinearAlgebra.Lapack;

/// <summary>
/// Takes the steps of dsyevr for a part of the spectrum one by one: dsytrd, dstebz, dstein, dormtr. The number of eigenvalues is therefore
/// known before memory for vectors is allocated. An interval needs n × count numbers instead of the n × n numbers of dsyevr.
/// </summary>
internal static unsafe class PartialSpectrum
{
    private const int BlockColumns = 64;

    /// <summary>Numbers that dormqr needs for its triangular factors, beside its block of rows.</summary>
    private const int ReflectorFactors = 65 * 64;

    /// <summary>
    /// A matrix is scaled if its largest element lies outside 1/<see cref="Safe"/> … <see cref="Safe"/>. Squares of the scaled elements
    /// neither overflow nor vanish.
    /// </summary>
    private const double Safe = 1e75;

    /// <summary>The lowest pairs of a matrix whose largest element is known. Consumes the matrix.</summary>
    internal static Eigenpairs Lowest(DenseSymmetricMatrix matrix, double largest, int count)
    {
        EnsureMemory(matrix.Order, count);
        return Solve(matrix, largest, double.NegativeInfinity, double.NegativeInfinity, count);
    }

    /// <summary>The pairs in (lower, upper] of a matrix whose largest element is known. Consumes the matrix.</summary>
    internal static Eigenpairs Interval(DenseSymmetricMatrix matrix, double largest, double lower, double upper)
    {
        EnsureMemory(matrix.Order, 0);
        return Solve(matrix, largest, lower, upper, 0);
    }

    /// <summary>The pairs up to a bound, or the given number of lowest pairs if these are more. Consumes the matrix.</summary>
    internal static Eigenpairs UpTo(DenseSymmetricMatrix matrix, double largest, double upper, int atLeast)
    {
        EnsureMemory(matrix.Order, atLeast);
        return Solve(matrix, largest, double.NegativeInfinity, upper, atLeast);
    }

    /// <summary>Bytes that a given number of vectors needs beside the matrix.</summary>
    internal static long WorkBytes(int n, int count)
    {
        long numbers = (4L * n) + Math.Max(Math.Max(5L, BlockColumns) * n, WorkForReflectors(count)) + ((long)n * count);
        return checked((numbers * sizeof(double)) + (((5L * n) + count) * sizeof(int)));
    }

    private static void EnsureMemory(int n, int count) =>
        MemoryBudget.Ensure(SymmetricEigensolver.BytesNeededForPart(n, count, vectors: true), SymmetricEigensolver.Purpose(n));

    private static long WorkForReflectors(int count) => ((long)BlockColumns * Math.Max(count, 1)) + ReflectorFactors;

    private static Eigenpairs Solve(DenseSymmetricMatrix matrix, double largest, double lower, double upper, int atLeast)
    {
        int n = matrix.Order;
        double scale = largest is > 0 and (< 1 / Safe or > Safe) ? Math.ScaleB(1, -Math.ILogB(largest)) : 1;
        using AlignedBuffer<double> elements = matrix.Release();
        ScaleAll(elements, scale);
        using var tridiagonal = new AlignedBuffer<double>(3L * n);
        using var integers = new AlignedBuffer<int>(5L * n);
        double* a = elements.Address, d = tridiagonal.Address, e = d + n, tau = e + n;
        int* block = integers.Address, split = block + n, scratch = split + n;
        AlignedBuffer<double>? values = new(n);
        AlignedBuffer<double>? vectors = null;
        try
        {
            int count;
            using (var work = new AlignedBuffer<double>((long)BlockColumns * n))
            {
                LapackCalls.Dsytrd(n, a, d, e, tau, work.Address, BlockColumns * n);
                double reach = Reach(d, e, n);
                lower = Math.Max(lower * scale, -reach);
                upper = Math.Min(upper * scale, reach);
                count = lower >= upper ? 0 : Bisect(byIndex: false);
                count = count < atLeast ? Bisect(byIndex: true) : count;

                int Bisect(bool byIndex) =>
                    LapackCalls.Dstebz(byIndex, n, lower, upper, 1, atLeast, d, e, values.Address, block, split, work.Address, scratch);
            }

            vectors = ComputeVectors(n, count, a, d, e, tau, values.Address, block, split, scratch);
            SortPairs(values.Slice(0, count), vectors, n);
            ScaleAll(values, 1 / scale);
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

    private static AlignedBuffer<double> ComputeVectors(
        int n, int count, double* a, double* d, double* e, double* tau, double* values, int* block, int* split, int* scratch)
    {
        EnsureMemory(n, count);
        var vectors = new AlignedBuffer<double>((long)n * count);
        if (count == 0)
        {
            return vectors;
        }

        try
        {
            using var failed = new AlignedBuffer<int>(count);
            using var work = new AlignedBuffer<double>(Math.Max(5L * n, WorkForReflectors(count)));
            LapackCalls.Dstein(n, d, e, count, values, block, split, vectors.Address, work.Address, scratch, failed.Address);
            LapackCalls.Dormtr(n, count, a, tau, vectors.Address, work.Address, checked((int)WorkForReflectors(count)));
            return vectors;
        }
        catch
        {
            vectors.Dispose();
            throw;
        }
    }

    /// <summary>A number above every |λ| of T (Gershgorin). It replaces infinite bounds, which cannot be bisected.</summary>
    private static double Reach(double* d, double* e, int n)
    {
        double reach = 0;
        for (int i = 0; i < n; i++)
        {
            double off = (i > 0 ? Math.Abs(e[i - 1]) : 0) + (i < n - 1 ? Math.Abs(e[i]) : 0);
            reach = Math.Max(reach, Math.Abs(d[i]) + off);
        }

        return (2 * reach) + (1 / Safe);
    }

    private static void ScaleAll(AlignedBuffer<double> numbers, double factor)
    {
        if (factor == 1)
        {
            return;
        }

        double* address = numbers.Address;
        for (long i = 0; i < numbers.Length; i++)
        {
            address[i] *= factor;
        }
    }

    /// <summary>
    /// Brings pairs into ascending order and moves each column at most once. Bisection has found the eigenvalues block by block of T.
    /// </summary>
    private static void SortPairs(Span<double> values, AlignedBuffer<double> vectors, int n)
    {
        int[] source = [.. Enumerable.Range(0, values.Length)];
        values.Sort(source.AsSpan());
        using var spare = new AlignedBuffer<double>(n);
        for (int start = 0; start < source.Length; start++)
        {
            if (source[start] == start)
            {
                continue;
            }

            Column(start).CopyTo(spare.Span);
            int to = start;
            while (source[to] != start)
            {
                int from = source[to];
                Column(from).CopyTo(Column(to));
                source[to] = to;
                to = from;
            }

            spare.Span.CopyTo(Column(to));
            source[to] = to;
        }

        Span<double> Column(int k) => vectors.Slice((long)k * n, n);
    }
}
