// The Lanczos recurrence: moments of the start vector, invariant spaces, refusals.


using GlassModes.LinearAlgebra.Krylov;

namespace GlassModes.Tests.LinearAlgebra;

public class LanczosProcessTests
{
    private const int Order = 37;

    [Test]
    public void The_tridiagonal_matrix_has_the_moments_of_the_start_vector()
    {
        // q'A^k q = e1'T^k e1 for k < 2m: independent of how T was made.
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
    public void An_invariant_space_ends_it()
    {
        // An eigenvector of the second difference.
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
        Assert.That(() => LanczosProcess.Run(Multiply, new double[Order], new double[3], new double[2]), Throws.ArgumentException.With.Message.Contains("3 diagonal"));
        Assert.That(() => LanczosProcess.Run(Multiply, new double[Order], new double[3], new double[3]), Throws.ArgumentException.With.Message.Contains("norm 0"));
    }

    private static void Multiply(ReadOnlySpan<double> x, Span<double> y)
    {
        SecondDifference(x, y);
        for (int k = 0; k < y.Length; k++)
        {
            y[k] += 0.3 * Math.Sin(k) * x[k];
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
