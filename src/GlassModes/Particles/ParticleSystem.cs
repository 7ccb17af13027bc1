// The mutable state of a simulation: positions, velocities and forces in unmanaged memory, with one owner.

using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;

namespace GlassModes.Particles;

/// <summary>
/// N particles of unit mass in a periodic box. Positions, velocities and forces are 3N doubles each in 64-byte-aligned unmanaged memory, in
/// the order x1 y1 z1 x2 …. Positions are unwrapped: they run on continuously through the boundaries of the box.
/// </summary>
public sealed class ParticleSystem : IDisposable
{
    private readonly AlignedBuffer<double> _positions;
    private readonly AlignedBuffer<double> _velocities;
    private readonly AlignedBuffer<double> _forces;
    private readonly byte[] _species;
    private readonly int[] _ids;

    /// <summary>Makes a system of N particles at the origin, at rest. Allocates 9N doubles.</summary>
    /// <param name="box">The box.</param>
    /// <param name="species">N species indices.</param>
    /// <param name="ids">N ids; empty for 1 … N.</param>
    public ParticleSystem(PeriodicBox box, ReadOnlySpan<byte> species, ReadOnlySpan<int> ids = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(species.Length, nameof(species));
        if (!ids.IsEmpty && ids.Length != species.Length)
        {
            throw new ArgumentException($"{ids.Length} ids for {species.Length} particles.", nameof(ids));
        }

        Box = box;
        _species = species.ToArray();
        _ids = ids.IsEmpty ? [.. Enumerable.Range(1, species.Length)] : ids.ToArray();
        _positions = new AlignedBuffer<double>(3L * species.Length);
        _velocities = new AlignedBuffer<double>(3L * species.Length);
        _forces = new AlignedBuffer<double>(3L * species.Length);
    }

    /// <summary>Makes a system in the state of a configuration. The system is at rest if the configuration has no velocities.</summary>
    public ParticleSystem(Configuration configuration)
        : this(configuration.Box, configuration.Species, configuration.Ids)
    {
        configuration.Positions.CopyTo(Positions);
        configuration.Velocities.CopyTo(Velocities);
    }

    /// <summary>The periodic box.</summary>
    public PeriodicBox Box { get; }

    /// <summary>Number of particles N.</summary>
    public int Count => _species.Length;

    /// <summary>Number of translational degrees of freedom if the total momentum is fixed: 3N − 3.</summary>
    public int DegreesOfFreedom => (3 * Count) - 3;

    /// <summary>Species indices, N values.</summary>
    public ReadOnlySpan<byte> Species => _species;

    /// <summary>Particle ids, N values.</summary>
    public ReadOnlySpan<int> Ids => _ids;

    /// <summary>Positions, 3N values.</summary>
    public Span<double> Positions => _positions.Span;

    /// <summary>Velocities, 3N values.</summary>
    public Span<double> Velocities => _velocities.Span;

    /// <summary>Forces, 3N values, as of the last evaluation.</summary>
    public Span<double> Forces => _forces.Span;

    /// <summary>Kinetic energy K = ½ Σ v², in ε.</summary>
    public double KineticEnergy => 0.5 * VectorMath.Dot(Velocities, Velocities);

    /// <summary>Temperature 2K/(3N − 3).</summary>
    public double Temperature => 2 * KineticEnergy / DegreesOfFreedom;

    /// <summary>Makes an immutable copy of the present state. Velocities are left out if all are zero.</summary>
    /// <param name="wrapped">Whether to bring the positions into the box.</param>
    /// <param name="time">Time of the configuration; null if not known.</param>
    public Configuration ToConfiguration(bool wrapped = false, double? time = null)
    {
        double[] positions = Positions.ToArray();
        if (wrapped)
        {
            WrapPositions(positions);
        }

        ReadOnlySpan<double> velocities = Velocities.ContainsAnyExcept(0.0) ? Velocities : default;
        return new Configuration(Box, _species, positions, velocities, _ids, time: time);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _positions.Dispose();
        _velocities.Dispose();
        _forces.Dispose();
    }

    private void WrapPositions(Span<double> positions)
    {
        for (int k = 0; k < positions.Length; k++)
        {
            double origin = (k % 3) switch { 0 => Box.OriginX, 1 => Box.OriginY, _ => Box.OriginZ };
            double inside = positions[k] - (Box.Length * Math.Floor((positions[k] - origin) / Box.Length));

            // Rounding can give the upper face itself, which belongs to the next cell.
            positions[k] = inside >= origin + Box.Length ? origin : inside;
        }
    }
}
