// Long-vector operations against plain loops, at every remainder of the register width.

using GlassModes.Numerics.Simd;

namespace GlassModes.Tests.Simd;

public class VectorMathTests
{
    [Test]
    public void Every_length_gives_the_plain_loop([Range(0, 19)] int length)
    {
        // Small whole numbers: sums are exact in any order.
        double[] x = [.. Enumerable.Range(1, length).Select(k => (double)k)];
        double[] y = [.. Enumerable.Range(1, length).Select(k => 3.0 - (k % 7))];
        Assert.That(VectorMath.Dot(x, y), Is.EqualTo(x.Zip(y, (a, b) => a * b).Sum()));
        double[] target = [.. Enumerable.Repeat(double.NaN, length)];
        VectorMath.AddScaled(x, -2, y, target);
        Assert.That(target, Is.EqualTo(x.Zip(y, (a, b) => a - (2 * b))));
        VectorMath.AddScaled(x, -2, y, x);
        Assert.That(x, Is.EqualTo(target), "in place");
        VectorMath.Scale(0.5, x);
        Assert.That(x, Is.EqualTo(target.Select(value => 0.5 * value)));
    }

    [Test]
    public void Vectors_of_different_length_are_refused()
    {
        Assert.That(() => VectorMath.Dot(new double[3], new double[4]), Throws.ArgumentException.With.Message.Contains("3 and 4"));
        Assert.That(() => VectorMath.Dot(new double[4], new double[3]), Throws.ArgumentException);
        Assert.That(() => VectorMath.AddScaled(new double[4], 1, new double[5], new double[4]), Throws.ArgumentException);
        Assert.That(() => VectorMath.AddScaled(new double[4], 1, new double[4], new double[5]), Throws.ArgumentException);
    }
}
