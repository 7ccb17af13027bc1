// Shows a progress bar with rate and time left, if standard error is a terminal.

using Spectre.Console;
using Spectre.Console.Rendering;

namespace GlassModes.Runner.Output;

internal sealed class BarProgress : ProgressDisplay
{
    private readonly Lock _gate = new();
    private readonly IAnsiConsole _console;
    private readonly ProgressTask _task;
    private readonly WorkPace _pace;

    private BarProgress(IAnsiConsole console, ProgressTask task, WorkPace pace) => (_console, _task, _pace) = (console, task, pace);

    /// <summary>Shows the bar while the work runs.</summary>
    public static T Run<T>(string verb, Func<ProgressDisplay, T> work)
    {
        WorkPace pace = new(TimeProvider.System);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(
                new ProgressBarColumn { Width = 12 },
                new PercentageColumn(),
                new TextColumn(() => pace.Rate ?? "- %/s"),
                new TextColumn(() => pace.Left ?? "--:--:--"),
                new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => work(new BarProgress(console, context.AddTask(verb, maxValue: 1), pace)));
    }

    public override void Report(WorkProgress value)
    {
        lock (_gate)
        {
            _pace.Note(value);
        }

        _task.Description = Markup.Escape(value.Activity);
        _task.IsIndeterminate = double.IsNaN(value.Fraction);
        _task.Value = _task.IsIndeterminate ? 0 : value.Fraction;
    }

    public override void Milestone(string text) => _console.WriteLine(text);

    // Spectre's own columns look at the last half minute only, in which a trial of a large replica exchange may not end, and show no time
    // beyond four days.
    private sealed class TextColumn(Func<string> text) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(text());
    }
}
