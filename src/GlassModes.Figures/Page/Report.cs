// The content of a report from an analysis: figures, scorecard, modes, campaign and provenance.

using System.Globalization;
using System.Reflection;
using GlassModes.Analysis;
using GlassModes.Analysis.Records;
using GlassModes.Figures.Plots;
using GlassModes.Figures.Scorecard;
using GlassModes.Papers;

namespace GlassModes.Figures.Page;

/// <summary>What a report takes besides the analysis.</summary>
public sealed record ReportOptions
{
    /// <summary>The text of the campaign file; empty for results without a campaign.</summary>
    public string Campaign { get; init; } = "";

    /// <summary>The day of the report; null for none, so that the same results give the same bytes on every day.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>How many samples of each ensemble can be seen in space, if their configurations at the rungs are kept.</summary>
    public int SamplesInSpace { get; init; } = 3;

    /// <summary>
    /// The bytes of the page that these samples may take. Rungs and modes of large samples are left out where they do not fit, and then
    /// whole samples.
    /// </summary>
    public double BytesInSpace { get; init; } = ModeBudget.DefaultBytes;
}

/// <summary>Makes the content of a report, which <see cref="ReportPage.Write"/> makes a page of.</summary>
public static class Report
{
    /// <summary>Makes the content: all figures of the paper, the scorecard, the first samples in space, and where the results come
    /// from.</summary>
    /// <param name="results">The analysis.</param>
    /// <param name="records">The files of the samples, for the modes.</param>
    /// <param name="options">What else the report takes.</param>
    /// <param name="warn">Receives a sentence about each sample that cannot be shown in space.</param>
    /// <param name="cancellation">Stops the work after a figure or a sample.</param>
    public static ReportContent Of(
        AnalysisResults results,
        FoundRecords records,
        ReportOptions options,
        Action<string> warn,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(options);
        FigureSet set = PaperFigures.Of(results, Shimada2024Figures.All, cancellation: cancellation);
        return new ReportContent(
            "Modes of a quench",
            "This page shows how the unstable modes of liquids change while the liquids are quenched down their energy landscape. "
            + "GlassModes has made the page from the samples that are listed at its end.")
        {
            Figures = PaperFigures.OfStarts(results) is { } starts ? [.. set.Figures, starts] : set.Figures,
            OtherFigures = PaperFigures.OthersOf(results, Shimada2024Figures.All, set.Figures, cancellation),
            MissingFigures = set.Missing,
            Scorecard = ReportScoreRow.AllOf(PaperScorecard.Of(results)),
            Campaign = options.Campaign,
            Provenance = [.. Provenance(results, options)],
            Modes = ModeBudget.Fit(
                ModeViewFiles.Read(records, options.SamplesInSpace, warn, cancellation), options.BytesInSpace, warn),
        };
    }

    private static IEnumerable<string> Provenance(AnalysisResults results, ReportOptions options)
    {
        string? version = typeof(Report).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        yield return $"GlassModes {version ?? "of unknown version"}";
        if (options.Day is { } day)
        {
            yield return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        foreach (EnsembleSize size in results.Sizes)
        {
            yield return $"{size.Protocol}: {size.Samples} sample{(size.Samples == 1 ? "" : "s")}";
        }
    }
}
