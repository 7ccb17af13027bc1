// Tests the C# of the documents: the programs are compiled with these tests, quoted word for word, and run.

using Documented.Programs;

namespace GlassModes.Tests.Documentation;

[NonParallelizable] // programs read and write files in the working directory and print on the console
public class ProgramTests
{
    private static readonly string Sources = Path.Combine(Markdown.Root, "tests", "GlassModes.Tests", "Documentation", "Programs");

    private string _oldDirectory = "";
    private string _directory = "";

    public static IEnumerable<TestCaseData> Programs()
    {
        yield return Case("README.md", nameof(FirstProgram), FirstProgram.Run);
        yield return Case("docs/library.md", nameof(ReadAFile), ReadAFile.Run);
        yield return Case("docs/library.md", nameof(QuenchAFile), QuenchAFile.Run);
        yield return Case("docs/library.md", nameof(LowestModeOfAFile), LowestModeOfAFile.Run);
        yield return Case("docs/library.md", nameof(CountStarts), CountStarts.Run);
        yield return Case("docs/library.md", nameof(AllModesOfALiquid), AllModesOfALiquid.Run);
        yield return Case("docs/library.md", nameof(RecordASample), RecordASample.Run);
        yield return Case("docs/library.md", nameof(DrawAFigure), DrawAFigure.Run);
        yield return Case("docs/library.md", nameof(OwnPotential), OwnPotential.Run);

        static TestCaseData Case(string document, string program, Action run) =>
            new TestCaseData(document, program, run).SetArgDisplayNames(document, program);
    }

    [SetUp]
    public void EnterAnEmptyDirectory()
    {
        _oldDirectory = Environment.CurrentDirectory;
        _directory = Directory.CreateTempSubdirectory("glassmodes-documented-").FullName;
        File.Copy(TestData.Reference("kalj_N1000_T2.data"), Path.Combine(_directory, "liquid.data"));
        File.Copy(TestData.Reference("kalj_N1000_W-1.5.dump"), Path.Combine(_directory, "quenched.dump"));
        Environment.CurrentDirectory = _directory;
    }

    [TearDown]
    public void LeaveTheDirectory()
    {
        Environment.CurrentDirectory = _oldDirectory;
        Directory.Delete(_directory, recursive: true);
    }

    [TestCaseSource(nameof(Programs))]
    public void A_program_prints_what_its_document_shows(string document, string program, Action run)
    {
        string output = OutputOf(run);
        TestContext.Out.WriteLine(output);
        string code = Markdown.QuotedParts(Path.Combine(Sources, program + ".cs"));
        IReadOnlyList<FencedBlock> blocks = Markdown.Blocks(document);
        int shown = blocks.TakeWhile(block => block.Text != code).Count();
        Assert.That(shown, Is.LessThan(blocks.Count - 1), $"{document} does not quote {program}.cs with its output in the next block");
        Assert.That(ExpectedOutput.FirstDifference(blocks[shown + 1].Text, output), Is.Null, $"{document}, line {blocks[shown + 1].Line}");
    }

    [Test]
    public void Every_program_in_the_documents_is_compiled_here()
    {
        string[] quoted = [.. Directory.EnumerateFiles(Sources, "*.cs").Select(Markdown.QuotedParts)];
        foreach (string document in Markdown.Documents)
        {
            foreach (FencedBlock block in Markdown.Blocks(document).Where(block => block.Language == "csharp"))
            {
                Assert.That(quoted, Does.Contain(block.Text), $"{document}, line {block.Line}: no program of {Sources} is quoted");
            }
        }
    }

    private static string OutputOf(Action program)
    {
        TextWriter console = Console.Out;
        using StringWriter output = new() { NewLine = "\n" };
        Console.SetOut(output);
        try
        {
            program();
        }
        finally
        {
            Console.SetOut(console);
        }

        return output.ToString();
    }
}
