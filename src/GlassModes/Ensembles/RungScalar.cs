// The numbers of a rung that are averaged over samples.

using GlassModes.Samples;

namespace GlassModes.Ensembles;

/// <summary>A number of a rung that is averaged over the samples that have it. The names and their order stand in files of sums.</summary>
public enum RungScalar
{
    /// <summary>t, the time of the first downward crossing.</summary>
    Time,

    /// <summary>ln t.</summary>
    LogTime,

    /// <summary>V/N.</summary>
    PotentialEnergyPerParticle,

    /// <summary>f_u.</summary>
    FractionUnstable,

    /// <summary>λ_1.</summary>
    LowestEigenvalue,

    /// <summary>P_1, the participation ratio of the lowest mode.</summary>
    LowestParticipation,

    /// <summary>Λ_min, the core energy of the lowest mode.</summary>
    CoreEnergy,

    /// <summary>The r where Λ(r) = Λ_min.</summary>
    LocalisationLength,

    /// <summary>κ = fᵀHf/|f|².</summary>
    ForceCurvature,
}

/// <summary>Reads the numbers of <see cref="RungScalar"/> from the measures of a rung.</summary>
internal static class RungScalars
{
    /// <summary>The names of the numbers in the order of files, separated by spaces.</summary>
    public static string Names { get; } = string.Join(' ', Enum.GetNames<RungScalar>());

    /// <summary>Writes the numbers of a rung; absent numbers stay NaN.</summary>
    public static void Write(RungMeasures rung, FieldValues<RungScalar> values)
    {
        values[RungScalar.Time] = rung.Time;
        values[RungScalar.LogTime] = rung.Time > 0 ? Math.Log(rung.Time) : double.NaN;
        values[RungScalar.PotentialEnergyPerParticle] = rung.PotentialEnergyPerParticle;
        values[RungScalar.FractionUnstable] = rung.FractionUnstable;
        if (rung.Lowest is { } lowest)
        {
            values[RungScalar.LowestEigenvalue] = lowest.Eigenvalue;
            values[RungScalar.LowestParticipation] = lowest.ParticipationRatio;
            values[RungScalar.CoreEnergy] = lowest.CoreEnergy;
            values[RungScalar.LocalisationLength] = lowest.LocalisationLength;
        }

        if (rung.Force is { } force)
        {
            values[RungScalar.ForceCurvature] = force.Curvature;
        }
    }
}
