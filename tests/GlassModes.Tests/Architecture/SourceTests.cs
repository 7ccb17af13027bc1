// Tests the rules on the text of source files: lines are short, and a namespace is its folder.

namespace GlassModes.Tests.Architecture;

public class SourceTests
{
    // These files have another namespace on purpose: two folders that share one namespace, the exceptions and the progress of the lowest
    // assembly, the generator of bindings, and programs that are written as a reader would write them.
    private static readonly string[] s_otherNamespaces =
    [
        "src/GlassModes.Native/Manual/", "src/GlassModes.Numerics/ArgumentText.cs", "src/GlassModes.Numerics/GlassModesException.cs",
        "src/GlassModes.Numerics/WorkProgress.cs", "native/bindings/generator/", "tests/GlassModes.Tests/Documentation/Programs/",
    ];

    // The number of lines that may still be too long, by project. The numbers may only go down.
    private static readonly Dictionary<string, int> s_longLines = new()
    {
        // The header of a configuration file in IO/ExtendedXyzTests.cs.
        ["tests/GlassModes.Tests"] = 1,
    };

    private static readonly IReadOnlyList<SourceFile> s_files = SourceFile.ReadAll();

    [Test]
    public void Lines_are_of_at_most_140_characters()
    {
        foreach (IGrouping<string, SourceFile> project in s_files.GroupBy(file => file.Project))
        {
            string[] lines = [.. project.SelectMany(file => file.LongLines())];
            int allowed = s_longLines.GetValueOrDefault(project.Key);
            Assert.That(
                lines, Has.Length.LessThanOrEqualTo(allowed), $"{project.Key} has lines that are too long:\n{string.Join('\n', lines)}");
        }
    }

    // Files in no project have no namespace.
    [Test]
    public void A_namespace_is_the_folder() =>
        Assert.That(
            s_files
                .Where(
                    file =>
                        file.Project != "." && !s_otherNamespaces.Any(path => file.Path.StartsWith(path, StringComparison.Ordinal)))
                .SelectMany(file => file.WrongNamespaces()),
            Is.Empty);

    [Test]
    public void A_line_that_is_too_long_is_found()
    {
        var file = new SourceFile("src/P/A.cs", "src/P", [new string('x', 140), new string('x', 141)]);
        Assert.That(file.LongLines(), Is.EqualTo(new[] { "src/P/A.cs:2 has 141 characters" }));
    }

    [TestCase("src/P.Q/Room/Inner/A.cs", "namespace P.Q.Room.Inner;", 0)]
    [TestCase("src/P.Q/A.cs", "namespace P.Q;", 0)]
    [TestCase("src/P.Q/Room/A.cs", "namespace P.Q;", 1)]
    [TestCase("src/P.Q/Room/A.cs", "namespace P.Q.Rooms;", 1)]
    public void A_namespace_that_is_not_the_folder_is_found(string path, string line, int found) =>
        Assert.That(new SourceFile(path, "src/P.Q", [line]).WrongNamespaces().ToArray(), Has.Length.EqualTo(found));
}
