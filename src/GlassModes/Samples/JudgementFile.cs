// Writes what was seen of the equilibration of a chain as a JSON document.

using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Equilibrium;
using GlassModes.Files;
using GlassModes.Statistics;

namespace GlassModes.Samples;

/// <summary>
/// The file equilibration_0001.json of a chain: verdict, reasons and numbers of a <see cref="LiquidJudgement"/>. docs/preparation.md
/// describes it.
/// </summary>
internal static class JudgementFile
{
    /// <summary>The verdict of a chain that was equilibrated.</summary>
    public const string Equilibrated = "equilibrated";

    private const int MostBlocks = 128;

    /// <summary>The verdict of a chain.</summary>
    public static string VerdictOf(bool isEquilibrated) => isEquilibrated ? Equilibrated : "notEquilibrated";

    /// <summary>
    /// Writes the file. A file that is there stays if it has the same bytes, or if the judgement has no numbers to show: a chain that had
    /// given more samples before is judged without them.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, LiquidJudgement judgement)
    {
        if (judgement.Equilibration is null && judgement.ReplicaExchange is null && File.Exists(path))
        {
            return;
        }

        using MemoryStream text = new();
        JsonFormat.Write(text, Document(judgement));
        byte[] bytes = text.ToArray();
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            AtomicFile.Write(path, stream => stream.Write(bytes));
        }
    }

    private static object Document(LiquidJudgement judgement) => new
    {
        judgement.Chain,
        Verdict = VerdictOf(judgement.Verdict.IsEquilibrated),
        Reasons = judgement.Verdict.Reasons.Select(reason => $"{reason}"),
        judgement.SampleSpacing,
        judgement.HasCorrelatedSamples,
        Equilibration = judgement.Equilibration is { } record ? Document(record) : null,
        ReplicaExchange = judgement.ReplicaExchange is { } exchange ? Document(exchange) : null,
    };

    private static object Document(EquilibrationRecord record) => new
    {
        record.EquilibrationTime,
        Canonical = Document(record.Canonical),
        Microcanonical = Document(record.Microcanonical),
        Relaxation = record.Relaxation is { } relaxation
            ? new { relaxation.WaveNumber, relaxation.RelaxationTime, relaxation.Curve }
            : null,
    };

    private static object Document(ReplicaExchangeRecord record) => new
    {
        record.Trials,
        Pairs = record.Pairs.Select(Document),
        record.RoundTrips,
        Temperatures = record.Temperatures.Select(temperature => new
        {
            temperature.Temperature,
            Energy = Document(temperature.Energy),
            temperature.CorrelationTrials,
            Correlation = temperature.Correlation.Select(point => new { point.Lag, point.Value }),
            temperature.FractionFromHighest,
        }),
    };

    private static object Document(ExchangePair pair) => new
    {
        Temperatures = (double[])[pair.Higher, pair.Lower],
        pair.Attempts,
        pair.Accepted,
        pair.Acceptance,
    };

    private static object Document(EnergyRecord energy)
    {
        (double[] blocks, double time) = Coarsened(energy);
        return new
        {
            energy.Time,
            energy.Blocking.Mean,
            energy.Blocking.StandardError,
            HasPlateau = energy.Blocking.Plateau is not null,
            Drift = energy.Trend?.Change,
            DriftError = energy.Trend?.StandardError,
            BlockTime = time,
            Blocks = blocks,
            Levels = energy.Blocking.Levels.Select(Document),
        };
    }

    // A curve needs no more points than this, and a campaign has many of these files.
    private static (double[] Blocks, double Time) Coarsened(EnergyRecord energy)
    {
        double[] blocks = [.. energy.Blocks];
        double time = energy.BlockTime;
        while (blocks.Length > MostBlocks)
        {
            blocks = [.. Enumerable.Range(0, blocks.Length / 2).Select(k => 0.5 * (blocks[2 * k] + blocks[(2 * k) + 1]))];
            time *= 2;
        }

        return (blocks, time);
    }

    private static object Document(BlockingLevel level) => new
    {
        level.Blocks,
        level.BlockLength,
        level.StandardError,
        level.Uncertainty,
    };
}
