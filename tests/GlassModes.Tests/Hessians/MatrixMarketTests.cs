// Compares the exported matrix, which a second reader reads, with the dense matrix.

using System.Globalization;
using System.IO.Compression;
using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Models;
using GlassModes.Particles;

namespace GlassModes.Tests.Hessians;

public class MatrixMarketTests
{
    [TestCase("hessian.mtx")]
    [TestCase("hessian.mtx.gz")]
    public void The_file_holds_the_lower_triangle_to_the_last_bit(string name)
    {
        // A part of a liquid, in which some particles have no contact. The order of the particles is not that of the sparse matrix.
        Configuration liquid = Facts.Read("kalj_N1000_W-3").Configuration;
        int[] chosen = [.. Enumerable.Range(0, liquid.Count)];
        new Random(1).Shuffle(chosen);
        chosen = chosen[..40];
        Hessian hessian = Hessian.Of(
            new Configuration(
                liquid.Box,
                [.. chosen.Select(i => liquid.Species[i])],
                [.. chosen.SelectMany(i => liquid.Positions.Slice(3 * i, 3).ToArray())]),
            KobAndersen.ForceShifted());
        using (SparseHessian sparse = new(hessian))
        {
            Assert.That(sparse.IsolatedCount, Is.Positive);
        }

        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, name);
        MatrixMarket.Write(hessian, path);
        using Stream file = File.OpenRead(path);
        bool isCompressed = name.EndsWith(".gz", StringComparison.Ordinal);
        using StreamReader reader = new(isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file);
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines[0], Is.EqualTo("%%MatrixMarket matrix coordinate real symmetric"));
        string[][] fields = [.. lines.Where(line => !line.StartsWith('%')).Select(line => line.Split(' '))];
        Assert.That(fields[0][..2], Is.EqualTo(new[] { "120", "120" }));
        Assert.That(int.Parse(fields[0][2], CultureInfo.InvariantCulture), Is.EqualTo(fields.Length - 1));
        using DenseSymmetricMatrix dense = hessian.ToDense();
        double[,] read = new double[120, 120];
        foreach (string[] entry in fields[1..])
        {
            int row = int.Parse(entry[0], CultureInfo.InvariantCulture) - 1;
            int column = int.Parse(entry[1], CultureInfo.InvariantCulture) - 1;
            Assert.That(row, Is.GreaterThanOrEqualTo(column), "the lower triangle");
            Assert.That(read[row, column], Is.Zero, "once");
            read[row, column] = double.Parse(entry[2], CultureInfo.InvariantCulture);
        }

        for (int row = 0; row < 120; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                Assert.That(read[row, column], Is.EqualTo(dense[row, column]).Within(1e-13 * hessian.LargestEigenvalue), $"{row} {column}");
            }
        }
    }
}
