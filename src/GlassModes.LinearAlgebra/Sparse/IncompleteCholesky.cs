// An approximate inverse of a sparse positive definite matrix, by a Cholesky factorisation without fill.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;

namespace GlassModes.LinearAlgebra.Sparse;

/// <summary>
/// Applies M⁻¹ with M = (1 + V)ᵀ D (1 + V) ≈ A + s. D is block-diagonal, and V is strictly upper triangular in the pattern of A. This is
/// block incomplete Cholesky without fill (Meijerink and van der Vorst, Math. Comp. 31, 148, 1977). If a pivot block is not positive
/// definite, s is raised for all rows (Manteuffel, Math. Comp. 34, 473, 1980). The factors are computed in double precision. They are kept
/// and applied in single precision, which is enough for a preconditioner and takes 36 bytes per block. The threads of a team share panels
/// of vectors. One object runs one application at a time.
/// </summary>
public sealed unsafe class IncompleteCholesky : IBlockOperator, IDisposable
{
    private const int MostAttempts = 40;
    private readonly BlockSparseMatrix _matrix;
    private readonly AlignedBuffer<float> _upper;
    private readonly PanelWork<float> _work;

    /// <summary>Factorises A + s. The matrix must outlive this object, and its pattern must not change.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="shift">s, chosen such that A + s is positive definite.</param>
    /// <param name="team">Threads that share the panels; null means the calling thread alone. The team must outlive this object.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shift is not finite.</exception>
    /// <exception cref="ArgumentException">The matrix holds values that are not finite.</exception>
    public IncompleteCholesky(BlockSparseMatrix matrix, double shift, ThreadTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (!double.IsFinite(shift))
        {
            throw new ArgumentOutOfRangeException(nameof(shift), shift, "A shift is a finite number.");
        }

        _matrix = matrix;
        _upper = new AlignedBuffer<float>(9L * matrix.BlockCount);
        using (AlignedBuffer<double> work = new(9L * matrix.BlockCount))
        {
            double extra = 0;
            double unit = 1e-3 * MeanDiagonal(matrix);
            for (int attempt = 0; !TryFactorise(work.Address, shift + extra); attempt++)
            {
                if (attempt == MostAttempts)
                {
                    _upper.Dispose();
                    throw new ArgumentException(
                        $"The matrix holds values that are not finite: no shift up to {extra:g3} makes it positive.", nameof(matrix));
                }

                extra = extra == 0 ? unit : 2 * extra;
            }

            Shift = shift + extra;
            StoreFactors(work.Address);
        }

        team ??= ThreadTeam.CallerOnly;
        _work = Vector512.IsHardwareAccelerated
            ? new PanelWork<float>(matrix.Order, FloatLanes512.Width, 1, team, SolvePanels<FloatLanes512>)
            : new PanelWork<float>(matrix.Order, FloatLanes256.Width, 1, team, SolvePanels<FloatLanes256>);
    }

    /// <summary>The shift s with which A + s could be factorised: the shift asked for, or a larger one.</summary>
    public double Shift { get; }

    /// <inheritdoc/>
    public int Order => _matrix.Order;

    /// <summary>Y ← M⁻¹ X.</summary>
    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y) => _work.Apply(x, y);

    /// <inheritdoc/>
    public void Dispose()
    {
        _upper.Dispose();
        _work.Dispose();
    }

    private static double MeanDiagonal(BlockSparseMatrix matrix)
    {
        double sum = 0;
        for (int i = 0; i < matrix.BlockRows; i++)
        {
            ReadOnlySpan<double> block = matrix.Block((int)matrix.RowStart[i]);
            sum += Math.Abs(block[0]) + Math.Abs(block[4]) + Math.Abs(block[8]);
        }

        return sum > 0 ? sum / matrix.Order : 1;
    }

    // Replaces the upper half of A + shift by U, row by row. Row i is subtracted from each block (j, k) that the pattern holds. Diagonal
    // blocks become their inverses. Returns false if a pivot block is not positive definite.
    private bool TryFactorise(double* u, double shift)
    {
        Buffer.MemoryCopy(_matrix.Values, u, 72L * _matrix.BlockCount, 72L * _matrix.BlockCount);
        double* scaled = stackalloc double[9];
        double* inverse = stackalloc double[9];
        fixed (long* rowStart = _matrix.RowStart)
        fixed (int* column = _matrix.Column)
        {
            for (int i = 0; i < _matrix.BlockRows; i++)
            {
                u[9 * rowStart[i]] += shift;
                u[(9 * rowStart[i]) + 4] += shift;
                u[(9 * rowStart[i]) + 8] += shift;
            }

            for (int i = 0; i < _matrix.BlockRows; i++)
            {
                double* diagonal = u + (9 * rowStart[i]);
                if (!TryInvert(diagonal, inverse))
                {
                    return false;
                }

                new ReadOnlySpan<double>(inverse, 9).CopyTo(new Span<double>(diagonal, 9));
                for (long b = rowStart[i] + 1; b < rowStart[i + 1]; b++)
                {
                    EliminateBlock(u, inverse, scaled, b, rowStart[i + 1], column, rowStart);
                }
            }
        }

        return true;
    }

    // A_jk −= U_ijᵀ D⁻¹ U_ik for one j and all k ≥ j of row i.
    private static void EliminateBlock(double* u, double* inverse, double* scaled, long b, long end, int* column, long* rowStart)
    {
        int j = column[b];
        TransposedProduct(u + (9 * b), inverse, scaled);
        long target = rowStart[j];
        long targetEnd = rowStart[j + 1];
        for (long c = b; c < end; c++)
        {
            while (target < targetEnd && column[target] < column[c])
            {
                target++;
            }

            if (target == targetEnd)
            {
                return;
            }

            if (column[target] == column[c])
            {
                SubtractProduct(scaled, u + (9 * c), u + (9 * target));
            }
        }
    }

    private static void TransposedProduct(double* a, double* b, double* product)
    {
        for (int row = 0; row < 3; row++)
        {
            for (int c = 0; c < 3; c++)
            {
                product[(3 * row) + c] = (a[row] * b[c]) + (a[3 + row] * b[3 + c]) + (a[6 + row] * b[6 + c]);
            }
        }
    }

    private static void SubtractProduct(double* a, double* b, double* target)
    {
        for (int row = 0; row < 3; row++)
        {
            for (int c = 0; c < 3; c++)
            {
                target[(3 * row) + c] -= (a[3 * row] * b[c]) + (a[(3 * row) + 1] * b[3 + c]) + (a[(3 * row) + 2] * b[6 + c]);
            }
        }
    }

    // Inverts a block by cofactors. Returns false unless all leading minors are positive, as they are for a positive definite block.
    private static bool TryInvert(double* a, double* inverse)
    {
        double minor = (a[0] * a[4]) - (a[1] * a[3]);
        double c0 = (a[4] * a[8]) - (a[5] * a[7]);
        double c1 = (a[5] * a[6]) - (a[3] * a[8]);
        double c2 = (a[3] * a[7]) - (a[4] * a[6]);
        double determinant = (a[0] * c0) + (a[1] * c1) + (a[2] * c2);
        double scale = Math.Abs(a[0]) + Math.Abs(a[4]) + Math.Abs(a[8]);
        if (!(a[0] > 0) || !(minor > 0) || !(determinant > 1e-12 * scale * scale * scale))
        {
            return false;
        }

        double factor = 1 / determinant;
        inverse[0] = c0 * factor;
        inverse[1] = inverse[3] = c1 * factor;
        inverse[2] = inverse[6] = c2 * factor;
        inverse[4] = ((a[0] * a[8]) - (a[2] * a[6])) * factor;
        inverse[5] = inverse[7] = ((a[2] * a[3]) - (a[0] * a[5])) * factor;
        inverse[8] = minor * factor;
        return true;
    }

    // Stores V = D⁻¹ U and the inverse diagonal blocks, in single precision.
    private void StoreFactors(double* u)
    {
        float* upper = _upper.Address;
        ReadOnlySpan<long> rowStart = _matrix.RowStart;
        double* v = stackalloc double[9];
        for (int i = 0; i < _matrix.BlockRows; i++)
        {
            double* inverse = u + (9 * rowStart[i]);
            for (long b = rowStart[i]; b < rowStart[i + 1]; b++)
            {
                if (b == rowStart[i])
                {
                    new ReadOnlySpan<double>(inverse, 9).CopyTo(new Span<double>(v, 9));
                }
                else
                {
                    // The inverse is symmetric, so the product with its transpose is the product with the inverse itself.
                    TransposedProduct(inverse, u + (9 * b), v);
                }

                for (int k = 0; k < 9; k++)
                {
                    upper[(9 * b) + k] = (float)v[k];
                }
            }
        }
    }

    private void SolvePanels<TLanes>(double* x, double* y, int columns, float* panel)
        where TLanes : struct, ILaneArithmetic<TLanes, float>
    {
        Panels.Pack<TLanes, float>(x, columns, Order, panel);
        fixed (long* rowStart = _matrix.RowStart)
        fixed (int* column = _matrix.Column)
        {
            SolveForward<TLanes>(_matrix.BlockRows, rowStart, column, _upper.Address, panel);
            SolveBackward<TLanes>(_matrix.BlockRows, rowStart, column, _upper.Address, panel);
        }

        Panels.Unpack<TLanes, float>(panel, columns, Order, y);
    }

    // z ← (1 + V)⁻ᵀ z, from the first row downwards. Each finished row is subtracted from the rows below.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SolveForward<TLanes>(int rows, long* rowStart, int* column, float* values, float* z)
        where TLanes : struct, ILaneArithmetic<TLanes, float>
    {
        int stride = 3 * TLanes.Width;
        for (int i = 0; i < rows; i++)
        {
            float* zi = z + ((long)i * stride);
            TLanes z0 = TLanes.Load(zi);
            TLanes z1 = TLanes.Load(zi + TLanes.Width);
            TLanes z2 = TLanes.Load(zi + (2 * TLanes.Width));
            for (long b = rowStart[i] + 1; b < rowStart[i + 1]; b++)
            {
                float* v = values + (9 * b);
                float* zj = z + ((long)column[b] * stride);
                TLanes.Store(SubtractRow(v[0], z0, v[3], z1, v[6], z2, TLanes.Load(zj)), zj);
                TLanes.Store(SubtractRow(v[1], z0, v[4], z1, v[7], z2, TLanes.Load(zj + TLanes.Width)), zj + TLanes.Width);
                TLanes.Store(SubtractRow(v[2], z0, v[5], z1, v[8], z2, TLanes.Load(zj + (2 * TLanes.Width))), zj + (2 * TLanes.Width));
            }
        }
    }

    // z ← (1 + V)⁻¹ D⁻¹ z, from the last row upwards.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SolveBackward<TLanes>(int rows, long* rowStart, int* column, float* values, float* z)
        where TLanes : struct, ILaneArithmetic<TLanes, float>
    {
        int stride = 3 * TLanes.Width;
        TLanes zero = TLanes.Create(0);
        for (int i = rows - 1; i >= 0; i--)
        {
            float* zi = z + ((long)i * stride);
            float* v = values + (9 * rowStart[i]);
            TLanes d0 = TLanes.Load(zi);
            TLanes d1 = TLanes.Load(zi + TLanes.Width);
            TLanes d2 = TLanes.Load(zi + (2 * TLanes.Width));
            TLanes z0 = SubtractRow(-v[0], d0, -v[1], d1, -v[2], d2, zero);
            TLanes z1 = SubtractRow(-v[3], d0, -v[4], d1, -v[5], d2, zero);
            TLanes z2 = SubtractRow(-v[6], d0, -v[7], d1, -v[8], d2, zero);
            for (long b = rowStart[i] + 1; b < rowStart[i + 1]; b++)
            {
                v = values + (9 * b);
                float* zj = z + ((long)column[b] * stride);
                TLanes p0 = TLanes.Load(zj);
                TLanes p1 = TLanes.Load(zj + TLanes.Width);
                TLanes p2 = TLanes.Load(zj + (2 * TLanes.Width));
                z0 = SubtractRow(v[0], p0, v[1], p1, v[2], p2, z0);
                z1 = SubtractRow(v[3], p0, v[4], p1, v[5], p2, z1);
                z2 = SubtractRow(v[6], p0, v[7], p1, v[8], p2, z2);
            }

            TLanes.Store(z0, zi);
            TLanes.Store(z1, zi + TLanes.Width);
            TLanes.Store(z2, zi + (2 * TLanes.Width));
        }
    }

    // Returns target − a x − b y − c z.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SubtractRow<TLanes>(float a, TLanes x, float b, TLanes y, float c, TLanes z, TLanes target)
        where TLanes : struct, ILaneArithmetic<TLanes, float> =>
        TLanes.MultiplyAdd(
            TLanes.Create(-a), x, TLanes.MultiplyAdd(TLanes.Create(-b), y, TLanes.MultiplyAdd(TLanes.Create(-c), z, target)));
}
