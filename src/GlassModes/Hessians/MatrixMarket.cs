// Writes the Hessian in a format that other programs can read.

using System.Globalization;
using System.IO.Compression;
using System.Text;
using GlassModes.Files;
using GlassModes.LinearAlgebra.Sparse;

namespace GlassModes.Hessians;

/// <summary>
/// Matrix Market exchange format, coordinate, real, symmetric (Boisvert, Pozo and Remington, NISTIR 5935, 1996). Each line is one entry of
/// the lower triangle: two indices from 1, and a value with up to 17 digits, so that the value is read back exactly. Axis a of particle i
/// in file order has row 3i + a, with i, a and rows counted from 0. So vectors of other programs need no sorting.
/// </summary>
public static class MatrixMarket
{
    /// <summary>
    /// Writes a Hessian. The file is compressed if its name ends in .gz. An uncompressed file has about 250 bytes for each 3 × 3 block, of
    /// which KALJ has 33 a particle.
    /// </summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="path">The file, which is replaced as a whole or not at all.</param>
    /// <param name="cancellation">Looked at before each particle.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written to.</exception>
    public static void Write(Hessian hessian, string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using SparseHessian sparse = new(hessian);
        AtomicFile.Write(
            path,
            stream =>
            {
                using Stream? compressed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                    ? new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true) : null;
                using StreamWriter writer = new(compressed ?? stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
                Write(sparse, writer, cancellation);
            },
            cancellation);
    }

    private static void Write(SparseHessian sparse, StreamWriter writer, CancellationToken cancellation)
    {
        BlockSparseMatrix matrix = sparse.Matrix;
        int order = sparse.Hessian.Order;
        long entries = (9L * (matrix.BlockCount - matrix.BlockRows)) + (6L * matrix.BlockRows);
        writer.Write("%%MatrixMarket matrix coordinate real symmetric\n");
        writer.Write("% Hessian d2V / dr_i dr_j in reduced units; row 3 i + a + 1 is axis a (0, 1, 2 for x, y, z) of particle i (from 0) ");
        writer.Write("in the order of the configuration\n");
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"{order} {order} {entries}\n"));
        for (int row = 0; row < matrix.BlockRows; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (long index = matrix.RowStart[row]; index < matrix.RowStart[row + 1]; index++)
            {
                int i = sparse.Particles[row];
                int j = sparse.Particles[matrix.Column[(int)index]];
                ReadOnlySpan<double> block = matrix.Block((int)index);
                for (int a = 0; a < 3; a++)
                {
                    for (int b = 0; b < (i == j ? a + 1 : 3); b++)
                    {
                        // The file holds the lower triangle. If i comes before j in file order, the entries of the transposed block are
                        // below the diagonal.
                        (int outRow, int outColumn) = i >= j ? ((3 * i) + a, (3 * j) + b) : ((3 * j) + b, (3 * i) + a);
                        writer.Write(string.Create(CultureInfo.InvariantCulture, $"{outRow + 1} {outColumn + 1} {block[(3 * a) + b]:R}\n"));
                    }
                }
            }
        }
    }
}
