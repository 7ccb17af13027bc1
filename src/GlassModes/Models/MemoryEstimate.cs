// Estimates the memory of each computation from N and the density, before the computation begins.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Numerics.Memory;

namespace GlassModes.Models;

/// <summary>
/// The memory that computations take at their peak, in bytes beyond the some 60 MB of a process that does nothing. The estimates are sums
/// of terms N (a + b n), where n is the mean number of pairs of a particle: n = ½ ρ (4π/3) Σ c_a c_b (r_ab + s)³ with the shares c_a, the
/// cutoffs r_ab and the skin s of a list. The constants a and b are measured; docs/performance.md lists them. No other class estimates
/// memory for a number of particles.
/// </summary>
internal static class MemoryEstimate
{
    // A force field has a grid, windows and packed positions for each particle, and list entries for each pair.
    private const double FieldBytes = 380;
    private const double FieldBytesOfPair = 7;

    // Dynamics have positions, velocities and forces, and copy configurations out of them.
    private const double DynamicsBytes = 200;

    // A quench has its configuration, the vectors of a method, and snapshots.
    private const double QuenchBytes = 650;

    // Bonds are stored, and twice while they are found. Products with single vectors keep bonds in registers.
    private const double BondBytes = 48;
    private const double BondListBytes = 64;
    private const double ProductBytesOfBond = 64;

    // Blocks of the sparse matrix and of its preconditioner.
    private const double BlockBytes = 76;
    private const double PreconditionerBytes = 108;
    private const double VectorBytes = 24;

    // The factors of a slice take FactorBytes · N^(4/3) bytes. The subspace and the modes take SubspaceBytes · N bytes for each mode.
    private const double FactorBytes = 7000;
    private const double SubspaceBytes = 150;
    private const double ModesPerShift = 700;

    // Block Davidson takes a small block for up to so many modes, which it finds with three further ones.
    private const int FewModes = 3;

    // Coordinates stand in arrays of 3N numbers.
    private const int MostParticles = 0x7FFFFFC7 / 3;

    /// <summary>The force field of a liquid: its neighbour list and scratch memory.</summary>
    /// <param name="model">The model.</param>
    /// <param name="particles">N.</param>
    /// <param name="density">ρ.</param>
    /// <param name="skin">Reach of the list beyond the cutoff.</param>
    public static long ForceField(PairModel model, int particles, double density, double skin = PairModel.DefaultSkin) =>
        ToBytes(particles * (FieldBytes + (FieldBytesOfPair * PairsPerParticle(model, density, skin))));

    /// <summary>Dynamics of one liquid, from the random start to a configuration.</summary>
    /// <inheritdoc cref="ForceField"/>
    public static long Dynamics(PairModel model, int particles, double density) =>
        Sum(ForceField(model, particles, density), particles * DynamicsBytes);

    /// <summary>A quench, with what is solved for on the way.</summary>
    /// <param name="model">The model.</param>
    /// <param name="particles">N.</param>
    /// <param name="density">ρ.</param>
    /// <param name="endsAtMinimum">Whether the quench looks for its lowest mode at the end, to tell a minimum from a saddle.</param>
    /// <param name="hasModes">Whether modes are solved for at the rungs. They are taken to be few.</param>
    public static long Quench(PairModel model, int particles, double density, bool endsAtMinimum, bool hasModes)
    {
        double bonds = particles * PairsPerParticle(model, density, 0);
        double hessian = endsAtMinimum || hasModes ? Hessian(model, particles, density) + (ProductBytesOfBond * bonds) : 0;
        double modes = hasModes ? Davidson(particles, bonds, 1) + (ProductBytesOfBond * bonds) : 0;
        return Sum(ForceField(model, particles, density), particles * QuenchBytes, Math.Max(hessian, modes));
    }

    /// <summary>The bonds of a Hessian, at the time they are found.</summary>
    /// <inheritdoc cref="ForceField"/>
    public static long Hessian(PairModel model, int particles, double density)
    {
        double bonds = particles * PairsPerParticle(model, density, 0);
        return Sum(ForceField(model, particles, density, 0), (BondBytes + BondListBytes) * bonds);
    }

    /// <summary>The sparse matrix of blocks.</summary>
    /// <param name="particles">N.</param>
    /// <param name="bonds">Number of bonds.</param>
    public static long Blocks(int particles, double bonds) => ToBytes(BlockBytes * (particles + bonds));

    /// <summary>Block Davidson on the sparse matrix. The bonds and the matrix are included.</summary>
    /// <param name="particles">N.</param>
    /// <param name="bonds">Number of bonds.</param>
    /// <param name="modes">Number of modes.</param>
    public static long Davidson(int particles, double bonds, int modes)
    {
        double block = modes <= FewModes ? 4 : Math.Clamp(modes / 4, 8, 32);
        double basis = Math.Max(Math.Max(60, 10 * block), Math.Min(240, 1.5 * modes));
        double vectors = (2 * basis) + (5 * block) + (3.0 * modes);
        return Sum(
            BondBytes * bonds,
            Blocks(particles, bonds),
            PreconditionerBytes * (particles + bonds),
            VectorBytes * particles * vectors);
    }

    /// <summary>Factors and subspace of a slice of the spectrum.</summary>
    /// <param name="particles">N.</param>
    /// <param name="modes">Number of modes.</param>
    public static long Slices(int particles, int modes) =>
        Sum(FactorBytes * Math.Pow(particles, 4.0 / 3), Subspace(particles, modes));

    /// <summary>The subspace of a slice, and its modes.</summary>
    /// <inheritdoc cref="Slices"/>
    public static long Subspace(int particles, int modes) =>
        ToBytes(SubspaceBytes * particles * Math.Min(Math.Max(modes, 1), ModesPerShift));

    /// <summary>LAPACK for some of the modes, with vectors: about 72 N² + 72 N k bytes.</summary>
    /// <param name="particles">N.</param>
    /// <param name="modes">Number of modes k.</param>
    public static long Dense(int particles, int modes)
    {
        double order = 3.0 * particles;
        return Sum(8 * order * (order + 70), 8 * order * Math.Min(3.0 * modes, order));
    }

    /// <summary>LAPACK for all modes: about 216 N² bytes with vectors, and 72 N² without.</summary>
    /// <param name="particles">N.</param>
    /// <param name="vectors">Whether vectors are computed.</param>
    public static long AllModes(int particles, bool vectors) => particles <= int.MaxValue / 3
        ? SymmetricEigensolver.BytesNeededForAll(3 * particles, vectors) : long.MaxValue;

    /// <summary>Throws unless memory suffices for a computation on N particles.</summary>
    /// <param name="bytes">The estimate.</param>
    /// <param name="particles">N.</param>
    /// <param name="purpose">The computation, such as "dynamics".</param>
    /// <param name="atOnce">Number of such computations at the same time.</param>
    /// <exception cref="InsufficientMemoryException">The bytes do not fit. The message gives N and both numbers of bytes.</exception>
    /// <exception cref="InputException">An array cannot hold the coordinates of so many particles.</exception>
    public static void Ensure(long bytes, int particles, string purpose, int atOnce = 1)
    {
        MemoryBudget.Ensure(bytes, $"N = {particles}: {purpose}");
        long together = Sum(bytes * (double)atOnce);
        long available = MemoryBudget.Available;
        if (together > available)
        {
            throw new InsufficientMemoryException(
                $"N = {particles}: {purpose} needs {MemorySize.Describe(bytes)} of memory, {atOnce} at once need "
                + $"{MemorySize.Describe(together)}, but {MemorySize.Describe(available)} are available: "
                + "run fewer at once, on fewer threads.");
        }

        if (particles > MostParticles)
        {
            throw new InputException($"N = {particles} is too large: arrays of coordinates end at {MostParticles} particles.");
        }
    }

    /// <summary>Mean number of pairs of a particle within the cutoffs and a skin, each pair counted once.</summary>
    public static double PairsPerParticle(PairModel model, double density, double skin)
    {
        double volume = 0;
        for (int a = 0; a < model.SpeciesCount; a++)
        {
            for (int b = 0; b < model.SpeciesCount; b++)
            {
                double reach = model.Cutoff(a, b) + skin;
                volume += model.Composition[a] * model.Composition[b] * reach * reach * reach;
            }
        }

        return 0.5 * density * 4 * Math.PI / 3 * volume;
    }

    private static long Sum(params ReadOnlySpan<double> terms)
    {
        double sum = 0;
        foreach (double term in terms)
        {
            sum += term;
        }

        return ToBytes(sum);
    }

    private static long ToBytes(double bytes) => bytes < long.MaxValue ? (long)bytes : long.MaxValue;
}
