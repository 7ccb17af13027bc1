// The number of threads where the user does not say one.

using System.Globalization;

namespace GlassModes.Runner;

internal static class DefaultThreads
{
    /// <summary>The variable by which Slurm tells a task how many cores it has.</summary>
    public const string SlurmVariable = "SLURM_CPUS_PER_TASK";

    /// <summary>The number of threads to use in this process.</summary>
    public static int Count => Of(Environment.GetEnvironmentVariable(SlurmVariable), Environment.ProcessorCount);

    /// <summary>The smaller of the number that Slurm gives and the number of cores that the process may run on.</summary>
    /// <param name="slurm">The value of the variable; null if there is none. A value that is no number counts as none.</param>
    /// <param name="cores">Number of cores.</param>
    public static int Of(string? slurm, int cores) =>
        int.TryParse(slurm, NumberStyles.None, CultureInfo.InvariantCulture, out int given) && given > 0 ? Math.Min(given, cores) : cores;
}
