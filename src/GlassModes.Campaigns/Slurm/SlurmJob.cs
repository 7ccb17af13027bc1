// The jobs of a plan, in the order in which they are submitted.

using System.Globalization;

namespace GlassModes.Campaigns.Slurm;

/// <summary>A job: its script, and the command that submits it.</summary>
/// <param name="Name">"array", "array_2" and so on, or "analysis".</param>
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
    /// The jobs of a plan: an array, or several one after another, and the analysis. Ids are not known yet; JOB_1 stands for that of the
    /// first job.
    /// </summary>
    /// <exception cref="InputException">A path cannot be written in a script.</exception>
    public static IReadOnlyList<SlurmJob> Of(SlurmPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        int arrays = plan.Chain ?? 1;
        string directory = Path.Combine(plan.Directory, SlurmScript.DirectoryName);
        string array = SlurmScript.Array(plan);
        string NameOf(int k) => k == 0 ? "array" : string.Create(CultureInfo.InvariantCulture, $"array_{k + 1}");
        string? Before(int k) => k == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"JOB_{k}");
        return
        [
            .. Enumerable.Range(0, arrays).Select(k => new SlurmJob(NameOf(k), Path.Combine(directory, "array.sh"), array, Before(k))),
            new SlurmJob("analysis", Path.Combine(directory, "analysis.sh"), SlurmScript.Analysis(plan), Before(arrays)),
        ];
    }
}
