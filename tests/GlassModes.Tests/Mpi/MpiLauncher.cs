// Runs this assembly as the ranks of an MPI run on this machine.

using System.Diagnostics;
using GlassModes.Tests.Native;

namespace GlassModes.Tests.Mpi;

/// <summary>A finished run.</summary>
/// <param name="ExitCode">The exit code of the launcher.</param>
/// <param name="Output">What the launcher and the ranks printed, in which long lines of several ranks may be mixed.</param>
/// <param name="Reports">The lines that each rank wrote to its file. No lines for a rank that has no file.</param>
internal sealed record MpiResult(int ExitCode, string Output, string[][] Reports)
{
    public string Everything => $"{string.Join("\n\n", Reports.Select(lines => string.Join('\n', lines)))}\n\n{Output}";

    /// <summary>The number of lines in all reports and in the output that contain a text.</summary>
    public int CountOf(string text) =>
        Reports.SelectMany(lines => lines).Concat(Output.Split('\n')).Count(line => line.Contains(text, StringComparison.Ordinal));
}

internal static class MpiLauncher
{
    private static readonly string[] s_options = ["--allow-run-as-root", "--oversubscribe", "--bind-to", "none"];

    /// <summary>Why there can be no MPI run here; null if there can be one.</summary>
    public static string? Obstacle =>
        !IsOnPath("mpirun") ? "mpirun not found; on Debian: apt-get install openmpi-bin."
        : !File.Exists(Path.Combine(AppContext.BaseDirectory, "libglassmodes_mpi.so"))
            ? "libglassmodes_mpi not built; on Debian: apt-get install libopenmpi-dev, then build the native libraries and the projects."
            : null;

    /// <summary>Passes over a test where there can be no MPI run. In continuous integration there has to be one.</summary>
    public static void RequireHere()
    {
        if (Obstacle is { } obstacle)
        {
            Assert.That(Environment.GetEnvironmentVariable("CI"), Is.Not.EqualTo("true"), obstacle);
            Assert.Ignore(obstacle);
        }
    }

    /// <summary>Starts the command glassmodes on several ranks, which may use any core.</summary>
    public static Process StartCommand(int ranks, params string[] arguments)
    {
        string command = Path.Combine(AppContext.BaseDirectory, "glassmodes.dll");
        ProcessStartInfo start = new("mpirun", [.. s_options, "-np", $"{ranks}", "dotnet", command, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>Ids of the ranks of a command that has a text in its arguments, in rising order, without the launcher.</summary>
    public static int[] RanksOf(string argument)
    {
        return [.. Process.GetProcessesByName("dotnet").Where(IsOfThisRun).Select(process => process.Id).Order()];

        bool IsOfThisRun(Process process)
        {
            try
            {
                return File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(argument, StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    /// <summary>
    /// Runs ranks to their end. A rank may use any core, because by default the launcher binds the first ranks of each run to the same
    /// cores, and other tests run at the same time.
    /// </summary>
    public static MpiResult Run(int ranks, string work) =>
        Run(ranks, work, "mpirun", [.. s_options, "-np", $"{ranks}", "dotnet"]);

    /// <summary>Runs one rank without a launcher.</summary>
    public static MpiResult RunAlone(string work, params (string Name, string Value)[] environment) =>
        Run(1, work, "dotnet", [], environment);

    private static MpiResult Run(
        int ranks, string work, string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        string folder = Directory.CreateTempSubdirectory("glassmodes-").FullName;
        try
        {
            ChildResult result = Child.Start(program, [.. arguments, typeof(Child).Assembly.Location, "mpi", work, folder], environment);
            string[][] reports = new string[ranks][];
            for (int rank = 0; rank < ranks; rank++)
            {
                string file = MpiChild.ReportOf(folder, rank);
                reports[rank] = File.Exists(file) ? File.ReadAllLines(file) : [];
            }

            return new MpiResult(result.ExitCode, result.Output, reports);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsOnPath(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(directory => File.Exists(Path.Combine(directory, command)));
}
