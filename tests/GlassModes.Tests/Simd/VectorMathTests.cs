// Compares operations on long vectors with plain loops, at every remainder of the register width.

using GlassModes.Numerics.Simd;

namespace GlassModes.Tests.Simd;

public class VectorMathTests
{
    [Test]
    public void Every_length_gives_the_plain_loop([Range(0, 19)] int length)
    {
        // The elements are small whole numbers, so that sums are exact in any order.
        double[] x = [.. Enumerable.Range(1, length).Select(k => (double)k)];
        double[] y = [.. Enumerable.Range(1, length).Select(k => 3.0 - (k % 7))];
        Assert.That(VectorMath.Dot(x, y), Is.EqualTo(x.Zip(y, (a, b) => a * b).Sum()));
        double[] target = [.. Enumerable.Repeat(double.NaN, length)];
        VectorMath.AddScaled(x, -2, y, target);
        Assert.That(target, Is.EqualTo(x.Zip(y, (a, b) => a - (2 * b))));
        VectorMath.AddScaled(x, -2, y, x);
        Assert.That(x, Is.EqualTo(target), "in place");
        double[] scaled = [.. x];
        VectorMath.Scale(0.5, scaled);
        Assert.That(scaled, Is.EqualTo(target.Select(value => 0.5 * value)));
        Assert.That(VectorMath.Norm(y), Is.EqualTo(Math.Sqrt(y.Sum(value => value * value))));
        VectorMath.AddScaled(x, 3, y, target);
        Assert.That(VectorMath.SubtractAndDot(x, -3, y, y), Is.EqualTo(target.Zip(y, (a, b) => a * b).Sum()));
        Assert.That(x, Is.EqualTo(target));
        Assert.That(VectorMath.SubtractAndDot(x, 0, y, x), Is.EqualTo(x.Sum(value => value * value)), "with itself");
    }

    [Test]
    public void Vectors_of_different_length_are_refused()
    {
        Assert.That(() => VectorMath.Dot(new double[3], new double[4]), Throws.ArgumentException.With.Message.Contains("3 and 4"));
        Assert.That(() => VectorMath.Dot(new double[4], new double[3]), Throws.ArgumentException);
        Assert.That(() => VectorMath.AddScaled(new double[4], 1, new double[5], new double[4]), Throws.ArgumentException);
        Assert.That(() => VectorMath.AddScaled(new double[4], 1, new double[4], new double[5]), Throws.ArgumentException);
        Assert.That(() => VectorMath.SubtractAndDot(new double[4], 1, new double[5], new double[4]), Throws.ArgumentException);
        Assert.That(() => VectorMath.SubtractAndDot(new double[4], 1, new double[4], new double[3]), Throws.ArgumentException);
    }
}
