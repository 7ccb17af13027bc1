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
        quench.Rungs,
        SkippedRungs = quench.SkippedRungs.Select(w => Math.Round(Math.Log10(w), 12)),
        quench.Observations,
        quench.Rises,
        quench.SaddleEscapes,
        quench.FinalEigenvalue,
        quench.ForceEvaluations,
        quench.WallSeconds,
        quench.ResumedFrom,
    };
}
