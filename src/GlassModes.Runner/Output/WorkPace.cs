// How fast work goes and how much time it has left, from the shares that it reports.

using System.Globalization;

namespace GlassModes.Runner.Output;

/// <summary>
/// The pace of work. The rate is the share that this run has done by the time that it took; what an earlier run had done counts for
/// nothing. The time left is the rest of the work at this rate. Not thread-safe.
/// </summary>
/// <param name="clock">Tells the time.</param>
internal sealed class WorkPace(TimeProvider clock)
{
    // Ten years. What would take longer has made no steps to speak of yet.
    private const double LongestLeft = 3e8;

    private readonly long _start = clock.GetTimestamp();
    private double _doneBefore = double.NaN;

    /// <summary>Time since the work began.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    /// <summary>The share of the work that is done; NaN if the total is not known.</summary>
    public double Fraction { get; private set; } = double.NaN;

    /// <summary>Share of the work that is done in a second, such as "0.012 %/s"; null before the first step and without a total.</summary>
    public string? Rate { get; private set; }

    /// <summary>The time left, such as "1.01:58:41"; null where it is not known.</summary>
    public string? Left { get; private set; }

    /// <summary>Takes a report into account.</summary>
    public void Note(WorkProgress value)
    {
        _doneBefore = value.FractionBefore ?? (double.IsNaN(_doneBefore) ? value.Fraction : _doneBefore);
        Fraction = value.Fraction;
        double rate = (value.Fraction - _doneBefore) / Elapsed.TotalSeconds;
        Rate = rate > 0 ? string.Create(CultureInfo.InvariantCulture, $"{100 * rate:g2} %/s") : null;
        Left = rate > 0 && (1 - value.Fraction) / rate is var seconds and < LongestLeft
            ? TimeSpan.FromSeconds(Math.Round(seconds)).ToString("c", CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>The share that is done, the rate and the time left; the time that has passed where the total is not known.</summary>
    public string Describe()
    {
        if (double.IsNaN(Fraction))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Elapsed.TotalSeconds:f0} s");
        }

        string share = string.Create(CultureInfo.InvariantCulture, $"{100 * Fraction:f1} % done");
        return Rate is null ? share : $"{share}, {Rate}, {(Left is null ? "time left unknown" : $"{Left} left")}";
    }
}
