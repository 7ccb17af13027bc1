// `glassmodes run`: runs a campaign by worker processes, or is one of them.

using System.CommandLine;
using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Status;
using GlassModes.Campaigns.Store;
using GlassModes.Campaigns.Work;
using GlassModes.Runner.Options;
using GlassModes.Runner.Output;

namespace GlassModes.Runner.Verbs;

internal sealed class RunVerb : Verb
{
    private readonly Argument<string?> _file = new("CAMPAIGN")
    {
        Description = "Campaign file (TOML)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _example = new("--example")
    {
        Description = $"Print a campaign file that comes with the program: {string.Join(", ", CampaignExamples.Names)}",
        HelpName = "NAME",
    };

    private readonly Option<string?> _out = new("--out") { Description = "Directory of the campaign", HelpName = "DIR" };
    private readonly Option<int?> _workers = NumberOption.Integer(
        "--workers", "Number of worker processes (default: what the file says, or one for each processor)", 1);

    private readonly Option<(int Index, int Count)?> _task = new("--task")
    {
        Description = "Only share i of n shares, from 1/n to n/n; for array jobs",
        HelpName = "i/n",
        CustomParser = argument =>
        {
            string[] parts = argument.Tokens[0].Value.Split('/');
            if (parts.Length == 2 && int.TryParse(parts[0], out int index) && int.TryParse(parts[1], out int count)
                && index >= 1 && index <= count)
            {
                return (index - 1, count);
            }

            argument.AddError($"--task expects i/n, from 1/n to n/n; found '{argument.Tokens[0].Value}'");
            return null;
        },
    };

    private readonly Option<bool> _overwrite = new("--overwrite")
    {
        Description = "Clear the states whose settings have changed in the file; the others are kept",
    };

    private readonly Option<bool> _takeOver = new("--take-over")
    {
        Description = "Take the share over from a run on another host, which is dead, without waiting for it",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Only say what the campaign costs, by a small sample of each state: core-hours, memory, disk and files",
    };

    private readonly Option<double?> _coreHours = NumberOption.Positive(
        "--core-hours", "With --dry-run: how many samples fit into so many core-hours", "H");

    private readonly Option<bool> _prepare = new("--prepare")
    {
        Description = "Only the liquids by replica exchange, in this process and on its threads; the same command without it goes on",
    };

    private readonly Option<bool> _mpi = new("--mpi")
    {
        Description = "With --prepare: share the replicas with the other processes of an MPI run: mpirun -np 6 glassmodes run ... --mpi",
    };

    private readonly Option<bool> _worker = new("--worker") { Description = "Be a worker process", Hidden = true };

    public RunVerb()
        : base(
            "run",
            "A whole campaign: all samples of all states of a file, by worker processes. The same command continues it after an "
            + "interruption or a kill, to the same bits.",
            "glassmodes run campaign.toml --out results",
            "With --prepare: use at most N threads (default: all cores)")
    {
        Add(_file);
        Add(_out);
        Add(_workers);
        Add(_task);
        Add(_overwrite);
        Add(_takeOver);
        Add(_example);
        Add(_dryRun);
        Add(_coreHours);
        Add(_prepare);
        Add(_mpi);
        Add(_worker);
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        if (parsed.GetValue(_example) is { } example)
        {
            string text = CampaignExamples.Text(example);
            session.Print(new { Name = example, Text = text }, output => output.Write(text));
            return ExitCode.Done;
        }

        string file = parsed.GetValue(_file)
            ?? throw new UsageException("run needs a campaign file; --example demo prints one to begin with");
        RequireTogether(parsed, session);
        if (parsed.GetValue(_prepare))
        {
            return Prepare(parsed, session, file);
        }

        Campaign campaign = CampaignFile.Read(file);
        if (parsed.GetValue(_dryRun))
        {
            return Estimate(parsed, session, campaign);
        }

        if (parsed.GetValue(_coreHours) is not null)
        {
            throw new UsageException("--core-hours belongs to --dry-run; give both or neither");
        }

        string root = RootOf(parsed);
        CampaignShare share = ShareOf(parsed);
        if (parsed.GetValue(_worker))
        {
            using IDisposable held = ShareHolder.HoldAsWorker(new CampaignDirectory(root), share);
            new CampaignWorker(campaign, new CampaignDirectory(root), CommandTree.LibraryVersions(), Console.Out)
                .Run(Console.In, session.Cancellation);
            return ExitCode.Done;
        }

        int workers = parsed.GetValue(_workers) ?? campaign.Workers ?? session.Threads;
        CampaignExecution execution = new(campaign, File.ReadAllText(file), root, share, workers)
        {
            Overwrites = parsed.GetValue(_overwrite),
            TakesOver = parsed.GetValue(_takeOver),
        };
        ShareStatus status = execution.Run(session, file);
        CampaignStatus own = CampaignStatus.OfShare(status);
        session.Print(CampaignText.DocumentOf(own), output => CampaignText.Write(output, own));
        return execution.Conclude(status, session);
    }

    private void RequireTogether(ParseResult parsed, Session session)
    {
        bool prepares = parsed.GetValue(_prepare);
        string? misfit =
            prepares && parsed.GetValue(_workers) is not null
                ? "--prepare works without worker processes; --threads says how many threads it uses"
            : prepares && parsed.GetValue(_dryRun) ? "--prepare and --dry-run exclude each other; leave one out"
            : !prepares && parsed.GetValue(_mpi) ? "--mpi shares the replicas of --prepare; give both or neither"
            : !prepares && session.RequestedThreads is not null
                ? "--threads belongs to --prepare; the number of worker processes is --workers, and the threads of a sample are in the file"
            : null;
        if (misfit is not null)
        {
            throw new UsageException(misfit);
        }
    }

    private int Prepare(ParseResult parsed, Session session, string file)
    {
        PreparationExecution execution = new(file, RootOf(parsed), ShareOf(parsed))
        {
            Overwrites = parsed.GetValue(_overwrite),
            TakesOver = parsed.GetValue(_takeOver),
        };
        return execution.Run(session, parsed.GetValue(_mpi));
    }

    private string RootOf(ParseResult parsed) =>
        parsed.GetValue(_out) ?? throw new UsageException("run needs --out, the directory of the campaign, or --dry-run");

    private CampaignShare ShareOf(ParseResult parsed)
    {
        (int index, int count) = parsed.GetValue(_task) ?? (0, 1);
        return new CampaignShare(index, count);
    }

    private int Estimate(ParseResult parsed, Session session, Campaign campaign)
    {
        CampaignEstimate estimate = session.Follow(
            display => new Calibration().Estimate(campaign, display, session.Cancellation));
        int workers = parsed.GetValue(_workers) ?? campaign.Workers ?? session.Threads;
        double? coreHours = parsed.GetValue(_coreHours);
        session.Print(
            EstimateText.DocumentOf(estimate, workers, coreHours), output => EstimateText.Write(output, estimate, workers, coreHours));
        return ExitCode.Done;
    }
}
