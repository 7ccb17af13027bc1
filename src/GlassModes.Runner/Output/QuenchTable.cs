// Prints quenches as tables of plain text.

using GlassModes.Files;
using GlassModes.Quench;
using GlassModes.Samples;

namespace GlassModes.Runner.Output;

internal static class QuenchTable
{
    /// <summary>Writes the rungs of one start.</summary>
    public static void Write(TextWriter output, SampleResult sample, StartFile start)
    {
        if (start.FrameCount != 1)
        {
            output.WriteLine($"The start is frame {FrameText.Describe(start.Frame, start.FrameCount)} of {start.File}.");
        }

        bool hasModes = sample.Record is not null;
        string[] header =
        [
            "log10 W", "t", "V/N", .. hasModes ? (string[])["unstable", "lambda_1"] : [], "evaluations", "seconds", "largest rise", "file",
        ];
        TextTable table = new(header);
        foreach (QuenchedRung rung in sample.Rungs)
        {
            string[] modes = hasModes
                ?
                [
                    rung.Measures?.UnstableCount is { } count ? $"{count}" : "-",
                    TextTable.Number(rung.Measures?.Lowest?.Eigenvalue ?? double.NaN, "g5"),
                ]
                : [];
            table.Add(
            [
                TextTable.Number(rung.Rung.Log10W),
                TextTable.Number(rung.Time, "f6"),
                TextTable.Number(rung.PotentialEnergyPerParticle, "f10"),
                .. modes,
                $"{rung.ForceEvaluations}",
                TextTable.Number(rung.WallSeconds, "f2"),
                TextTable.Number(rung.Observations.LargestRise, "g4"),
                rung.File ?? "-",
            ]);
        }

        table.Write(output);
        if (sample.RecordFile is { } record)
        {
            output.WriteLine($"The record is {record}; `glassmodes analyze` averages over such records.");
        }
    }

    /// <summary>Writes one line for each of several starts.</summary>
    public static void Write(TextWriter output, IReadOnlyList<BatchOutcome> outcomes)
    {
        TextTable table = new("start", "status", "rungs", "last log10 W", "V/N", "record");
        foreach (BatchOutcome outcome in outcomes)
        {
            SampleResult? sample = outcome.Result;
            QuenchedRung? last = sample is { Rungs: [.., QuenchedRung lowest] } ? lowest : null;
            table.Add(
                outcome.Entry.Name,
                StatusOf(outcome),
                $"{sample?.Rungs.Count ?? 0}",
                TextTable.Number(last?.Rung.Log10W ?? double.NaN),
                TextTable.Number(last?.PotentialEnergyPerParticle ?? double.NaN, "f10"),
                sample?.RecordFile ?? "-");
        }

        table.Write(output);
    }

    private static string StatusOf(BatchOutcome outcome) => outcome switch
    {
        { Failure: not null } => "failed",
        { Result: null } => "not begun",
        { Result.Status: QuenchStatus.Running } => "cancelled",
        { Result.Status: var status } => EnumWord.Of(status),
    };
}
