// Shows submitted jobs as a table, and jobs that are only planned as their scripts and commands.

using GlassModes.Campaigns.Slurm;

namespace GlassModes.Runner.Output;

internal static class SubmissionText
{
    /// <summary>Writes a row for each job that has an id; else the scripts and the commands.</summary>
    public static void Write(TextWriter output, IReadOnlyList<SlurmJob> jobs)
    {
        if (jobs.All(job => job.Id is null))
        {
            foreach (SlurmJob job in jobs.DistinctBy(job => job.File))
            {
                output.WriteLine($"==> {job.File}\n{job.Script}");
            }

            output.WriteLine("==> commands");
            foreach (SlurmJob job in jobs)
            {
                output.WriteLine(string.Join(' ', job.Command.Select(SlurmScript.InShell)));
            }

            return;
        }

        TextTable table = new("job", "id", "after", "script");
        foreach (SlurmJob job in jobs)
        {
            table.Add(job.Name, job.Id ?? "", job.After ?? "", job.File);
        }

        table.Write(output);
    }
}
