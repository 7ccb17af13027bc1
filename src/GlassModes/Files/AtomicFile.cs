// Writes a file under a temporary name and renames it, so that a reader sees either the old file or the complete new file.

using System.Text;
using GlassModes.Numerics.Processes;

namespace GlassModes.Files;

/// <summary>
/// A file under a temporary name in the directory of its target. <see cref="Commit"/> flushes the file to disk and renames it over the
/// target. If the object is disposed of without a commit, the temporary file is deleted and the target stays as it was. Where the target
/// is a symbolic link, the file that the link leads to is written, and the link stays. A process that is killed leaves the temporary file
/// behind; <see cref="LeftoverFiles"/> removes it.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    /// <summary>The pattern of the temporary names in a directory.</summary>
    internal const string TemporaryPattern = $".{TemporaryName.Prefix}*.tmp";

    private readonly string _temporaryPath;
    private readonly string _renamedPath;
    private readonly FileStream _stream;
    private bool _committed;

    private AtomicFile(string path, string renamedPath, string temporaryPath)
    {
        FilePath = path;
        _renamedPath = renamedPath;
        _temporaryPath = temporaryPath;

        // The stream holds a lock until the commit, so that other processes see that the file is in use.
        _stream = new FileStream(temporaryPath, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>The full path of the target, whether it is a link or not.</summary>
    public string FilePath { get; }

    /// <summary>The stream for the content, which can be read and sought in. This object owns the stream.</summary>
    public Stream Stream => _stream;

    /// <summary>Opens a temporary file beside <paramref name="path"/>, or beside the file that this link leads to.</summary>
    /// <exception cref="DirectoryNotFoundException">The target's directory does not exist.</exception>
    /// <exception cref="IOException">
    /// The target is a directory, links lead in a circle, or the temporary file cannot be made.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written to.</exception>
    public static AtomicFile Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);
        if (Directory.Exists(target))
        {
            throw new IOException($"Cannot write '{path}': it is a directory.");
        }

        string renamed = RealPath.FollowLink(target);
        string directory = Path.GetDirectoryName(renamed)!;
        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException($"Cannot write '{path}': the directory '{directory}' does not exist.");
        }

        // The temporary name is short and does not contain the name of the target. A target whose name has the longest allowed length
        // therefore still gets a temporary name.
        return new AtomicFile(target, renamed, Path.Combine(directory, $".{TemporaryName.Create()}.tmp"));
    }

    /// <summary>
    /// Calls <paramref name="write"/> to fill the file, and commits the file. The file is deleted if the call throws or is cancelled.
    /// </summary>
    /// <exception cref="OperationCanceledException">The write was cancelled before the rename. Nothing is left behind.</exception>
    /// <exception cref="IOException">The file cannot be written. Nothing is left behind.</exception>
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
    /// <exception cref="IOException">The file cannot be written. Nothing is left behind.</exception>
    public static void WriteAllText(string path, string text, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)), cancellation);
    }

    /// <summary>Flushes the content to the disk.</summary>
    /// <exception cref="IOException">There is no space, or the disk failed.</exception>
    public void Flush() => _stream.Flush(flushToDisk: true);

    /// <summary>Flushes the file to disk, closes the stream, and renames the file over the target.</summary>
    /// <exception cref="InvalidOperationException">The file has already been committed.</exception>
    /// <exception cref="IOException">The flush or the rename failed. <see cref="Dispose"/> still deletes the temporary file.</exception>
    public void Commit()
    {
        if (_committed)
        {
            throw new InvalidOperationException($"'{FilePath}' has already been committed.");
        }

        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_temporaryPath, _renamedPath, overwrite: true);
        _committed = true;
    }

    /// <summary>Closes the stream and deletes the temporary file. Does nothing after a commit.</summary>
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
