// `glassmodes analyze`: makes tables of averages and fits from the records of finished samples.

using System.CommandLine;
using System.Diagnostics;
using GlassModes.Analysis;
using GlassModes.Analysis.Records;
using GlassModes.Papers;
using GlassModes.Runner.Options;
using GlassModes.Runner.Output;
using GlassModes.Tables;

namespace GlassModes.Runner.Verbs;

internal sealed class AnalyzeVerb : Verb
{
    private const int NarrowTerminal = 60;
    private const int WideTerminal = 160;

    private readonly ResultsInput _results = new();

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Directory for the tables (default: analysis below the first of RESULTS, or here where that is a file)",
        HelpName = "DIR",
    };

    private readonly Option<double?> _bin = NumberOption.Positive("--bin", "Width of bins of eigenvalues (default: by the data)", "WIDTH");
    private readonly Option<(double From, double To)?> _time =
        RungRangeOption("--time-range", "Where W = A t^-x is fitted (default -1.5:-4)");
    private readonly Option<(double From, double To)?> _fraction =
        RungRangeOption("--fraction-range", "Where W = C f_u^y is fitted (default -1.5:-6)");
    private readonly Option<(double From, double To)?> _decay = NumberOption.Range(
        "--decay-range",
        "Distances r at which the decay of the lowest mode is fitted (default: the paper's for its sizes, else L/4 to 0.45 L)",
        (from, to) => from > 0 && from < to,
        "two distances, the smaller first, such as 5:8");

    private readonly Option<bool> _saveSums = new("--save-sums")
    {
        Description =
            "Also write the sums of each ensemble: a later analysis can read them in place of its samples, and merge them with others",
    };

    private readonly Option<bool> _tables = new("--tables") { Description = "With --json: all tables in the document" };

    public AnalyzeVerb()
        : base(
            "analyze",
            "Averages at fixed W, power laws and other measures over the samples of each ensemble (one model, N, density, T and "
            + "protocol), as tables with "
            + "errors: a CSV file for each table, and all tables in one JSON file. A sample that is contained in sums is not counted "
            + "again.",
            "glassmodes analyze campaign --out tables --time-range -1.5:-4 --save-sums")
    {
        Add(_results.Argument);
        Add(_out);
        Add(_bin);
        Add(_time);
        Add(_fraction);
        Add(_decay);
        Add(_saveSums);
        Add(_tables);
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        if (parsed.GetValue(_tables) && !session.PrintsJson)
        {
            throw new UsageException(
                "--tables puts the tables into the document of --json; add --json, or leave --tables out: the tables are written as "
                + "files anyway");
        }

        AnalysisOptions options = OptionsOf(parsed);
        long began = Stopwatch.GetTimestamp();
        FoundResults found = _results.Find(parsed, session);
        string defaultDirectory = Directory.Exists(found.FirstPath) ? Path.Combine(found.FirstPath, "analysis") : "analysis";
        string directory = OutputPath.RequireDirectory("--out", parsed.GetValue(_out) ?? defaultDirectory, session);
        CollectedSamples collected = found.Collect(session);
        AnalysisResults results = Analyse(collected, options, session);
        ResultSet tables = Shimada2024.WithSources(AnalysisTables.Of(results));

        session.Kept = $"the files finished so far are kept in {directory}";
        List<string> files = [.. tables.Write(directory, session.Cancellation)];
        if (parsed.GetValue(_saveSums))
        {
            files.AddRange(collected.WriteSums(directory, session.Cancellation));
        }

        ResultDocument allTables = ResultDocument.Of(tables);
        AnalysisDocument document = new(
            allTables.Ensembles,
            files,
            new RecordCounts(collected.Read, collected.PassedOver, collected.LeftOut),
            Stopwatch.GetElapsedTime(began).TotalSeconds)
        {
            Tables = parsed.GetValue(_tables) ? allTables.Tables : null,
        };
        session.Print(document, output => WriteText(output, results, document));
        return ExitCode.Done;
    }

    private static void WriteText(TextWriter output, AnalysisResults results, AnalysisDocument document)
    {
        AnalysisText.Write(output, results, TerminalWidth());
        RecordCounts records = document.Records;
        output.WriteLine(
            $"{records.Read} records read, {records.PassedOver} passed over, {records.LeftOut} left out; it took "
            + $"{document.WallSeconds:f1} s. Written:");
        foreach (string file in document.Files)
        {
            output.WriteLine(file);
        }
    }

    // Charts are for people: a file or a pipe gets none. A terminal that does not tell its width counts as narrow.
    private static int? TerminalWidth() =>
        Console.IsOutputRedirected ? null : Math.Clamp(Console.WindowWidth, NarrowTerminal, WideTerminal);

    private static AnalysisResults Analyse(CollectedSamples collected, AnalysisOptions options, Session session)
    {
        try
        {
            return ResultsInput.Analyse(collected, options, session);
        }
        catch (ArgumentOutOfRangeException problem) when (options.BinWidth is not null)
        {
            throw new UsageException(
                FormattableString.Invariant($"--bin {options.BinWidth}: {ArgumentText.Of(problem)}"), problem);
        }
    }

    // The windows of the paper are used unless the user asks for others.
    private AnalysisOptions OptionsOf(ParseResult parsed)
    {
        AnalysisOptions paper = Shimada2024.Options;
        return paper with
        {
            BinWidth = parsed.GetValue(_bin),
            TimeRange = RangeOf(parsed, _time) ?? paper.TimeRange,
            FractionRange = RangeOf(parsed, _fraction) ?? paper.FractionRange,
            DecayRange = parsed.GetValue(_decay) is (double from, double to) ? new DistanceRange(from, to) : null,
        };
    }

    private static Option<(double From, double To)?> RungRangeOption(string name, string description) =>
        NumberOption.Range(
            name, $"{description}, in log10 W", (from, to) => from > to, "two numbers of log10 W, the larger first, such as -1.5:-4");

    private static RungRange? RangeOf(ParseResult parsed, Option<(double From, double To)?> option) =>
        parsed.GetValue(option) is (double from, double to) ? new RungRange(from, to) : null;
}
