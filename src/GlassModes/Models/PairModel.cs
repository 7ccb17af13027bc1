// A model: which species interact how. Everything else asks it for forces and for the stiffness of pairs.

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
    /// <summary>Reach of the neighbour list beyond the cutoff where none is asked for; suits liquids.</summary>
    public const double DefaultSkin = 0.25;

    private protected PairModel(string name, IReadOnlyList<double> composition, double defaultDensity)
    {
        Name = name;
        Composition = composition;
        DefaultDensity = defaultDensity;
    }

    /// <summary>Short name, as on the command line.</summary>
    public string Name { get; }

    /// <summary>Fraction of the particles that each species makes up; its length is S.</summary>
    public IReadOnlyList<double> Composition { get; }

    /// <summary>Number of species S.</summary>
    public int SpeciesCount => Composition.Count;

    /// <summary>Number density ρ used where none is asked for.</summary>
    public double DefaultDensity { get; }

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
    /// How abruptly pairs come and go: the largest |v''| just below a cutoff over the largest |v''| between a third of that cutoff
    /// and it. 1 for harmonic spheres, 2e-4 for force-shifted Kob-Andersen.
    /// </summary>
    public double CurvatureJump
    {
        get
        {
            const int samples = 300;
            double largest = 0;
            for (int a = 0; a < SpeciesCount; a++)
            {
                for (int b = a; b < SpeciesCount; b++)
                {
                    double cutoff = Cutoff(a, b);
                    double most = 0;
                    double last = 0;
                    for (int k = samples / 3; k <= samples; k++)
                    {
                        last = Math.Abs(SecondDerivative(a, b, cutoff * Math.Min((double)k / samples, 1 - 1e-9)));
                        most = Math.Max(most, last);
                    }

                    largest = most > 0 ? Math.Max(largest, last / most) : largest;
                }
            }

            return largest;
        }
    }

    /// <summary>v(r); zero for r ≥ r_c.</summary>
    public abstract double Energy(int a, int b, double r);

    /// <summary>v'(r); zero for r ≥ r_c.</summary>
    public abstract double Derivative(int a, int b, double r);

    /// <summary>v''(r); zero for r ≥ r_c.</summary>
    public abstract double SecondDerivative(int a, int b, double r);

    /// <summary>v''(r) and v'(r)/r; zero for r ≥ r_c.</summary>
    public PairStiffness Stiffness(int a, int b, double r) => new(SecondDerivative(a, b, r), Derivative(a, b, r) / r);

    /// <summary>Species of N particles, in blocks: A first. Counts are rounded to the composition, the first species takes the rest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two particles.</exception>
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

    /// <summary>Sees to it that the model can be evaluated on a configuration.</summary>
    /// <exception cref="ModelMismatchException">
    /// A species that the model does not have, or a box smaller than twice the largest cutoff, in which a particle would
    /// meet two images of another.
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
    /// <param name="width">Kernel; null for the widest that the hardware has.</param>
    /// <param name="team">
    /// Threads that share an evaluation; null for the calling thread alone. Pays from some 4000 particles on, and changes no
    /// bit of any result. The team must outlive the evaluator.
    /// </param>
    /// <exception cref="ModelMismatchException">The model does not fit, see <see cref="RequireFits(Configuration)"/>.</exception>
    public ForceField CreateForceField(
        PeriodicBox box, ReadOnlySpan<byte> species, double? skin = null, SimdWidth? width = null, ThreadTeam? team = null)
    {
        RequireFits(box, species);
        double reach = skin ?? DefaultSkin;
        if (!(reach >= 0) || !double.IsFinite(reach))
        {
            throw new ArgumentOutOfRangeException(nameof(skin), reach, "The skin must be zero or positive.");
        }

        return Create(box, species, reach, width ?? SimdHardware.Best, team ?? ThreadTeam.CallerOnly);
    }

    private protected abstract ForceField Create(PeriodicBox box, ReadOnlySpan<byte> species, double skin, SimdWidth width, ThreadTeam team);

    /// <summary>The same of a box and N species indices.</summary>
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
}

/// <summary>A configuration and a model that do not belong together.</summary>
public sealed class ModelMismatchException(string message) : InputException(message);
