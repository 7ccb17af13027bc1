// Brings the selected lanes of a register to the front on hardware without an instruction for that.

using System.Numerics;
using System.Runtime.CompilerServices;
using GlassModes.Numerics.Memory;

namespace GlassModes.Numerics.Simd;

/// <summary>Stream compaction by table and by bit.</summary>
internal static unsafe class SelectedBits
{
    // Lives as long as the process.
    private static readonly AlignedBuffer<uint> Table = MakeTable();

    /// <summary>For each of the 256 masks of eight lanes, the eight source lanes in the order selected first.</summary>
    public static readonly uint* FrontPermutations = Table.Address;

    /// <summary>Copies source[k] for each set bit k, lowest first; returns their number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Store(uint bits, uint* source, uint* target)
    {
        int count = 0;
        for (; bits != 0; bits &= bits - 1)
        {
            target[count++] = source[BitOperations.TrailingZeroCount(bits)];
        }

        return count;
    }

    private static AlignedBuffer<uint> MakeTable()
    {
        AlignedBuffer<uint> table = new(256 * 8);
        for (uint mask = 0; mask < 256; mask++)
        {
            Span<uint> row = table.Slice(8 * mask, 8);
            int front = 0;
            for (uint lane = 0; lane < 8; lane++)
            {
                if ((mask & (1u << (int)lane)) != 0)
                {
                    row[front++] = lane;
                }
            }
        }

        return table;
    }
}
