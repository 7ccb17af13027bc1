// Tests that the statements of the documents on commands and on each other are true.

using System.Diagnostics;
using System.Text.RegularExpressions;
using GlassModes.Tests.Runner;

namespace GlassModes.Tests.Documentation;

public partial class DocumentTests
{
    private static readonly string[] Verbs =
    [
        "prepare", "energy", "quench", "modes", "convert", "analyze", "figures", "scorecard", "report", "compare", "demo", "run", "status",
        "submit",
    ];

    [TestCaseSource(typeof(Markdown), nameof(Markdown.Documents))]
    public void Every_link_leads_to_a_file(string document)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Markdown.Root, document))!;
        foreach (string target in Markdown.LinkedFiles(document))
        {
            Assert.That(Path.Combine(folder, target), Does.Exist, $"{document} links to {target}");
        }
    }

    [Test]
    public void The_layout_names_every_project_and_room()
    {
        string layout = Markdown.Blocks("docs/architecture.md")[0].Text;
        string source = Path.Combine(Markdown.Root, "src");
        string physics = Path.Combine(source, "GlassModes");
        foreach (string folder in Directory.EnumerateDirectories(source).Concat(Directory.EnumerateDirectories(physics)))
        {
            Assert.That(layout, Does.Contain($" {Path.GetFileName(folder)}/"), "docs/architecture.md, Layout");
        }
    }

    [TestCaseSource(nameof(Verbs))]
    public void Every_option_of_a_verb_is_described(string verb)
    {
        string chapter = Markdown.Read("docs/cli.md").Split($"\n## {verb}\n")[1].Split("\n## ")[0];
        string common = Markdown.Read("docs/cli.md").Split("\n## Common\n")[1].Split("\n## ")[0];
        string help = CommandLine.Run(verb, "--help").With(0).Output;
        foreach (string option in Options().Matches(help).Select(option => option.Value.Trim()).Distinct())
        {
            Assert.That(chapter + common, Does.Contain(option), $"docs/cli.md does not describe {option} of {verb}");
        }
    }

    [Test]
    public void The_README_names_every_verb()
    {
        string help = CommandLine.Run("--help").With(0).Output;
        string commands = help.Split("Commands:")[1];
        string[] verbs = [.. CommandNames().Matches(commands).Select(verb => verb.Groups[1].Value)];
        Assert.That(verbs, Is.EquivalentTo(Verbs), "the verbs that this test knows");
        foreach (string verb in verbs)
        {
            Assert.That(Markdown.Read("README.md"), Does.Contain($"| `{verb}` |"));
        }
    }

    [Test]
    public void The_demo_prints_the_table_and_the_legend_of_the_README()
    {
        string directory = Directory.CreateTempSubdirectory("glassmodes-documented-").FullName;
        try
        {
            string results = Path.Combine(directory, "demo-output");
            string output = CommandLine.Run("demo", "--samples", "2", "--particles", "300", "--until", "1e-2", "--out", results)
                .With(0).Output;
            output = output.Replace(results, "demo-output", StringComparison.Ordinal);
            string shown = Markdown.Blocks("README.md").First(block => block.Text.Contains("Lambda_min", StringComparison.Ordinal)).Text;
            Assert.That(ExpectedOutput.FirstDifference(WithoutRows(shown), WithoutRows(output)), Is.Null);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        // A row begins with the number log10 W.
        static string WithoutRows(string table) => string.Join('\n', table.Split('\n').Where(line => !Rows().IsMatch(line)));
    }

    [Test]
    public void The_commands_of_getting_started_print_what_it_shows()
    {
        string directory = Directory.CreateTempSubdirectory("glassmodes-documented-").FullName;
        try
        {
            File.Copy(TestData.Reference("kalj_N1000_T2.data"), Path.Combine(directory, "liquid.data"));
            int commands = 0;
            foreach (FencedBlock block in Markdown.Blocks("docs/getting-started.md").Where(block => block.Language == "console"))
            {
                foreach (string session in block.Text.Split("$ ", StringSplitOptions.RemoveEmptyEntries))
                {
                    string[] lines = session.Split('\n', 2);
                    (int exitCode, string output) = RunInShell(lines[0], directory);
                    Assert.That(exitCode, Is.Zero, lines[0]);
                    Assert.That(ExpectedOutput.FirstDifference(lines[1], output), Is.Null, $"line {block.Line}: {lines[0]}");
                    commands++;
                }
            }

            Assert.That(commands, Is.EqualTo(7));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // Runs a command as the document shows it, in a shell that knows the command `glassmodes`. Returns standard output alone, because
    // results are there.
    private static (int ExitCode, string Output) RunInShell(string command, string directory)
    {
        string assembly = Path.Combine(AppContext.BaseDirectory, "glassmodes.dll");
        ProcessStartInfo start = new("bash", ["-c", $"glassmodes() {{ dotnet '{assembly}' \"$@\"; }}; {command}"])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        CommandResult result = CommandLine.Finish(Process.Start(start)!);
        TestContext.Out.WriteLine($"$ {command}\n{result.Output}{result.Errors}");
        return (result.ExitCode, result.Output);
    }

    [GeneratedRegex(@"(?m)^  --[a-z-]+")]
    private static partial Regex Options();

    [GeneratedRegex(@"(?m)^  ([a-z]+)[ <]")]
    private static partial Regex CommandNames();

    [GeneratedRegex(@"^ +-?\d")]
    private static partial Regex Rows();
}
