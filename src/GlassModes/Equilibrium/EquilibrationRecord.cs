// What was seen of an equilibration, as plain numbers.

using GlassModes.Statistics;

namespace GlassModes.Equilibrium;

/// <summary>The potential energy of a stretch of a run.</summary>
/// <param name="Time">Length of the stretch.</param>
/// <param name="BlockTime">Time for which each of <paramref name="Blocks"/> stands.</param>
/// <param name="Blocks">V/N as means of blocks in the order of time, at most 1023.</param>
/// <param name="Blocking">Mean and error of V/N.</param>
/// <param name="Trend">How V/N drifts; null with less than eight blocks.</param>
public sealed record EnergyRecord(double Time, double BlockTime, IReadOnlyList<double> Blocks, Blocking Blocking, Trend? Trend)
{
    internal static EnergyRecord Of(BlockSeries series, double valueTime, int particles = 1)
    {
        double[] blocks = [.. series.Blocks];
        foreach (ref double block in blocks.AsSpan())
        {
            block /= particles;
        }

        return new EnergyRecord(
            series.Count * valueTime,
            series.BlockLength * valueTime,
            blocks,
            Blocking.Of(blocks, series.BlockLength),
            Statistics.Trend.Of(blocks));
    }
}

/// <summary>The relaxation of the most frequent species after one time.</summary>
/// <param name="Time">Time t.</param>
/// <param name="MeanSquaredDisplacement">⟨|r_i(t) − r_i(0)|²⟩.</param>
/// <param name="SelfScattering">F_s(k, t).</param>
/// <param name="Origins">Number of starting times in the means.</param>
public readonly record struct RelaxationAtTime(double Time, double MeanSquaredDisplacement, double SelfScattering, long Origins);

/// <summary>The relaxation of the most frequent species.</summary>
/// <param name="WaveNumber">k, the main peak of its structure factor.</param>
/// <param name="RelaxationTime">
/// τ_α with F_s(k, τ_α) = 1/e; null where F_s stays above. A time as short as the time between frames is an upper limit.
/// </param>
/// <param name="Curve">Displacement and F_s by growing time.</param>
public sealed record RelaxationRecord(double WaveNumber, double? RelaxationTime, IReadOnlyList<RelaxationAtTime> Curve)
{
    internal static RelaxationRecord Of(SelfRelaxation relaxation, double frameTime) => new(
        relaxation.WaveNumber,
        relaxation.FindRelaxationTime() * frameTime,
        [
            .. relaxation.Curve.Select(point => new RelaxationAtTime(
                point.Lag * frameTime, point.MeanSquaredDisplacement, point.SelfScattering, point.Origins)),
        ]);
}

/// <summary>What was seen of an equilibration from the middle of its last stage of constant temperature on.</summary>
/// <param name="EquilibrationTime">Length of that stage.</param>
/// <param name="MeanSpacing">ρ^{-1/3}, the mean distance of particles.</param>
/// <param name="Canonical">V/N in the second half of that stage.</param>
/// <param name="Microcanonical">V/N at constant energy, from which configurations are taken.</param>
/// <param name="Relaxation">Relaxation in both; null before the first frame.</param>
public sealed record EquilibrationRecord(
    double EquilibrationTime,
    double MeanSpacing,
    EnergyRecord Canonical,
    EnergyRecord Microcanonical,
    RelaxationRecord? Relaxation);
