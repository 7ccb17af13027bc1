// `glassmodes report`: one HTML page of figures, modes, campaign and provenance from the records of finished samples.

using System.CommandLine;
using GlassModes.Analysis;
using GlassModes.Campaigns.Store;
using GlassModes.Figures.Page;
using GlassModes.Files;
using GlassModes.Papers;
using GlassModes.Runner.Options;
using GlassModes.Runner.Output;

namespace GlassModes.Runner.Verbs;

internal sealed class ReportVerb : Verb
{
    private const int DefaultSamples = 3;

    private readonly ResultsInput _results = new();

    private readonly Option<string> _out = new("--out")
    {
        Description = "The page",
        HelpName = "FILE.html",
        DefaultValueFactory = _ => "report.html",
    };

    private readonly Option<int?> _samples = NumberOption.Integer(
        "--samples", $"How many samples of each ensemble can be seen in space, if their configurations at the rungs are kept "
        + $"(default {DefaultSamples})", 1);

    public ReportVerb()
        : base(
            "report",
            "One HTML page that needs no server and no network: figures to zoom into, modes in space, the campaign and where the results "
            + "come from.",
            "glassmodes report campaign --out report.html")
    {
        Add(_results.Argument);
        Add(_out);
        Add(_samples);
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        FoundResults found = _results.Find(parsed, session);
        string path = OutputPath.RequireFile("--out", parsed.GetRequiredValue(_out), session);
        AnalysisResults results = ResultsInput.Analyse(found.Collect(session), Shimada2024.Options, session);
        ReportOptions options = new()
        {
            Campaign = found.Paths.Select(directory => new CampaignDirectory(directory).PlanFile).FirstOrDefault(File.Exists) is { } file
                ? File.ReadAllText(file)
                : "",
            Day = DateOnly.FromDateTime(DateTime.UtcNow),
            SamplesInSpace = parsed.GetValue(_samples) ?? DefaultSamples,
        };
        ReportContent content = Report.Of(results, found.Records, options, session.Warn, session.Cancellation);
        AtomicFile.Write(path, stream => ReportPage.Write(content, stream), session.Cancellation);
        long bytes = new FileInfo(path).Length;
        session.Print(
            new { File = path, Bytes = bytes },
            output => output.WriteLine(
                $"{path}: {content.Figures.Count} figures, {content.Modes.Count} samples in space, {bytes / 1e6:f1} MB"));
        return ExitCode.Done;
    }
}
