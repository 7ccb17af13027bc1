// Finds the pattern of each block while the neighbours of one particle are listed.

using System.Runtime.CompilerServices;

namespace GlassModes.Forces;

/// <summary>
/// Writes the patterns of the blocks of one particle; see <see cref="PatternTable"/>. The neighbours are added species after species.
/// </summary>
internal unsafe ref struct BlockPatterns
{
    private readonly PatternTable? _table;
    private readonly int _species;
    private readonly int _width;
    private readonly int* _patterns;
    private int _lastSpecies;
    private bool _lastBlockIsMixed;

    /// <summary>Begins the blocks of a particle of species <paramref name="a"/>.</summary>
    public BlockPatterns(PatternTable? table, int a, int width, int* patterns)
    {
        _table = table;
        _species = a;
        _width = width;
        _patterns = patterns;
    }

    /// <summary>
    /// Whether neighbours of species s may enter the block of entry <paramref name="count"/>. A block holds two species at most. Without
    /// patterns any species may enter.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool CanTake(int s, int count) =>
        _table is null || (count & (_width - 1)) == 0 || s == _lastSpecies || (_table.Mixes && !_lastBlockIsMixed);

    /// <summary>
    /// Adds <paramref name="found"/> neighbours of species s from entry <paramref name="count"/> on, and writes the patterns of their
    /// blocks.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int s, int count, int found)
    {
        if (found == 0 || _table is null)
        {
            return;
        }

        int end = count + found;
        int* block = _patterns + (count / _width);
        int m = count & (_width - 1);
        _lastBlockIsMixed = false;
        if (m > 0)
        {
            int used = Math.Min(_width, m + found);
            *block++ = _table.Mixed(_species, _lastSpecies, s, m, used);
            _lastBlockIsMixed = used < _width;
            count += used - m;
        }

        int full = _table.Uniform(_species, s, _width);
        for (; count + _width <= end; count += _width)
        {
            *block++ = full;
        }

        if (count < end)
        {
            *block = _table.Uniform(_species, s, end - count);
        }

        _lastSpecies = s;
    }
}
