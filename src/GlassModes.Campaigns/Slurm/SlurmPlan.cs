// How a campaign is divided among the tasks of an array, and what each task may use.

using System.Globalization;
using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Work;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Slurm;

/// <summary>A campaign as jobs of Slurm. Jobs start in other directories, so that all paths are absolute.</summary>
/// <param name="Campaign">Name of the campaign.</param>
/// <param name="Program">The command glassmodes, with the arguments that come before its verb.</param>
/// <param name="File">The campaign file.</param>
/// <param name="Directory">The directory of the campaign.</param>
/// <param name="Tasks">Number of tasks of an array. Task i runs share i/n.</param>
public sealed record SlurmPlan(string Campaign, WorkerCommand Program, string File, string Directory, int Tasks)
{
    // Tasks are long enough to be worth their start, and few enough for the limits of most sites.
    private const int MostTasks = 100;

    /// <summary>The partition; null for that of the site.</summary>
    public string? Partition { get; init; }

    /// <summary>The time limit of a task; null for that of the partition.</summary>
    public SlurmTime? Time { get; init; }

    /// <summary>Cores of a task, which are its worker processes.</summary>
    public int Cores { get; init; } = 1;

    /// <summary>The memory of a task in the form of Slurm, such as 4G; null for that of the partition.</summary>
    public string? Memory { get; init; }

    /// <summary>
    /// Number of processes of an MPI run that prepares the liquids of replica exchanges before the array; null for no such job. Each
    /// process has the cores and the memory of a task.
    /// </summary>
    public int? Ranks { get; init; }

    /// <summary>The launcher of the MPI run, with its options.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = DefaultLauncher;

    /// <summary>
    /// mpirun. It binds the first processes of each run to the same cores, also of two runs on one node, unless it is told not to.
    /// </summary>
    public static IReadOnlyList<string> DefaultLauncher { get; } = ["mpirun", "--bind-to", "none"];

    /// <summary>
    /// Number of arrays one after another, and of the jobs that prepare liquids; null for one whose tasks ask to be queued again when their
    /// time is over. A chain is for sites that forbid this.
    /// </summary>
    public int? Chain { get; init; }

    /// <summary>The memory of each core of a task in the form of Slurm, in whole megabytes; null for that of the partition.</summary>
    internal string? MemoryPerCore
    {
        get
        {
            if (Memory is not { } memory)
            {
                return null;
            }

            string number = memory.TrimEnd('K', 'M', 'G', 'T');
            double megabytes = double.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture) * memory[number.Length..] switch
            {
                "K" => 1 / 1024.0,
                "G" => 1024,
                "T" => 1024 * 1024,
                _ => 1,
            };
            return string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(megabytes / Cores)}M");
        }
    }

    /// <summary>Time before the limit at which a task is told to save: two minutes, or half of a shorter limit.</summary>
    public TimeSpan Warning => TimeSpan.FromSeconds(Math.Min(120, Math.Max(1, Math.Floor((Time?.Length.TotalSeconds ?? 240) / 2))));

    /// <summary>
    /// The number of tasks that suits a campaign: one for each chain of dynamics or start of the state that has most of them, and at most
    /// 100. A task does not take less than a chain or a start.
    /// </summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="cancellation">Stops the reading of starts, which are counted.</param>
    /// <exception cref="InputException">A file of starts cannot be read.</exception>
    public static int TasksFor(Campaign campaign, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        return Math.Min(MostTasks, campaign.States.Max(state => PiecesOf(state, cancellation)));
    }

    /// <summary>The number of cores that suits a campaign: the threads that a sample of some state asks for, or 1.</summary>
    public static int CoresFor(Campaign campaign)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        return campaign.States.Max(state => state.Threads ?? 1);
    }

    private static int PiecesOf(CampaignState state, CancellationToken cancellation) => state.Source switch
    {
        PreparedStarts prepared => prepared.Chains,
        _ when state.Samples < MostTasks => state.Samples,
        StartsInFiles files => Math.Min(
            state.Samples,
            StartFiles.List(files.Files, state.Plan.Model, files.Reading, files.AllFrames, cancellation: cancellation).Count),
        _ => throw new NotSupportedException("There is no such supply of starts."),
    };
}
