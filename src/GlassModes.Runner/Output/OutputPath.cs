// Checks where output is to go before any long work.

using GlassModes.Files;

namespace GlassModes.Runner.Output;

internal static class OutputPath
{
    /// <summary>Creates a directory if need be and sees to it that files can be written there.</summary>
    /// <exception cref="UsageException">They cannot.</exception>
    public static string RequireDirectory(string option, string path)
    {
        if (path.Length == 0)
        {
            throw new UsageException($"{option} needs the name of a directory; found an empty one");
        }

        try
        {
            Directory.CreateDirectory(path);
            using AtomicFile probe = AtomicFile.Create(Path.Combine(path, "probe"));
            return path;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{option} {path}: the directory cannot be made or written to: {problem.Message}", problem);
        }
    }

    /// <summary>Sees to it that a file can be written at a path.</summary>
    /// <exception cref="UsageException">It cannot.</exception>
    public static string RequireFile(string name, string path)
    {
        try
        {
            using AtomicFile probe = AtomicFile.Create(path);
            return path;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{name} {path}: {problem.Message}", problem);
        }
    }
}
