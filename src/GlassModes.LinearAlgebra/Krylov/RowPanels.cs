// Linear combinations of long vectors without memory for a second set of vectors.

using GlassModes.LinearAlgebra.Lapack;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>Computes linear combinations of long vectors in place, a few rows of all vectors at a time.</summary>
internal static unsafe class RowPanels
{
    /// <summary>Number of rows at a time.</summary>
    public const int Rows = 512;

    /// <summary>
    /// X ← X C, where X is n × m, C is m × k and k ≤ m. <paramref name="rows"/> is scratch memory for <see cref="Rows"/> · k values.
    /// </summary>
    public static void Combine(double* x, int n, int m, double* c, int k, double* rows)
    {
        for (int first = 0; first < n; first += Rows)
        {
            int count = Math.Min(Rows, n - first);
            LapackCalls.Product(false, count, k, m, 1, x + first, n, c, m, 0, rows, count);
            for (int column = 0; column < k; column++)
            {
                Buffer.MemoryCopy(rows + ((long)column * count), x + first + ((long)column * n), 8L * count, 8L * count);
            }
        }
    }
}
