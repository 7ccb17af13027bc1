// Products of a sparse symmetric matrix with blocks of vectors.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GlassModes.LinearAlgebra.Sparse;

/// <summary>
/// Y ← A X with vectors taken in panels, as many at once as a register has lanes: each block of the matrix is read once for all of
/// them. Panels are shared among threads, and no result depends on how many there are. One product at a time.
/// </summary>
public sealed unsafe class BlockSparseProduct : IBlockOperator, IDisposable
{
    private readonly BlockSparseMatrix _matrix;
    private readonly PanelWork<double> _work;

    /// <summary>Prepares products with a matrix, which must outlive this object.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="threads">Threads to share panels among; each takes 48 or 96 bytes a row of scratch memory.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than one thread.</exception>
    public BlockSparseProduct(BlockSparseMatrix matrix, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _matrix = matrix;
        _work = new PanelWork<double>(matrix.Order, Vector512.IsHardwareAccelerated ? Doubles8.Width : Doubles4.Width, threads, 2);
    }

    /// <inheritdoc/>
    public int Order => _matrix.Order;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y) => _work.Run(x, y, Vector512.IsHardwareAccelerated ? Multiply<Doubles8> : Multiply<Doubles4>);

    /// <inheritdoc/>
    public void Dispose() => _work.Dispose();

    private void Multiply<TPanel>(double* x, double* y, int columns, double* scratch)
        where TPanel : struct, IPanel<TPanel, double>
    {
        double* product = scratch + ((long)Order * TPanel.Width);
        Panels.Pack<TPanel, double>(x, columns, Order, scratch);
        new Span<double>(product, Order * TPanel.Width).Clear();
        fixed (long* rowStart = _matrix.RowStart)
        fixed (int* column = _matrix.Column)
        {
            Multiply<TPanel>(_matrix.BlockRows, rowStart, column, _matrix.Values, scratch, product);
        }

        Panels.Unpack<TPanel, double>(product, columns, Order, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Multiply<TPanel>(int rows, long* rowStart, int* column, double* values, double* x, double* y)
        where TPanel : struct, IPanel<TPanel, double>
    {
        int stride = 3 * TPanel.Width;
        for (int i = 0; i < rows; i++)
        {
            double* xi = x + ((long)i * stride);
            double* yi = y + ((long)i * stride);
            TPanel x0 = TPanel.Load(xi);
            TPanel x1 = TPanel.Load(xi + TPanel.Width);
            TPanel x2 = TPanel.Load(xi + (2 * TPanel.Width));
            TPanel y0 = TPanel.Load(yi);
            TPanel y1 = TPanel.Load(yi + TPanel.Width);
            TPanel y2 = TPanel.Load(yi + (2 * TPanel.Width));
            double* v = values + (9 * rowStart[i]);
            y0 = Sum(v, x0, x1, x2, y0);
            y1 = Sum(v + 3, x0, x1, x2, y1);
            y2 = Sum(v + 6, x0, x1, x2, y2);
            for (long b = rowStart[i] + 1; b < rowStart[i + 1]; b++)
            {
                v = values + (9 * b);
                long j = (long)column[b] * stride;
                TPanel p0 = TPanel.Load(x + j);
                TPanel p1 = TPanel.Load(x + j + TPanel.Width);
                TPanel p2 = TPanel.Load(x + j + (2 * TPanel.Width));
                TPanel q0 = TPanel.Load(y + j);
                TPanel q1 = TPanel.Load(y + j + TPanel.Width);
                TPanel q2 = TPanel.Load(y + j + (2 * TPanel.Width));
                Both(v[0], x0, p0, ref y0, ref q0);
                Both(v[1], x0, p1, ref y0, ref q1);
                Both(v[2], x0, p2, ref y0, ref q2);
                Both(v[3], x1, p0, ref y1, ref q0);
                Both(v[4], x1, p1, ref y1, ref q1);
                Both(v[5], x1, p2, ref y1, ref q2);
                Both(v[6], x2, p0, ref y2, ref q0);
                Both(v[7], x2, p1, ref y2, ref q1);
                Both(v[8], x2, p2, ref y2, ref q2);
                TPanel.Store(q0, y + j);
                TPanel.Store(q1, y + j + TPanel.Width);
                TPanel.Store(q2, y + j + (2 * TPanel.Width));
            }

            TPanel.Store(y0, yi);
            TPanel.Store(y1, yi + TPanel.Width);
            TPanel.Store(y2, yi + (2 * TPanel.Width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TPanel Sum<TPanel>(double* v, TPanel x0, TPanel x1, TPanel x2, TPanel y)
        where TPanel : struct, IPanel<TPanel, double> =>
        TPanel.MultiplyAdd(
            TPanel.Create(v[0]), x0, TPanel.MultiplyAdd(TPanel.Create(v[1]), x1, TPanel.MultiplyAdd(TPanel.Create(v[2]), x2, y)));

    // An element of the block above the diagonal and of its mirror image below.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Both<TPanel>(double value, TPanel x, TPanel p, ref TPanel y, ref TPanel q)
        where TPanel : struct, IPanel<TPanel, double>
    {
        TPanel v = TPanel.Create(value);
        y = TPanel.MultiplyAdd(v, p, y);
        q = TPanel.MultiplyAdd(v, x, q);
    }
}
