// A directory for files that must not outlive the process.

namespace GlassModes.LinearAlgebra.Ldlt;

/// <summary>A new directory of its own. It goes with all that is in it when it is disposed of, and when the process ends before that in order.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    private const int MostAttempts = 5;
    private const int AttemptMilliseconds = 20;
    private static readonly HashSet<string> s_all = [];

    static ScratchDirectory() => AppDomain.CurrentDomain.ProcessExit += (_, _) => RemoveAll();

    /// <summary>Creates one.</summary>
    /// <param name="parent">Where; null: the system's temporary directory.</param>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be created.</exception>
    public ScratchDirectory(string? parent)
    {
        Path = System.IO.Path.Combine(
            System.IO.Path.GetFullPath(parent ?? System.IO.Path.GetTempPath()), $"glassmodes-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}");
        lock (s_all)
        {
            s_all.Add(Path);
        }

        Directory.CreateDirectory(Path);
    }

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>Removes all there are, with what is in them.</summary>
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

    // Once more where a call that goes on has made a file meanwhile.
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
