// The Hessian as a sparse matrix of 3 × 3 blocks, for factorisations and for products with many vectors.

using System.Numerics;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Particles;

namespace GlassModes.Hessians;

/// <summary>
/// H in 3 × 3 blocks, assembled from the bonds without a dense matrix: 76 bytes a block, about 33 blocks a particle for KALJ. The rows
/// follow a space-filling curve, so that interacting particles are near each other in memory. <see cref="Gather"/> and
/// <see cref="Scatter"/> convert vectors between file order and the order of the rows. Particles without bonds have no rows, because their
/// zero modes (three a particle) are known. If no particle has a bond, all particles have rows. Owns the matrix. Reading is thread-safe.
/// </summary>
public sealed class SparseHessian : IDisposable
{
    // 2^10 cells along each edge of the box. Below a thousandth of the box the order of the particles does not matter.
    private const int BitsPerAxis = 10;
    private readonly int[] _particles;

    /// <summary>Assembles the matrix.</summary>
    /// <exception cref="InsufficientMemoryException">The matrix does not fit into memory.</exception>
    public SparseHessian(Hessian hessian)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        Hessian = hessian;
        _particles = SortAlongCurve(hessian.Configuration, FindBondedParticles(hessian));
        int[] rows = new int[hessian.Count];
        for (int row = 0; row < _particles.Length; row++)
        {
            rows[_particles[row]] = row;
        }

        Matrix = MakePattern(hessian.Bonds, rows, _particles.Length);
        foreach (ref readonly Bond bond in hessian.Bonds)
        {
            int i = rows[bond.I];
            int j = rows[bond.J];
            AddBlock(bond, i, i, 1);
            AddBlock(bond, j, j, 1);
            AddBlock(bond, Math.Min(i, j), Math.Max(i, j), -1);
        }
    }

    /// <summary>The Hessian as bonds.</summary>
    public Hessian Hessian { get; }

    /// <summary>The matrix. Block row r belongs to the particle <see cref="Particles"/>[r].</summary>
    public BlockSparseMatrix Matrix { get; }

    /// <summary>For each block row the index of its particle in file order.</summary>
    public ReadOnlySpan<int> Particles => _particles;

    /// <summary>Number of particles that have no row.</summary>
    public int IsolatedCount => Hessian.Count - _particles.Length;

    /// <summary>
    /// Copies a vector of 3N values from file order to the order of the matrix. Values of particles without a row are left out.
    /// </summary>
    /// <exception cref="ArgumentException">A vector has the wrong length.</exception>
    public void Gather(ReadOnlySpan<double> fileOrder, Span<double> matrixOrder)
    {
        RequireLengths(fileOrder.Length, matrixOrder.Length);
        for (int row = 0; row < _particles.Length; row++)
        {
            fileOrder.Slice(3 * _particles[row], 3).CopyTo(matrixOrder[(3 * row)..]);
        }
    }

    /// <summary>Copies a vector from the order of the matrix to file order. Particles without a row get zeros.</summary>
    /// <exception cref="ArgumentException">A vector has the wrong length.</exception>
    public void Scatter(ReadOnlySpan<double> matrixOrder, Span<double> fileOrder)
    {
        RequireLengths(fileOrder.Length, matrixOrder.Length);
        fileOrder.Clear();
        for (int row = 0; row < _particles.Length; row++)
        {
            matrixOrder.Slice(3 * row, 3).CopyTo(fileOrder[(3 * _particles[row])..]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Matrix.Dispose();

    // Sorts particles along a Z-order curve through the box.
    private static int[] SortAlongCurve(Configuration configuration, int[] particles)
    {
        uint[] keys = new uint[particles.Length];
        double length = configuration.Box.Length;
        ReadOnlySpan<double> positions = configuration.Positions;
        for (int k = 0; k < particles.Length; k++)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                double fraction = positions[(3 * particles[k]) + axis] / length;
                uint cell = Math.Min((uint)((fraction - Math.Floor(fraction)) * (1 << BitsPerAxis)), (1u << BitsPerAxis) - 1);
                keys[k] |= SpreadBits(cell) << axis;
            }
        }

        Array.Sort(keys, particles);
        return particles;
    }

    private static int[] FindBondedParticles(Hessian hessian)
    {
        bool[] bonded = new bool[hessian.Count];
        foreach (ref readonly Bond bond in hessian.Bonds)
        {
            bonded[bond.I] = bonded[bond.J] = true;
        }

        IEnumerable<int> particles = Enumerable.Range(0, hessian.Count);
        return [.. hessian.Bonds.IsEmpty ? particles : particles.Where(i => bonded[i])];
    }

    // Inserts two zeros between neighbouring bits of a number of ten bits.
    private static uint SpreadBits(uint bits)
    {
        uint spread = 0;
        for (; bits != 0; bits &= bits - 1)
        {
            spread |= 1u << (3 * BitOperations.TrailingZeroCount(bits));
        }

        return spread;
    }

    private static BlockSparseMatrix MakePattern(ReadOnlySpan<Bond> bonds, int[] rows, int count)
    {
        long[] start = new long[count + 1];
        foreach (ref readonly Bond bond in bonds)
        {
            start[Math.Min(rows[bond.I], rows[bond.J]) + 1]++;
        }

        for (int i = 0; i < count; i++)
        {
            start[i + 1] += start[i] + 1;
        }

        int[] column = new int[start[^1]];
        long[] end = new long[count];
        for (int i = 0; i < count; i++)
        {
            column[start[i]] = i;
            end[i] = start[i] + 1;
        }

        foreach (ref readonly Bond bond in bonds)
        {
            (int i, int j) = (rows[bond.I], rows[bond.J]);
            column[end[Math.Min(i, j)]++] = Math.Max(i, j);
        }

        for (int i = 0; i < count; i++)
        {
            column.AsSpan((int)start[i]..(int)start[i + 1]).Sort();
        }

        return new BlockSparseMatrix(start, column);
    }

    // Adds ±K to a block, K = (v'' − v'/r) n nᵀ + v'/r.
    private void AddBlock(in Bond bond, int row, int column, double sign)
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

    private void RequireLengths(int file, int matrix)
    {
        if (file != Hessian.Order || matrix != Matrix.Order)
        {
            throw new ArgumentException(
                $"Vectors of 3N = {Hessian.Order} values in file order and {Matrix.Order} in the matrix's are needed; "
                + $"found {file} and {matrix}.");
        }
    }
}
