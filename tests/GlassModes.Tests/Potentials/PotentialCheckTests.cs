// Tests that a model refuses a potential whose forms are not one function.

using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Potentials;

namespace GlassModes.Tests.Potentials;

public class PotentialCheckTests
{
    [TestCase(0, null)]
    [TestCase(1, "v'(r) is")]
    [TestCase(2, "v''(r) is")]
    [TestCase(3, "v(r) of the SIMD form")]
    [TestCase(4, "v'(r)/r of the SIMD form")]
    public void A_wrong_form_is_named(int fault, string? form)
    {
        PairModel Make() => new PairModel<Power>("own", [1], 1, [new Power(fault)]);
        if (form is null)
        {
            Assert.That(Make().MaximumCutoff, Is.EqualTo(2.5));
        }
        else
        {
            Assert.That(Make, Throws.ArgumentException.With.Message.Contains(form).And.Message.Contains("species 0 and 0"));
        }
    }

    [Test]
    public void A_jump_of_the_second_derivative_is_no_fault() =>
        Assert.That(() => new PairModel<Kinked>("kinked", [1], 1, [new Kinked()]), Throws.Nothing);

    // v = r^-12, with one exponent wrong in the form of the given number.
    private readonly unsafe struct Power(int fault) : IPairPotential
    {
        public static int ConstantCount => 1;

        public double Cutoff => 2.5;

        public double Energy(double r) => Math.Pow(r, -12);

        public double Derivative(double r) => -12 * Math.Pow(r, fault == 1 ? -12 : -13);

        public double SecondDerivative(double r) => 156 * Math.Pow(r, fault == 2 ? -13 : -14);

        // The SIMD forms have a factor 1 + |c|, of v for c > 0 and of v' for c < 0.
        public void WriteConstants(Span<double> constants) => constants[0] = fault == 3 ? 1e-3 : fault == 4 ? -1e-3 : 0;

        public static TLanes DerivativeOverR<TLanes>(double* constants, TLanes inverseR)
            where TLanes : struct, ILanes<TLanes>
        {
            TLanes wrong = TLanes.Max(TLanes.Create(0), TLanes.Create(0) - TLanes.Load(constants));
            return TLanes.Create(-12) * Inverse12(inverseR) * inverseR * inverseR * (TLanes.Create(1) + wrong);
        }

        public static TLanes Energy<TLanes>(double* constants, TLanes r, TLanes inverseR)
            where TLanes : struct, ILanes<TLanes> =>
            Inverse12(inverseR) * (TLanes.Create(1) + TLanes.Max(TLanes.Create(0), TLanes.Load(constants)));

        private static TLanes Inverse12<TLanes>(TLanes inverseR)
            where TLanes : struct, ILanes<TLanes>
        {
            TLanes square = inverseR * inverseR;
            TLanes sixth = square * square * square;
            return sixth * sixth;
        }
    }

    // v = (1 - r)²/2 below r = 1, and (1 - r)² beyond: v'' jumps at 1.
    private readonly unsafe struct Kinked : IPairPotential
    {
        public static int ConstantCount => 0;

        public double Cutoff => 2;

        public double Energy(double r) => (r < 1 ? 0.5 : 1) * (1 - r) * (1 - r);

        public double Derivative(double r) => (r < 1 ? 1 : 2) * (r - 1);

        public double SecondDerivative(double r) => r < 1 ? 1 : 2;

        public void WriteConstants(Span<double> constants)
        {
        }

        // v'/r is (1 - 1/r) below 1 and twice that beyond.
        public static TLanes DerivativeOverR<TLanes>(double* constants, TLanes inverseR)
            where TLanes : struct, ILanes<TLanes>
        {
            TLanes slope = TLanes.Create(1) - inverseR;
            return slope + TLanes.Max(TLanes.Create(0), slope);
        }

        public static TLanes Energy<TLanes>(double* constants, TLanes r, TLanes inverseR)
            where TLanes : struct, ILanes<TLanes>
        {
            TLanes slope = r - TLanes.Create(1);
            TLanes half = TLanes.Create(0.5);
            TLanes outside = TLanes.Max(TLanes.Create(0), slope);
            return (half * slope * slope) + (half * outside * outside);
        }
    }
}
