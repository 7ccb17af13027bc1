// Progress on standard error: nothing, lines at intervals, or (BarProgress) a bar.

using System.Diagnostics;
using System.Globalization;

namespace GlassModes.Runner.Output;

internal abstract class ProgressDisplay : IProgress<WorkProgress>
{
    /// <summary>Where the work stands, a fraction of NaN meaning that nobody knows; may come from any thread, one call at a time or not.</summary>
    public abstract void Report(WorkProgress value);

    /// <summary>Something finished that is worth a line of its own.</summary>
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

/// <summary>Plain lines, at most one in five seconds beside the milestones.</summary>
internal sealed class LineProgress(string verb) : ProgressDisplay
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _last;
    private string _stage = "";

    // What was done before the first report, by a run that this one goes on with, took none of this one's time.
    private double? _doneBefore;

    public override void Report(WorkProgress value)
    {
        lock (_gate)
        {
            TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
            _doneBefore ??= value.Fraction;

            // Of work that nobody knows the length of a new stage is news at once.
            string stage = double.IsNaN(value.Fraction) ? StageOf(value.Activity) : "";
            if (elapsed - _last >= s_interval || stage != _stage)
            {
                _last = elapsed;
                _stage = stage;
                string pace = double.IsNaN(value.Fraction)
                    ? string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:f0} s")
                    : Pace(value.Fraction, (value.Fraction - _doneBefore.Value) / elapsed.TotalSeconds);
                Console.Error.WriteLine($"glassmodes {verb}: {pace}, {value.Activity}");
            }
        }
    }

    public override void Milestone(string text)
    {
        lock (_gate)
        {
            Console.Error.WriteLine($"glassmodes {verb}: {text}");
        }
    }

    // The words before the first number.
    private static string StageOf(string activity)
    {
        int digit = activity.AsSpan().IndexOfAnyInRange('0', '9');
        return digit < 0 ? activity : activity[..digit];
    }

    private static string Pace(double fraction, double rate)
    {
        string left = rate > 0 && (1 - fraction) / rate < 1e7
            ? TimeSpan.FromSeconds(Math.Round((1 - fraction) / rate)).ToString("c", CultureInfo.InvariantCulture) + " left"
            : "time left unknown";
        return string.Create(CultureInfo.InvariantCulture, $"{100 * fraction:f1} % done, {100 * rate:g2} %/s, {left}");
    }
}
