// The samples that a verb reads: found, collected and analysed.

using System.CommandLine;
using GlassModes.Analysis;
using GlassModes.Analysis.Records;

namespace GlassModes.Runner;

/// <summary>The records of RESULTS, as analyze, figures, scorecard and report take them.</summary>
internal sealed class ResultsInput
{
    private ResultsInput(FoundRecords found) => Found = found;

    /// <summary>The files that were found.</summary>
    public FoundRecords Found { get; }

    /// <summary>The argument RESULTS.</summary>
    public static Argument<string[]> Argument()
    {
        Argument<string[]> argument = new("RESULTS")
        {
            Description =
                "Directories, below which all sample records are read, and files: sample records, or sums of an earlier --save-sums",
            Arity = ArgumentArity.OneOrMore,
        };

        // The parser takes an unknown option for a path.
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Select(token => token.Value).FirstOrDefault(IsUnknownOption) is { } unknown)
            {
                result.AddError($"there is no option '{unknown}'");
            }
        });
        return argument;
    }

    /// <summary>Finds the records, before anything is made.</summary>
    public static ResultsInput Find(string[] paths, Session session) =>
        new(RecordFinder.Find(paths, session.Warn, session.Cancellation));

    /// <summary>Reads the records and sums of the ensembles.</summary>
    public CollectedSamples Collect(Session session) => session.Follow(
        display => SampleCollector.Collect(Found, session.Warn, session.Threads, display, session.Cancellation));

    /// <summary>Reads the records, and analyses the ensembles.</summary>
    public AnalysisResults Analyse(AnalysisOptions options, Session session)
    {
        CollectedSamples collected = Collect(session);
        return session.Follow(display => EnsembleAnalysis.Of(collected.Ensembles, options, display, session.Cancellation));
    }

    private static bool IsUnknownOption(string value) => value.StartsWith("--", StringComparison.Ordinal) && !Path.Exists(value);
}
