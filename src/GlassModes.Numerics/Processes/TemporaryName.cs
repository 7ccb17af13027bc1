// Names temporary files and directories after the process that makes them, and tells which of them a dead process has left behind.

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace GlassModes.Numerics.Processes;

/// <summary>
/// Names of temporary files and directories: glassmodes-HOST-PROCESS-TOKEN-NUMBER. HOST and PROCESS name the process that made them. TOKEN
/// tells this process from an earlier process with the same id. NUMBER tells the files of one process apart.
/// </summary>
internal static partial class TemporaryName
{
    /// <summary>The beginning of every name.</summary>
    public const string Prefix = "glassmodes-";

    // The host of a file on a shared file system may be out of reach. A file that was not written to for so long is left behind.
    private static readonly TimeSpan s_longestWrite = TimeSpan.FromDays(1);

    // Clocks of a file server and of this host may differ by less than this time.
    private static readonly TimeSpan s_clockError = TimeSpan.FromMinutes(1);

    private static readonly string s_host = UnsafeLetters().Replace(Environment.MachineName, "_");
    private static readonly string s_token = NewDigits();

    /// <summary>Makes a new name, of at most 110 letters.</summary>
    public static string Create() => string.Create(
        CultureInfo.InvariantCulture, $"{Prefix}{s_host}-{Environment.ProcessId}-{s_token}-{NewDigits()}");

    /// <summary>
    /// Whether a name is of a process that lives no more. A process on this host is looked up by its id. Where the id belongs to a process
    /// that began after the last write, the id has been given away again. A file of another host is left behind if it was not written to
    /// for a day.
    /// </summary>
    /// <param name="name">The name, without its directory.</param>
    /// <param name="lastWrite">Time of the last write to the file or directory.</param>
    /// <param name="otherHosts">Whether a file of another host can be left behind at all.</param>
    public static bool IsLeftBehind(string name, DateTime lastWrite, bool otherHosts = true)
    {
        Match match = Parts().Match(name);
        if (!match.Success || match.Groups["token"].Value == s_token)
        {
            return false;
        }

        DateTime lastWriteUtc = lastWrite.ToUniversalTime();
        return match.Groups["host"].Value == s_host
            ? !IsRunning(match.Groups["process"].Value, lastWriteUtc)
            : otherHosts && DateTime.UtcNow - lastWriteUtc > s_longestWrite;
    }

    private static bool IsRunning(string id, DateTime lastWriteUtc)
    {
        if (!int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return false;
        }

        try
        {
            using Process process = Process.GetProcessById(number);
            return !IsZombie(number) && process.StartTime.ToUniversalTime() <= lastWriteUtc + s_clockError;
        }
        catch (ArgumentException)
        {
            // There is no process with this id.
            return false;
        }
        catch (InvalidOperationException)
        {
            // The process has just ended.
            return false;
        }
        catch (Win32Exception)
        {
            // The process belongs to somebody else, and its begin is not told.
            return true;
        }
    }

    // A process that was killed keeps its id until its parent asks how it ended. The first process of a container may never ask.
    private static bool IsZombie(int process)
    {
        try
        {
            // "PID (name) state …", where the name may hold anything.
            string file = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat");
            return OperatingSystem.IsLinux() && File.ReadAllText(file).Split(')')[^1].StartsWith(" Z", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // The process has just ended.
            return true;
        }
    }

    private static string NewDigits() => Guid.NewGuid().ToString("N")[..8];

    [GeneratedRegex("[^A-Za-z0-9._]")]
    private static partial Regex UnsafeLetters();

    [GeneratedRegex(@"^\.?glassmodes-(?<host>[A-Za-z0-9._]*)-(?<process>\d+)-(?<token>[0-9a-f]{8})-[0-9a-f]{8}(\.tmp)?$")]
    private static partial Regex Parts();
}
