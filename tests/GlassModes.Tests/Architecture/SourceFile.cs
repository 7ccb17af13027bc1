// The C# files of the repository and the rules on their text.

using System.Text.RegularExpressions;

namespace GlassModes.Tests.Architecture;

/// <summary>A C# file: its path from the root of the repository with "/" between folders, its project's folder, and its lines.</summary>
internal sealed partial record SourceFile(string Path, string Project, string[] Lines)
{
    private const int LongestLine = 140;

    private static readonly string[] s_folders = ["src", "tests", "native", "examples"];

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(TestData.Root))!;

    /// <summary>Reads every C# file of the repository except the generated bindings.</summary>
    public static IReadOnlyList<SourceFile> ReadAll()
    {
        IEnumerable<string> below = s_folders
            .Select(folder => System.IO.Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories));
        return
        [
            .. Directory.EnumerateFiles(Root, "*.cs").Concat(below).Select(Read)
                .Where(file => !file.Path.StartsWith("src/GlassModes.Native/Generated/", StringComparison.Ordinal)),
        ];
    }

    /// <summary>One sentence for each line that is too long.</summary>
    public IEnumerable<string> LongLines() =>
        Lines.Index().Where(line => line.Item.Length > LongestLine).Select(
            line => $"{Path}:{line.Index + 1} has {line.Item.Length} characters");

    /// <summary>
    /// One sentence for each namespace that differs from the folder. The expected namespace is the project's name followed by the folders
    /// below the project.
    /// </summary>
    public IEnumerable<string> WrongNamespaces()
    {
        string folder = System.IO.Path.GetDirectoryName(Path)!;
        string[] levels =
        [
            System.IO.Path.GetFileName(Project), .. folder[Project.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries),
        ];
        string expected = string.Join('.', levels);
        return Lines
            .Select(line => Namespace().Match(line))
            .Where(match => match.Success && match.Groups[1].Value != expected)
            .Select(match => $"{Path} is in the namespace {match.Groups[1].Value} instead of {expected}");
    }

    private static SourceFile Read(string path)
    {
        string project = System.IO.Path.GetDirectoryName(path)!;
        while (project != Root && !Directory.EnumerateFiles(project, "*.csproj").Any())
        {
            project = System.IO.Path.GetDirectoryName(project)!;
        }

        return new SourceFile(Relative(path), Relative(project), File.ReadAllLines(path));
    }

    private static string Relative(string path) => System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/');

    [GeneratedRegex(@"^namespace ([\w.]+)")]
    private static partial Regex Namespace();
}
