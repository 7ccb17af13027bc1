// Removes a directory that a run made for itself, if nothing is left in it.

namespace GlassModes.Runner.Output;

/// <summary>Remembers which directories of a path did not exist before the run made them.</summary>
internal sealed class MadeDirectory
{
    private readonly List<string> _made = [];

    /// <summary>Looks at the path before any directory is made.</summary>
    public MadeDirectory(string path)
    {
        for (string? directory = Path.GetFullPath(path); directory is not null && !Directory.Exists(directory);)
        {
            _made.Add(directory);
            directory = Path.GetDirectoryName(directory);
        }
    }

    /// <summary>Removes the directories, the innermost first, as far as they are empty.</summary>
    /// <exception cref="IOException">A directory cannot be removed.</exception>
    public void RemoveIfEmpty()
    {
        foreach (string directory in _made)
        {
            if (!Directory.Exists(directory) || Directory.EnumerateFileSystemEntries(directory).Any())
            {
                return;
            }

            Directory.Delete(directory);
        }
    }
}
