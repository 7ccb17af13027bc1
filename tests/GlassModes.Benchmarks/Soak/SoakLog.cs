// The log of a soak as a page.

using System.Globalization;
using System.Text;
using GlassModes.Tests.Campaigns;

namespace GlassModes.Benchmarks.Soak;

internal static class SoakLog
{
    public static string Text(SoakRun run, int seed, TimeSpan time)
    {
        Machine machine = Machine.Here();
        StringBuilder text = new();
        string hours = time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);
        text.Append(CultureInfo.InvariantCulture, $"""
            # Kills of campaigns

            `dotnet run build.cs -- soak --kills {run.Kills} --seed {seed}` wrote this page. A campaign of four states runs with two
            workers. It is disturbed again and again, and the same command goes on with it. At its end every file but the status and the
            checkpoints, which hold times, is compared with that of an undisturbed campaign. Then the next campaign begins in a new
            directory.

            | | |
            |---|---|
            | kills and signals | {run.Kills} |
            | flipped bits | {run.Campaigns.Sum(campaign => campaign.Count) - run.Kills} |
            | campaigns, each compared in {run.Files} files | {run.Campaigns.Count} |
            | faults | {run.Faults.Count} |
            | time, machine | {hours}, {machine.Processor}, {machine.Runtime} |


            """);
        Disturbance[] all = [.. run.Campaigns.SelectMany(campaign => campaign)];
        AddCounts(text, "What was done", all.Select(disturbance => disturbance.What));
        AddCounts(text, "What the victims were doing", all.Where(SoakRun.IsKill).SelectMany(StagesOf));
        AddCounts(text, "What was damaged", all.Where(one => !SoakRun.IsKill(one)).Select(flip => KindOf(flip.Moment)));
        text.Append("## Faults\n\n").Append(run.Faults.Count == 0 ? "None.\n\n" : "");
        run.Faults.ForEach(fault => text.Append(CultureInfo.InvariantCulture, $"- {fault.Replace('|', '/')}\n"));
        text.Append("## Every disturbance\n\n");
        text.Append("The moment is the last change of a file before a kill, or the file in which a bit was flipped.\n\n");
        text.Append("| campaign | number | what | stage | moment | what the run said until the next one |\n|---|---|---|---|---|---|\n");
        for (int campaign = 0; campaign < run.Campaigns.Count; campaign++)
        {
            for (int k = 0; k < run.Campaigns[campaign].Count; k++)
            {
                Disturbance one = run.Campaigns[campaign][k];
                text.Append(CultureInfo.InvariantCulture, $"| {campaign + 1} | {k + 1} | {one.What} | {one.Stage} | ");
                text.Append(CultureInfo.InvariantCulture, $"{NameOf(one.Moment)} | {one.ShortAnswer.Replace('|', '/')} |\n");
            }
        }

        return text.ToString();
    }

    // Before a worker has told anything the run is starting.
    private static string[] StagesOf(Disturbance kill) => kill.Stage.Length > 0 ? kill.Stage.Split(", ") : ["start"];

    private static void AddCounts(StringBuilder text, string title, IEnumerable<string> values)
    {
        text.Append(CultureInfo.InvariantCulture, $"| {title} | times |\n|---|---|\n");
        foreach ((string value, int count) in values.CountBy(value => value).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {value} | {count} |\n");
        }

        text.Append('\n');
    }

    // Temporary names are of no interest, and name the machine.
    private static string NameOf(string moment)
    {
        int start = moment.IndexOf(".glassmodes-", StringComparison.Ordinal);
        return start < 0 ? moment : $"{moment[..start]}(temporary){moment[moment.LastIndexOf(' ')..]}";
    }

    private static string KindOf(string file) => file.Contains("/liquids/sample", StringComparison.Ordinal) ? "liquid"
        : file.Contains("chain_", StringComparison.Ordinal) ? "checkpoint of a chain"
        : file.Contains("rung_", StringComparison.Ordinal) ? "rung"
        : file.StartsWith("status", StringComparison.Ordinal) ? "status"
        : Path.GetFileName(file);
}
