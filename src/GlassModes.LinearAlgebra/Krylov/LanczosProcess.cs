// The Lanczos recurrence: from a symmetric operator and a start vector to a tridiagonal matrix.

using System.Numerics;
using System.Runtime.InteropServices;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>y ← A x for vectors of equal length.</summary>
/// <param name="x">Input, n values.</param>
/// <param name="y">Output, n values, overwritten.</param>
public delegate void SymmetricOperator(ReadOnlySpan<double> x, Span<double> y);

/// <summary>
/// The plain three-term recurrence without reorthogonalisation, β_{k+1} q_{k+1} = A q_k − α_k q_k − β_k q_{k−1}. Lost
/// orthogonality repeats converged eigenvalues of the tridiagonal matrix, it does not spoil them (Paige, Linear Algebra Appl.
/// 34, 235, 1980).
/// </summary>
public static class LanczosProcess
{
    // A next vector shorter than this, relative to the last coefficient, is rounding: the space is invariant.
    private const double Breakdown = 1e-14;

    /// <summary>Runs the recurrence. Allocates 3n doubles.</summary>
    /// <param name="multiply">The operator.</param>
    /// <param name="start">Start vector, n values, not zero; need not be normalised.</param>
    /// <param name="diagonal">Receives α_1 … α_m; its length is the number of steps wanted.</param>
    /// <param name="offDiagonal">Receives β_2 … β_{m+1}, as many.</param>
    /// <param name="enough">Asked after each step, with the number of steps done, whether they are enough; null: as many as wanted, and n at most. With it there may be more than n, for rounding lets the recurrence go on.</param>
    /// <returns>Steps done: fewer than wanted where they are enough, or the space became invariant.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or the start vector is zero or not finite.</exception>
    public static int Run(SymmetricOperator multiply, ReadOnlySpan<double> start, Span<double> diagonal, Span<double> offDiagonal, Func<int, bool>? enough = null)
    {
        ArgumentNullException.ThrowIfNull(multiply);
        if (diagonal.Length != offDiagonal.Length)
        {
            throw new ArgumentException($"{diagonal.Length} diagonal and {offDiagonal.Length} off-diagonal elements.", nameof(offDiagonal));
        }

        double[] current = start.ToArray();
        double[] previous = new double[start.Length];
        double[] next = new double[start.Length];
        double norm = Math.Sqrt(SubtractAndDot(current, 0, current, current));
        if (!(norm > 0) || !double.IsFinite(norm))
        {
            throw new ArgumentException($"The start vector has the norm {norm}.", nameof(start));
        }

        Scale(1 / norm, current);
        double beta = 0;
        int most = enough is null ? Math.Min(diagonal.Length, start.Length) : diagonal.Length;
        for (int step = 0; step < most; step++)
        {
            multiply(current, next);
            double alpha = SubtractAndDot(next, beta, previous, current);
            beta = Math.Sqrt(SubtractAndDot(next, alpha, current, next));
            diagonal[step] = alpha;
            offDiagonal[step] = beta;
            if (beta <= Breakdown * (Math.Abs(alpha) + 1e-300) || enough?.Invoke(step + 1) == true)
            {
                return step + 1;
            }

            Scale(1 / beta, next);
            (previous, current, next) = (current, next, previous);
        }

        return most;
    }

    // y ← y − factor · x, and returns the new y · with; with may be y itself.
    private static double SubtractAndDot(Span<double> y, double factor, ReadOnlySpan<double> x, ReadOnlySpan<double> with)
    {
        Span<Vector<double>> ys = MemoryMarshal.Cast<double, Vector<double>>(y);
        ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x);
        ReadOnlySpan<Vector<double>> ws = MemoryMarshal.Cast<double, Vector<double>>(with);
        Vector<double> factors = new(factor);
        Vector<double> sums = Vector<double>.Zero;
        for (int k = 0; k < ys.Length; k++)
        {
            ys[k] -= factors * xs[k];
            sums += ys[k] * ws[k];
        }

        double sum = Vector.Sum(sums);
        for (int k = ys.Length * Vector<double>.Count; k < y.Length; k++)
        {
            y[k] -= factor * x[k];
            sum += y[k] * with[k];
        }

        return sum;
    }

    private static void Scale(double factor, Span<double> x)
    {
        Vector<double> factors = new(factor);
        Span<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x);
        for (int k = 0; k < xs.Length; k++)
        {
            xs[k] *= factors;
        }

        for (int k = xs.Length * Vector<double>.Count; k < x.Length; k++)
        {
            x[k] *= factor;
        }
    }
}
