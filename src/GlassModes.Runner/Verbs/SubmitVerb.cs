// `glassmodes submit`: submits a campaign to Slurm.

using System.CommandLine;
using System.CommandLine.Parsing;
using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Slurm;
using GlassModes.Campaigns.Store;
using GlassModes.Campaigns.Work;
using GlassModes.Runner.Options;
using GlassModes.Runner.Output;

namespace GlassModes.Runner.Verbs;

internal sealed class SubmitVerb : Verb
{
    private readonly Argument<string> _file = new("CAMPAIGN") { Description = "Campaign file (TOML)" };
    private readonly Option<string> _out = new("--out") { Description = "Directory of the campaign", HelpName = "DIR", Required = true };
    private readonly Option<string?> _partition = Word(
        "--partition",
        "Partition of the jobs (default: that of the site)",
        "NAME",
        text => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ','),
        "names of partitions, separated by commas");

    private readonly Option<SlurmTime?> _time = new("--time")
    {
        Description = "Time limit of a task, as Slurm writes it: minutes, hours:minutes:seconds, days-hours (default: of the partition)",
        HelpName = "TIME",
        CustomParser = ParseTime,
    };

    private readonly Option<int?> _cpus = NumberOption.Integer(
        "--cpus", "Cores of a task, and its worker processes (default: threads that the file asks for a sample, or 1)", 1);

    private readonly Option<string?> _memory = Word(
        "--mem",
        "Memory of a task, such as 4G (default: that of the partition)",
        "SIZE",
        text => text.TrimEnd('K', 'M', 'G', 'T') is { Length: > 0 and < 10 } number && text.Length - number.Length <= 1
            && number.All(char.IsAsciiDigit) && number[0] != '0',
        "a whole number of megabytes, or one with K, M, G or T");

    private readonly Option<int?> _tasks = NumberOption.Integer(
        "--array-size", "Number of tasks, one share each (default: one for each chain of dynamics or start, at most 100)", 1);

    private readonly Option<int?> _chain = NumberOption.Integer(
        "--chain", "Submit K arrays one after another, for sites where a task cannot be queued again", 1, 1000);

    private readonly Option<int?> _ranks = NumberOption.Integer(
        "--ranks", "Before the array, prepare the liquids of replica exchanges by an MPI run of R processes", 1);

    private readonly Option<string?> _launcher = Word(
        "--launcher",
        "With --ranks: the launcher of the MPI run with its options, such as \"srun --mpi=pmix\" "
            + $"(default: \"{string.Join(' ', SlurmPlan.DefaultLauncher)}\")",
        "COMMAND",
        text => WordsOf(text).Length > 0 && !text.Any(char.IsControl),
        "a command with its options, separated by spaces");

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show the scripts and the commands, and do nothing" };

    public SubmitVerb()
        : base(
            "submit",
            "A whole campaign as an array of Slurm jobs, and a last job that analyses. A task that reaches its time limit saves its "
            + "samples and is queued again. Submitting again continues.",
            "glassmodes submit campaign.toml --out results --time 4:00:00 --mem 4G")
    {
        _chain.HelpName = "K";
        _ranks.HelpName = "R";
        Add(_file);
        Add(_out);
        Add(_partition);
        Add(_time);
        Add(_cpus);
        Add(_memory);
        Add(_tasks);
        Add(_chain);
        Add(_ranks);
        Add(_launcher);
        Add(_dryRun);
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        string file = parsed.GetRequiredValue(_file);
        string root = parsed.GetRequiredValue(_out);
        Campaign campaign = CampaignFile.Read(file);
        if (root.Length == 0)
        {
            throw new UsageException("--out needs the name of a directory; found an empty one");
        }

        int? ranks = RanksOf(parsed, campaign);
        string directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        SlurmPlan plan = new(
            campaign.Name,
            OwnCommand.With(),
            Path.GetFullPath(file),
            directory,
            parsed.GetValue(_tasks) ?? SlurmPlan.TasksFor(campaign, session.Cancellation))
        {
            Partition = parsed.GetValue(_partition),
            Time = parsed.GetValue(_time),
            Cores = parsed.GetValue(_cpus) ?? SlurmPlan.CoresFor(campaign),
            Memory = parsed.GetValue(_memory),
            Chain = parsed.GetValue(_chain),
            Ranks = ranks,
            Launcher = parsed.GetValue(_launcher) is { } launcher ? WordsOf(launcher) : SlurmPlan.DefaultLauncher,
        };
        IReadOnlyList<SlurmJob> jobs = SlurmJob.Of(plan);
        if (!parsed.GetValue(_dryRun))
        {
            CampaignFiles.RequireOwn(campaign, directory, session.Warn);
            SlurmSubmission submission = new(new CampaignDirectory(directory));
            submission.RequireReady(session.Warn, session.Cancellation);
            OutputPath.RequireDirectory("--out", root, session);
            jobs = submission.Submit(jobs);
        }

        session.Print(
            new
            {
                jobs.First(job => job.Name == "array").Script,
                Jobs = jobs.Select(job => new { job.Name, job.Id, job.File, job.Script, job.Command }),
            },
            output => SubmissionText.Write(output, jobs));
        return ExitCode.Done;
    }

    private int? RanksOf(ParseResult parsed, Campaign campaign)
    {
        int? ranks = parsed.GetValue(_ranks);
        if (ranks is null && parsed.GetValue(_launcher) is not null)
        {
            throw new UsageException("--launcher starts the processes of --ranks; give both or neither");
        }

        if (ranks is not { } processes)
        {
            return null;
        }

        try
        {
            CampaignPreparation.RequireFits(campaign, processes);
            return ranks;
        }
        catch (InputException problem)
        {
            throw new UsageException($"--ranks {processes}: {problem.Message}", problem);
        }
    }

    private static Option<string?> Word(string name, string description, string helpName, Predicate<string> isAllowed, string expected)
    {
        return new Option<string?>(name) { Description = description, HelpName = helpName, CustomParser = Parse };

        string? Parse(ArgumentResult argument)
        {
            string text = argument.Tokens[0].Value;
            if (!isAllowed(text))
            {
                argument.AddError($"{name} expects {expected}; found '{text}'");
            }

            return text;
        }
    }

    private static string[] WordsOf(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static SlurmTime? ParseTime(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        if (SlurmTime.ParseOrNull(text) is { } time)
        {
            return time;
        }

        argument.AddError($"--time expects a time as Slurm writes it, such as 90, 4:00:00 or 1-12; found '{text}'");
        return null;
    }
}
