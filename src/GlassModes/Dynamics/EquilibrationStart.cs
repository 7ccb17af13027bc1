// What an equilibration begins with: random positions, or a configuration that is given.

using GlassModes.Models;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Dynamics;

/// <summary>The first state of an equilibration. It is a function of the record alone.</summary>
/// <param name="Seed">Seed of the random numbers.</param>
/// <param name="Chain">Number of the run, from 0. Runs of the same seed are independent.</param>
public abstract record EquilibrationStart(ulong Seed, int Chain)
{
    /// <summary>Number of particles N.</summary>
    public abstract int Particles { get; }

    /// <summary>Makes the box and the species, at rest. The caller disposes of the system.</summary>
    internal abstract ParticleSystem MakeSystem(PairModel model);

    /// <summary>Sets positions and velocities.</summary>
    internal abstract void Fill(
        ParticleSystem system,
        PairModel model,
        double temperature,
        ThreadTeam? team,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellation);
}

/// <summary>
/// Uniform random positions, from which overlaps are removed (<see cref="InitialState.RemoveOverlaps"/>), with random velocities.
/// </summary>
/// <param name="Particles">Number of particles N ≥ 2.</param>
/// <param name="Density">Number density ρ &gt; 0.</param>
/// <param name="Seed">Seed of the random numbers.</param>
/// <param name="Chain">Number of the run, from 0. Runs of the same seed are independent.</param>
public sealed record RandomStart(int Particles, double Density, ulong Seed = 1, int Chain = 0) : EquilibrationStart(Seed, Chain)
{
    /// <inheritdoc/>
    public override int Particles { get; } = Particles;

    internal override ParticleSystem MakeSystem(PairModel model) =>
        new(PeriodicBox.ForDensity(Particles, Density), model.AssignSpecies(Particles));

    internal override void Fill(
        ParticleSystem system,
        PairModel model,
        double temperature,
        ThreadTeam? team,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellation)
    {
        progress?.Report(new WorkProgress(double.NaN, "random start"));
        InitialState.DrawPositions(system, Seed, (ulong)Chain);
        InitialState.RemoveOverlaps(system, model, team, progress, cancellation);
        InitialState.DrawVelocities(system, temperature, Seed, (ulong)Chain);
    }
}

/// <summary>
/// A configuration that is given, with its box, species and positions. Velocities are drawn at random, so that several runs from one
/// configuration are different, or kept. Overlaps are not removed.
/// </summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Seed">Seed of the random velocities.</param>
/// <param name="Chain">Number of the run, from 0. Runs of the same seed have different velocities.</param>
/// <param name="KeepVelocities">
/// Whether the velocities of the configuration are kept. The velocity of the whole is taken off: a liquid that moves as a whole would be
/// colder than it seems, and would seem to relax.
/// </param>
public sealed record GivenStart(Configuration Configuration, ulong Seed = 1, int Chain = 0, bool KeepVelocities = false)
    : EquilibrationStart(Seed, Chain)
{
    // A liquid at rest whose velocities were written with all digits goes on with the same bits.
    private const double RoundingOfRest = 1e-10;

    /// <inheritdoc/>
    public override int Particles => Configuration.Count;

    internal override ParticleSystem MakeSystem(PairModel model) => new(Configuration);

    internal override void Fill(
        ParticleSystem system,
        PairModel model,
        double temperature,
        ThreadTeam? team,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellation)
    {
        if (!KeepVelocities)
        {
            InitialState.DrawVelocities(system, temperature, Seed, (ulong)Chain);
        }
        else if (system.KineticEnergy == 0)
        {
            throw new SimulationException(
                "The velocities of the start are to be kept, but it has none.",
                "Let velocities be drawn, or take a start with velocities.");
        }
        else if (InitialState.CentreSpeed(system) > RoundingOfRest * Math.Sqrt(system.Temperature))
        {
            InitialState.RemoveCentreVelocity(system);
        }
    }
}
