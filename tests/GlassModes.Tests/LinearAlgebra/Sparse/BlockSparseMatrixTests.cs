// Tests the pattern of blocks: the search for a block, and the refusal of patterns out of order.

using GlassModes.LinearAlgebra.Sparse;

namespace GlassModes.Tests.LinearAlgebra.Sparse;

public class BlockSparseMatrixTests
{
    [Test]
    public void Blocks_are_found_by_row_and_column()
    {
        using BlockSparseMatrix matrix = new([0, 3, 4, 6, 7], [0, 1, 3, 1, 2, 3, 3]);
        Assert.That(matrix.Order, Is.EqualTo(12));
        Assert.That(matrix.IndexOf(0, 3), Is.EqualTo(2));
        Assert.That(matrix.IndexOf(2, 2), Is.EqualTo(4));
        Assert.That(matrix.IndexOf(0, 2), Is.EqualTo(-1));
        Assert.That(matrix.IndexOf(1, 3), Is.EqualTo(-1), "a block of the next row has this column");
        Assert.That(() => matrix.IndexOf(4, 4), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => matrix.Block(7).Length, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase(new long[] { 0 }, new int[0])]
    [TestCase(new long[] { 0, 2 }, new[] { 0 })]
    [TestCase(new long[] { 0, 1, 1 }, new[] { 0 })]
    [TestCase(new long[] { 0, 1, 2 }, new[] { 0, 0 })]
    [TestCase(new long[] { 0, 3, 4 }, new[] { 0, 1, 1, 1 })]
    [TestCase(new long[] { 0, 2, 3 }, new[] { 0, 2, 1 })]
    [TestCase(new long[] { 0, 5, 3 }, new[] { 0, 1, 1 })]
    public void Patterns_out_of_order_are_refused(long[] rowStart, int[] column) =>
        Assert.That(() => new BlockSparseMatrix(rowStart, column), Throws.ArgumentException);
}
