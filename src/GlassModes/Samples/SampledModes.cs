// Which modes of each rung a sample holds.

using System.Globalization;

namespace GlassModes.Samples;

/// <summary>Which modes are solved for at a rung.</summary>
public enum ModeSampling
{
    /// <summary>None. The sample has no record, only configurations.</summary>
    None,

    /// <summary>All unstable modes, or the softest mode where none is unstable.</summary>
    Unstable,

    /// <summary>A given number of the lowest modes.</summary>
    Lowest,

    /// <summary>The numbers of unstable and of zero modes alone.</summary>
    Count,
}

/// <summary>Which modes are solved for at each rung of a sample.</summary>
/// <param name="Sampling">The kind.</param>
/// <param name="Lowest">How many, for <see cref="ModeSampling.Lowest"/>; else 0.</param>
public sealed record SampledModes(ModeSampling Sampling, int Lowest = 0)
{
    /// <summary>No modes.</summary>
    public static SampledModes None { get; } = new(ModeSampling.None);

    /// <summary>All unstable modes.</summary>
    public static SampledModes Unstable { get; } = new(ModeSampling.Unstable);

    /// <summary>Numbers of modes alone.</summary>
    public static SampledModes Count { get; } = new(ModeSampling.Count);

    /// <summary>Some of the lowest modes.</summary>
    /// <param name="count">How many, one at least.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one.</exception>
    public static SampledModes LowestModes(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new SampledModes(ModeSampling.Lowest, count);
    }

    /// <summary>Whether eigenvectors are computed.</summary>
    public bool HasVectors => Sampling is ModeSampling.Unstable or ModeSampling.Lowest;

    /// <summary>"none", "unstable", "lowest 10" or "count".</summary>
    public override string ToString() => Sampling switch
    {
        ModeSampling.Lowest => string.Create(CultureInfo.InvariantCulture, $"lowest {Lowest}"),
        _ => Sampling.ToString().ToLowerInvariant(),
    };
}
