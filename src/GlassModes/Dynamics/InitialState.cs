// Makes the start of a liquid: draws random positions, pushes overlapping particles apart, draws Maxwell velocities.

using GlassModes.Forces;
using GlassModes.Models;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;
using GlassModes.Potentials;

namespace GlassModes.Dynamics;

/// <summary>Makes random starts. A start is a function of the seed, the number of the sample and the arguments alone.</summary>
public static class InitialState
{
    // The stream of the counter-based generator holds the number of the sample in its upper bits and one of these purposes in its
    // lowest 8 bits.
    private const ulong PositionStream = 0;
    private const ulong VelocityStream = 1;

    /// <summary>Makes a system at rest with uniform random positions, the T = ∞ state. The caller disposes of the system.</summary>
    /// <param name="model">The model, whose composition decides the species of the particles.</param>
    /// <param name="particles">Number of particles N ≥ 2.</param>
    /// <param name="density">Number density ρ &gt; 0.</param>
    /// <param name="seed">Seed of the random numbers.</param>
    /// <param name="sample">Number of the sample. Samples of the same seed are independent.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two particles, or the density is not positive.</exception>
    public static ParticleSystem Random(PairModel model, int particles, double density, ulong seed, ulong sample)
    {
        ArgumentNullException.ThrowIfNull(model);
        ParticleSystem system = new(PeriodicBox.ForDensity(particles, density), model.AssignSpecies(particles));
        DrawPositions(system, seed, sample);
        return system;
    }

    /// <summary>Draws uniform random positions.</summary>
    internal static void DrawPositions(ParticleSystem system, ulong seed, ulong sample)
    {
        Philox random = new(seed, (sample << 8) | PositionStream);
        foreach (ref double coordinate in system.Positions)
        {
            coordinate = system.Box.Length * random.NextUniform();
        }
    }

    /// <summary>Draws velocities from a Maxwell distribution, removes their total momentum and scales them to the temperature.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is negative.</exception>
    public static void DrawVelocities(ParticleSystem system, double temperature, ulong seed, ulong sample)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentOutOfRangeException.ThrowIfNegative(temperature);
        Philox random = new(seed, (sample << 8) | VelocityStream);
        Span<double> velocities = system.Velocities;
        for (int k = 0; k < velocities.Length; k += 2)
        {
            (double first, double second) = random.NextNormalPair();
            velocities[k] = first;
            if (k + 1 < velocities.Length)
            {
                velocities[k + 1] = second;
            }
        }

        RemoveCentreVelocity(system);
        VectorMath.Scale(Math.Sqrt(temperature / system.Temperature), velocities);
    }

    /// <summary>Speed of the centre of mass.</summary>
    internal static double CentreSpeed(ParticleSystem system) =>
        Math.Sqrt(Enumerable.Range(0, 3).Sum(axis => Math.Pow(CentreVelocity(system, axis), 2)));

    private static double CentreVelocity(ParticleSystem system, int axis)
    {
        Span<double> velocities = system.Velocities;
        double mean = 0;
        for (int k = axis; k < velocities.Length; k += 3)
        {
            mean += velocities[k] / system.Count;
        }

        return mean;
    }

    /// <summary>Takes the velocity of the centre of mass off all velocities, so that the momentum is zero.</summary>
    internal static void RemoveCentreVelocity(ParticleSystem system)
    {
        Span<double> velocities = system.Velocities;
        for (int axis = 0; axis < 3; axis++)
        {
            double mean = CentreVelocity(system, axis);
            for (int k = axis; k < velocities.Length; k += 3)
            {
                velocities[k] -= mean;
            }
        }
    }

    /// <summary>
    /// Pushes overlapping particles apart by steepest descent of soft harmonic spheres (ε = 1), until their potential energy V/N is below
    /// 0.002. Hardly any pair is then nearer than about 0.8 of its diameter. The soft spheres have the <see cref="PairModel.Diameters"/>
    /// of the model. Where the model has no diameters, the diameter of a pair is the distance at which v(r) = 0 (2^{-1/6} r_min for
    /// Lennard-Jones). Particles that may lie on top of each other, like harmonic spheres, are left where they are.
    /// </summary>
    /// <param name="system">The system, whose particles are moved.</param>
    /// <param name="model">The model of the system.</param>
    /// <param name="team">Threads that share a step; null for the calling thread alone. No result depends on the team.</param>
    /// <param name="progress">Receives the number of the step. How many steps there will be is not known.</param>
    /// <param name="cancellation">Stops between two steps. The system is then of no use.</param>
    /// <exception cref="SimulationException">Overlaps remain after 5000 steps: the density is too high.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static void RemoveOverlaps(
        ParticleSystem system,
        PairModel model,
        ThreadTeam? team = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(model);
        int species = model.SpeciesCount;
        if (!Enumerable.Range(0, species * species).Any(p => Diverges(model, p / species, p % species)))
        {
            return;
        }

        Harmonic[] soft = new Harmonic[species * species];
        for (int p = 0; p < soft.Length; p++)
        {
            soft[p] = new Harmonic(1, SoftDiameter(model, p / species, p % species));
        }

        PairModel softSpheres = new PairModel<Harmonic>("overlap removal", model.Composition, model.DefaultDensity, soft);
        using ForceField forces = softSpheres.CreateForceField(system.Box, system.Species, team: team);

        // With ε = 1 and σ ≈ 1, λ_max of the soft spheres stays below about 20. A step of 0.1 is stable up to λ_max = 20.
        const double step = 0.1;
        const int mostSteps = 5000;
        for (int k = 0; k < mostSteps; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            ForceSummary summary = forces.Compute(system.Positions, system.Forces);
            if (summary.PotentialEnergy < 2e-3 * system.Count)
            {
                return;
            }

            progress?.Report(new WorkProgress(double.NaN, $"pushing overlapping particles apart, step {k + 1}"));
            VectorMath.AddScaled(system.Positions, step, system.Forces, system.Positions);
        }

        throw new SimulationException(
            $"Overlaps remain after {mostSteps} steps of pushing at number density {system.Count / system.Box.Volume:g4}; "
            + "the density is too high.");
    }

    // Soft spheres have energies of about ε at any distance. Dynamics need no help with these.
    private static bool Diverges(PairModel model, int a, int b) => !(model.Energy(a, b, 1e-3 * model.Cutoff(a, b)) < 1e4);

    // The mean diameter of the two species where the model has diameters. Otherwise the distance at which the potential crosses zero,
    // found by bisection, or the cutoff where the potential is not negative near the cutoff.
    private static double SoftDiameter(PairModel model, int a, int b)
    {
        if (model.Diameters is { } diameters)
        {
            return 0.5 * (diameters[a] + diameters[b]);
        }

        double inner = 1e-3 * model.Cutoff(a, b);
        double outer = model.Cutoff(a, b);
        if (model.Energy(a, b, 0.9 * outer) >= 0)
        {
            return outer;
        }

        for (int k = 0; k < 60; k++)
        {
            double middle = 0.5 * (inner + outer);
            (inner, outer) = model.Energy(a, b, middle) > 0 ? (middle, outer) : (inner, middle);
        }

        return inner;
    }
}
