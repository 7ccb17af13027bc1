// Shows progress on standard error: nothing, lines at intervals, or a bar (BarProgress).

namespace GlassModes.Runner.Output;

internal abstract class ProgressDisplay : IProgress<WorkProgress>
{
    /// <summary>Shows how far the work has come. Several threads may call this method at once.</summary>
    public abstract void Report(WorkProgress value);

    /// <summary>Shows that a part of the work is finished.</summary>
    public abstract void Milestone(string text);
}

internal sealed class SilentProgress : ProgressDisplay
{
    public override void Report(WorkProgress value)
    {
    }

    public override void Milestone(string text)
    {
    }
}

/// <summary>
/// Shows plain lines: one for each milestone, one for each new stage of work of unknown length, and otherwise at most one in five seconds.
/// </summary>
/// <param name="verb">Name of the verb, with which each line begins.</param>
/// <param name="clock">Tells the time; null for the clock of the system.</param>
/// <param name="output">Where the lines go; null for standard error.</param>
internal sealed class LineProgress(string verb, TimeProvider? clock = null, TextWriter? output = null) : ProgressDisplay
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly WorkPace _pace = new(clock ?? TimeProvider.System);
    private readonly TextWriter _output = output ?? Console.Error;
    private TimeSpan _last;
    private string _stage = "";

    public override void Report(WorkProgress value)
    {
        lock (_gate)
        {
            _pace.Note(value);
            TimeSpan elapsed = _pace.Elapsed;

            // For work of unknown length, a new stage is shown at once.
            string stage = double.IsNaN(value.Fraction) ? StageOf(value.Activity) : "";
            if (elapsed - _last >= s_interval || stage != _stage)
            {
                _last = elapsed;
                _stage = stage;
                _output.WriteLine($"glassmodes {verb}: {_pace.Describe()}, {value.Activity}");
            }
        }
    }

    public override void Milestone(string text)
    {
        lock (_gate)
        {
            _output.WriteLine($"glassmodes {verb}: {text}");
        }
    }

    // The stage of an activity consists of the words before the first number.
    private static string StageOf(string activity)
    {
        int digit = activity.AsSpan().IndexOfAnyInRange('0', '9');
        return digit < 0 ? activity : activity[..digit];
    }
}
