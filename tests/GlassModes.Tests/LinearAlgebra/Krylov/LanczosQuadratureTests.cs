// Tests estimates of whole spectra: vectors that are worked on together give what they give one by one, and small spaces are exact.

using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Tests.LinearAlgebra.Sparse;

namespace GlassModes.Tests.LinearAlgebra.Krylov;

public class LanczosQuadratureTests
{
    [Test]
    public void Vectors_together_give_the_nodes_and_weights_of_vectors_one_by_one()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Random(100, 12, seed: 2);
        using BlockSparseProduct product = new(matrix);
        LanczosQuadrature together = LanczosQuadrature.Run(product, 3, 20);
        LanczosQuadrature single = LanczosQuadrature.Run((x, y) => product.Apply(x, y), matrix.Order, 3, 20);
        Assert.That(together.Nodes, Has.Count.EqualTo(60));
        Assert.That(together.Nodes, Is.EqualTo(single.Nodes).Within(1e-9));
        Assert.That(together.Weights, Is.EqualTo(single.Weights).Within(1e-9));
        Assert.That(together.Lowest, Is.EqualTo(single.Lowest).Within(1e-9));
    }

    [Test]
    public void Vectors_whose_spaces_end_early_take_no_part_in_further_steps()
    {
        // The matrix has two eigenvalues, so that every space ends after two steps.
        using BlockSparseMatrix matrix = SparseMatrices.From(
            10, (i, j) => i == j, (row, column) => row != column ? 0 : row % 3 == 0 ? 1 : 4);
        using BlockSparseProduct product = new(matrix);
        LanczosQuadrature quadrature = LanczosQuadrature.Run(product, 4, 20);
        Assert.That(quadrature.Nodes, Is.EqualTo(Enumerable.Range(0, 4).SelectMany(_ => new[] { 1.0, 4 })).Within(1e-12));
        Assert.That(quadrature.Weights.Sum(), Is.EqualTo(1).Within(1e-12));
        Assert.That(quadrature.FractionBelow(2.5), Is.EqualTo(1.0 / 3).Within(1e-12));
    }
}
