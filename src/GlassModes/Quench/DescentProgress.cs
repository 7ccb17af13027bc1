// Tells how far a quench has come, in decades of W.

using System.Diagnostics;
using System.Globalization;

namespace GlassModes.Quench;

/// <summary>
/// Computes the share of a descent that is done, ln(W_start/W)/ln(W_start/W_last). This is the number of decades that W has fallen over
/// the number of decades from the start to the last rung. The time t does not measure the work that is left, because adaptive steps grow
/// with t. For KALJ each decade takes about the same number of force evaluations. For harmonic spheres each decade takes two or three
/// times as many as the decade before (docs/notes/quench-methods.md). The time left is then longer than the share suggests.
/// </summary>
internal sealed class DescentProgress(double startForce, double lastForce)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(0.25);
    private readonly double _decades = Math.Log(startForce / lastForce);
    private double _fraction;
    private long _lastReport;
    private long _firstReport;
    private long _firstEvaluations;

    /// <summary>Reports the share about four times a second, with the rate of force evaluations since the first report.</summary>
    public void Report(IProgress<WorkProgress> progress, double time, double meanSquaredForce, long forceEvaluations)
    {
        if (_firstReport == 0)
        {
            _firstReport = Stopwatch.GetTimestamp();
            _firstEvaluations = forceEvaluations;
        }

        if (_lastReport != 0 && Stopwatch.GetElapsedTime(_lastReport) < s_interval)
        {
            return;
        }

        _lastReport = Stopwatch.GetTimestamp();
        double seconds = Stopwatch.GetElapsedTime(_firstReport).TotalSeconds;
        progress.Report(Describe(time, meanSquaredForce, seconds > 0 ? (forceEvaluations - _firstEvaluations) / seconds : 0));
    }

    /// <summary>Makes the report of a state of the quench. The share never falls, although W may rise near saddles.</summary>
    public WorkProgress Describe(double time, double meanSquaredForce, double evaluationsPerSecond)
    {
        _fraction = Math.Max(_fraction, Math.Min(1, Math.Log(startForce / meanSquaredForce) / _decades));
        string timeText = double.IsNaN(time) ? "" : string.Create(CultureInfo.InvariantCulture, $", t = {time:f2}");
        return new WorkProgress(
            _fraction,
            string.Create(
                CultureInfo.InvariantCulture,
                $"log10 W = {Math.Log10(meanSquaredForce):f2}{timeText}, {evaluationsPerSecond:f0} evaluations/s"));
    }
}
