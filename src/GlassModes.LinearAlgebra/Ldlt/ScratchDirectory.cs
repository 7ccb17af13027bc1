// A directory for files that must not outlive the process.

namespace GlassModes.LinearAlgebra.Ldlt;

/// <summary>
/// A new directory. It is removed with its files when the object is disposed of, or at the latest at the ordinary end of the process.
/// </summary>
internal sealed class ScratchDirectory : IDisposable
{
    private const int MostAttempts = 5;
    private const int AttemptMilliseconds = 20;
    private static readonly HashSet<string> s_all = [];

    static ScratchDirectory() => AppDomain.CurrentDomain.ProcessExit += (_, _) => RemoveAll();

    /// <summary>Creates the directory.</summary>
    /// <param name="parent">Where; null: the system's temporary directory.</param>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be created.</exception>
    public ScratchDirectory(string? parent)
    {
        Path = System.IO.Path.Combine(
            System.IO.Path.GetFullPath(parent ?? System.IO.Path.GetTempPath()),
            $"glassmodes-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}");
        lock (s_all)
        {
            s_all.Add(Path);
        }

        Directory.CreateDirectory(Path);
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>Removes all scratch directories of this process with their files.</summary>
    public static void RemoveAll()
    {
        lock (s_all)
        {
            foreach (string path in s_all)
            {
                Remove(path);
            }

            s_all.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (s_all)
        {
            if (s_all.Remove(Path))
            {
                Remove(Path);
            }
        }
    }

    // A factorisation that goes on may make a file while the directory is removed: the removal is tried again then.
    private static void Remove(string path)
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
