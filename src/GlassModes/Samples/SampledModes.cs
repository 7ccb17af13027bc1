// Says which modes are solved for at the rungs of a sample.

using System.Globalization;

namespace GlassModes.Samples;

/// <summary>Which modes are solved for at a rung.</summary>
public enum ModeSampling
{
    /// <summary>No modes. The sample has configurations but no record.</summary>
    None,

    /// <summary>All unstable modes, or the softest mode if no mode is unstable.</summary>
    Unstable,

    /// <summary>A given number of the lowest modes.</summary>
    Lowest,

    /// <summary>Only the numbers of unstable modes and of zero modes.</summary>
    Count,
}

/// <summary>Which modes are solved for at each rung of a sample.</summary>
/// <param name="Sampling">The kind of selection.</param>
/// <param name="Lowest">Number of modes for <see cref="ModeSampling.Lowest"/>; otherwise 0.</param>
public sealed record SampledModes(ModeSampling Sampling, int Lowest = 0)
{
    /// <summary>No modes.</summary>
    public static SampledModes None { get; } = new(ModeSampling.None);

    /// <summary>All unstable modes.</summary>
    public static SampledModes Unstable { get; } = new(ModeSampling.Unstable);

    /// <summary>Only numbers of modes.</summary>
    public static SampledModes Count { get; } = new(ModeSampling.Count);

    /// <summary>A given number of the lowest modes.</summary>
    /// <param name="count">Number of modes, at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than one.</exception>
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
