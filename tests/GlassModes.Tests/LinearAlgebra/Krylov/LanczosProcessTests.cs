// Tests the Lanczos recurrence: moments of the start vector, invariant spaces, and refusals.

using GlassModes.LinearAlgebra.Krylov;
using GlassModes.Numerics.Simd;

namespace GlassModes.Tests.LinearAlgebra.Krylov;

public class LanczosProcessTests
{
    private const int Order = 37;

    [Test]
    public void The_tridiagonal_matrix_has_the_moments_of_the_start_vector()
    {
        // qᵀA^k q = e1ᵀT^k e1 for k < 2m. The identity does not depend on how T was made.
        double[] start = [.. Enumerable.Range(0, Order).Select(k => Math.Cos(3 * k) + 0.1)];
        double[] diagonal = new double[5];
        double[] offDiagonal = new double[5];
        Assert.That(LanczosProcess.Run(Multiply, start, diagonal, offDiagonal), Is.EqualTo(5));
        double[] power = [.. start];
        double[] small = [1, 0, 0, 0, 0];
        double norm = start.Sum(x => x * x);
        for (int k = 1; k < 10; k++)
        {
            double[] next = new double[Order];
            Multiply(power, next);
            power = next;
            small = [.. Enumerable.Range(0, 5).Select(i =>
                (diagonal[i] * small[i]) + (i > 0 ? offDiagonal[i - 1] * small[i - 1] : 0) + (i < 4 ? offDiagonal[i] * small[i + 1] : 0))];
            double expected = power.Zip(start, (a, b) => a * b).Sum() / norm;
            Assert.That(small[0], Is.EqualTo(expected).Within(1e-12 * Math.Pow(3, k)), $"moment {k}");
        }
    }

    [Test]
    public void A_second_run_gives_the_same_vectors_and_a_projection_keeps_a_direction_out()
    {
        double[] start = [.. Enumerable.Range(0, Order).Select(k => Math.Cos(3 * k))];
        RemoveMean(start);
        VectorMath.Scale(1 / VectorMath.Norm(start), start);
        LanczosIteration first = new(Multiply, start, RemoveMean);
        LanczosIteration second = new(Multiply, start, RemoveMean);
        for (int step = 0; step < 12; step++)
        {
            first.TakeStep();
            second.TakeStep();
            Assert.That(second.Vector.ToArray(), Is.EqualTo(first.Vector.ToArray()));
            Assert.That(first.Vector.ToArray().Sum(), Is.Zero.Within(1e-13));
            Assert.That(VectorMath.Norm(first.Vector), Is.EqualTo(1).Within(1e-14));
        }
    }

    [Test]
    public void An_invariant_space_ends_it()
    {
        // The start is an eigenvector of the second difference.
        double[] start = [.. Enumerable.Range(1, Order).Select(k => Math.Sin(4 * k * Math.PI / (Order + 1)))];
        double[] diagonal = new double[10];
        double[] offDiagonal = new double[10];
        int steps = LanczosProcess.Run(SecondDifference, start, diagonal, offDiagonal);
        Assert.That(steps, Is.LessThanOrEqualTo(2), "rounding may give it one more");
        Assert.That(diagonal[0], Is.EqualTo(2 - (2 * Math.Cos(4 * Math.PI / (Order + 1)))).Within(1e-14));
        Assert.That(offDiagonal[steps - 1], Is.LessThan(1e-13));
    }

    [Test]
    public void Lengths_that_differ_and_a_zero_start_are_refused()
    {
        double[] zero = new double[Order];
        double[] small = new double[3];
        Assert.That(
            () => LanczosProcess.Run(Multiply, zero, small, new double[2]), Throws.ArgumentException.With.Message.Contains("3 diagonal"));
        Assert.That(() => LanczosProcess.Run(Multiply, zero, small, small), Throws.ArgumentException.With.Message.Contains("norm 0"));
    }

    private static void Multiply(ReadOnlySpan<double> x, Span<double> y)
    {
        SecondDifference(x, y);
        for (int k = 0; k < y.Length; k++)
        {
            y[k] += 0.3 * Math.Sin(k) * x[k];
        }
    }

    private static void RemoveMean(Span<double> x)
    {
        double mean = 0;
        foreach (double value in x)
        {
            mean += value / x.Length;
        }

        foreach (ref double value in x)
        {
            value -= mean;
        }
    }

    private static void SecondDifference(ReadOnlySpan<double> x, Span<double> y)
    {
        for (int k = 0; k < x.Length; k++)
        {
            y[k] = (2 * x[k]) - (k > 0 ? x[k - 1] : 0) - (k < x.Length - 1 ? x[k + 1] : 0);
        }
    }
}
