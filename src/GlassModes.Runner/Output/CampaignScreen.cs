// Shows how far a campaign is on a terminal, in lines that are drawn again in place.

using GlassModes.Campaigns.Status;
using GlassModes.Numerics.Memory;
using Spectre.Console;

namespace GlassModes.Runner.Output;

internal sealed class CampaignScreen : CampaignDisplay
{
    private readonly IAnsiConsole _console;
    private readonly LiveDisplayContext _context;

    private CampaignScreen(IAnsiConsole console, LiveDisplayContext context) => (_console, _context) = (console, context);

    /// <summary>Standard error as a terminal whose lines can be drawn again; null if this terminal cannot do so.</summary>
    public static IAnsiConsole? ConsoleOrNull()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Profile.Capabilities.Ansi ? console : null;
    }

    /// <summary>Shows the screen while the work runs. Nothing of it is left at the end.</summary>
    public static T Run<T>(IAnsiConsole console, Func<CampaignDisplay, T> work) =>
        console.Live(new Text("")).AutoClear(true).Start(context => work(new CampaignScreen(console, context)));

    /// <summary>
    /// The lines of the screen: how far the campaign is, a line for each state, and a line for each worker. No line is longer than the
    /// width. Where the height does not suffice, states that are finished are left out first, then workers.
    /// </summary>
    /// <param name="campaign">How far the campaign is.</param>
    /// <param name="pace">How fast it goes.</param>
    /// <param name="width">Most letters in a line.</param>
    /// <param name="height">Most lines.</param>
    public static IReadOnlyList<string> Lines(CampaignStatus campaign, CampaignPace pace, int width, int height)
    {
        int room = height - 1;
        int workerLines = campaign.Workers.Count == 0 ? 0 : campaign.Workers.Count + 1;
        IReadOnlyList<string> states = Fit(
            StateRows(campaign), Math.Max(room - workerLines, Math.Min(room, Math.Max(room / 2, 2))), "states");
        IReadOnlyList<string> workers = Fit(WorkerRows(campaign), room - states.Count, "workers");
        return
        [
            .. new[] { CampaignText.Headline(campaign, pace) }.Concat(states).Concat(workers).Take(height)
                .Select(line => line.Length > width ? line[..width] : line),
        ];
    }

    public override void Milestone(string text) => _console.WriteLine(text);

    protected override void Show(CampaignStatus campaign, CampaignPace pace, TimeSpan time)
    {
        // A terminal goes to the next line after a letter in its last column, and the last line is that of the cursor.
        int width = Math.Max(1, _console.Profile.Width - 1);
        int height = Math.Max(1, _console.Profile.Height - 1);
        _context.UpdateTarget(new Text(string.Join('\n', Lines(campaign, pace, width, height))));
    }

    // Header and rows; states at work first, finished ones last.
    private static string[][] StateRows(CampaignStatus campaign) => campaign.States.Count == 0 ? [] :
    [
        ["state", "samples", "done", "failed", "running", "left"],
        .. campaign.States.OrderBy(state => state.Done + state.Failed >= state.Samples ? 2 : state.Running > 0 ? 0 : 1).Select(state =>
            new[]
            {
                state.State, $"{state.Samples}", $"{state.Done}", $"{state.Failed}", $"{state.Running}",
                CampaignPace.SecondsLeft(campaign, state) is { } left and > 0 ? CampaignText.Duration(left) : "",
            }),
    ];

    private static string[][] WorkerRows(CampaignStatus campaign) => campaign.Workers.Count == 0 ? [] :
    [
        ["sample", "log10 W", "memory", "stage"],
        .. campaign.Workers.Select(worker => new[]
        {
            worker.Sample,
            TextTable.Number(worker.Log10W ?? double.NaN, "g4"),
            MemorySize.Describe(worker.PeakBytes),
            Failure.OneLine(worker.Stage),
        }),
    ];

    // As many rows as there is room for. The last line says how many are left out.
    private static IReadOnlyList<string> Fit(string[][] rows, int room, string what)
    {
        if (rows.Length == 0 || room < 2)
        {
            return [];
        }

        int left = rows.Length > room ? rows.Length - (room - 1) : 0;
        string[][] shown = rows[..(rows.Length - left)];
        int columns = rows[0].Length;
        int[] widths = [.. Enumerable.Range(0, columns).Select(column => shown.Max(row => row[column].Length))];
        return
        [
            .. shown.Select(row => string.Join("  ", row.Select((cell, column) =>
                column == 0 ? cell.PadRight(widths[0]) : column == columns - 1 ? cell : cell.PadLeft(widths[column])))),
            .. left > 0 ? (string[])[$"and {left} more {what}"] : [],
        ];
    }
}
