// Damages copies of a file in many ways, and reads each copy.

using GlassModes.Numerics.RandomNumbers;

namespace GlassModes.Tests.Files;

/// <summary>
/// Reads damaged copies of a file and counts what becomes of them. A copy is refused if the reader throws the exception of a damaged file
/// with the name of the file in its message. Any other exception is a fault, and so is a reader that allocates much memory.
/// </summary>
/// <param name="path">The file. Its content is restored after the trials of each method.</param>
/// <param name="read">Reads the file at the path.</param>
/// <param name="refusal">The type of the exception for a damaged file.</param>
internal sealed class DamageTrials(string path, Action read, Type refusal)
{
    private const long MostMemory = 100_000_000;
    private const int SectorLength = 512;

    private readonly byte[] _whole = File.ReadAllBytes(path);
    private readonly List<string> _unnoticed = [];
    private readonly List<string> _faults = [];

    /// <summary>The number of damaged copies.</summary>
    public int Count { get; private set; }

    /// <summary>The damages of which the reader said nothing.</summary>
    public IReadOnlyList<string> Unnoticed => _unnoticed;

    /// <summary>What went wrong, apart from damage that was not noticed.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Flips single bits at random places.</summary>
    public DamageTrials FlipBits(int count, ulong seed) => FlipBits(RandomIndices(count, 8L * _whole.Length, seed));

    /// <summary>Flips each bit of a range of bytes.</summary>
    public DamageTrials FlipEveryBit(int from, int to) => FlipBits(Enumerable.Range(8 * from, 8 * (to - from)).Select(bit => (long)bit));

    /// <summary>Cuts the end off: all of the file, 1 to 8 bytes, all but 1 to 8 bytes, and as many as chance will have it.</summary>
    public DamageTrials Cut(int count, ulong seed)
    {
        int length = _whole.Length;
        long[] lengths =
        [
            0, .. Enumerable.Range(1, 8).SelectMany(bytes => new long[] { bytes, length - bytes }), .. RandomIndices(count, length, seed),
        ];
        return Try(lengths.Select(kept => ($"{kept} of {length} bytes", _whole[..(int)kept])));
    }

    /// <summary>Appends bytes, and replaces the whole file or sectors of the file by zeros.</summary>
    public DamageTrials AppendAndErase()
    {
        byte[][] appended = [[0], [1], [.. Enumerable.Repeat((byte)0, SectorLength)], _whole];
        IEnumerable<(string, byte[])> sectors = Enumerable.Range(0, (_whole.Length + SectorLength - 1) / SectorLength).Select(sector =>
        {
            byte[] copy = [.. _whole];
            copy.AsSpan(sector * SectorLength).Slice(0, Math.Min(SectorLength, copy.Length - (sector * SectorLength))).Clear();
            return ($"zeros in sector {sector}", copy);
        });
        return Try(
        [
            ("zeros alone", new byte[_whole.Length]),
            .. appended.Select(bytes => ($"{bytes.Length} bytes appended", (byte[])[.. _whole, .. bytes])),
            .. sectors,
        ]);
    }

    private DamageTrials FlipBits(IEnumerable<long> bits) => Try(bits.Select(bit =>
    {
        byte[] copy = [.. _whole];
        copy[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        return ($"bit {bit % 8} of byte {bit / 8}", copy);
    }));

    private DamageTrials Try(IEnumerable<(string Damage, byte[] Copy)> copies)
    {
        foreach ((string damage, byte[] copy) in copies.Where(trial => !trial.Copy.AsSpan().SequenceEqual(_whole)))
        {
            Count++;
            File.WriteAllBytes(path, copy);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read();
                _unnoticed.Add(damage);
            }
            catch (Exception problem)
            {
                if (problem.GetType() != refusal || !problem.Message.Contains(path, StringComparison.Ordinal))
                {
                    _faults.Add($"{damage}: {problem.GetType().Name}: {problem.Message}");
                }
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > MostMemory)
            {
                _faults.Add($"{damage}: {allocated} bytes were allocated");
            }
        }

        File.WriteAllBytes(path, _whole);
        return this;
    }

    private static long[] RandomIndices(int count, long end, ulong seed)
    {
        Philox random = new(seed, 0);
        long[] indices = new long[count];
        for (int k = 0; k < count; k++)
        {
            indices[k] = Math.Min((long)(random.NextUniform() * end), end - 1);
        }

        return indices;
    }
}
