// Where a path leads when all symbolic links on the way are followed.

namespace GlassModes.Files;

internal static class RealPath
{
    // As many as the usual systems follow.
    private const int MostLinks = 40;

    /// <summary>The one full path of an existing file or directory that has no link in it.</summary>
    /// <exception cref="IOException">There is no such file or directory, or its links lead in a circle.</exception>
    public static string Of(string path) => Of(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), 0);

    private static string Of(string full, int links)
    {
        if (links > MostLinks)
        {
            throw new IOException($"The symbolic links at '{full}' lead in a circle.");
        }

        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        string own = Path.Join(Of(parent, links), Path.GetFileName(full));
        return File.ResolveLinkTarget(own, returnFinalTarget: false) is { } target ? Of(Path.TrimEndingDirectorySeparator(target.FullName), links + 1) : own;
    }
}
