// Submits the jobs of a plan.

using GlassModes.Campaigns.Store;
using GlassModes.Files;

namespace GlassModes.Campaigns.Slurm;

/// <summary>Submits jobs, and knows those of a campaign that were submitted before by slurm/jobs.txt in its directory.</summary>
/// <param name="directory">The directory of the campaign.</param>
public sealed class SlurmSubmission(CampaignDirectory directory)
{
    private readonly string _place = Path.Combine(directory.Root, SlurmScript.DirectoryName);

    private string JobsFile => Path.Combine(_place, "jobs.txt");

    /// <summary>
    /// Makes sure that Slurm answers and that nobody is at work on the campaign: new tasks would be refused by the shares that a run holds.
    /// </summary>
    /// <param name="warn">Receives a sentence if it takes time to see whether a run on another host lives.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="HeldException">A run is at work, or jobs of the campaign are in the queue. The message says which.</exception>
    /// <exception cref="SlurmException">A command of Slurm is missing or has failed.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public void RequireReady(Action<string>? warn = null, CancellationToken cancellation = default)
    {
        SlurmCommand.Run("sbatch", "--version");
        string[] known = File.Exists(JobsFile) ? File.ReadAllLines(JobsFile) : [];
        if (known.Length > 0)
        {
            // The command fails if Slurm has forgotten the jobs. Then they are not in the queue.
            string output = SlurmCommand.Try("squeue", "--noheader", "--format=%F", $"--jobs={string.Join(',', known)}").Output;
            string[] listed = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            string[] queued = [.. known.Intersect(listed)];
            if (queued.Length > 0)
            {
                throw new HeldException(
                    $"of the campaign in {directory.Root} these jobs are still in the queue: {string.Join(", ", queued)}; the shares that "
                    + $"they hold would refuse new ones; wait for them, or end them by 'scancel {string.Join(' ', queued)}'");
            }
        }

        ShareHolder.RequireIdle(directory, warn, cancellation);
    }

    /// <summary>Writes the scripts and submits the jobs, each after the one before.</summary>
    /// <param name="jobs">The jobs in their order.</param>
    /// <returns>The jobs with their ids.</returns>
    /// <exception cref="SlurmException">A command of Slurm has failed. The message says which jobs were submitted before.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public IReadOnlyList<SlurmJob> Submit(IReadOnlyList<SlurmJob> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        Directory.CreateDirectory(_place);
        List<SlurmJob> submitted = [];
        foreach (SlurmJob job in jobs)
        {
            AtomicFile.WriteAllText(job.File, job.Script);
            SlurmJob next = job with { After = submitted.LastOrDefault()?.Id };
            try
            {
                // --parsable prints the id, and the name of the cluster after a semicolon.
                submitted.Add(next with { Id = SlurmCommand.Run(next.Command).Split('\n')[^1].Split(';')[0] });
            }
            catch (SlurmException problem) when (submitted.Count > 0)
            {
                string ids = string.Join(' ', submitted.Select(known => known.Id));
                throw new SlurmException($"{problem.Message} (already submitted: {ids}; 'scancel {ids}' ends them)", problem);
            }

            AtomicFile.WriteAllText(JobsFile, string.Concat(submitted.Select(known => $"{known.Id}\n")));
        }

        return submitted;
    }
}
