// Tells how far a quench has come, in decades of W.

using System.Diagnostics;
using System.Globalization;

namespace GlassModes.Quench;

/// <summary>
/// The share of a descent that is done: the decades from the start's W down to W, of those down to the last rung. Time is no measure of
/// the work that is left, because adaptive steps grow with it. A decade takes about the same number of force evaluations for KALJ. It
/// takes two or three times as many as the decade before for harmonic spheres (docs/quench.md): the time left is then longer than the
/// share suggests.
/// </summary>
internal sealed class DescentProgress(double startForce, double lastForce)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(0.25);
    private readonly double _decades = Math.Log(startForce / lastForce);
    private double _fraction;
    private long _lastReport;
    private long _firstReport;
    private long _firstEvaluations;

    /// <summary>Reports about four times a second, with the rate of force evaluations since the first report.</summary>
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

    /// <summary>What is reported; the share never falls, although W may rise near saddles.</summary>
    public WorkProgress Describe(double time, double meanSquaredForce, double evaluationsPerSecond)
    {
        _fraction = Math.Max(_fraction, Math.Min(1, Math.Log(startForce / meanSquaredForce) / _decades));
        string at = double.IsNaN(time) ? "" : string.Create(CultureInfo.InvariantCulture, $", t = {time:f2}");
        return new WorkProgress(
            _fraction,
            string.Create(
                CultureInfo.InvariantCulture, $"log10 W = {Math.Log10(meanSquaredForce):f2}{at}, {evaluationsPerSecond:f0} evaluations/s"));
    }
}
