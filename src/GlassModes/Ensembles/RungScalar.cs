// The numbers of a rung that are averaged over samples.

using GlassModes.Samples;

namespace GlassModes.Ensembles;

/// <summary>A scalar of a rung that is averaged over the samples that have it.</summary>
public enum RungScalar
{
    /// <summary>t.</summary>
    Time,

    /// <summary>ln t.</summary>
    LogTime,

    /// <summary>V/N.</summary>
    PotentialEnergyPerParticle,

    /// <summary>f_u.</summary>
    FractionUnstable,

    /// <summary>λ_1.</summary>
    LowestEigenvalue,

    /// <summary>P_1.</summary>
    LowestParticipation,

    /// <summary>Λ_min.</summary>
    CoreEnergy,

    /// <summary>The r where Λ(r) = Λ_min.</summary>
    LocalisationLength,

    /// <summary>κ = fᵀHf/|f|².</summary>
    ForceCurvature,

    /// <summary>√(Σ|Δr_i|²/N) to the next rung.</summary>
    Displacement,

    /// <summary>P of Δr.</summary>
    DisplacementParticipation,

    /// <summary>(e_1 · Δr)²/|Δr|².</summary>
    LowestOverlap,

    /// <summary>Σ (e_α · Δr)²/|Δr|² over the unstable modes.</summary>
    UnstableOverlap,

    /// <summary>Distance of the most mobile particle from the core of the lowest mode.</summary>
    HotSpotDistance,

    /// <summary>Largest (e_1 · e'_β)² over the modes of the next rung, where mode 1 is unstable.</summary>
    SuccessorOverlap,

    /// <summary>e_1ᵀ H' e_1 with the Hessian of the next rung, where mode 1 is unstable.</summary>
    NextCurvature,
}

/// <summary>Where scalars come from.</summary>
internal static class RungScalars
{
    private static readonly Func<RungMeasures, double>[] s_all =
    [
        rung => rung.Time,
        rung => rung.Time > 0 ? Math.Log(rung.Time) : double.NaN,
        rung => rung.PotentialEnergyPerParticle,
        rung => rung.FractionUnstable,
        rung => rung.Lowest?.Eigenvalue ?? double.NaN,
        rung => rung.Lowest?.ParticipationRatio ?? double.NaN,
        rung => rung.Lowest?.CoreEnergy ?? double.NaN,
        rung => rung.Lowest?.LocalisationLength ?? double.NaN,
        rung => rung.Force?.Curvature ?? double.NaN,
        rung => rung.Next?.Displacement ?? double.NaN,
        rung => rung.Next?.DisplacementParticipation ?? double.NaN,
        rung => rung.Next?.LowestOverlap ?? double.NaN,
        rung => rung.Next?.UnstableOverlap ?? double.NaN,
        rung => rung.Next?.HotSpotDistance ?? double.NaN,
        rung => rung.Next is { SuccessorOverlaps: [double overlap, ..] } ? overlap : double.NaN,
        rung => rung.Next is { NextCurvatures: [double curvature, ..] } ? curvature : double.NaN,
    ];

    /// <summary>How many there are.</summary>
    public static int Count => s_all.Length;

    /// <summary>All of one rung, NaN where it has none.</summary>
    public static double[] Of(RungMeasures rung) => [.. s_all.Select(of => of(rung))];
}
