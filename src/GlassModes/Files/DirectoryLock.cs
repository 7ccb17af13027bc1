// Makes several processes take turns in a directory, also on a file system that several hosts share.

using System.Text;
using GlassModes.Numerics.Processes;

namespace GlassModes.Files;

/// <summary>
/// A file that one process at a time can create in a directory. It is held for a moment only, while the process looks at the directory and
/// writes what the directory is for. A file that a killed process has left is removed.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private const string Name = ".glassmodes.lock";
    private const int AttemptMilliseconds = 50;
    private const int MostAttempts = 600;
    private const int MostFailuresWithoutFile = 20;

    private readonly FileStream _stream;

    private DirectoryLock(string path)
    {
        _stream = new FileStream(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        _stream.Write(Encoding.UTF8.GetBytes(TemporaryName.Create()));
        _stream.Flush();
    }

    /// <summary>Waits until the process has the lock, for half a minute at most.</summary>
    /// <exception cref="IOException">Another process holds the lock all the time, or the file cannot be created.</exception>
    public static DirectoryLock Take(string directory)
    {
        string path = Path.Combine(directory, Name);
        int failuresWithoutFile = 0;
        for (int attempt = 1; attempt <= MostAttempts; attempt++)
        {
            try
            {
                return new DirectoryLock(path);
            }
            catch (IOException) when (File.Exists(path))
            {
                RemoveIfLeftBehind(path);
            }
            catch (IOException) when (failuresWithoutFile++ < MostFailuresWithoutFile)
            {
                // The other process may have removed its file in this moment. If that happens again and again, the disk is the reason.
            }

            Thread.Sleep(AttemptMilliseconds);
        }

        throw new IOException($"Another process holds '{path}'; remove this file if no process works in the directory.");
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    // A living process on this host holds a lock of the operating system, so that its file cannot be opened.
    private static void RemoveIfLeftBehind(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            using StreamReader reader = new(file);
            if (TemporaryName.IsLeftBehind(reader.ReadToEnd(), File.GetLastWriteTimeUtc(path)))
            {
                File.Delete(path);
            }
        }
        catch (IOException)
        {
            // The other process has the file open, or has just removed it.
        }
    }
}
