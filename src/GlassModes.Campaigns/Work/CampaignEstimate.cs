// What a campaign will cost, before it is run.

namespace GlassModes.Campaigns.Work;

/// <summary>What a state of a campaign will cost.</summary>
/// <param name="Name">Name of the state.</param>
/// <param name="Samples">Number of samples.</param>
/// <param name="Particles">N.</param>
/// <param name="CoreSeconds">Processor time of all chains and samples.</param>
/// <param name="MemoryBytes">Largest memory of a worker.</param>
/// <param name="DiskBytes">Size of all files.</param>
/// <param name="Files">Number of files.</param>
public sealed record StateEstimate(
    string Name, int Samples, int Particles, double CoreSeconds, double MemoryBytes, double DiskBytes, double Files);

/// <summary>What a campaign will cost.</summary>
/// <param name="States">The states, in the order of the campaign file.</param>
public sealed record CampaignEstimate(IReadOnlyList<StateEstimate> States)
{
    /// <summary>Processor time of all states.</summary>
    public double CoreSeconds => States.Sum(state => state.CoreSeconds);

    /// <summary>
    /// Number of samples of each state that fit into a processor time, if all states are cut by the same factor. Not more than the state
    /// has.
    /// </summary>
    /// <param name="coreSeconds">The processor time.</param>
    public IReadOnlyList<int> SamplesWithin(double coreSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(coreSeconds);
        double share = Math.Min(1, coreSeconds / CoreSeconds);
        return [.. States.Select(state => (int)Math.Floor((state.Samples * share) + 1e-9))];
    }
}
