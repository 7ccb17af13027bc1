// Multiplies a sparse symmetric matrix by blocks of vectors.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;

namespace GlassModes.LinearAlgebra.Sparse;

/// <summary>
/// Computes Y ← A X. The vectors are taken in panels of as many vectors as a register has lanes, so that each block of the matrix is read
/// once for all vectors of a panel. The threads of a team share the panels. The results do not depend on the number of threads. One object
/// computes one product at a time.
/// </summary>
public sealed unsafe class BlockSparseProduct : IBlockOperator, IDisposable
{
    private readonly BlockSparseMatrix _matrix;
    private readonly PanelWork<double> _work;

    /// <summary>Prepares products with a matrix, which must outlive this object.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="team">
    /// Threads that share the panels; null means the calling thread alone. The team must outlive this object. Each thread takes 64 or 128
    /// bytes of scratch memory for each row of the matrix.
    /// </param>
    public BlockSparseProduct(BlockSparseMatrix matrix, ThreadTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        _matrix = matrix;
        team ??= ThreadTeam.CallerOnly;
        _work = Vector512.IsHardwareAccelerated
            ? new PanelWork<double>(matrix.Order, Lanes512.Width, 2, team, Multiply<Lanes512>)
            : new PanelWork<double>(matrix.Order, Lanes256.Width, 2, team, Multiply<Lanes256>);
    }

    /// <inheritdoc/>
    public int Order => _matrix.Order;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y) => _work.Apply(x, y);

    /// <inheritdoc/>
    public void Dispose() => _work.Dispose();

    private void Multiply<TLanes>(double* x, double* y, int columns, double* scratch)
        where TLanes : struct, ILaneArithmetic<TLanes, double>
    {
        double* product = scratch + ((long)Order * TLanes.Width);
        Panels.Pack<TLanes, double>(x, columns, Order, scratch);
        new Span<double>(product, Order * TLanes.Width).Clear();
        fixed (long* rowStart = _matrix.RowStart)
        fixed (int* column = _matrix.Column)
        {
            Multiply<TLanes>(_matrix.BlockRows, rowStart, column, _matrix.Values, scratch, product);
        }

        Panels.Unpack<TLanes, double>(product, columns, Order, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Multiply<TLanes>(int rows, long* rowStart, int* column, double* values, double* x, double* y)
        where TLanes : struct, ILaneArithmetic<TLanes, double>
    {
        int stride = 3 * TLanes.Width;
        for (int i = 0; i < rows; i++)
        {
            double* xi = x + ((long)i * stride);
            double* yi = y + ((long)i * stride);
            TLanes x0 = TLanes.Load(xi);
            TLanes x1 = TLanes.Load(xi + TLanes.Width);
            TLanes x2 = TLanes.Load(xi + (2 * TLanes.Width));
            TLanes y0 = TLanes.Load(yi);
            TLanes y1 = TLanes.Load(yi + TLanes.Width);
            TLanes y2 = TLanes.Load(yi + (2 * TLanes.Width));
            double* v = values + (9 * rowStart[i]);
            y0 = AddRow(v, x0, x1, x2, y0);
            y1 = AddRow(v + 3, x0, x1, x2, y1);
            y2 = AddRow(v + 6, x0, x1, x2, y2);
            for (long b = rowStart[i] + 1; b < rowStart[i + 1]; b++)
            {
                v = values + (9 * b);
                long j = (long)column[b] * stride;
                TLanes p0 = TLanes.Load(x + j);
                TLanes p1 = TLanes.Load(x + j + TLanes.Width);
                TLanes p2 = TLanes.Load(x + j + (2 * TLanes.Width));
                TLanes q0 = TLanes.Load(y + j);
                TLanes q1 = TLanes.Load(y + j + TLanes.Width);
                TLanes q2 = TLanes.Load(y + j + (2 * TLanes.Width));
                AddMirrored(v[0], x0, p0, ref y0, ref q0);
                AddMirrored(v[1], x0, p1, ref y0, ref q1);
                AddMirrored(v[2], x0, p2, ref y0, ref q2);
                AddMirrored(v[3], x1, p0, ref y1, ref q0);
                AddMirrored(v[4], x1, p1, ref y1, ref q1);
                AddMirrored(v[5], x1, p2, ref y1, ref q2);
                AddMirrored(v[6], x2, p0, ref y2, ref q0);
                AddMirrored(v[7], x2, p1, ref y2, ref q1);
                AddMirrored(v[8], x2, p2, ref y2, ref q2);
                TLanes.Store(q0, y + j);
                TLanes.Store(q1, y + j + TLanes.Width);
                TLanes.Store(q2, y + j + (2 * TLanes.Width));
            }

            TLanes.Store(y0, yi);
            TLanes.Store(y1, yi + TLanes.Width);
            TLanes.Store(y2, yi + (2 * TLanes.Width));
        }
    }

    // Returns y + v · (x0, x1, x2), where v is a row of a block.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes AddRow<TLanes>(double* v, TLanes x0, TLanes x1, TLanes x2, TLanes y)
        where TLanes : struct, ILaneArithmetic<TLanes, double> =>
        TLanes.MultiplyAdd(
            TLanes.Create(v[0]), x0, TLanes.MultiplyAdd(TLanes.Create(v[1]), x1, TLanes.MultiplyAdd(TLanes.Create(v[2]), x2, y)));

    // Adds the products with an element above the diagonal and with the equal element below the diagonal.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddMirrored<TLanes>(double value, TLanes x, TLanes p, ref TLanes y, ref TLanes q)
        where TLanes : struct, ILaneArithmetic<TLanes, double>
    {
        TLanes v = TLanes.Create(value);
        y = TLanes.MultiplyAdd(v, p, y);
        q = TLanes.MultiplyAdd(v, x, q);
    }
}
