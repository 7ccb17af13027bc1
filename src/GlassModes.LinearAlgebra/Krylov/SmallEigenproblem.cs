// Solves dense symmetric eigenproblems of projected matrices, one after the other in the same memory.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Numerics.Memory;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>Finds all eigenpairs of symmetric matrices up to a given order. The memory is allocated once: 24 order² bytes.</summary>
internal sealed unsafe class SmallEigenproblem : IDisposable
{
    private readonly AlignedBuffer<double> _vectors;
    private readonly AlignedBuffer<double> _values;
    private readonly AlignedBuffer<double> _work;
    private readonly AlignedBuffer<int> _integers;

    public SmallEigenproblem(int largest)
    {
        Largest = largest;
        _vectors = new AlignedBuffer<double>((long)largest * largest);
        _values = new AlignedBuffer<double>(largest);
        _work = new AlignedBuffer<double>(1 + (6L * largest) + (2L * largest * largest));
        _integers = new AlignedBuffer<int>(3 + (5L * largest));
    }

    /// <summary>The largest order that fits.</summary>
    public int Largest { get; }

    /// <summary>Ascending eigenvalues of the last problem.</summary>
    public double* Values => _values.Address;

    /// <summary>Eigenvectors of the last problem, one after the other without gaps.</summary>
    public double* Vectors => _vectors.Address;

    /// <summary>
    /// Solves for a matrix whose columns begin <paramref name="stride"/> elements apart. Only the lower half of the matrix matters.
    /// </summary>
    /// <exception cref="LapackException">LAPACK did not converge.</exception>
    public void Solve(double* matrix, int stride, int order)
    {
        for (int column = 0; column < order; column++)
        {
            Buffer.MemoryCopy(matrix + ((long)column * stride), Vectors + ((long)column * order), 8L * order, 8L * order);
        }

        LapackCalls.Dsyevd(true, order, Vectors, Values, _work.Address, (int)_work.Length, _integers.Address, (int)_integers.Length);
    }

    public void Dispose()
    {
        _vectors.Dispose();
        _values.Dispose();
        _work.Dispose();
        _integers.Dispose();
    }
}
