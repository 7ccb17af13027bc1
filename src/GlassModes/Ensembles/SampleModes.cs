// What is kept of the modes of every single sample.

using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>Which sample of all.</summary>
/// <param name="Seed">Seed of its run.</param>
/// <param name="Number">Its number in that run.</param>
public readonly record struct SampleId(ulong Seed, int Number) : IComparable<SampleId>
{
    /// <summary>
    /// Its group for the jackknife, from 0: up to 32 consecutive samples of one seed have one each, and neither samples of many seeds with the same number nor numbers with a common factor
    /// crowd into few of them.
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
            return (int)((number + (number / GroupedSums.Groups) + (number / (GroupedSums.Groups * GroupedSums.Groups)) + hash) % GroupedSums.Groups);
        }
    }

    /// <inheritdoc/>
    public int CompareTo(SampleId other) => Seed != other.Seed ? Seed.CompareTo(other.Seed) : Number.CompareTo(other.Number);

    /// <inheritdoc/>
    public override string ToString() => $"{Number} of seed {Seed}";

    /// <summary>Whether one is before the other.</summary>
    public static bool operator <(SampleId one, SampleId other) => one.CompareTo(other) < 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(SampleId one, SampleId other) => one.CompareTo(other) > 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(SampleId one, SampleId other) => one.CompareTo(other) <= 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(SampleId one, SampleId other) => one.CompareTo(other) >= 0;
}

/// <summary>What is kept of one sample at one rung: the levels, for distributions, unfolding and bins of any width, which need every value, and where it stands.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Time">t; NaN for a method without a time.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="FractionUnstable">f_u.</param>
/// <param name="LowestEigenvalue">λ_1, positive where no mode is unstable; NaN without modes.</param>
/// <param name="CoreEnergy">Λ_min of mode 1; NaN without modes.</param>
/// <param name="Eigenvalues">The unstable eigenvalues, ascending.</param>
/// <param name="ParticipationRatios">Their participation ratios.</param>
public sealed record SampleModes(
    SampleId Sample,
    double Time,
    double PotentialEnergyPerParticle,
    double FractionUnstable,
    double LowestEigenvalue,
    double CoreEnergy,
    IReadOnlyList<double> Eigenvalues,
    IReadOnlyList<double> ParticipationRatios)
{
    /// <summary>Whether there is a mode at all.</summary>
    public bool HasMode => double.IsFinite(LowestEigenvalue);
}
