// A temporary directory for files that must not outlive the process.

using GlassModes.Numerics.Processes;

namespace GlassModes.LinearAlgebra.Ldlt;

/// <summary>
/// Creates a new directory. The directory and its files are removed when the object is disposed of, or at the latest when the process exits
/// normally.
/// </summary>
internal sealed class ScratchDirectory : IDisposable
{
    private const int MostAttempts = 5;
    private const int AttemptMilliseconds = 20;
    private static readonly HashSet<string> s_paths = [];

    static ScratchDirectory() => AppDomain.CurrentDomain.ProcessExit += (_, _) => RemoveAll();

    /// <summary>Creates the directory.</summary>
    /// <param name="parent">The directory in which the new one is created; null means the system's temporary directory.</param>
    /// <exception cref="IOException">The directory cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The process has no permission to create the directory.</exception>
    public ScratchDirectory(string? parent)
    {
        Path = System.IO.Path.Combine(
            System.IO.Path.GetFullPath(parent ?? System.IO.Path.GetTempPath()),
            TemporaryName.Create());
        lock (s_paths)
        {
            s_paths.Add(Path);
        }

        Directory.CreateDirectory(Path);
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>Removes all scratch directories of this process with their files.</summary>
    public static void RemoveAll()
    {
        lock (s_paths)
        {
            foreach (string path in s_paths)
            {
                RemoveDirectory(path);
            }

            s_paths.Clear();
        }
    }

    /// <summary>
    /// Removes the directories that killed processes of this host have left. Those of other hosts stay: factors can be read for days.
    /// </summary>
    /// <param name="parent">The directory in which they stand; null means the system's temporary directory.</param>
    /// <returns>Number of removed directories.</returns>
    public static int RemoveLeftBehind(string? parent)
    {
        string directory = parent ?? System.IO.Path.GetTempPath();
        return !Directory.Exists(directory)
            ? 0
            : Directory.GetDirectories(directory, $"{TemporaryName.Prefix}*").Count(path =>
                TemporaryName.IsLeftBehind(System.IO.Path.GetFileName(path), Directory.GetLastWriteTimeUtc(path), otherHosts: false)
                && TryRemove(path));
    }

    // The directory of somebody else stays.
    private static bool TryRemove(string path)
    {
        try
        {
            RemoveDirectory(path);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (s_paths)
        {
            if (s_paths.Remove(Path))
            {
                RemoveDirectory(Path);
            }
        }
    }

    // A running factorisation may create a file while its directory is removed. The removal then fails and is tried again.
    private static void RemoveDirectory(string path)
    {
        for (int attempt = 1; Directory.Exists(path); attempt++)
        {
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (IOException) when (attempt < MostAttempts)
            {
                Thread.Sleep(AttemptMilliseconds);
            }
        }
    }
}
