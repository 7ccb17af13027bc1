// The jobs of a plan, in the order in which they are submitted.

using System.Globalization;

namespace GlassModes.Campaigns.Slurm;

/// <summary>A job: its script, and the command that submits it.</summary>
/// <param name="Name">"preparation", "preparation_2" and so on, "array", "array_2" and so on, or "analysis".</param>
/// <param name="File">Path of the script.</param>
/// <param name="Script">Text of the script.</param>
/// <param name="After">Id of the job that must have ended before, however it has ended; null for the first job.</param>
public sealed record SlurmJob(string Name, string File, string Script, string? After)
{
    /// <summary>The id that Slurm has given; null before.</summary>
    public string? Id { get; init; }

    /// <summary>The command that submits the job.</summary>
    public IReadOnlyList<string> Command =>
        ["sbatch", "--parsable", .. After is null ? (string[])[] : [$"--dependency=afterany:{After}"], File];

    /// <summary>
    /// The jobs of a plan, each after the one before, however that has ended: the preparation of liquids if the plan has one, the array,
    /// and the analysis. Of a chain there are several preparations and arrays. Ids are not known yet; JOB_1 stands for that of the first
    /// job.
    /// </summary>
    /// <remarks>
    /// An array after a preparation that has failed does the other states, and tells of the failure by its own work on the same chains.
    /// </remarks>
    /// <exception cref="InputException">A path cannot be written in a script.</exception>
    public static IReadOnlyList<SlurmJob> Of(SlurmPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        List<SlurmJob> jobs = [];
        if (plan.Ranks is not null)
        {
            Add("preparation", SlurmScript.Preparation(plan), plan.Chain ?? 1);
        }

        Add("array", SlurmScript.Array(plan), plan.Chain ?? 1);
        Add("analysis", SlurmScript.Analysis(plan), 1);
        return jobs;

        void Add(string name, string script, int count)
        {
            string file = Path.Combine(plan.Directory, SlurmScript.DirectoryName, $"{name}.sh");
            for (int k = 1; k <= count; k++)
            {
                string? before = jobs.Count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"JOB_{jobs.Count}");
                jobs.Add(new SlurmJob(k == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{k}"), file, script, before));
            }
        }
    }
}
