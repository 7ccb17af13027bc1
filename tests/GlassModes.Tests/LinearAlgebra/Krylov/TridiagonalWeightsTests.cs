// Compares sums of weights by the resolvent with the sums over all nodes.

using GlassModes.LinearAlgebra.Krylov;

namespace GlassModes.Tests.LinearAlgebra.Krylov;

public class TridiagonalWeightsTests
{
    [Test]
    public void The_signed_sum_is_that_of_the_nodes([Values(1, 2, 40, 300)] int order)
    {
        Random random = new(order);
        double[] diagonal = [.. Enumerable.Range(0, order).Select(_ => 10 * random.NextDouble())];
        double[] offDiagonal = [.. Enumerable.Range(0, order).Select(_ => 0.1 + random.NextDouble())];
        double[] nodes = [.. diagonal];
        double[] weights = new double[order];
        TridiagonalEigensolver.FindQuadrature(nodes, [.. offDiagonal], weights);
        foreach (double x in new[] { -3.3, 0.7123, 5.02, 9.9, 14 })
        {
            double expected = nodes.Zip(weights, (node, weight) => Math.Sign(x - node) * weight).Sum();
            double scale = TridiagonalWeights.ScaleAbout(x, diagonal, offDiagonal);
            Assert.That(nodes.Max(node => Math.Abs(node - x)), Is.LessThanOrEqualTo(scale), "the scale bounds the distances");
            Assert.That(
                TridiagonalWeights.SignedSum(x, scale, diagonal, offDiagonal), Is.EqualTo(expected).Within(1e-9), $"x = {x}");
            Assert.That(
                TridiagonalEigensolver.CountBelow(x, diagonal, offDiagonal), Is.EqualTo(nodes.Count(node => node < x)), $"x = {x}");
        }
    }

    [Test]
    public void A_node_at_the_point_counts_as_nothing()
    {
        // The nodes are 1 ± √2 and 1, with the weights 1/4, 1/4 and 1/2.
        double[] diagonal = [1, 1, 1];
        double[] offDiagonal = [1, 1];
        const double error = TridiagonalWeights.LargestError;
        Assert.That(TridiagonalWeights.SignedSum(1, 3, diagonal, offDiagonal), Is.Zero.Within(error));
        Assert.That(TridiagonalWeights.SignedSum(1 + Math.Sqrt(2), 4, diagonal, offDiagonal), Is.EqualTo(0.75).Within(error));
    }

    [Test]
    public void A_node_at_the_point_counts_as_nothing_in_a_large_matrix_too()
    {
        Random random = new(9);
        double[] diagonal = [.. Enumerable.Range(0, 600).Select(_ => 2000 * random.NextDouble())];
        double[] offDiagonal = [.. diagonal.Select(_ => 100 + (500 * random.NextDouble()))];
        double[] nodes = [.. diagonal];
        double[] weights = new double[nodes.Length];
        TridiagonalEigensolver.FindQuadrature(nodes, [.. offDiagonal], weights);
        for (int k = 0; k < nodes.Length; k += 37)
        {
            double x = nodes[k];
            double expected = nodes.Zip(weights, (node, weight) => node.Equals(x) ? 0 : Math.Sign(x - node) * weight).Sum();
            double scale = TridiagonalWeights.ScaleAbout(x, diagonal, offDiagonal);
            Assert.That(
                TridiagonalWeights.SignedSum(x, scale, diagonal, offDiagonal),
                Is.EqualTo(expected).Within(TridiagonalWeights.LargestError),
                $"x = {x}");
        }
    }
}
