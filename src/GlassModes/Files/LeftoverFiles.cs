// Removes the temporary files that killed processes have left in a directory.

using GlassModes.Numerics.Processes;

namespace GlassModes.Files;

/// <summary>
/// Finds and removes temporary files of <see cref="AtomicFile"/> whose process was killed in the middle of a write. A process that lives
/// keeps its file: its process is looked up, and it holds a lock on the file. On a file system of several hosts, where both may be out of
/// reach, a file is removed only if it was not written to for a day.
/// </summary>
public static class LeftoverFiles
{
    /// <summary>Removes the files that are left in a directory, but not in the directories below it.</summary>
    /// <param name="directory">The directory. There is nothing to remove if it does not exist.</param>
    /// <returns>The paths of the removed files.</returns>
    public static IReadOnlyList<string> Remove(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return !Directory.Exists(directory)
            ? []
            :
            [
                .. Directory.GetFiles(directory, AtomicFile.TemporaryPattern).Where(file =>
                    TemporaryName.IsLeftBehind(Path.GetFileName(file), File.GetLastWriteTimeUtc(file)) && TryDelete(file)),
            ];
    }

    // The lock of a living writer makes the opening fail.
    private static bool TryDelete(string file)
    {
        try
        {
            using FileStream locked = new(
                file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
