// Says which modes are solved for at the rungs of a sample.

using System.Globalization;
using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>Which modes are solved for at a rung.</summary>
public enum ModeSampling
{
    /// <summary>No modes. A sample without modes at every rung has configurations but no record.</summary>
    None,

    /// <summary>All unstable modes, or the softest mode if no mode is unstable.</summary>
    Unstable,

    /// <summary>A given number of the lowest modes.</summary>
    Lowest,

    /// <summary>Only the numbers of unstable modes and of zero modes.</summary>
    Count,

    /// <summary>The modes of an interval.</summary>
    Interval,
}

/// <summary>Which modes are solved for at each rung of a sample. Some rungs may be exceptions.</summary>
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

    /// <summary>Limits of <see cref="ModeSampling.Interval"/>: modes with lower &lt; λ ≤ upper. NaN for other selections.</summary>
    public (double Lower, double Upper) Limits { get; private init; } = (double.NaN, double.NaN);

    /// <summary>Rungs at which other modes are solved for. The first exception that covers a rung decides.</summary>
    public IReadOnlyList<ModesAtRungs> Exceptions { get; init; } = [];

    /// <summary>A given number of the lowest modes.</summary>
    /// <param name="count">Number of modes, at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than one.</exception>
    public static SampledModes LowestModes(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new SampledModes(ModeSampling.Lowest, count);
    }

    /// <summary>The modes with lower &lt; λ ≤ upper.</summary>
    /// <param name="lower">The lower limit; −∞ for none.</param>
    /// <param name="upper">The upper limit; +∞ for none.</param>
    /// <exception cref="ArgumentException">The limits do not ascend, or are no numbers.</exception>
    public static SampledModes Within(double lower, double upper) => lower < upper
        ? new SampledModes(ModeSampling.Interval) { Limits = (lower, upper) }
        : throw new ArgumentException(FormattableString.Invariant($"The lower limit {lower:g6} is not below the upper one {upper:g6}."));

    /// <summary>The selections: that of most rungs, then those of the exceptions.</summary>
    public IEnumerable<SampledModes> All => [this with { Exceptions = [] }, .. Exceptions.Select(exception => exception.Modes)];

    /// <summary>Whether no modes are solved for at any rung.</summary>
    public bool IsNothing => All.All(modes => modes.Sampling == ModeSampling.None);

    /// <summary>Whether eigenvectors are computed at some rung.</summary>
    public bool HasVectors => All.Any(
        modes => modes.Sampling is ModeSampling.Unstable or ModeSampling.Lowest or ModeSampling.Interval);

    /// <summary>What is solved for at a rung.</summary>
    public SampledModes At(Rung rung) =>
        Exceptions.FirstOrDefault(exception => exception.Covers(rung))?.Modes ?? this with { Exceptions = [] };

    /// <summary>
    /// "none", "unstable", "lowest 10", "count" or "interval -1 0.5"; with exceptions "lowest 1, count from -1.5 to -2.5" and so on.
    /// </summary>
    public override string ToString() => string.Join(", ", [Selection, .. Exceptions.Select(exception => $"{exception}")]);

    /// <summary>Whether two selections are equal, exceptions included.</summary>
    public bool Equals(SampledModes? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    private string Selection => Sampling switch
    {
        ModeSampling.Lowest => string.Create(CultureInfo.InvariantCulture, $"lowest {Lowest}"),
        ModeSampling.Interval => string.Create(CultureInfo.InvariantCulture, $"interval {Limits.Lower:r} {Limits.Upper:r}"),
        _ => Sampling.ToString().ToLowerInvariant(),
    };

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is no selection of modes.</exception>
    public static SampledModes Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(", ");
        try
        {
            return ParseSelection(parts[0].Split(' ')) with { Exceptions = [.. parts.Skip(1).Select(ParseException)] };
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException or OverflowException)
        {
            throw new FormatException($"There is no selection of modes '{text}'.", problem);
        }
    }

    private static ModesAtRungs ParseException(string text)
    {
        string[] words = text.Split(' ');
        return words is [.. string[] selection, "from", string from, "to", string to]
            ? new ModesAtRungs(ParseNumber(from), ParseNumber(to), ParseSelection(selection))
            : throw new FormatException($"'{text}' does not say from which rung to which.");
    }

    private static SampledModes ParseSelection(string[] words) => words switch
    {
        ["none"] => None,
        ["unstable"] => Unstable,
        ["count"] => Count,
        ["lowest", string count] => LowestModes(int.Parse(count, NumberStyles.None, CultureInfo.InvariantCulture)),
        ["interval", string lower, string upper] => Within(ParseNumber(lower), ParseNumber(upper)),
        _ => throw new FormatException($"There is no selection of modes '{string.Join(' ', words)}'."),
    };

    private static double ParseNumber(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}

/// <summary>Rungs at which other modes are solved for.</summary>
/// <param name="From">log10 W of the first of these rungs.</param>
/// <param name="To">log10 W of the last of these rungs, not above the first.</param>
/// <param name="Modes">What is solved for there.</param>
public sealed record ModesAtRungs(double From, double To, SampledModes Modes)
{
    // Rungs are powers of ten, whose logarithms are not exact.
    private const double Slack = 1e-9;

    /// <summary>Whether a rung is one of these.</summary>
    public bool Covers(Rung rung) => rung.Log10W <= From + Slack && rung.Log10W >= To - Slack;

    /// <summary>"count from -1.5 to -2.5".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Modes} from {From:r} to {To:r}");
}
