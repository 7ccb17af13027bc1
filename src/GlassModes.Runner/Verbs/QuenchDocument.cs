// The JSON document of a quench.

using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Quench;

namespace GlassModes.Runner.Verbs;

internal static class QuenchDocument
{
    public static object Of(RecordedQuench quench, QuenchOptions options, PairModel model, Configuration start, EnergyReport initial) => new
    {
        Method = QuenchMethods.NameOf(quench.Method),
        Timestep = QuenchMethods.TimestepOf(quench.Method, options, model),
        Tolerance = QuenchMethods.ToleranceOf(quench.Method, options),
        Status = quench.Status == QuenchStatus.Running ? "cancelled" : (object)quench.Status,
        Particles = start.Count,
        Initial = new { initial.MeanSquaredForce, initial.PotentialEnergyPerParticle },
        Rungs = quench.Rungs.Select(rung => new
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
            rung.File,
        }),
        SkippedRungs = quench.SkippedRungs.Select(rung => rung.Log10W),
        quench.Observations,
        quench.Rises,
        quench.SaddleEscapes,
        quench.FinalEigenvalue,
        quench.ForceEvaluations,
        quench.WallSeconds,
        quench.ResumedFrom,
    };
}
