// Reads the parts of documents that tests check: fenced blocks, links, and the quoted parts of a program.

using System.Text.RegularExpressions;

namespace GlassModes.Tests.Documentation;

/// <summary>A fenced block of a document.</summary>
/// <param name="Language">The word after the opening fence, for example "csharp".</param>
/// <param name="Text">The lines between the fences, joined by line feeds.</param>
/// <param name="Line">The line number of the opening fence, counted from 1.</param>
internal sealed record FencedBlock(string Language, string Text, int Line);

/// <summary>The documents of the project.</summary>
internal static partial class Markdown
{
    private const string Fence = "```";

    /// <summary>The directory of the source tree.</summary>
    public static string Root { get; } = Path.GetDirectoryName(Path.GetDirectoryName(TestData.Root))!;

    /// <summary>The paths of all documents, relative to the root.</summary>
    public static IReadOnlyList<string> Documents { get; } =
    [
        .. new[] { "README.md", "CONTRIBUTING.md", "CHANGELOG.md" },
        .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a document.</summary>
    public static string Read(string document) => File.ReadAllText(Path.Combine(Root, document));

    /// <summary>The fenced blocks of a document, in order.</summary>
    public static IReadOnlyList<FencedBlock> Blocks(string document)
    {
        List<FencedBlock> blocks = [];
        List<string>? block = null;
        string language = "";
        int start = 0;
        string[] lines = Read(document).Split('\n');
        for (int k = 0; k < lines.Length; k++)
        {
            if (!lines[k].StartsWith(Fence, StringComparison.Ordinal))
            {
                block?.Add(lines[k]);
            }
            else if (block is null)
            {
                (block, language, start) = ([], lines[k][Fence.Length..].Trim(), k + 1);
            }
            else
            {
                blocks.Add(new FencedBlock(language, string.Join('\n', block), start));
                block = null;
            }
        }

        Assert.That(block, Is.Null, $"{document}: the block of line {start} has no end");
        return blocks;
    }

    /// <summary>The targets of the links to files, without the part after #.</summary>
    public static IEnumerable<string> LinkedFiles(string document) =>
        Links().Matches(Read(document))
            .Select(link => link.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal));

    /// <summary>
    /// The parts of a source file between "// quoted" and "// end", without their indentation, with blank lines between parts.
    /// </summary>
    public static string QuotedParts(string file)
    {
        List<string> parts = [];
        List<string>? part = null;
        int indentation = 0;
        foreach (string line in File.ReadAllLines(file))
        {
            switch (line.Trim())
            {
                case "// quoted":
                    (part, indentation) = ([], line.IndexOf('/', StringComparison.Ordinal));
                    break;
                case "// end":
                    parts.Add(string.Join('\n', part!));
                    part = null;
                    break;
                default:
                    part?.Add(line.Length > indentation ? line[indentation..] : line);
                    break;
            }
        }

        Assert.That(part, Is.Null, $"{file}: a quoted part has no end");
        return string.Join("\n\n", parts);
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Links();
}
