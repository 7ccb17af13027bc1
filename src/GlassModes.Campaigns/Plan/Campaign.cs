// What a campaign is: its states, and for each state the starts, the samples and the work on each.

using GlassModes.Equilibrium.Crystals;
using GlassModes.IO;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Plan;

/// <summary>A campaign: samples of several states by one command.</summary>
/// <param name="Name">Name of the campaign.</param>
/// <param name="Seed">Seed of all random numbers.</param>
/// <param name="States">The states, in the order of the file, with distinct names.</param>
public sealed record Campaign(string Name, ulong Seed, IReadOnlyList<CampaignState> States)
{
    /// <summary>Number of worker processes; null for as many as the processors can serve.</summary>
    public int? Workers { get; init; }

    /// <summary>Memory of all workers together, in bytes; null for nine tenths of what is available.</summary>
    public double? Memory { get; init; }

    /// <summary>Number of times that a failed piece of work is tried again.</summary>
    public int Retries { get; init; } = 2;
}

/// <summary>A state: samples of one model, size, density and temperature.</summary>
/// <param name="Name">Name of the state, which is the name of its directory.</param>
/// <param name="Samples">Number of samples.</param>
/// <param name="Source">Where the starts come from.</param>
/// <param name="Plan">What is done with each start.</param>
public sealed record CampaignState(string Name, int Samples, StartSupply Source, SamplePlan Plan)
{
    /// <summary>Number of threads of a sample; null to choose by size.</summary>
    public int? Threads { get; init; }

    /// <summary>
    /// Whether starts that have crystallised in part, by the default <see cref="CrystalRule"/>, are samples like all others. If not, they
    /// are left out.
    /// </summary>
    public bool KeepsCrystals { get; init; }

    /// <summary>What stays of a sample once its record is written.</summary>
    public KeptFiles Kept { get; init; } = new();
}

/// <summary>What stays of the finished samples of a state.</summary>
/// <param name="Configurations">
/// Whether the start, the configurations at the rungs and the checkpoint stay. If not, a sample is its record alone.
/// </param>
/// <param name="Packs">Whether finished samples are packed; null for states of <see cref="FewestPacked"/> samples and more.</param>
/// <param name="SamplesPerPack">Number of samples of a pack. A pack has fewer where records are large.</param>
/// <param name="PageSamples">
/// Number of samples, from the first, whose lowest modes stay in files of their own (<see cref="PageSample"/>) when their configurations
/// are packed or removed, so that reports can show these modes.
/// </param>
public sealed record KeptFiles(
    bool Configurations = true,
    bool? Packs = null,
    int SamplesPerPack = KeptFiles.DefaultSamplesPerPack,
    int PageSamples = KeptFiles.DefaultPageSamples)
{
    /// <summary>Number of samples that a report shows of a state.</summary>
    public const int DefaultPageSamples = 3;

    /// <summary>Number of samples of a pack.</summary>
    public const int DefaultSamplesPerPack = 500;

    /// <summary>States of fewer samples are not packed, for people look into the directories of their samples.</summary>
    public const int FewestPacked = 100;

    /// <summary>Whether the samples of a state are packed. Without modes there are no records to pack.</summary>
    /// <param name="plan">What is done with each start.</param>
    /// <param name="samples">Number of samples of the state.</param>
    public bool PacksSamplesOf(SamplePlan plan, int samples)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.HasRecord && (Packs ?? samples >= FewestPacked);
    }
}

/// <summary>Where the starts of a state come from.</summary>
public abstract record StartSupply
{
    private protected StartSupply()
    {
    }
}

/// <summary>
/// Starts that molecular dynamics prepare. Each chain of dynamics begins at a random configuration of its own and gives several samples.
/// Chain c gives the samples c·K … c·K + K − 1 for K samples a chain.
/// </summary>
/// <param name="Liquids">All samples of the state in one plan. Its number of chains has no meaning here.</param>
/// <param name="SamplesPerChain">K.</param>
public sealed record PreparedStarts(LiquidPlan Liquids, int SamplesPerChain) : StartSupply
{
    /// <summary>Number of chains.</summary>
    public int Chains => (Liquids.Samples + SamplesPerChain - 1) / SamplesPerChain;

    /// <summary>The plan of one chain.</summary>
    /// <param name="chain">Number of the chain, from 0.</param>
    public LiquidPlan ChainPlan(int chain)
    {
        int first = chain * SamplesPerChain;
        return Liquids with { Chains = 1, FirstSample = first, Samples = Math.Min(SamplesPerChain, Liquids.Samples - first) };
    }
}

/// <summary>Starts in configuration files.</summary>
/// <param name="Files">The files.</param>
/// <param name="AllFrames">Whether every frame of a file is a start. If not, the last frame is.</param>
/// <param name="Reading">How the files are read.</param>
/// <param name="Temperature">Temperature of the liquids; null if the files say it, or nobody knows.</param>
public sealed record StartsInFiles(IReadOnlyList<string> Files, bool AllFrames, ReadingOptions Reading, double? Temperature) : StartSupply;
