// Reads which modes a state solves for, from the table [modes].

using GlassModes.Quench;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Plan;

/// <summary>Reads the table [modes] of a state.</summary>
internal static class ModesTable
{
    private static readonly string[] s_selections = ["unstable", "lowest", "interval", "count", "none"];

    /// <summary>Reads which modes are solved for at the rungs.</summary>
    /// <param name="modes">The table.</param>
    /// <param name="ladder">The rungs of the state.</param>
    /// <exception cref="CampaignFileException">A value is wrong, or tables of rungs do not fit the ladder.</exception>
    public static SampledModes Read(PlanTable modes, Ladder ladder)
    {
        modes = Together(modes);
        ModesAtRungs[] exceptions = [.. modes.Tables("rungs").Select(table => ReadException(table, ladder))];
        foreach (Rung rung in ladder.Rungs)
        {
            if (exceptions.Count(exception => exception.Covers(rung)) > 1)
            {
                throw modes.Error("rungs", $"two tables say what is solved for at {rung}; let each rung be in one of them");
            }
        }

        return ReadSelection(modes) with { Exceptions = exceptions };
    }

    /// <summary>Reads which modes of the start are solved for; null for none.</summary>
    /// <param name="table">The table.</param>
    /// <param name="modes">What is solved for at the rungs.</param>
    /// <exception cref="CampaignFileException">The value is wrong.</exception>
    public static SampledModes? ReadStart(PlanTable table, SampledModes modes)
    {
        if (table.Truth("measure_start") is not true)
        {
            return null;
        }

        // The modes of most rungs, or all unstable modes where these have none.
        SampledModes most = modes with { Exceptions = [] };
        return most.Sampling == ModeSampling.None ? SampledModes.Unstable : most;
    }

    private static ModesAtRungs ReadException(PlanTable table, Ladder ladder)
    {
        table.RequireKnown("from", "to", "solve", "lowest", "interval");
        if (table.Text("solve") is null)
        {
            throw table.Error($"solve: expected one of {string.Join(", ", s_selections)}; found none");
        }

        ModesAtRungs exception = new(
            table.Number("from") ?? double.PositiveInfinity, table.Number("to") ?? double.NegativeInfinity, ReadSelection(table));
        if (!ladder.Rungs.Any(exception.Covers))
        {
            string rungs = string.Join(", ", ladder.Rungs.Select(rung => FormattableString.Invariant($"{rung.Log10W:g6}")));
            throw table.Error("from", $"there is no rung from here to there; the rungs are log10 W = {rungs}, and from is not below to");
        }

        // In the protocol of a sample are numbers of rungs, so that it does not change with the rungs below.
        return exception with { From = Math.Min(exception.From, ladder.Rungs.Where(exception.Covers).First().Log10W) };
    }

    private static SampledModes ReadSelection(PlanTable table)
    {
        string solve = table.Word("solve", s_selections) ?? "unstable";
        int? lowest = (int?)table.Integer("lowest", 1);
        if (lowest is not null != (solve == "lowest"))
        {
            throw table.Error("lowest", "lowest = K belongs to solve = \"lowest\"; give both or neither");
        }

        double[]? interval = table.Limits("interval");
        if (interval is not null != (solve == "interval"))
        {
            throw table.Error("interval", "interval = [LOWER, UPPER] belongs to solve = \"interval\"; give both or neither");
        }

        return solve switch
        {
            "none" => SampledModes.None,
            "count" => SampledModes.Count,
            "lowest" => SampledModes.LowestModes(lowest!.Value),
            "interval" => SampledModes.Within(interval![0], interval[1]),
            _ => SampledModes.Unstable,
        };
    }

    // What is solved for is never mixed from the table of a state and the one that holds for all states.
    private static PlanTable Together(PlanTable modes) => modes.WithTogether("solve", "lowest", "interval", "rungs");
}
