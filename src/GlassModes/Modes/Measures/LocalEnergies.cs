// Computes the share of each particle in the eigenvalue of a mode.

using GlassModes.Hessians;

namespace GlassModes.Modes.Measures;

/// <summary>Local harmonic energies of a mode.</summary>
public static class LocalEnergies
{
    /// <summary>
    /// The local energies δE_i = ½ Σ_j [v''(n·e_ij)² + (v'/r)|e_ij^⊥|²] with e_ij = e_i − e_j (Shimada et al. 2024, Eq. C2). Their sum is
    /// eᵀHe, the eigenvalue of a normalised mode. Allocates the N values that are returned.
    /// </summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="mode">3N components.</param>
    /// <exception cref="ArgumentException">The mode is not 3N long.</exception>
    public static double[] Of(Hessian hessian, ReadOnlySpan<double> mode)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        if (mode.Length != hessian.Order)
        {
            throw new ArgumentException($"The mode has {mode.Length} components where 3N = {hessian.Order} were expected.", nameof(mode));
        }

        double[] energies = new double[hessian.Count];
        foreach (ref readonly Bond bond in hessian.Bonds)
        {
            double ex = mode[3 * bond.I] - mode[3 * bond.J];
            double ey = mode[(3 * bond.I) + 1] - mode[(3 * bond.J) + 1];
            double ez = mode[(3 * bond.I) + 2] - mode[(3 * bond.J) + 2];
            double along = (bond.X * ex) + (bond.Y * ey) + (bond.Z * ez);
            double across = (ex * ex) + (ey * ey) + (ez * ez) - (along * along);
            double half = 0.5 * ((bond.Second * along * along) + (bond.FirstOverR * across));
            energies[bond.I] += half;
            energies[bond.J] += half;
        }

        return energies;
    }
}
