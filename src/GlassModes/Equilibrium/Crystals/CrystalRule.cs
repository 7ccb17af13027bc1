// When a particle counts as crystalline, and when a configuration does.

namespace GlassModes.Equilibrium.Crystals;

/// <summary>
/// The thresholds by which <see cref="CrystalFinder"/> decides. The defaults were measured on liquids, glasses and crystals of both models:
/// see docs/notes/crystals.md.
/// </summary>
public sealed record CrystalRule
{
    /// <summary>The default thresholds.</summary>
    public static CrystalRule Default { get; } = new();

    /// <summary>
    /// Least <see cref="BondOrder.Alignment"/> of two neighbours with a solid-like bond; 0.7 by default. In a liquid 3 % of the neighbours
    /// exceed 0.7; in a thermal crystal nearly all do.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in (0, 1].</exception>
    public double LeastAlignment
    {
        get;
        init => field = value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The least alignment must be in (0, 1].");
    } = 0.7;

    /// <summary>
    /// Least number of solid-like bonds of a crystalline particle; 7 by default. A particle has 12 neighbours in an fcc or hcp crystal and
    /// 14 in a bcc or CsCl crystal. At the surface of a crystal half of the bonds are left.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int LeastSolidBonds
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 7;

    /// <summary>Size of the largest cluster that a liquid may have by chance; 30 particles by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int LargestChanceCluster
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 30;

    /// <summary>Whether a cluster of so many particles is more than chance: a crystal.</summary>
    public bool IsCrystal(int clusterSize) => clusterSize > LargestChanceCluster;
}
