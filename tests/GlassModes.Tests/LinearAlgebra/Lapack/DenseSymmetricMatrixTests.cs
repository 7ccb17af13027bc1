// Tests the matrix container: layout, symmetry of the indexer, ownership, and the refusal of matrices that do not fit.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Numerics.Memory;

namespace GlassModes.Tests.LinearAlgebra.Lapack;

public sealed class DenseSymmetricMatrixTests
{
    [Test]
    public void Indexer_means_the_lower_triangle_whichever_way_it_is_asked()
    {
        using var matrix = new DenseSymmetricMatrix(4);
        matrix[1, 3] = 5;
        matrix[2, 2] = 7;
        Assert.That(matrix[3, 1], Is.EqualTo(5));
        Assert.That(matrix.Column(1).ToArray(), Is.EqualTo(new double[] { 0, 0, 0, 5 }));
        Assert.That(matrix.Column(2).ToArray(), Is.EqualTo(new double[] { 0, 0, 7, 0 }));
        Assert.That(matrix.Column(3).ToArray(), Is.All.Zero);
    }

    [Test]
    public void Clone_has_its_own_elements()
    {
        using DenseSymmetricMatrix matrix = TestMatrices.Random(5, 1);
        double before = matrix[4, 0];
        using DenseSymmetricMatrix copy = matrix.Clone();
        matrix[4, 0] = before + 1;
        Assert.That(copy[4, 0], Is.EqualTo(before));
        Assert.That(copy[3, 2], Is.EqualTo(matrix[3, 2]));
    }

    [TestCase(-1, 0)]
    [TestCase(0, -1)]
    [TestCase(3, 0)]
    [TestCase(0, 3)]
    public void Indices_outside_are_refused(int row, int column)
    {
        using var matrix = new DenseSymmetricMatrix(3);
        Assert.That(() => matrix[row, column], Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => matrix.Column(3)[0], Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Copy_to_another_order_is_refused_with_both_orders()
    {
        using var matrix = new DenseSymmetricMatrix(3);
        using var larger = new DenseSymmetricMatrix(4);
        Assert.That(() => matrix.CopyTo(larger), Throws.ArgumentException.With.Message.Contains("order 4").And.Message.Contains("3"));
    }

    [Test]
    public void Orders_below_one_are_refused()
    {
        Assert.That(() => new DenseSymmetricMatrix(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => DenseSymmetricMatrix.BytesNeeded(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_matrix_larger_than_the_memory_is_refused_with_both_sizes()
    {
        const int Order = 10_000_000;
        Assert.That(DenseSymmetricMatrix.BytesNeeded(Order), Is.EqualTo(800_000_000_000_000));
        string available = MemorySize.Describe(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        Assert.That(
            () => new DenseSymmetricMatrix(Order),
            Throws.InstanceOf<InsufficientMemoryException>()
                .With.Message.Contains("800 TB").And.Message.Contains(available));
    }

    [Test]
    public void A_disposed_matrix_says_so()
    {
        var matrix = new DenseSymmetricMatrix(2);
        matrix.Dispose();
        matrix.Dispose();
        Assert.That(() => matrix[0, 0], Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(matrix.Clone, Throws.InstanceOf<ObjectDisposedException>());
    }
}
