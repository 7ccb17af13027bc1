// `glassmodes figures`: draws the figures of the paper from the records of finished samples.

using System.CommandLine;
using System.CommandLine.Parsing;
using GlassModes.Analysis;
using GlassModes.Figures;
using GlassModes.Figures.Drawing;
using GlassModes.Figures.Plots;
using GlassModes.Files;
using GlassModes.Papers;
using GlassModes.Runner.Options;
using GlassModes.Runner.Output;

namespace GlassModes.Runner.Verbs;

internal sealed class FiguresVerb : Verb
{
    private readonly ResultsInput _results = new();

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Directory for the figures (default: figures below the first of RESULTS, or here where that is a file)",
        HelpName = "DIR",
    };

    private readonly Option<string?> _only = new("--only")
    {
        Description = "Only these figures of the paper, by number (default: all, and those of measured starts)",
        HelpName = "3,8",
    };

    private readonly Option<FigureUse> _style = new("--style")
    {
        Description = "Sizes of letters and lines: paper (default) or talk",
        HelpName = "STYLE",
        CustomParser = ParseStyle,
    };

    private readonly Option<double?> _temperature = NumberOption.Positive(
        "--temperature", "Show the samples of this T in place of the paper's (inf for random starts)", "T", infinite: true);

    public FiguresVerb()
        : base(
            "figures",
            "All figures of the paper, from whatever samples there are: an SVG, a PNG and a CSV file for each figure, and a page with "
            + "captions. Figures without data are listed with what is missing.",
            "glassmodes figures campaign --out figures --only 3,8")
    {
        Add(_results.Argument);
        Add(_out);
        Add(_only);
        Add(_style);
        Add(_temperature);
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        IReadOnlyList<PaperFigure> wanted = Wanted(parsed.GetValue(_only));
        FoundResults found = _results.Find(parsed, session);
        string defaultDirectory = Directory.Exists(found.FirstPath) ? Path.Combine(found.FirstPath, "figures") : "figures";
        string directory = OutputPath.RequireDirectory("--out", parsed.GetValue(_out) ?? defaultDirectory, session);
        AnalysisResults results = ResultsInput.Analyse(found.Collect(session), Shimada2024.Options, session);
        FigureSet set = PaperFigures.Of(results, wanted, parsed.GetValue(_temperature), session.Cancellation);
        Figure[] figures = parsed.GetValue(_only) is null && PaperFigures.OfStarts(results) is { } starts
            ? [.. set.Figures, starts]
            : [.. set.Figures];

        session.Kept = $"the figures drawn so far are kept in {directory}";
        FigureStyle style = FigureStyle.Of(parsed.GetValue(_style));
        List<WrittenFigure> written = [];
        foreach (Figure figure in figures)
        {
            session.Cancellation.ThrowIfCancellationRequested();
            written.Add(FigureFiles.Write(directory, figure, style));
        }

        IReadOnlyList<string> left = FigureFiles.LeftOf(directory, set.Missing);
        if (left.Count > 0)
        {
            session.Warn(
                $"{string.Join(", ", left.Select(Path.GetFileName))} in {directory} {(left.Count == 1 ? "is" : "are")} from an earlier "
                + $"run; there are no data for {(left.Count == 1 ? "it" : "them")} now");
        }

        // A part of the figures must not replace the page of all.
        string? page = parsed.GetValue(_only) is null ? FigureFiles.WritePage(directory, figures, set.Missing) : null;
        FigureDocument[] documents = [.. written.Select(FigureDocument.Of), .. set.Missing.Select(FigureDocument.Of)];
        session.Print(
            new { Figures = documents.OrderBy(document => document.Number ?? int.MaxValue), Page = page },
            output => FigureText.Write(output, written, set.Missing, page));
        return ExitCode.Done;
    }

    private static FigureUse ParseStyle(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Enum.GetValues<FigureUse>().Any(use => EnumWord.Of(use) == text))
        {
            return Enum.Parse<FigureUse>(text, ignoreCase: true);
        }

        result.AddError($"--style: there is no '{text}'; known are {string.Join(", ", Enum.GetValues<FigureUse>().Select(EnumWord.Of))}");
        return FigureUse.Paper;
    }

    // The numbers of --only, each of which must be one of the paper's.
    private static PaperFigure[] Wanted(string? only)
    {
        IReadOnlyList<PaperFigure> all = Shimada2024Figures.All;
        if (only is null)
        {
            return [.. all];
        }

        return
        [
            .. only.Split(',', StringSplitOptions.TrimEntries).Select(text =>
                all.FirstOrDefault(figure => int.TryParse(text, out int number) && figure.Number == number)
                    ?? throw new UsageException(
                        $"--only {only}: there is no figure '{text}'; give numbers from {all[0].Number} to {all[^1].Number}, such as 3,8"))
                .Distinct(),
        ];
    }
}
