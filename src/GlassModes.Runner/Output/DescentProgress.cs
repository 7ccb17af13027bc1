// Tells the progress of a quench, which goes by decades of W, as a share of its time.

using System.Diagnostics;
using System.Globalization;
using GlassModes.Ensembles;
using GlassModes.Quench;

namespace GlassModes.Runner.Output;

/// <summary>Takes t ∝ W^{−1/1.7}, the middle of the paper's relaxation, for the share that is done.</summary>
internal sealed class DescentProgress(ProgressDisplay display, double lastRung) : IProgress<QuenchProgress>
{
    private const double TimeExponent = 1 / 1.7;
    private readonly long _start = Stopwatch.GetTimestamp();
    private double _fraction;
    private long? _evaluationsBefore;

    public void Report(QuenchProgress value)
    {
        // W is not monotonic near saddles; the share is.
        _fraction = Math.Max(_fraction, Math.Min(1, Math.Pow(lastRung / value.MeanSquaredForce, TimeExponent)));

        // Those of before a restart were not made now.
        _evaluationsBefore ??= value.ForceEvaluations;
        double rate = (value.ForceEvaluations - _evaluationsBefore.Value) / Stopwatch.GetElapsedTime(_start).TotalSeconds;
        display.Report(new EnsembleProgress(
            _fraction,
            $"log10 W = {Math.Log10(value.MeanSquaredForce):f2}{At(value.Time, "f2")}, {rate:f0} evaluations/s"));
    }

    public void Rung(RecordedRung rung) => display.Milestone(
        $"log10 W = {rung.Log10W:g6}{At(rung.Time, "g6")}, V/N = {rung.PotentialEnergyPerParticle:g9}{(rung.File is null ? "" : $", {rung.File}")}");

    // Not every method has a time.
    private static string At(double time, string format) => double.IsNaN(time) ? "" : $", t = {time.ToString(format, CultureInfo.InvariantCulture)}";
}
