// Energy, forces, pressure and W of one configuration, in one evaluation.

using GlassModes.Forces;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;

namespace GlassModes.Models;

/// <summary>Energy, forces and pressure of one configuration.</summary>
/// <param name="Particles">N.</param>
/// <param name="BoxLength">L.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="MeanSquaredForce">W = (1/N) Σ_i |f_i|² (Shimada et al. 2024, Eq. 1).</param>
/// <param name="MaxForce">max_i |f_i|.</param>
/// <param name="VirialPressure">Σ_{i&lt;j} r_ij · f_ij/(3L³): the pressure without its kinetic part.</param>
/// <param name="Temperature">Kinetic temperature Σ v²/(3N − 3); null if the configuration has no velocities.</param>
/// <param name="Forces">f_i, 3N values in the configuration's order.</param>
public sealed record EnergyReport(
    int Particles,
    double BoxLength,
    double PotentialEnergyPerParticle,
    double MeanSquaredForce,
    double MaxForce,
    double VirialPressure,
    double? Temperature,
    ReadOnlyMemory<double> Forces)
{
    /// <summary>
    /// Pressure ρT + <see cref="VirialPressure"/>, with ρ = N/L³ and the kinetic temperature T of 3N − 3 degrees of freedom. In place of ρ,
    /// LAMMPS has (N − 1)/L³. Without velocities, this is the virial pressure alone.
    /// </summary>
    public double Pressure => VirialPressure + ((Temperature ?? 0) * Particles / (BoxLength * BoxLength * BoxLength));

    /// <summary>Evaluates a configuration once. Allocates the neighbour list and 3N forces.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="model">The model.</param>
    /// <param name="width">
    /// Width of the SIMD kernel; null for the widest that the hardware has. <see cref="SimdWidth.Scalar"/> uses the plain form of the
    /// potential, and so serves to check a potential that a user has written.
    /// </param>
    /// <exception cref="ModelMismatchException">
    /// The model does not fit the configuration, or the forces are not finite because particles coincide.
    /// </exception>
    public static EnergyReport Of(Configuration configuration, PairModel model, SimdWidth? width = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(model);
        double[] forces = new double[3 * configuration.Count];
        using ForceField field = model.CreateForceField(configuration.Box, configuration.Species, width: width);
        ForceSummary summary = field.Compute(configuration.Positions, forces);
        double meanSquaredForce = ForceField.MeanSquaredForce(forces);
        if (!double.IsFinite(meanSquaredForce) || !double.IsFinite(summary.PotentialEnergy))
        {
            throw new ModelMismatchException(
                $"the forces are not finite (V = {summary.PotentialEnergy}, W = {meanSquaredForce}): particles coincide or nearly do");
        }

        double largestSquare = 0;
        for (int k = 0; k < forces.Length; k += 3)
        {
            double square = (forces[k] * forces[k]) + (forces[k + 1] * forces[k + 1]) + (forces[k + 2] * forces[k + 2]);
            largestSquare = Math.Max(largestSquare, square);
        }

        return new EnergyReport(
            configuration.Count,
            configuration.Box.Length,
            summary.PotentialEnergy / configuration.Count,
            meanSquaredForce,
            Math.Sqrt(largestSquare),
            summary.Virial / (3 * configuration.Box.Volume),
            configuration.HasVelocities && configuration.Count > 1
                ? VectorMath.Dot(configuration.Velocities, configuration.Velocities) / ((3 * configuration.Count) - 3)
                : null,
            forces);
    }
}
