// Identifies a sample of an ensemble.

using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using GlassModes.Particles;
using GlassModes.Statistics;

namespace GlassModes.Samples;

/// <summary>Identifies a sample of an ensemble. Two samples are the same if their starts are the same.</summary>
/// <param name="Seed">Seed of the run that prepared the start; 0 if the file of the start does not contain a seed.</param>
/// <param name="Number">Number of the start, from 0, in the run that prepared it, or among the starts of a quench.</param>
/// <param name="StartHash">128 bits of the start (<see cref="HashOf"/>) in hexadecimal digits; empty for old records.</param>
public readonly record struct SampleId(ulong Seed, int Number, string StartHash = "") : IComparable<SampleId>
{
    /// <summary>
    /// The group of the sample for the jackknife, from 0 to 31. The 32 samples of one seed with the numbers 32b to 32b + 31 have different
    /// groups. Samples of many seeds with the same number spread over the groups, and so do samples whose numbers have a common factor.
    /// </summary>
    public int Group
    {
        get
        {
            // The hash is the finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) of the seed. Each block of 32 numbers begins one
            // group later than the block before, and each block of 1024 numbers one more group later.
            ulong hash = Seed + 0x9E3779B97F4A7C15;
            hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
            hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
            hash ^= hash >> 31;
            ulong number = (ulong)Number;
            ulong blocks = (number / GroupedSums.Groups) + (number / (GroupedSums.Groups * GroupedSums.Groups));
            return (int)((number + blocks + hash) % GroupedSums.Groups);
        }
    }

    /// <summary>
    /// The key that distinguishes the samples of one ensemble: the hash of the start. Old records do not have this hash, so their key is
    /// made of seed and number.
    /// </summary>
    public string Identity => StartHash.Length > 0 ? StartHash : string.Create(CultureInfo.InvariantCulture, $"{Seed}/{Number}");

    /// <summary>128 bits (XXH128) of the box, positions, species and ids of a configuration, in hexadecimal digits.</summary>
    public static string HashOf(Configuration start)
    {
        ArgumentNullException.ThrowIfNull(start);
        XxHash128 hash = new();
        ReadOnlySpan<double> box = [start.Box.Length, start.Box.OriginX, start.Box.OriginY, start.Box.OriginZ];
        hash.Append(MemoryMarshal.AsBytes(box));
        hash.Append(MemoryMarshal.AsBytes(start.Positions));
        hash.Append(start.Species);
        hash.Append(MemoryMarshal.AsBytes(start.Ids));
        return Convert.ToHexString(hash.GetCurrentHash());
    }

    /// <summary>128 bits (XXH128) of the velocities of a configuration, in hexadecimal digits.</summary>
    internal static string HashOfVelocities(Configuration configuration) =>
        Convert.ToHexString(XxHash128.Hash(MemoryMarshal.AsBytes(configuration.Velocities)));

    /// <summary>Compares by seed, then by number, then by the hash of the start.</summary>
    public int CompareTo(SampleId other)
    {
        int bySeed = Seed.CompareTo(other.Seed);
        int byNumber = bySeed != 0 ? bySeed : Number.CompareTo(other.Number);
        return byNumber != 0 ? byNumber : string.CompareOrdinal(StartHash, other.StartHash);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number} of seed {Seed}");

    /// <summary>Whether the left sample comes before the right one.</summary>
    public static bool operator <(SampleId left, SampleId right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left sample comes after the right one.</summary>
    public static bool operator >(SampleId left, SampleId right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left sample comes before the right one, or both are the same.</summary>
    public static bool operator <=(SampleId left, SampleId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left sample comes after the right one, or both are the same.</summary>
    public static bool operator >=(SampleId left, SampleId right) => left.CompareTo(right) >= 0;
}
