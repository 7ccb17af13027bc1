// A lock of the operating system on a file, which is gone when its process ends.

namespace GlassModes.Files;

/// <summary>
/// A lock of the operating system on a file. Either one process has the lock alone, or several processes share it. The lock of a process
/// that was killed is gone. The file is made with the lock, and removed with the last one.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private const int Attempts = 10;
    private const int PauseMilliseconds = 20;

    // EWOULDBLOCK on Linux and on macOS, and the sharing violation of Windows. A holder may have removed the file since.
    private static readonly int[] s_codesOfLocks = OperatingSystem.IsWindows() ? [unchecked((int)0x80070020)] : [11, 35];

    private readonly FileStream _stream;
    private readonly string _path;
    private readonly bool _isShared;

    private FileLock(string path, bool isShared, FileStream stream) => (_path, _isShared, _stream) = (path, isShared, stream);

    /// <summary>Takes the lock. Tries for a fifth of a second, because others may hold it for a moment to look who has it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isShared">Whether others may share the lock.</param>
    /// <returns>The lock; null if others hold it.</returns>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be made.</exception>
    public static FileLock? TryTake(string path, bool isShared = false)
    {
        for (int attempt = 1; attempt < Attempts; attempt++)
        {
            if (TryOnce(path, isShared) is { } held)
            {
                return held;
            }

            Thread.Sleep(PauseMilliseconds);
        }

        return TryOnce(path, isShared, isLast: true);
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        if (!_isShared)
        {
            RemoveFile();
        }

        _stream.Dispose();
        if (_isShared)
        {
            // Nobody knows who is the last one. Whoever can have the lock alone now removes the file.
            TryOnce(_path, isShared: false)?.Dispose();
        }
    }

    // A holder may remove the file between the attempt to open it and the look whether it exists. Only the last attempt tells an error.
    private static FileLock? TryOnce(string path, bool isShared, bool isLast = false)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(
                path,
                FileMode.OpenOrCreate,
                isShared ? FileAccess.Read : FileAccess.ReadWrite,
                isShared ? FileShare.Read : FileShare.None,
                bufferSize: 1);
        }
        catch (IOException problem) when (!isLast || s_codesOfLocks.Contains(problem.HResult) || File.Exists(path))
        {
            return null;
        }

        if (IsStillAt(path, stream))
        {
            return new FileLock(path, isShared, stream);
        }

        stream.Dispose();
        return null;
    }

    /// <summary>
    /// Whether an open file is still the one at its path. The holder before may have removed it after it was opened here, and a lock on a
    /// removed file keeps nobody out.
    /// </summary>
    internal static bool IsStillAt(string path, FileStream stream) =>
        File.Exists(path) && File.GetCreationTimeUtc(path) == File.GetCreationTimeUtc(stream.SafeFileHandle);

    private void RemoveFile()
    {
        try
        {
            File.Delete(_path);
        }
        catch (IOException)
        {
            // Windows keeps a file that is open. It is used again.
        }
    }
}
