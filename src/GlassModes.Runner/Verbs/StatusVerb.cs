// `glassmodes status`: says how far a campaign is, once or until it is finished.

using System.CommandLine;
using GlassModes.Campaigns.Status;
using GlassModes.Campaigns.Store;
using GlassModes.Runner.Output;

namespace GlassModes.Runner.Verbs;

internal sealed class StatusVerb : Verb
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly Argument<string> _directory = new("DIR") { Description = "Directory of a campaign" };
    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "Look each second until the campaign is finished, or until Ctrl-C; with --json a document a line on each change",
    };

    public StatusVerb()
        : base("status", "How far a campaign is, from any host that sees its directory.", "glassmodes status results --watch")
    {
        Add(_directory);
        Add(_watch);
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        CampaignDirectory directory = new(parsed.GetRequiredValue(_directory));
        if (!File.Exists(directory.PlanFile))
        {
            throw new UsageException($"{directory.Root} is no directory of a campaign: it has no {CampaignDirectory.PlanName}");
        }

        if (!parsed.GetValue(_watch))
        {
            Print(session, CampaignStatus.Read(directory));
        }
        else if (session.PrintsJson)
        {
            Watch(directory, session, status => Print(session, status));
        }
        else
        {
            Print(session, session.FollowCampaign(display => Watch(directory, session, _ => { }, display)));
        }

        return ExitCode.Done;
    }

    // Ends when the campaign is finished, or by a signal, which is no failure here. Returns the last status.
    private static CampaignStatus Watch(
        CampaignDirectory directory, Session session, Action<CampaignStatus> onChange, CampaignDisplay? display = null)
    {
        CampaignStatus? last = null;
        do
        {
            CampaignStatus status = CampaignStatus.Read(directory);
            display?.Show(status);
            if (last is null || !status.Shows(last))
            {
                onChange(status);
            }

            last = status;
        }
        while (!last.IsFinished && !session.Cancellation.WaitHandle.WaitOne(s_interval));
        return last;
    }

    private static void Print(Session session, CampaignStatus status) =>
        session.Print(CampaignText.DocumentOf(status), output => CampaignText.Write(output, status));
}
