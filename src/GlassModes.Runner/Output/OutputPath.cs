// Checks before any long work that the output can be written.

using GlassModes.Files;

namespace GlassModes.Runner.Output;

internal static class OutputPath
{
    /// <summary>
    /// Creates a directory if it does not exist, and checks that files can be written in it. Removes temporary files that killed processes
    /// have left there.
    /// </summary>
    /// <exception cref="UsageException">The directory cannot be made, or no file can be written in it.</exception>
    public static string RequireDirectory(string option, string path, Session session)
    {
        if (path.Length == 0)
        {
            throw new UsageException($"{option} needs the name of a directory; found an empty one");
        }

        if (new FileInfo(path).LinkTarget is { } target && !Directory.Exists(path))
        {
            throw new UsageException($"{option} {path} is a link to {target}, which is no directory; make that directory first");
        }

        try
        {
            Directory.CreateDirectory(path);
            using AtomicFile probe = AtomicFile.Create(Path.Combine(path, "probe"));
            RemoveLeftovers(path, session);
            return path;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{option} {path}: the directory cannot be made or written to: {problem.Message}", problem);
        }
    }

    /// <summary>
    /// Checks that a file can be written at a path, and warns if there is one already. Removes temporary files that killed processes have
    /// left beside it.
    /// </summary>
    /// <param name="name">What the path is called in errors.</param>
    /// <param name="path">The path.</param>
    /// <param name="session">Receives the warnings.</param>
    /// <param name="input">The input, which nobody may overwrite and which is refused elsewhere; null if there is none.</param>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static string RequireFile(string name, string path, Session session, string? input = null)
    {
        if (OutputStreams.IsNamed(path))
        {
            return path;
        }

        try
        {
            using AtomicFile probe = AtomicFile.Create(path);
            if (File.Exists(path) && (input is null || !RealPath.AreSame(path, input)))
            {
                session.Warn($"{path} exists and will be replaced");
            }

            RemoveLeftovers(Path.GetDirectoryName(Path.GetFullPath(RealPath.FollowLink(path)))!, session);
            return path;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{name} {path}: {problem.Message}", problem);
        }
    }

    /// <summary>Warns of what the format of an output cannot hold, and of what has another name there, in one warning.</summary>
    public static void WarnOfLosses(
        Session session, string output, IReadOnlyCollection<string> losses, IReadOnlyCollection<string> changes)
    {
        string lost = $"left out of {output}, whose format has no place for it: {string.Join(", ", losses)}";
        if (losses.Count > 0)
        {
            session.Warn(string.Join("; ", [lost, .. changes]));
        }
        else if (changes.Count > 0)
        {
            session.Warn($"in {output} {string.Join("; ", changes)}");
        }
    }

    private static void RemoveLeftovers(string directory, Session session)
    {
        int removed = LeftoverFiles.Remove(directory).Count;
        if (removed > 0)
        {
            session.Warn($"removed {removed} temporary file{(removed == 1 ? "" : "s")} that killed runs had left in {directory}");
        }
    }
}
