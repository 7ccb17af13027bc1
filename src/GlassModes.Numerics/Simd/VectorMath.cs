// Operations on long vectors that integrators and iterative methods share.

using System.Numerics;
using System.Runtime.InteropServices;

namespace GlassModes.Numerics.Simd;

/// <summary>Operations on long vectors. Each operation allocates nothing and takes spans of equal length.</summary>
public static class VectorMath
{
    /// <summary>Σ x_k y_k. The order of the sum depends on the length and the register width only.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        RequireEqual(x.Length, y.Length);
        ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x);
        ReadOnlySpan<Vector<double>> ys = MemoryMarshal.Cast<double, Vector<double>>(y);
        Vector<double> sums = Vector<double>.Zero;
        for (int k = 0; k < xs.Length; k++)
        {
            sums += xs[k] * ys[k];
        }

        double sum = Vector.Sum(sums);
        for (int k = xs.Length * Vector<double>.Count; k < x.Length; k++)
        {
            sum += x[k] * y[k];
        }

        return sum;
    }

    /// <summary>|x| = √(Σ x_k²), summed in the order of <see cref="Dot"/>.</summary>
    public static double Norm(ReadOnlySpan<double> x) => Math.Sqrt(Dot(x, x));

    /// <summary>
    /// y ← y − factor · x. The result is the new y · z, computed in the same pass. Both have the same bits as <see cref="AddScaled"/> with
    /// −factor and <see cref="Dot"/> after it.
    /// </summary>
    /// <param name="y">The vector that changes.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="x">The vector that is subtracted.</param>
    /// <param name="z">The other vector of the product; it may be <paramref name="y"/> itself.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double SubtractAndDot(Span<double> y, double factor, ReadOnlySpan<double> x, ReadOnlySpan<double> z)
    {
        RequireEqual(y.Length, x.Length);
        RequireEqual(y.Length, z.Length);
        Span<Vector<double>> ys = MemoryMarshal.Cast<double, Vector<double>>(y);
        ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x);
        ReadOnlySpan<Vector<double>> zs = MemoryMarshal.Cast<double, Vector<double>>(z);
        Vector<double> factors = new(factor);
        Vector<double> sums = Vector<double>.Zero;
        for (int k = 0; k < ys.Length; k++)
        {
            ys[k] -= factors * xs[k];
            sums += ys[k] * zs[k];
        }

        double sum = Vector.Sum(sums);
        for (int k = ys.Length * Vector<double>.Count; k < y.Length; k++)
        {
            y[k] -= factor * x[k];
            sum += y[k] * z[k];
        }

        return sum;
    }

    /// <summary>target ← source + factor · direction. The target may be one of the inputs.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void AddScaled(ReadOnlySpan<double> source, double factor, ReadOnlySpan<double> direction, Span<double> target)
    {
        RequireEqual(source.Length, direction.Length);
        RequireEqual(source.Length, target.Length);
        ReadOnlySpan<Vector<double>> s = MemoryMarshal.Cast<double, Vector<double>>(source);
        ReadOnlySpan<Vector<double>> d = MemoryMarshal.Cast<double, Vector<double>>(direction);
        Span<Vector<double>> t = MemoryMarshal.Cast<double, Vector<double>>(target);
        Vector<double> f = new(factor);
        for (int k = 0; k < t.Length; k++)
        {
            t[k] = s[k] + (f * d[k]);
        }

        for (int k = t.Length * Vector<double>.Count; k < target.Length; k++)
        {
            target[k] = source[k] + (factor * direction[k]);
        }
    }

    /// <summary>x ← factor · x.</summary>
    public static void Scale(double factor, Span<double> x)
    {
        Span<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x);
        Vector<double> f = new(factor);
        foreach (ref Vector<double> value in xs)
        {
            value *= f;
        }

        foreach (ref double value in x[(xs.Length * Vector<double>.Count)..])
        {
            value *= factor;
        }
    }

    /// <summary>max |x_k|; 0 for an empty vector.</summary>
    public static double LargestMagnitude(ReadOnlySpan<double> x)
    {
        ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x);
        Vector<double> largestByLane = Vector<double>.Zero;
        foreach (Vector<double> value in xs)
        {
            largestByLane = Vector.Max(largestByLane, Vector.Abs(value));
        }

        double largest = 0;
        for (int lane = 0; lane < Vector<double>.Count; lane++)
        {
            largest = Math.Max(largest, largestByLane[lane]);
        }

        for (int k = xs.Length * Vector<double>.Count; k < x.Length; k++)
        {
            largest = Math.Max(largest, Math.Abs(x[k]));
        }

        return largest;
    }

    private static void RequireEqual(int first, int second)
    {
        if (first != second)
        {
            throw new ArgumentException($"The vectors differ in length: {first} and {second}.");
        }
    }
}
