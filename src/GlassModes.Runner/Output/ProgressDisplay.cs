// Shows progress on standard error: nothing, lines at intervals, or a bar (BarProgress).

using System.Diagnostics;
using System.Globalization;

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
internal sealed class LineProgress(string verb) : ProgressDisplay
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _last;
    private string _stage = "";

    // The share of the work that an earlier run had done. It took no time of this run.
    private double _doneBefore = double.NaN;

    public override void Report(WorkProgress value)
    {
        lock (_gate)
        {
            TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
            _doneBefore = double.IsNaN(_doneBefore) ? value.Fraction : _doneBefore;

            // For work of unknown length, a new stage is shown at once.
            string stage = double.IsNaN(value.Fraction) ? StageOf(value.Activity) : "";
            if (elapsed - _last >= s_interval || stage != _stage)
            {
                _last = elapsed;
                _stage = stage;
                string pace = double.IsNaN(value.Fraction)
                    ? string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:f0} s")
                    : DescribePace(value.Fraction, (value.Fraction - _doneBefore) / elapsed.TotalSeconds);
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

    // The stage of an activity consists of the words before the first number.
    private static string StageOf(string activity)
    {
        int digit = activity.AsSpan().IndexOfAnyInRange('0', '9');
        return digit < 0 ? activity : activity[..digit];
    }

    // Without a rate, as before the first step, only the share is shown.
    private static string DescribePace(double fraction, double rate)
    {
        string share = string.Create(CultureInfo.InvariantCulture, $"{100 * fraction:f1} % done");
        string left = (1 - fraction) / rate is var seconds and < 1e7
            ? TimeSpan.FromSeconds(Math.Round(seconds)).ToString("c", CultureInfo.InvariantCulture) + " left"
            : "time left unknown";
        return rate > 0 ? string.Create(CultureInfo.InvariantCulture, $"{share}, {100 * rate:g2} %/s, {left}") : share;
    }
}
