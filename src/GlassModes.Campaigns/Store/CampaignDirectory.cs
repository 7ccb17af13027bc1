// Where the files of a campaign are.

using System.Globalization;
using GlassModes.Campaigns.Plan;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Store;

/// <summary>
/// The directory of a campaign: campaign.toml, status/, and a directory for each state with liquids/, sample_0001/, sample_0002/, …,
/// packed/ and failures/.
/// </summary>
/// <param name="Root">The directory.</param>
public sealed record CampaignDirectory(string Root)
{
    /// <summary>Name of the copy of the campaign file.</summary>
    public const string PlanName = "campaign.toml";

    /// <summary>Path of the copy of the campaign file.</summary>
    public string PlanFile => Path.Combine(Root, PlanName);

    /// <summary>Directory of the files that say how far the shares are.</summary>
    public string StatusDirectory => Path.Combine(Root, "status");

    /// <summary>sample_0001 and so on.</summary>
    /// <param name="sample">Number of the sample, from 0.</param>
    public static string NameOf(int sample) => string.Create(CultureInfo.InvariantCulture, $"sample_{sample + 1:d4}");

    /// <summary>Directory of a state.</summary>
    public string Of(CampaignState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Path.Combine(Root, state.Name);
    }

    /// <summary>Where the liquids of a state go.</summary>
    public LiquidStorage LiquidsOf(CampaignState state) => new(Path.Combine(Of(state), "liquids"), ".extxyz") { Resume = true };

    /// <summary>Where the files of a sample go. The share is held as a whole.</summary>
    /// <param name="state">The state.</param>
    /// <param name="sample">Number of the sample, from 0.</param>
    public SampleStorage SampleOf(CampaignState state, int sample) => new(Path.Combine(Of(state), NameOf(sample)))
    {
        Resume = true,
        HoldsDirectory = false,
    };

    /// <summary>The file that says why a sample or a chain has failed.</summary>
    /// <param name="state">The state.</param>
    /// <param name="name">Name of the sample or chain.</param>
    public string FailureOf(CampaignState state, string name) => Path.Combine(Of(state), "failures", $"{name}.txt");
}
