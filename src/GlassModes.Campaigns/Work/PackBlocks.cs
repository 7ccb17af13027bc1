// Puts finished samples together for packs.

namespace GlassModes.Campaigns.Work;

/// <summary>
/// The finished samples of a state that are in no pack yet. A pack takes those of lowest number, as soon as there are enough of them.
/// </summary>
/// <param name="samplesPerPack">Number of samples of a pack.</param>
/// <param name="bytesPerPack">Size of the records of a pack. A sample whose record has more than half of it stays unpacked.</param>
internal sealed class PackBlocks(int samplesPerPack, long bytesPerPack = PackBlocks.DefaultBytes)
{
    /// <summary>Size of the records of a pack. A worker has them in its memory.</summary>
    public const long DefaultBytes = 256_000_000;

    private const int FewestSamples = 2;

    private readonly SortedDictionary<int, long> _samples = [];

    /// <summary>Adds a sample.</summary>
    /// <param name="sample">Its number.</param>
    /// <param name="bytes">Size of its record.</param>
    public void Add(int sample, long bytes)
    {
        if (bytes <= bytesPerPack / FewestSamples)
        {
            _samples[sample] = bytes;
        }
    }

    /// <summary>Removes samples.</summary>
    public void Remove(IEnumerable<int> samples)
    {
        foreach (int sample in samples)
        {
            _samples.Remove(sample);
        }
    }

    /// <summary>The samples of the next pack; null if there are too few.</summary>
    /// <param name="isLast">Whether no sample will come any more, so that a pack may have fewer samples.</param>
    public IReadOnlyList<int>? Next(bool isLast)
    {
        List<int> pack = [];
        long size = 0;
        foreach ((int sample, long bytes) in _samples)
        {
            if (pack.Count == samplesPerPack || size + bytes > bytesPerPack)
            {
                return pack;
            }

            pack.Add(sample);
            size += bytes;
        }

        return pack.Count == samplesPerPack || (isLast && pack.Count >= FewestSamples) ? pack : null;
    }
}
