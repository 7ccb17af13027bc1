// What is kept of the modes of every single sample.

namespace GlassModes.Ensembles;

/// <summary>Which sample of all.</summary>
/// <param name="Seed">Seed of its run.</param>
/// <param name="Number">Its number in that run.</param>
public readonly record struct SampleId(ulong Seed, int Number) : IComparable<SampleId>
{
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

/// <summary>The levels of one sample at one rung, for distributions, unfolding and bins of any width: they need every value.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="LowestEigenvalue">λ_1, positive where no mode is unstable; NaN without modes.</param>
/// <param name="CoreEnergy">Λ_min of mode 1; NaN without modes.</param>
/// <param name="Eigenvalues">The unstable eigenvalues, ascending.</param>
/// <param name="ParticipationRatios">Their participation ratios.</param>
public sealed record SampleModes(
    SampleId Sample, double LowestEigenvalue, double CoreEnergy, IReadOnlyList<double> Eigenvalues, IReadOnlyList<double> ParticipationRatios)
{
    /// <summary>Whether there is a mode at all.</summary>
    public bool HasMode => double.IsFinite(LowestEigenvalue);
}
