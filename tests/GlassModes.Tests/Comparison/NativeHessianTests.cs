// Compares the C++ Hessian with the managed one, and its Lanczos coefficients with the text-book loop.

using GlassModes.Comparison;
using GlassModes.Hessians;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;

namespace GlassModes.Tests.Comparison;

public class NativeHessianTests
{
    private static readonly SimdWidth[] Widths = [SimdWidth.Vector128, SimdWidth.Vector256, SimdWidth.Vector512];

    [Test]
    public void Products_are_those_of_the_managed_bonds(
        [Values("kalj_N1000_T2", "kalj_N1000_W-3", "harmonic_N2000_W-2")] string name, [ValueSource(nameof(Widths))] SimdWidth width)
    {
        Hessian hessian = Read(name);
        using NativeHessian native = NativeHessian.Of(hessian, width);
        NativeForceFieldTests.RequireWidth(native.Width, width);
        double[] x = RandomVector(hessian.Order);
        double[] y = new double[hessian.Order];
        double[] expected = new double[hessian.Order];
        hessian.Multiply(x, expected);
        native.Multiply(x, y);

        // All |x_k| are below 1/2, so that the elements of H x are at most of the order of λ_max.
        Assert.That(NativeForceFieldTests.LargestDifference(y, expected), Is.LessThanOrEqualTo(1e-13 * hessian.LargestEigenvalue));
        native.Multiply(x, x);
        Assert.That(x, Is.EqualTo(y), "in place");
    }

    [Test]
    public void Lanczos_finds_the_coefficients_of_the_text_book(
        [Values("kalj_N1000_W-3", "harmonic_N2000_W-2")] string name, [ValueSource(nameof(Widths))] SimdWidth width)
    {
        Hessian hessian = Read(name);
        using NativeHessian native = NativeHessian.Of(hessian, width);
        NativeForceFieldTests.RequireWidth(native.Width, width);
        double[] start = RandomVector(hessian.Order);
        double[] alpha = new double[10];
        double[] beta = new double[10];
        native.Lanczos(start, alpha, beta);

        double norm = Norm(start);
        double[] q = [.. start.Select(value => value / norm)];
        double[] last = new double[q.Length];
        double coupling = 0;
        for (int k = 0; k < alpha.Length; k++)
        {
            double[] w = new double[q.Length];
            hessian.Multiply(q, w);
            double diagonal = w.Zip(q, (a, b) => a * b).Sum();
            for (int m = 0; m < w.Length; m++)
            {
                w[m] -= (diagonal * q[m]) + (coupling * last[m]);
            }

            coupling = Norm(w);
            Assert.That(alpha[k], Is.EqualTo(diagonal).Within(1e-10 * hessian.LargestEigenvalue), $"alpha {k}");
            Assert.That(beta[k], Is.EqualTo(coupling).Within(1e-10 * hessian.LargestEigenvalue), $"beta {k}");
            (last, q) = (q, [.. w.Select(value => value / coupling)]);
        }
    }

    [Test]
    public void Wrong_arguments_are_refused()
    {
        Bond bond = new(0, 1, 1, 0, 0, 2, 1);
        Assert.That(() => NativeHessian.Of(1, [bond]), Throws.ArgumentException.With.Message.Contains("making a Hessian"));
        Assert.That(() => NativeHessian.Of(2, [bond with { J = 0 }]), Throws.ArgumentException);
        NativeHessian native = NativeHessian.Of(2, [bond]);
        Assert.That(() => native.Multiply(new double[5], new double[6]), Throws.ArgumentException.With.Message.Contains("x holds 5"));
        Assert.That(() => native.Multiply(new double[6], new double[5]), Throws.ArgumentException.With.Message.Contains("y holds 5"));
        Assert.That(
            () => native.Lanczos(new double[6], new double[2], new double[2]), Throws.ArgumentException.With.Message.Contains("Lanczos"));
        Assert.That(
            () => native.Lanczos(new double[6], new double[2], new double[3]), Throws.ArgumentException.With.Message.Contains("beta"));
        double[] y = new double[6];
        native.Multiply([1, 1, 0, 0, 0, 0], y);
        Assert.That(y, Is.EqualTo(new double[] { 2, 1, 0, -2, -1, 0 }));
        native.Dispose();
        Assert.That(() => native.Multiply(y, y), Throws.InstanceOf<ObjectDisposedException>());
    }

    private static Hessian Read(string name)
    {
        (Configuration configuration, _) = Facts.Read(name);
        return Hessian.Of(configuration, Facts.ModelOf(name));
    }

    private static double[] RandomVector(int length)
    {
        Philox random = new(11, 0);
        double[] x = new double[length];
        for (int k = 0; k < length; k++)
        {
            x[k] = random.NextUniform() - 0.5;
        }

        return x;
    }

    private static double Norm(double[] x) => Math.Sqrt(x.Sum(value => value * value));
}
