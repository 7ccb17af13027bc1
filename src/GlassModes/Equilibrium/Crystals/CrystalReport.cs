// What a search for crystals found in one configuration.

namespace GlassModes.Equilibrium.Crystals;

/// <summary>The crystalline particles of one configuration, and the largest cluster of them. Immutable.</summary>
/// <param name="Particles">Number of particles N.</param>
/// <param name="CrystallineParticles">Number of crystalline particles: those with enough solid-like bonds.</param>
/// <param name="LargestClusterMembers">
/// Indices of the particles of the largest cluster, ascending, in file order; empty if no particle is crystalline. Of several clusters of
/// one size the list holds the cluster with the smallest index.
/// </param>
/// <param name="MeanAveragedQ6">Mean of q̄_6 over all particles. About 0.15 in a liquid and 0.4 to 0.57 in a crystal.</param>
/// <param name="Rule">The thresholds that were used.</param>
public sealed record CrystalReport(
    int Particles, int CrystallineParticles, IReadOnlyList<int> LargestClusterMembers, double MeanAveragedQ6, CrystalRule Rule)
{
    /// <summary>Number of particles of the largest cluster; 0 if no particle is crystalline.</summary>
    public int LargestCluster => LargestClusterMembers.Count;

    /// <summary>Share of the particles that are crystalline.</summary>
    public double CrystallineShare => (double)CrystallineParticles / Particles;

    /// <summary>Whether the largest cluster exceeds <see cref="CrystalRule.LargestChanceCluster"/>: a crystal grows or has grown.</summary>
    public bool HasCrystal => Rule.IsCrystal(LargestCluster);
}
