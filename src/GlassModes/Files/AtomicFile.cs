// Writes a file aside and renames it into place, so that a reader sees the old file or the whole new one.

using System.Text;

namespace GlassModes.Files;

/// <summary>
/// A file under a temporary name in the directory of its target. <see cref="Commit"/> flushes it to disk and renames it
/// over the target; disposing it without a commit deletes it and leaves the target as it was.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    private readonly string _temporaryPath;
    private readonly FileStream _stream;
    private bool _committed;

    private AtomicFile(string path, string temporaryPath)
    {
        FilePath = path;
        _temporaryPath = temporaryPath;
        _stream = new FileStream(temporaryPath, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>The full path of the target.</summary>
    public string FilePath { get; }

    /// <summary>The stream for the content. It can be read and sought in, and belongs to this object.</summary>
    public Stream Stream => _stream;

    /// <summary>Opens a temporary file beside <paramref name="path"/>.</summary>
    /// <exception cref="DirectoryNotFoundException">The target's directory does not exist.</exception>
    /// <exception cref="IOException">The target is a directory, or the temporary file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written to.</exception>
    public static AtomicFile Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);
        if (Directory.Exists(target))
        {
            throw new IOException($"Cannot write '{path}': it is a directory.");
        }

        string directory = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException($"Cannot write '{path}': the directory '{directory}' does not exist.");
        }

        // Short and without the target's name: a name of the longest length allowed must still have a temporary one.
        return new AtomicFile(target, Path.Combine(directory, $".{Guid.NewGuid():N}.tmp"));
    }

    /// <summary>
    /// Calls <paramref name="write"/> to fill the file, and commits the file; deletes it if the call throws or is cancelled.
    /// </summary>
    /// <exception cref="OperationCanceledException">The write was cancelled before the rename; nothing is left behind.</exception>
    /// <exception cref="IOException">The file cannot be written; nothing is left behind.</exception>
    public static void Write(string path, Action<Stream> write, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        cancellation.ThrowIfCancellationRequested();
        using AtomicFile file = Create(path);
        write(file.Stream);
        cancellation.ThrowIfCancellationRequested();
        file.Commit();
    }

    /// <summary>Writes a text as UTF-8 without a byte order mark.</summary>
    /// <exception cref="IOException">The file cannot be written; nothing is left behind.</exception>
    public static void WriteAllText(string path, string text, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)), cancellation);
    }

    /// <summary>Flushes the content to the disk.</summary>
    /// <exception cref="IOException">There is no space, or the disk failed.</exception>
    public void Flush() => _stream.Flush(flushToDisk: true);

    /// <summary>Flushes the file to disk and renames it over the target. Afterwards the stream is closed.</summary>
    /// <exception cref="IOException">The flush or the rename failed; disposing still deletes the temporary file.</exception>
    public void Commit()
    {
        if (_committed)
        {
            throw new InvalidOperationException($"'{FilePath}' has already been committed.");
        }

        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_temporaryPath, FilePath, overwrite: true);
        _committed = true;
    }

    /// <summary>Closes the stream and, unless committed, deletes the temporary file.</summary>
    public void Dispose()
    {
        if (_committed)
        {
            return;
        }

        try
        {
            _stream.Dispose();
        }
        finally
        {
            File.Delete(_temporaryPath);
        }
    }
}
