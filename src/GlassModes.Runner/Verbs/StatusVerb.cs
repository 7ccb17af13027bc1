// `glassmodes status`: says how far a campaign is.

using System.CommandLine;
using GlassModes.Campaigns.Status;
using GlassModes.Campaigns.Store;
using GlassModes.Runner.Output;

namespace GlassModes.Runner.Verbs;

internal sealed class StatusVerb : Verb
{
    private readonly Argument<string> _directory = new("DIR") { Description = "Directory of a campaign" };

    public StatusVerb()
        : base("status", "How far a campaign is, from any host that sees its directory.", "glassmodes status results") => Add(_directory);

    protected override int Run(ParseResult parsed, Session session)
    {
        CampaignDirectory directory = new(parsed.GetRequiredValue(_directory));
        if (!File.Exists(directory.PlanFile))
        {
            throw new UsageException($"{directory.Root} is no directory of a campaign: it has no {CampaignDirectory.PlanName}");
        }

        CampaignStatus status = CampaignStatus.Read(directory);
        session.Print(CampaignText.DocumentOf(status), output => CampaignText.Write(output, status));
        return ExitCode.Done;
    }
}
