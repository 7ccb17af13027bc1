// Makes the JSON documents of quenches.

using GlassModes.Quench;
using GlassModes.Samples;

namespace GlassModes.Runner.Verbs;

internal static class QuenchDocument
{
    /// <summary>The document of one start.</summary>
    public static object Of(SampleResult sample, StartFile start, SamplePlan plan)
    {
        QuenchSettings settings = QuenchSettings.Of(plan.Quench, plan.Model);
        return new
        {
            Method = QuenchMethods.NameOf(sample.Method),
            settings.Timestep,
            settings.Tolerance,
            Status = StatusOf(sample),
            Particles = sample.Start.Configuration.Count,
            sample.Initial,
            Rungs = sample.Rungs.Select(RungDocument),
            SkippedRungs = sample.SkippedRungs.Select(rung => rung.Log10W),
            sample.Observations,
            sample.Rises,
            sample.SaddleEscapes,
            sample.FinalEigenvalue,
            sample.ForceEvaluations,
            sample.WallSeconds,
            sample.ResumedFrom,
            Record = sample.RecordFile,
            start.Frame,
            Frames = start.FrameCount,
        };
    }

    /// <summary>The document of several starts.</summary>
    public static object OfMany(IReadOnlyList<BatchOutcome> outcomes, SamplePlan plan)
    {
        QuenchSettings settings = QuenchSettings.Of(plan.Quench, plan.Model);
        return new
        {
            Method = QuenchMethods.NameOf(settings.Method),
            settings.Timestep,
            settings.Tolerance,
            Done = outcomes.Count(outcome => outcome.Result is { Status: not QuenchStatus.Running }),
            Failed = outcomes.Count(outcome => outcome.Failure is not null),
            Starts = outcomes.Select(outcome => new
            {
                Start = outcome.Entry.Name,
                outcome.Entry.Storage?.Directory,
                Status = outcome.Failure is not null ? "failed" : outcome.Result is { } sample ? StatusOf(sample) : "cancelled",
                Error = outcome.Failure?.Message,
                Rungs = outcome.Result?.Rungs.Select(RungDocument),
                Record = outcome.Result?.RecordFile,
            }),
        };
    }

    private static object StatusOf(SampleResult sample) => sample.Status == QuenchStatus.Running ? "cancelled" : sample.Status;

    private static object RungDocument(QuenchedRung rung) => new
    {
        rung.Rung.Log10W,
        Rung = rung.Rung.MeanSquaredForce,
        rung.MeanSquaredForce,
        rung.Time,
        rung.PotentialEnergyPerParticle,
        rung.ForceEvaluations,
        rung.WallSeconds,
        rung.Bracket,
        rung.Observations,
        rung.Measures?.UnstableCount,
        rung.Measures?.FractionUnstable,
        LowestEigenvalue = rung.Measures?.Lowest?.Eigenvalue,
        Certified = rung.Measures?.Evidence.Certificate.IsCertified,
        Certificate = rung.Measures?.Evidence.Certificate.ToString(),
        rung.File,
    };
}
