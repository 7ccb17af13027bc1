// One value of W at which a quench is sampled.

using System.Globalization;

namespace GlassModes.Quench;

/// <summary>
/// A rung of a <see cref="Ladder"/>: the mean squared force W at which a configuration is taken. Two rungs are equal if their log10 W agree
/// to twelve decimals. So it does not matter how their W were computed.
/// </summary>
public readonly struct Rung : IEquatable<Rung>, IComparable<Rung>
{
    /// <summary>
    /// 1e-12. At or below this W a configuration counts as an inherent structure if it has no unstable mode. At a larger W the descent may
    /// still go on.
    /// </summary>
    public const double InherentStructureForce = 1e-12;

    private const int Decimals = 12;

    /// <summary>Makes the rung of a mean squared force.</summary>
    /// <param name="meanSquaredForce">W, positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">W is not positive and finite.</exception>
    public Rung(double meanSquaredForce)
    {
        if (!(meanSquaredForce > 0) || !double.IsFinite(meanSquaredForce))
        {
            throw new ArgumentOutOfRangeException(
                nameof(meanSquaredForce), meanSquaredForce, "A rung must be a positive, finite mean squared force W.");
        }

        MeanSquaredForce = meanSquaredForce;
    }

    /// <summary>The mean squared force W, as it was given.</summary>
    public double MeanSquaredForce { get; }

    /// <summary>log10 W, rounded to twelve decimals.</summary>
    public double Log10W => Math.Round(Math.Log10(MeanSquaredForce), Decimals);

    /// <summary>
    /// The rung with W = 10 to the power of <see cref="Log10W"/>. Equal rungs have the same canonical form, to the last bit of W.
    /// </summary>
    public Rung Canonical => OfLog10W(Log10W);

    /// <summary>Whether W is at most <see cref="InherentStructureForce"/>.</summary>
    public bool IsInherentStructure => MeanSquaredForce <= InherentStructureForce;

    /// <summary>Makes the rung of a logarithm.</summary>
    /// <param name="log10W">log10 W, which is rounded to twelve decimals.</param>
    public static Rung OfLog10W(double log10W) => new(Math.Pow(10, Math.Round(log10W, Decimals)));

    /// <inheritdoc/>
    public bool Equals(Rung other) => Log10W.Equals(other.Log10W);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Rung other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Log10W.GetHashCode();

    /// <summary>Compares rungs by log10 W to twelve decimals. The rung that a quench crosses later is the smaller one.</summary>
    public int CompareTo(Rung other) => Log10W.CompareTo(other.Log10W);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"log10 W = {Log10W:g6}");

    /// <summary>Whether two rungs are equal to twelve decimals of log10 W.</summary>
    public static bool operator ==(Rung left, Rung right) => left.Equals(right);

    /// <summary>Whether two rungs differ within twelve decimals of log10 W.</summary>
    public static bool operator !=(Rung left, Rung right) => !left.Equals(right);

    /// <summary>Whether the left rung has the smaller W.</summary>
    public static bool operator <(Rung left, Rung right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left rung has the larger W.</summary>
    public static bool operator >(Rung left, Rung right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left rung has the smaller W, or they are equal.</summary>
    public static bool operator <=(Rung left, Rung right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left rung has the larger W, or they are equal.</summary>
    public static bool operator >=(Rung left, Rung right) => left.CompareTo(right) >= 0;
}
