// All measures of the paper for a single mode.

namespace GlassModes.Modes.Measures;

/// <summary>The measures of a single mode (Shimada et al. 2024, Sec. III C and Appendix C).</summary>
/// <param name="Eigenvalue">λ.</param>
/// <param name="ParticipationRatio">P.</param>
/// <param name="Decay">Decay profile around the core by norm, the particle of largest |e_i|.</param>
/// <param name="Energy">Energy profile around the core by energy, the particle of most negative δE_i.</param>
public sealed record ModeAnalysis(double Eigenvalue, double ParticipationRatio, DecayProfile Decay, EnergyProfile Energy)
{
    /// <summary>Analyses mode <paramref name="k"/> of a set, by default the lowest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The set has no mode <paramref name="k"/>.</exception>
    /// <exception cref="InvalidOperationException">The set has no eigenvectors.</exception>
    public static ModeAnalysis Of(ModeSet modes, int k = 0, double binWidth = 0.5)
    {
        ArgumentNullException.ThrowIfNull(modes);
        Mode mode = modes[k];
        return new ModeAnalysis(
            mode.Eigenvalue,
            mode.ParticipationRatio,
            DecayProfile.Of(modes.Hessian.Configuration, mode.Vector, binWidth),
            EnergyProfile.Of(modes.Hessian.Configuration, LocalEnergies.Of(modes.Hessian, mode.Vector)));
    }
}
