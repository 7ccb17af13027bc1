// Shows a progress bar with rate and time left, if standard error is a terminal.

using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GlassModes.Runner.Output;

internal sealed class BarProgress : ProgressDisplay
{
    private readonly IAnsiConsole _console;
    private readonly ProgressTask _task;

    private BarProgress(IAnsiConsole console, ProgressTask task) => (_console, _task) = (console, task);

    /// <summary>Shows the bar while the work runs.</summary>
    public static T Run<T>(string verb, Func<ProgressDisplay, T> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(
                new ProgressBarColumn { Width = 12 },
                new PercentageColumn(),
                new RateColumn(),
                new RemainingTimeColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => work(new BarProgress(console, context.AddTask(verb, maxValue: 1))));
    }

    public override void Report(WorkProgress value)
    {
        _task.Description = Markup.Escape(value.Activity);
        _task.IsIndeterminate = double.IsNaN(value.Fraction);
        _task.Value = _task.IsIndeterminate ? 0 : value.Fraction;
    }

    public override void Milestone(string text) => _console.WriteLine(text);

    private sealed class RateColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.Speed is > 0 and { } speed ? string.Create(CultureInfo.InvariantCulture, $"{100 * speed:g2} %/s") : "- %/s");
    }
}
