// Compares eigenvalues, eigenvectors and quadratures of tridiagonal matrices with a dense solver and closed forms.

using GlassModes.LinearAlgebra.Krylov;
using GlassModes.Numerics.RandomNumbers;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace GlassModes.Tests.LinearAlgebra.Krylov;

public class TridiagonalEigensolverTests
{
    [Test]
    public void Extreme_eigenvalues_and_their_vectors_are_those_of_the_dense_matrix([Values(1, 2, 3, 40)] int order)
    {
        (double[] diagonal, double[] offDiagonal) = RandomMatrix(order);
        Evd<double> expected = Dense(diagonal, offDiagonal).Evd(Symmetricity.Symmetric);
        double lowest = TridiagonalEigensolver.Lowest(diagonal, offDiagonal);
        double largest = TridiagonalEigensolver.Largest(diagonal, offDiagonal);
        Assert.That(lowest, Is.EqualTo(expected.EigenValues[0].Real).Within(1e-12));
        Assert.That(largest, Is.EqualTo(expected.EigenValues[order - 1].Real).Within(1e-12));
        double[] vector = new double[order];
        TridiagonalEigensolver.FindLowestVector(diagonal, offDiagonal, lowest, largest, vector, new double[order]);
        AssertSameDirection(vector, expected.EigenVectors.Column(0));
        TridiagonalEigensolver.FindLargestVector(diagonal, offDiagonal, largest, vector);
        AssertSameDirection(vector, expected.EigenVectors.Column(order - 1));
    }

    [Test]
    public void Eigenvalues_of_a_chain_have_their_closed_form()
    {
        // The diagonal elements are 2 and the others are 1. The eigenvalues are 2 − 2 cos(kπ/(n + 1)).
        double[] diagonal = [.. Enumerable.Repeat(2.0, 60)];
        double[] offDiagonal = [.. Enumerable.Repeat(1.0, 59)];
        double half = 2 * Math.Cos(Math.PI / 61);
        Assert.That(TridiagonalEigensolver.Lowest(diagonal, offDiagonal), Is.EqualTo(2 - half).Within(1e-12));
        Assert.That(TridiagonalEigensolver.Largest(diagonal, offDiagonal), Is.EqualTo(2 + half).Within(1e-12));
    }

    [Test]
    public void Nodes_and_weights_are_eigenvalues_and_squared_first_components([Values(1, 2, 3, 40)] int order)
    {
        (double[] diagonal, double[] offDiagonal) = RandomMatrix(order);
        if (order > 7)
        {
            // A zero beside the diagonal splits the matrix into two parts.
            offDiagonal[7] = 0;
        }

        Evd<double> expected = Dense(diagonal, offDiagonal).Evd(Symmetricity.Symmetric);
        double[] weights = new double[order];
        TridiagonalEigensolver.FindQuadrature(diagonal, offDiagonal, weights);
        Array.Sort(diagonal, weights);
        for (int k = 0; k < order; k++)
        {
            Assert.That(diagonal[k], Is.EqualTo(expected.EigenValues[k].Real).Within(1e-13));
            Assert.That(weights[k], Is.EqualTo(Math.Pow(expected.EigenVectors[0, k], 2)).Within(1e-13));
        }
    }

    [Test]
    public void Elements_that_are_not_finite_do_not_converge() =>
        Assert.That(
            () => TridiagonalEigensolver.FindQuadrature(new[] { 1, double.NaN, 2 }, new[] { 1.0, 1.0 }, new double[3]),
            Throws.InstanceOf<ConvergenceException>());

    private static (double[] Diagonal, double[] OffDiagonal) RandomMatrix(int order)
    {
        Philox random = new(7, (ulong)order);
        double[] diagonal = new double[order];
        random.FillCentred(diagonal);
        double[] offDiagonal = [.. Enumerable.Range(0, order - 1).Select(_ => 0.05)];
        for (int k = 0; k < offDiagonal.Length; k++)
        {
            offDiagonal[k] += random.NextUniform();
        }

        return (diagonal, offDiagonal);
    }

    private static Matrix<double> Dense(double[] diagonal, double[] offDiagonal) => Matrix<double>.Build.Dense(
        diagonal.Length,
        diagonal.Length,
        (i, j) => i == j ? diagonal[i] : Math.Abs(i - j) == 1 ? offDiagonal[Math.Min(i, j)] : 0);

    private static void AssertSameDirection(double[] found, Vector<double> expected) =>
        Assert.That(Math.Abs(Vector<double>.Build.Dense(found) * expected), Is.EqualTo(1).Within(1e-10));
}
