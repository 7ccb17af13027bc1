// Keeps a long series of numbers as the means of blocks, in fixed memory.

namespace GlassModes.Statistics;

/// <summary>
/// A series of numbers in the order of time, kept as the means of blocks of equal length. When there are <see cref="MostBlocks"/>, pairs of
/// blocks are merged, so that any length of series needs the memory of so many numbers. Adding allocates nothing.
/// </summary>
public sealed class BlockSeries
{
    /// <summary>Largest number of blocks. Between half as many and so many stand for a long series.</summary>
    public const int MostBlocks = 1024;

    private readonly double[] _means = new double[MostBlocks];
    private int _count;
    private double _sum;
    private long _summed;

    /// <summary>Number of values that were added.</summary>
    public long Count => (_count * BlockLength) + _summed;

    /// <summary>Number of values in a block, a power of 2.</summary>
    public long BlockLength { get; private set; } = 1;

    /// <summary>The means of the complete blocks.</summary>
    public ReadOnlySpan<double> Blocks => _means.AsSpan(0, _count);

    /// <summary>Mean of all values; NaN without values.</summary>
    public double Mean
    {
        get
        {
            double sum = _sum;
            for (int k = 0; k < _count; k++)
            {
                sum += BlockLength * _means[k];
            }

            return sum / Count;
        }
    }

    /// <summary>Adds the next value.</summary>
    public void Add(double value)
    {
        _sum += value;
        _summed++;
        if (_summed < BlockLength)
        {
            return;
        }

        _means[_count++] = _sum / BlockLength;
        (_sum, _summed) = (0, 0);
        if (_count == MostBlocks)
        {
            for (int k = 0; k < MostBlocks / 2; k++)
            {
                _means[k] = 0.5 * (_means[2 * k] + _means[(2 * k) + 1]);
            }

            _count /= 2;
            BlockLength *= 2;
        }
    }

    /// <summary>Removes all values.</summary>
    public void Clear() => (_count, _sum, _summed, BlockLength) = (0, 0, 0, 1);

    /// <summary>Writes the series, bit for bit.</summary>
    internal void Save(BinaryWriter writer)
    {
        writer.Write(BlockLength);
        writer.Write(_sum);
        writer.Write(_summed);
        writer.Write(_count);
        foreach (double mean in Blocks)
        {
            writer.Write(mean);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The data are not those of a series.</exception>
    /// <exception cref="EndOfStreamException">The data are not complete.</exception>
    internal void Load(BinaryReader reader)
    {
        BlockLength = reader.ReadInt64();
        _sum = reader.ReadDouble();
        _summed = reader.ReadInt64();
        int count = reader.ReadInt32();
        if (count is < 0 or >= MostBlocks || BlockLength < 1 || _summed < 0 || _summed >= BlockLength)
        {
            throw new InvalidDataException($"A series of {count} blocks of {BlockLength} values.");
        }

        _count = count;
        for (int k = 0; k < count; k++)
        {
            _means[k] = reader.ReadDouble();
        }
    }
}
