// Tests the counter-based generator: its authors' known answers, and its distributions.

using GlassModes.Numerics.RandomNumbers;

namespace GlassModes.Tests.RandomNumbers;

public class PhiloxTests
{
    // Known answers of philox4x32 with 10 rounds, from kat_vectors of the authors' Random123.
    [TestCase(0UL, 0UL, 0UL, new[] { 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u })]
    [TestCase(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, new[] { 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu })]
    [TestCase(
        0x299f31d0a4093822UL, 0x0370734413198a2eUL, 0x85a308d3243f6a88UL, new[] { 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u })]
    public void Blocks_are_the_known_answers(ulong seed, ulong stream, ulong index, uint[] expected)
    {
        (uint a, uint b, uint c, uint d) = Philox.Block(seed, stream, index);
        Assert.That(new[] { a, b, c, d }, Is.EqualTo(expected));
    }

    [Test]
    public void Uniform_numbers_have_the_moments_of_the_unit_interval()
    {
        Philox random = new(11, 4);
        const int count = 200_000;
        double sum = 0;
        double squares = 0;
        for (int k = 0; k < count; k++)
        {
            double x = random.NextUniform();
            Assert.That(x is > 0 and < 1, $"{x}");
            sum += x;
            squares += x * x;
        }

        // The moments have to agree within four standard errors.
        Assert.That(sum / count, Is.EqualTo(0.5).Within(4 * Math.Sqrt(1.0 / 12 / count)));
        Assert.That(squares / count, Is.EqualTo(1.0 / 3).Within(4 * Math.Sqrt(4.0 / 45 / count)));
    }

    [Test]
    public void Filled_vectors_hold_the_uniform_numbers_less_a_half()
    {
        double[] filled = new double[7];
        Philox random = new(11, 4);
        new Philox(11, 4).FillCentred(filled);
        Assert.That(filled, Is.EqualTo(filled.Select(_ => random.NextUniform() - 0.5)));
    }

    [Test]
    public void Signs_are_the_bits_of_the_blocks_and_balanced()
    {
        double[] signs = new double[100_000];
        Philox random = new(13, 4);
        random.FillSigns(signs);
        Assert.That(signs, Is.All.EqualTo(1).Or.EqualTo(-1));
        Assert.That(signs.Sum(), Is.Zero.Within(4 * Math.Sqrt(signs.Length)));
        uint lowest = Philox.Block(13, 4, 1).D;
        for (int k = 0; k < 32; k++)
        {
            Assert.That(signs[128 + k], Is.EqualTo(((lowest >> k) & 1) == 0 ? -1 : 1), $"bit {k} of the second block");
        }
    }

    [Test]
    public void Normal_numbers_have_mean_zero_variance_one_and_kurtosis_three()
    {
        Philox random = new(12, 4);
        const int pairs = 100_000;
        double firstX = 0;
        double firstY = 0;
        double second = 0;
        double fourth = 0;
        double cross = 0;
        for (int k = 0; k < pairs; k++)
        {
            (double x, double y) = random.NextNormalPair();
            firstX += x;
            firstY += y;
            second += (x * x) + (y * y);
            fourth += (x * x * x * x) + (y * y * y * y);
            cross += x * y;
        }

        Assert.That(firstX / pairs, Is.EqualTo(0).Within(4 / Math.Sqrt(pairs)));
        Assert.That(firstY / pairs, Is.EqualTo(0).Within(4 / Math.Sqrt(pairs)));
        Assert.That(second / (2 * pairs), Is.EqualTo(1).Within(4 * Math.Sqrt(2.0 / (2 * pairs))));
        Assert.That(fourth / (2 * pairs), Is.EqualTo(3).Within(4 * Math.Sqrt(96.0 / (2 * pairs))));
        Assert.That(cross / pairs, Is.EqualTo(0).Within(4 / Math.Sqrt(pairs)));
    }

    [Test]
    public void Streams_and_seeds_differ_and_repeat()
    {
        double First(ulong seed, ulong stream) => new Philox(seed, stream).NextUniform();
        double first = First(1, 2);
        Assert.That(First(1, 2), Is.EqualTo(first));
        Assert.That(new[] { First(1, 2), First(2, 1), First(1, 3), First(2, 2) }, Is.Unique);
    }
}
