// Resolves symbolic links.

namespace GlassModes.Files;

/// <summary>Resolves the symbolic links of paths, and tells whether two paths name the same file.</summary>
public static class RealPath
{
    // The usual operating systems have a limit of this size too.
    private const int MostLinks = 40;

    /// <summary>The full path of an existing file or directory, with every link in the path followed.</summary>
    /// <exception cref="IOException">There is no such file or directory, or its links lead in a circle.</exception>
    public static string Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ResolveLinks(FullPath(path), links: 0, mustExist: true);
    }

    /// <summary>
    /// The path to write to: the path itself, or, if it is a symbolic link, the real path of the file that the link leads to. Neither has
    /// to exist.
    /// </summary>
    /// <exception cref="IOException">The links lead in a circle, or a directory cannot be read.</exception>
    public static string FollowLink(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = FullPath(path);
        return TargetOf(full, mustExist: false) is null ? path : ResolveLinks(full, links: 0, mustExist: false);
    }

    /// <summary>Whether two paths name one file or directory. Neither has to exist.</summary>
    /// <exception cref="IOException">The links of a path lead in a circle, or a directory cannot be read.</exception>
    public static bool AreSame(string first, string second)
    {
        ArgumentException.ThrowIfNullOrEmpty(first);
        ArgumentException.ThrowIfNullOrEmpty(second);
        string firstPath = ResolveLinks(FullPath(first), links: 0, mustExist: false);
        string secondPath = ResolveLinks(FullPath(second), links: 0, mustExist: false);
        return string.Equals(firstPath, secondPath, StringComparison.Ordinal);
    }

    private static string FullPath(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    private static string ResolveLinks(string full, int links, bool mustExist)
    {
        if (links > MostLinks)
        {
            throw new IOException($"The symbolic links at '{full}' lead in a circle.");
        }

        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        string path = Path.Join(ResolveLinks(parent, links, mustExist), Path.GetFileName(full));
        return TargetOf(path, mustExist) is { } target
            ? ResolveLinks(Path.TrimEndingDirectorySeparator(target.FullName), links + 1, mustExist)
            : path;
    }

    private static FileSystemInfo? TargetOf(string path, bool mustExist)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: false);
        }
        catch (Exception problem) when (!mustExist && problem is FileNotFoundException or DirectoryNotFoundException)
        {
            // A path that does not exist is not a link.
            return null;
        }
    }
}
