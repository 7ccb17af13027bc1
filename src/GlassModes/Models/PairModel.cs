// A model of species and the pair potentials between them. It makes force fields and knows density, units and names.

using System.Globalization;
using GlassModes.Forces;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Models;

/// <summary>v'' and v'/r of one pair: its 3 × 3 stiffness is K = v'' n nᵀ + (v'/r)(1 − n nᵀ).</summary>
/// <param name="Second">v''(r).</param>
/// <param name="FirstOverR">v'(r)/r.</param>
public readonly record struct PairStiffness(double Second, double FirstOverR);

/// <summary>The parameters of one pair of species.</summary>
/// <param name="Epsilon">Energy scale ε.</param>
/// <param name="Sigma">Length scale σ.</param>
/// <param name="Cutoff">Range r_c.</param>
public readonly record struct PairParameters(double Epsilon, double Sigma, double Cutoff);

/// <summary>A pair-potential model with S species. Immutable and thread-safe.</summary>
public abstract class PairModel
{
    /// <summary>Default reach of the neighbour list beyond the cutoff, which suits liquids.</summary>
    public const double DefaultSkin = 0.25;

    // A jump above this value means contacts. The jump is 2e-4 for force-shifted Kob-Andersen and 1 for harmonic spheres.
    private const double LeastContactJump = 0.01;

    private protected PairModel(string name, IReadOnlyList<double> composition, double defaultDensity)
    {
        Name = name;
        Composition = composition;
        DefaultDensity = defaultDensity;
    }

    /// <summary>Short name of the model, as on the command line and in results.</summary>
    public string Name { get; }

    /// <summary>Short description of the model; empty if not given.</summary>
    public string Description { get; init; } = "";

    /// <summary>The quantities that are 1 in the units of the model; empty if not given.</summary>
    public string Units { get; init; } = "";

    /// <summary>Share of each species in the particles, S values.</summary>
    public IReadOnlyList<double> Composition { get; }

    /// <summary>Number of species S.</summary>
    public int SpeciesCount => Composition.Count;

    /// <summary>Default number density ρ.</summary>
    public double DefaultDensity { get; }

    /// <summary>Default temperature of starts, +∞ for random positions; null if there is no default.</summary>
    public double? DefaultTemperature { get; init; }

    /// <summary>
    /// Diameter of each species if particles are spheres; otherwise null. A model with diameters has a packing fraction. In a random start
    /// of a liquid, spheres are pushed apart to their diameters. A purely repulsive potential with a long tail needs diameters for this
    /// step.
    /// </summary>
    /// <exception cref="ArgumentException">The number of diameters is not the number of species.</exception>
    public IReadOnlyList<double>? Diameters
    {
        get;
        init => field = value is null || value.Count == SpeciesCount
            ? value
            : throw new ArgumentException($"{value.Count} diameters for {SpeciesCount} species.", nameof(value));
    }

    /// <summary>Largest cutoff over all pairs of species.</summary>
    public abstract double MaximumCutoff { get; }

    /// <summary>Cutoff r_c of species a and b.</summary>
    public abstract double Cutoff(int a, int b);

    /// <summary>All S × S cutoffs, row after row.</summary>
    internal double[] CutoffTable()
    {
        double[] table = new double[SpeciesCount * SpeciesCount];
        for (int p = 0; p < table.Length; p++)
        {
            table[p] = Cutoff(p / SpeciesCount, p % SpeciesCount);
        }

        return table;
    }

    /// <summary>
    /// How abruptly interactions begin and end at the cutoff: the ratio of |v''| just below r_c to the largest |v''| between r_c/3 and r_c,
    /// for the pair of species with the largest ratio. The ratio is 1 for harmonic spheres and 2e-4 for force-shifted Kob-Andersen.
    /// </summary>
    public double CurvatureJump
    {
        get
        {
            const int samples = 300;
            double largestJump = 0;
            for (int a = 0; a < SpeciesCount; a++)
            {
                for (int b = a; b < SpeciesCount; b++)
                {
                    double cutoff = Cutoff(a, b);
                    double largestCurvature = 0;
                    double lastCurvature = 0;
                    for (int k = samples / 3; k <= samples; k++)
                    {
                        lastCurvature = Math.Abs(SecondDerivative(a, b, cutoff * Math.Min((double)k / samples, 1 - 1e-9)));
                        largestCurvature = Math.Max(largestCurvature, lastCurvature);
                    }

                    largestJump = largestCurvature > 0 ? Math.Max(largestJump, lastCurvature / largestCurvature) : largestJump;
                }
            }

            return largestJump;
        }
    }

    /// <summary>
    /// Says that the shares of the species in a configuration are far from those of the model, by more than 0.1. Types may then have been
    /// exchanged. Null if the shares are near, or if there are fewer than ten particles.
    /// </summary>
    /// <param name="configuration">The configuration, whose species the model knows.</param>
    public string? DescribeUnusualComposition(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        const int fewest = 10;
        const double usual = 0.1;
        double[] shares = new double[byte.MaxValue + 1];
        foreach (byte species in configuration.Species)
        {
            shares[species] += 1.0 / configuration.Count;
        }

        int unusual = Enumerable.Range(0, SpeciesCount).FirstOrDefault(s => Math.Abs(shares[s] - Composition[s]) > usual, -1);
        return configuration.Count < fewest || unusual < 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"has {shares[unusual]:p0} particles of species {(char)('A' + unusual)} where the model {Name} has "
                + $"{Composition[unusual]:p0}; are the types exchanged? Their order is given by --species");
    }

    /// <summary>
    /// Whether pairs are contacts, which open and close. This is the case if <see cref="CurvatureJump"/> exceeds 1 %. The path of steepest
    /// descent then has kinks.
    /// </summary>
    public bool HasContacts => CurvatureJump > LeastContactJump;

    /// <summary>Number density ρ = 6φ / (π Σ_a c_a d_a³) of spheres of the <see cref="Diameters"/> d_a in shares c_a.</summary>
    /// <param name="packingFraction">Packing fraction φ.</param>
    /// <exception cref="InvalidOperationException">The model has no diameters.</exception>
    public double DensityOf(double packingFraction) => 6 * packingFraction / (Math.PI * MeanCubedDiameter());

    /// <summary>Packing fraction φ = (π/6) ρ Σ_a c_a d_a³ of spheres of the <see cref="Diameters"/> d_a in shares c_a.</summary>
    /// <param name="density">Number density ρ.</param>
    /// <exception cref="InvalidOperationException">The model has no diameters.</exception>
    public double PackingFractionOf(double density) => Math.PI * MeanCubedDiameter() * density / 6;

    /// <summary>v(r); zero for r ≥ r_c.</summary>
    public abstract double Energy(int a, int b, double r);

    /// <summary>v'(r); zero for r ≥ r_c.</summary>
    public abstract double Derivative(int a, int b, double r);

    /// <summary>v''(r); zero for r ≥ r_c.</summary>
    public abstract double SecondDerivative(int a, int b, double r);

    /// <summary>v''(r) and v'(r)/r; zero for r ≥ r_c.</summary>
    public PairStiffness Stiffness(int a, int b, double r) => new(SecondDerivative(a, b, r), Derivative(a, b, r) / r);

    /// <summary>
    /// Assigns species to N particles in blocks, A first. Each species but the first has its share of N, rounded. The first species has all
    /// other particles. Allocates the array.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two particles.</exception>
    public byte[] AssignSpecies(int particles)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(particles, 2);
        byte[] species = new byte[particles];
        int end = particles;
        for (int s = SpeciesCount - 1; s > 0; s--)
        {
            int start = end - (int)Math.Round(Composition[s] * particles);
            species.AsSpan(start, end - start).Fill((byte)s);
            end = start;
        }

        return species;
    }

    /// <summary>Throws if the model cannot be evaluated on a configuration.</summary>
    /// <exception cref="ModelMismatchException">
    /// The model lacks one of the species, or the box is smaller than twice the largest cutoff. In such a box, two images of one particle
    /// could be within the cutoff of another particle.
    /// </exception>
    public void RequireFits(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        RequireFits(configuration.Box, configuration.Species);
    }

    /// <summary>Makes the force evaluator of one system.</summary>
    /// <param name="box">The box.</param>
    /// <param name="species">N species indices.</param>
    /// <param name="skin">Reach of the neighbour list beyond the cutoff; null for <see cref="DefaultSkin"/>.</param>
    /// <param name="width">Width of the SIMD kernel; null for the widest that the hardware has.</param>
    /// <param name="team">
    /// Threads that share an evaluation; null for the calling thread alone. Several threads are faster from about 4000 particles on, and
    /// change no bit of any result. The team must outlive the evaluator.
    /// </param>
    /// <exception cref="ModelMismatchException">The model does not fit; see <see cref="RequireFits(Configuration)"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The skin is negative or not finite.</exception>
    /// <exception cref="InsufficientMemoryException">The memory does not hold the neighbour list of so many particles.</exception>
    public ForceField CreateForceField(
        PeriodicBox box, ReadOnlySpan<byte> species, double? skin = null, SimdWidth? width = null, ThreadTeam? team = null)
    {
        RequireFits(box, species);
        double reach = skin ?? DefaultSkin;
        if (!(reach >= 0) || !double.IsFinite(reach))
        {
            throw new ArgumentOutOfRangeException(nameof(skin), reach, "The skin must be zero or positive.");
        }

        long bytes = MemoryEstimate.ForceField(this, species.Length, species.Length / box.Volume, reach);
        MemoryEstimate.Ensure(bytes, species.Length, "the neighbour list");
        return MakeForceField(box, species, reach, width ?? SimdHardware.Best, team ?? ThreadTeam.CallerOnly);
    }

    private protected abstract ForceField MakeForceField(
        PeriodicBox box, ReadOnlySpan<byte> species, double skin, SimdWidth width, ThreadTeam team);

    /// <summary>Throws if the model cannot be evaluated on N particles of the given species in a box.</summary>
    /// <inheritdoc cref="RequireFits(Configuration)"/>
    public void RequireFits(PeriodicBox box, ReadOnlySpan<byte> species)
    {
        for (int i = 0; i < species.Length; i++)
        {
            if (species[i] >= SpeciesCount)
            {
                throw new ModelMismatchException(
                    $"particle {i + 1} is of type {species[i] + 1}; the model {Name} has {SpeciesCount} "
                    + $"species ({(SpeciesCount > 1 ? $"types 1 to {SpeciesCount}" : "type 1")})");
            }
        }

        if (box.Length < 2 * MaximumCutoff)
        {
            throw new ModelMismatchException(
                $"the box length {box.Length:g6} is smaller than twice the cutoff of the model {Name}, 2 × {MaximumCutoff:g6}; "
                + "use more particles or a shorter cutoff");
        }
    }

    private double MeanCubedDiameter() => Diameters is { } diameters
        ? diameters.Zip(Composition, (diameter, share) => share * diameter * diameter * diameter).Sum()
        : throw new InvalidOperationException($"The particles of the model {Name} have no diameters, and so no packing fraction.");
}

/// <summary>The error of a configuration that does not fit a model: a species, the size of the box, or coinciding particles.</summary>
/// <param name="message">What does not fit.</param>
public sealed class ModelMismatchException(string message) : InputException(message);
