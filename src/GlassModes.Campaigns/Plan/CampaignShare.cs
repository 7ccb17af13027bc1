// The part of a campaign that one run works on.

using System.Globalization;

namespace GlassModes.Campaigns.Plan;

/// <summary>
/// A share of a campaign: the chains, or the starts of files, whose number modulo <see cref="Count"/> is <see cref="Index"/>.
/// </summary>
/// <param name="Index">Number of the share, from 0.</param>
/// <param name="Count">Number of shares.</param>
public sealed record CampaignShare(int Index, int Count)
{
    /// <summary>The whole campaign.</summary>
    public static CampaignShare Whole { get; } = new(0, 1);

    /// <summary>Whether a chain or a start belongs to the share.</summary>
    public bool Has(int number) => number % Count == Index;

    /// <summary>"share_1_of_4".</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"share_{Index + 1}_of_{Count}");

    /// <summary>"1/4".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index + 1}/{Count}");
}
