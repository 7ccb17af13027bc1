// Packs positions and modes of a sample into few bytes, which the page unpacks (web/src/decode.ts).

using System.Buffers.Binary;
using System.IO.Compression;

namespace GlassModes.Figures.Page;

/// <summary>
/// Packs the rungs of a sample, each into a gzip block of 16-bit numbers. A coordinate x is round(65536 x/L) modulo 65536, which is exact
/// to L/131072 and periodic as the box is; from the second rung on, the difference from the rung before is stored. A component of a mode or
/// a local energy v of largest size m is 32767 sgn(v) √(|v|/m), which keeps small values. The numbers of a block are the 3N coordinates,
/// then 3N components and N local energies of each mode. The low bytes of all numbers come first, then the high bytes.
/// </summary>
/// <param name="boxLength">L.</param>
internal sealed class SnapshotCode(double boxLength)
{
    private const double CoordinateSteps = 65536;
    private const double LargestValue = 32767;

    private ushort[] _before = [];

    /// <summary>Packs the next rung. Allocates some 20 bytes a particle and mode.</summary>
    public byte[] Pack(ModeViewRung rung)
    {
        ushort[] coordinates = [.. rung.Positions.Select(x => unchecked((ushort)(long)Math.Round(x / boxLength * CoordinateSteps)))];
        List<ushort> numbers = new(coordinates.Length * (1 + (2 * rung.Modes.Count)));
        for (int k = 0; k < coordinates.Length; k++)
        {
            numbers.Add(unchecked((ushort)(coordinates[k] - (_before.Length == 0 ? 0 : _before[k]))));
        }

        _before = coordinates;
        foreach (ViewedMode mode in rung.Modes)
        {
            AddValues(numbers, mode.Vector);
            AddValues(numbers, mode.LocalEnergies);
        }

        return Compress(Shuffle(numbers));
    }

    /// <summary>The size of the largest value: what 32767 stands for.</summary>
    public static double ScaleOf(IReadOnlyList<double> values) => values.Max(Math.Abs);

    /// <summary>Compresses bytes by gzip. The result has no date in it.</summary>
    public static byte[] Compress(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static void AddValues(List<ushort> numbers, IReadOnlyList<double> values)
    {
        double scale = ScaleOf(values);
        foreach (double value in values)
        {
            double share = scale > 0 ? Math.CopySign(Math.Sqrt(Math.Abs(value) / scale), value) : 0;
            numbers.Add(unchecked((ushort)(short)Math.Round(LargestValue * share)));
        }
    }

    private static byte[] Shuffle(List<ushort> numbers)
    {
        byte[] bytes = new byte[2 * numbers.Count];
        Span<byte> pair = stackalloc byte[2];
        for (int k = 0; k < numbers.Count; k++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(pair, numbers[k]);
            bytes[k] = pair[0];
            bytes[numbers.Count + k] = pair[1];
        }

        return bytes;
    }
}
