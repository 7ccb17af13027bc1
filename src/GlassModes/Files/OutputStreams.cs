// Outputs that are no files: standard output, devices and pipes.

namespace GlassModes.Files;

/// <summary>
/// Opens outputs that cannot be replaced by a complete file under a temporary name. They receive the bytes as they are made.
/// </summary>
public static class OutputStreams
{
    /// <summary>The name of a file that stands for standard output.</summary>
    public const string StandardOutput = "-";

    private static readonly string[] s_standardOutputs = [StandardOutput, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];

    /// <summary>Whether a name stands for standard output.</summary>
    public static bool IsStandardOutput(string path) => s_standardOutputs.Contains(path);

    /// <summary>Whether a name stands for standard output, a device, or an open file of a process.</summary>
    public static bool IsNamed(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        return path == StandardOutput || Path.GetDirectoryName(full) is "/dev"
            || full.StartsWith("/dev/fd/", StringComparison.Ordinal) || full.StartsWith("/proc/", StringComparison.Ordinal);
    }

    /// <summary>Opens an output of this kind; null if the path is that of a file. A pipe waits for its reader.</summary>
    /// <exception cref="IOException">The output cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The output cannot be written to.</exception>
    internal static Stream? Open(string path)
    {
        if (IsStandardOutput(path))
        {
            return Console.OpenStandardOutput();
        }

        if (IsNamed(path))
        {
            return OpenExisting(path);
        }

        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            FileStream existing = OpenExisting(path);
            if (!existing.CanSeek)
            {
                return existing;
            }

            existing.Dispose();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A file that cannot be opened for writing can be replaced.
        }

        return null;
    }

    private static FileStream OpenExisting(string path) =>
        new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
}
