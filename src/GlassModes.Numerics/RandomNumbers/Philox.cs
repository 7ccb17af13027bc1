// Counter-based random numbers. A number depends on seed, stream and index only, not on the thread or the time of the call.

namespace GlassModes.Numerics.RandomNumbers;

/// <summary>
/// Philox4x32-10 (Salmon, Moraes, Dror and Shaw, SC'11, doi:10.1145/2063384.2063405). The key is the 64-bit seed. The 128-bit counter
/// consists of a 64-bit stream, which stands for a sample or a purpose, and a 64-bit index. Two generators with the same seed and stream
/// give the same sequence on every machine.
/// </summary>
/// <param name="seed">The key.</param>
/// <param name="stream">Upper half of the counter.</param>
public struct Philox(ulong seed, ulong stream)
{
    private ulong _index;
    private (double First, double Second) _pair;
    private bool _hasSecond;

    /// <summary>The 128 random bits at one counter value.</summary>
    public static (uint A, uint B, uint C, uint D) Block(ulong seed, ulong stream, ulong index)
    {
        uint c0 = (uint)index, c1 = (uint)(index >> 32), c2 = (uint)stream, c3 = (uint)(stream >> 32);
        uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xD2511F53UL * c0;
            ulong p1 = 0xCD9E8D57UL * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>The number at one counter value, uniform on (0, 1), with 52 random bits. It is never 0 and never 1.</summary>
    public static double UniformAt(ulong seed, ulong stream, ulong index)
    {
        (uint a, uint b, _, _) = Block(seed, stream, index);
        return Uniform(a, b);
    }

    /// <summary>The next number, uniform on (0, 1), with 52 random bits. It is never 0 and never 1.</summary>
    public double NextUniform()
    {
        if (_hasSecond)
        {
            _hasSecond = false;
            return _pair.Second;
        }

        (uint a, uint b, uint c, uint d) = Block(seed, stream, _index++);
        _pair = (Uniform(a, b), Uniform(c, d));
        _hasSecond = true;
        return _pair.First;
    }

    /// <summary>The next two independent numbers of the standard normal distribution (Box and Muller).</summary>
    public (double First, double Second) NextNormalPair()
    {
        double radius = Math.Sqrt(-2 * Math.Log(NextUniform()));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * NextUniform());
        return (radius * cos, radius * sin);
    }

    /// <summary>Fills a vector with independent numbers, uniform on (−½, ½).</summary>
    public void FillCentred(Span<double> target)
    {
        foreach (ref double value in target)
        {
            value = NextUniform() - 0.5;
        }
    }

    /// <summary>Fills a vector with independent numbers that are −1 or 1 with equal probability. One block gives 128 numbers.</summary>
    public void FillSigns(Span<double> target)
    {
        UInt128 bits = 0;
        for (int k = 0; k < target.Length; k++)
        {
            if (k % 128 == 0)
            {
                (uint a, uint b, uint c, uint d) = Block(seed, stream, _index++);
                bits = new UInt128(((ulong)a << 32) | b, ((ulong)c << 32) | d);
            }

            target[k] = (bits & 1) == 0 ? -1 : 1;
            bits >>= 1;
        }
    }

    private static double Uniform(uint high, uint low) => ((((ulong)high << 20) | (low >> 12)) + 0.5) * (1.0 / (1UL << 52));
}
