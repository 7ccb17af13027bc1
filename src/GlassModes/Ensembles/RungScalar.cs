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
    ];

    /// <summary>How many there are.</summary>
    public static int Count => s_all.Length;

    /// <summary>Their names in files, in order.</summary>
    public static string Names { get; } = string.Join(' ', Enum.GetNames<RungScalar>());

    /// <summary>All of one rung, NaN where it has none.</summary>
    public static double[] Of(RungMeasures rung) => [.. s_all.Select(of => of(rung))];
}
