// Compares sums in any order with exact arithmetic.

using System.Numerics;
using GlassModes.Statistics;

namespace GlassModes.Tests.Statistics;

public class ExactSumsTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void A_sum_is_the_exact_one_rounded_once_whatever_the_order(int seed)
    {
        // Numbers of all sizes and signs, most of which cancel.
        Random random = new(seed);
        double[] terms = [.. Enumerable.Range(0, 500).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-60, 60)))];
        terms = [.. terms, .. terms.Select(term => -term), 1e-30, 3.25];
        double exact = Exact(terms);
        for (int order = 0; order < 5; order++)
        {
            random.Shuffle(terms);
            ExactSums whole = new(1);
            ExactSums[] parts = [new(1), new(1), new(1)];
            foreach (double term in terms)
            {
                whole.Add(0, term);
                parts[random.Next(3)].Add(0, term);
            }

            Assert.That(whole[0], Is.EqualTo(exact));
            parts[0].Add(parts[1]);
            parts[2].Add(parts[0]);
            Assert.That(parts[2][0], Is.EqualTo(exact), "merged");
            double rest = whole[0];
            whole.Add(parts[2]);
            whole.Subtract(parts[2]);
            Assert.That(whole[0], Is.EqualTo(rest), "adding and subtracting the same sums changes nothing");
            Assert.That(() => whole.Add(whole), Throws.ArgumentException.With.Message.Contains("themselves"));
        }
    }

    [Test]
    public void Ties_are_rounded_to_even_unless_something_is_left_beyond()
    {
        double half = Math.Pow(2, -53);
        Assert.That(Sum(1, half), Is.EqualTo(1));
        Assert.That(Sum(1, half, 1e-40), Is.EqualTo(1 + (2 * half)));
        Assert.That(Sum(1, half, -1e-40), Is.EqualTo(1));
        Assert.That(Sum(1e16, 1, -1e16), Is.EqualTo(1));
        Assert.That(Sum(), Is.Zero);
        Assert.That(Sum(5, -5), Is.Zero);
    }

    [Test]
    public void Terms_that_are_no_numbers_are_refused()
    {
        ExactSums sums = new(2);
        Assert.That(() => sums.Add([1, double.NaN]), Throws.ArgumentException.With.Message.Contains("NaN"));
        Assert.That(() => sums.Add([1]), Throws.ArgumentException.With.Message.Contains("2 terms"));
        Assert.That(() => sums.Add(new ExactSums(3)), Throws.ArgumentException);
        Assert.That(() => new ExactSums(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Sum(double.MaxValue, double.MaxValue), Throws.InstanceOf<OverflowException>());
    }

    private static double Sum(params double[] terms)
    {
        ExactSums sums = new(1);
        foreach (double term in terms)
        {
            sums.Add(0, term);
        }

        return sums[0];
    }

    // The exact sum, rounded once. Terms are whole numbers in units of the smallest double.
    private static double Exact(double[] terms)
    {
        BigInteger sum = 0;
        foreach (double term in terms)
        {
            long bits = BitConverter.DoubleToInt64Bits(term);
            int exponent = (int)((bits >> 52) & 0x7FF);
            BigInteger mantissa = bits & 0xFFFFFFFFFFFFF;
            mantissa = exponent > 0 ? (mantissa | (1L << 52)) << (exponent - 1) : mantissa;
            sum += bits < 0 ? -mantissa : mantissa;
        }

        // The sum is rounded to 53 bits, ties to even.
        BigInteger magnitude = BigInteger.Abs(sum);
        int shift = Math.Max(0, (int)magnitude.GetBitLength() - 53);
        BigInteger kept = magnitude >> shift;
        BigInteger rest = magnitude - (kept << shift);
        BigInteger half = shift > 0 ? BigInteger.One << (shift - 1) : 0;
        if (shift > 0 && (rest > half || (rest == half && !kept.IsEven)))
        {
            kept++;
        }

        return sum.Sign * Math.ScaleB((double)kept, shift - 1074);
    }
}
