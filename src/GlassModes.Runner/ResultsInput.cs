// The argument RESULTS of the verbs that work on finished samples: finds, collects and analyses the samples.

using System.CommandLine;
using GlassModes.Analysis;
using GlassModes.Analysis.Records;
using GlassModes.Samples;

namespace GlassModes.Runner;

/// <summary>The argument RESULTS.</summary>
internal sealed class ResultsInput
{
    public ResultsInput()
    {
        // The parser takes an unknown option for a path.
        Argument.Validators.Add(result =>
        {
            if (result.Tokens.Select(token => token.Value).FirstOrDefault(IsUnknownOption) is { } unknown)
            {
                result.AddError($"there is no option '{unknown}'");
            }
        });
    }

    /// <summary>The argument, which the verb adds to its command.</summary>
    public Argument<string[]> Argument { get; } = new("RESULTS")
    {
        Description = "Directories, below which all sample records are read, and files: sample records, or sums of an earlier --save-sums",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Finds the files that hold samples. Reads no sample.</summary>
    public FoundResults Find(ParseResult parsed, Session session)
    {
        string[] paths = parsed.GetRequiredValue(Argument);
        FoundRecords records = RecordFinder.Find(paths, session.Warn, session.Cancellation);
        foreach (string doubt in JudgedChains.DescribeDoubts(records.Judgements))
        {
            session.Warn(doubt);
        }

        return new FoundResults(paths, records);
    }

    /// <summary>Analyses samples, and shows the progress.</summary>
    public static AnalysisResults Analyse(CollectedSamples collected, AnalysisOptions options, Session session) =>
        session.Follow(display => EnsembleAnalysis.Of(collected.Ensembles, options, display, session.Cancellation));

    private static bool IsUnknownOption(string value) => value.StartsWith("--", StringComparison.Ordinal) && !Path.Exists(value);
}

/// <summary>The files that hold samples.</summary>
/// <param name="Paths">The paths that the user gave.</param>
/// <param name="Records">The files.</param>
internal sealed record FoundResults(IReadOnlyList<string> Paths, FoundRecords Records)
{
    /// <summary>The first path.</summary>
    public string FirstPath => Paths[0];

    /// <summary>Reads the samples into sums, and shows the progress.</summary>
    public CollectedSamples Collect(Session session) => session.Follow(
        display => SampleCollector.Collect(Records, session.Warn, session.Threads, display, session.Cancellation));
}
