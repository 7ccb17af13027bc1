// The Hessian as a sparse matrix of blocks, for factorisations and block methods.

using System.Numerics;
using GlassModes.LinearAlgebra;
using GlassModes.Particles;

namespace GlassModes.Hessians;

/// <summary>
/// H in 3 × 3 blocks, assembled from the bonds without a dense intermediate: 76 bytes for each of some 33 blocks a particle (KALJ). Its rows
/// stand in the order of a space-filling curve, so that what interacts is near in memory; <see cref="Gather"/> and <see cref="Scatter"/> go
/// between that and file order. Owns the matrix; reading is thread-safe.
/// </summary>
public sealed class SparseHessian : IDisposable
{
    // 2^10 cells along each edge: below a thousandth of the box no order is needed.
    private const int BitsPerAxis = 10;
    private readonly int[] _particles;

    /// <summary>Assembles the matrix.</summary>
    /// <exception cref="InsufficientMemoryException">It does not fit into memory.</exception>
    public SparseHessian(Hessian hessian)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        Hessian = hessian;
        _particles = OrderInSpace(hessian.Configuration);
        int[] rows = new int[_particles.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[_particles[row]] = row;
        }

        Matrix = MakePattern(hessian.Bonds, rows);
        foreach (ref readonly Bond bond in hessian.Bonds)
        {
            int i = rows[bond.I];
            int j = rows[bond.J];
            Add(bond, i, i, 1);
            Add(bond, j, j, 1);
            Add(bond, Math.Min(i, j), Math.Max(i, j), -1);
        }
    }

    /// <summary>The Hessian as bonds.</summary>
    public Hessian Hessian { get; }

    /// <summary>The matrix; row r belongs to the particle <see cref="Particles"/>[r].</summary>
    public BlockSparseMatrix Matrix { get; }

    /// <summary>The particle, in file order, of each block row.</summary>
    public ReadOnlySpan<int> Particles => _particles;

    /// <summary>Puts the 3N values of a vector in file order into the order of the matrix.</summary>
    /// <exception cref="ArgumentException">A vector is not 3N long.</exception>
    public void Gather(ReadOnlySpan<double> fileOrder, Span<double> matrixOrder)
    {
        RequireLengths(fileOrder.Length, matrixOrder.Length);
        for (int row = 0; row < _particles.Length; row++)
        {
            fileOrder.Slice(3 * _particles[row], 3).CopyTo(matrixOrder[(3 * row)..]);
        }
    }

    /// <summary>The way back.</summary>
    /// <exception cref="ArgumentException">A vector is not 3N long.</exception>
    public void Scatter(ReadOnlySpan<double> matrixOrder, Span<double> fileOrder)
    {
        RequireLengths(fileOrder.Length, matrixOrder.Length);
        for (int row = 0; row < _particles.Length; row++)
        {
            matrixOrder.Slice(3 * row, 3).CopyTo(fileOrder[(3 * _particles[row])..]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Matrix.Dispose();

    // Particles along a Z-order curve through the box.
    private static int[] OrderInSpace(Configuration configuration)
    {
        int count = configuration.Count;
        int[] order = new int[count];
        uint[] keys = new uint[count];
        double length = configuration.Box.Length;
        ReadOnlySpan<double> positions = configuration.Positions;
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
            for (int axis = 0; axis < 3; axis++)
            {
                double fraction = positions[(3 * i) + axis] / length;
                uint cell = Math.Min((uint)((fraction - Math.Floor(fraction)) * (1 << BitsPerAxis)), (1u << BitsPerAxis) - 1);
                keys[i] |= Spread(cell) << axis;
            }
        }

        Array.Sort(keys, order);
        return order;
    }

    // Two zeros between all bits of a number of ten.
    private static uint Spread(uint bits)
    {
        uint spread = 0;
        for (; bits != 0; bits &= bits - 1)
        {
            spread |= 1u << (3 * BitOperations.TrailingZeroCount(bits));
        }

        return spread;
    }

    private static BlockSparseMatrix MakePattern(ReadOnlySpan<Bond> bonds, int[] rows)
    {
        long[] start = new long[rows.Length + 1];
        foreach (ref readonly Bond bond in bonds)
        {
            start[Math.Min(rows[bond.I], rows[bond.J]) + 1]++;
        }

        for (int i = 0; i < rows.Length; i++)
        {
            start[i + 1] += start[i] + 1;
        }

        int[] column = new int[start[^1]];
        long[] end = new long[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            column[start[i]] = i;
            end[i] = start[i] + 1;
        }

        foreach (ref readonly Bond bond in bonds)
        {
            (int i, int j) = (rows[bond.I], rows[bond.J]);
            column[end[Math.Min(i, j)]++] = Math.Max(i, j);
        }

        for (int i = 0; i < rows.Length; i++)
        {
            column.AsSpan((int)start[i]..(int)start[i + 1]).Sort();
        }

        return new BlockSparseMatrix(start, column);
    }

    // ± K = (v'' − v'/r) n nᵀ + v'/r.
    private void Add(in Bond bond, int row, int column, double sign)
    {
        Span<double> block = Matrix.Block(Matrix.IndexOf(row, column));
        ReadOnlySpan<double> n = [bond.X, bond.Y, bond.Z];
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
            {
                block[(3 * a) + b] += sign * (((bond.Second - bond.FirstOverR) * n[a] * n[b]) + (a == b ? bond.FirstOverR : 0));
            }
        }
    }

    private void RequireLengths(int one, int other)
    {
        if (one != 3 * _particles.Length || other != one)
        {
            throw new ArgumentException($"Vectors of 3N = {3 * _particles.Length} values are needed; found {one} and {other}.");
        }
    }
}
