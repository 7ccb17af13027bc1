// Tells the progress of a quench in decades of W.

using System.Diagnostics;
using System.Globalization;
using GlassModes.Quench;

namespace GlassModes.Runner.Output;

/// <summary>
/// The share of the decades from the start's W to the last rung. Time is no measure of the work that is left: adaptive steps grow with it.
/// Evaluations for a decade are about the same for KALJ; for harmonic spheres they double or triple with each (docs/quench.md), and
/// the time left is then longer than what is said.
/// </summary>
internal sealed class DescentProgress(ProgressDisplay display, double start, double lastRung) : IProgress<QuenchProgress>
{
    private readonly double _decades = Math.Log(start / lastRung);
    private readonly long _start = Stopwatch.GetTimestamp();
    private double _fraction;
    private long? _evaluationsBefore;

    public void Report(QuenchProgress value)
    {
        // W is not monotonic near saddles; the share is.
        _fraction = Math.Max(_fraction, Math.Min(1, Math.Log(start / value.MeanSquaredForce) / _decades));

        // Those of before a restart were not made now.
        _evaluationsBefore ??= value.ForceEvaluations;
        double rate = (value.ForceEvaluations - _evaluationsBefore.Value) / Stopwatch.GetElapsedTime(_start).TotalSeconds;
        display.Report(new WorkProgress(
            _fraction,
            $"log10 W = {Math.Log10(value.MeanSquaredForce):f2}{At(value.Time, "f2")}, {rate:f0} evaluations/s"));
    }

    public void Rung(RecordedRung rung) => display.Milestone(
        $"log10 W = {rung.Log10W:g6}{At(rung.Time, "g6")}, V/N = {rung.PotentialEnergyPerParticle:g9}{(rung.File is null ? "" : $", {rung.File}")}");

    // Not every method has a time.
    private static string At(double time, string format) => double.IsNaN(time) ? "" : $", t = {time.ToString(format, CultureInfo.InvariantCulture)}";
}
