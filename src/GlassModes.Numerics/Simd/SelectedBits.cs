// Brings the selected lanes of a register to the front on hardware that has no instruction for this.

using System.Numerics;
using System.Runtime.CompilerServices;
using GlassModes.Numerics.Memory;

namespace GlassModes.Numerics.Simd;

/// <summary>Copies the selected elements of an array together, by a table of permutations or bit by bit.</summary>
internal static unsafe class SelectedBits
{
    // The table lives as long as the process, because its address is kept.
    private static readonly AlignedBuffer<uint> Table = MakeTable();

    /// <summary>For each of the 256 masks of eight lanes, eight lane numbers. The selected lanes come first, in ascending order.</summary>
    public static readonly uint* FrontPermutations = Table.Address;

    /// <summary>Copies source[k] for each set bit k, lowest bit first. Returns the number of elements copied.</summary>
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
