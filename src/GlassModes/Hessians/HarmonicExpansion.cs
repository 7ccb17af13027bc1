// The potential energy of one configuration to second order: force, Hessian and products with the Hessian.

using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Hessians;

/// <summary>
/// The potential energy about a configuration r to second order, V(r + x) = V − fᵀx + ½ xᵀHx + …, with products Hx for iterations. The
/// Hessian and its products are made from one list of neighbours. The force needs a second list: its kernel adds the pairs in the order of
/// the force field, so that the forces agree to the last bit with the forces of the quench. Owns the memory of the products. Only one
/// product may run at a time.
/// </summary>
public sealed class HarmonicExpansion : IDisposable
{
    private HarmonicExpansion(Configuration configuration, EnergyReport energy, ListedBonds bonds, ThreadTeam? team)
    {
        Energy = energy;
        Hessian = new Hessian(configuration, bonds.Bonds);
        Product = new HessianProduct(bonds, team);
    }

    /// <summary>Energy, forces and pressure.</summary>
    public EnergyReport Energy { get; }

    /// <summary>H. It stays valid after <see cref="Dispose"/>.</summary>
    public Hessian Hessian { get; }

    /// <summary>Products with H.</summary>
    public HessianProduct Product { get; }

    /// <summary>Expands the potential energy about a configuration. Allocates some 3 kB a particle for KALJ.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="model">The model of the configuration.</param>
    /// <param name="team">Threads that share a product; null for the calling thread alone. The team must outlive this object.</param>
    /// <exception cref="ModelMismatchException">The model does not fit the configuration, or particles nearly coincide.</exception>
    /// <exception cref="ArgumentException">Two interacting particles coincide.</exception>
    public static HarmonicExpansion Of(Configuration configuration, PairModel model, ThreadTeam? team = null)
    {
        ListedBonds bonds = BondFinder.List(configuration, model, SimdHardware.Best, team ?? ThreadTeam.CallerOnly);
        try
        {
            return new HarmonicExpansion(configuration, EnergyReport.Of(configuration, model), bonds, team);
        }
        catch
        {
            bonds.List.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Product.Dispose();
}
