// Runs commands of Slurm, without a shell.

using System.ComponentModel;
using System.Diagnostics;

namespace GlassModes.Campaigns.Slurm;

/// <summary>Runs commands of Slurm.</summary>
internal static class SlurmCommand
{
    /// <summary>Runs a command and returns its standard output.</summary>
    /// <exception cref="SlurmException">The command is missing or has failed. The message has its last line on standard error.</exception>
    public static string Run(params IReadOnlyList<string> command)
    {
        (int exitCode, string output, string errors) = Try(command);
        return exitCode == 0 ? output : throw new SlurmException(
            $"{command[0]} has failed with exit code {exitCode}: {LastLine(errors.Length > 0 ? errors : output)}");
    }

    /// <summary>Runs a command that may fail.</summary>
    /// <exception cref="SlurmException">The command is missing.</exception>
    public static (int ExitCode, string Output, string Errors) Try(params IReadOnlyList<string> command)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output.Trim(), errors.Result.Trim());
        }
        catch (Win32Exception problem)
        {
            throw new SlurmException(
                $"the command {command[0]} is not here; submit where Slurm is installed, or look at the script with --dry-run", problem);
        }
    }

    private static string LastLine(string text) => text.Split('\n')[^1].Trim();
}
