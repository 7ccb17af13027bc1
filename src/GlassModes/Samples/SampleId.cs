// Which sample of an ensemble.

using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using GlassModes.Particles;
using GlassModes.Statistics;

namespace GlassModes.Samples;

/// <summary>Which sample of an ensemble: two samples are one if their starts are the same.</summary>
/// <param name="Seed">Seed of the run that prepared the start; 0 for starts from files that do not say.</param>
/// <param name="Number">Number of the start in that run, or among the starts given, from 0.</param>
/// <param name="StartHash">128 bits of the start (<see cref="HashOf"/>) in hexadecimal digits; empty for old records.</param>
public readonly record struct SampleId(ulong Seed, int Number, string StartHash = "") : IComparable<SampleId>
{
    /// <summary>
    /// The sample's group for the jackknife, from 0. Up to 32 consecutive samples of one seed have a group each. Neither samples of many
    /// seeds with the same number nor numbers with a common factor crowd into few groups.
    /// </summary>
    public int Group
    {
        get
        {
            // SplitMix64's finaliser (Steele, Lea, Flood, OOPSLA 2014) of the seed; each block of 32 numbers begins one group later.
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
    /// What samples of one ensemble are told apart by: the start; for old records, which do not have its hash, seed and number.
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

    /// <summary>By seed, then number, then start.</summary>
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

    /// <summary>Whether the left sample comes before the right one, or they are one.</summary>
    public static bool operator <=(SampleId left, SampleId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left sample comes after the right one, or they are one.</summary>
    public static bool operator >=(SampleId left, SampleId right) => left.CompareTo(right) >= 0;
}
