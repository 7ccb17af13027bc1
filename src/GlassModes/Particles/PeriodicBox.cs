// The simulation cell: a cube with periodic boundaries in all three directions.

namespace GlassModes.Particles;

/// <summary>A cubic periodic box, [origin, origin + L) along each axis, in units of σ.</summary>
public readonly record struct PeriodicBox
{
    internal const int LargestDistance = 1 << 22;

    /// <summary>Makes a box of edge <paramref name="length"/> whose lower corner is the given origin.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive and finite, or the origin is not finite.</exception>
    public PeriodicBox(double length, double originX = 0, double originY = 0, double originZ = 0)
    {
        if (!(length > 0) || !double.IsFinite(length))
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "The box length must be positive and finite.");
        }

        if (!double.IsFinite(originX) || !double.IsFinite(originY) || !double.IsFinite(originZ))
        {
            throw new ArgumentOutOfRangeException(
                nameof(originX), $"The box origin must be finite, but is ({originX}, {originY}, {originZ}).");
        }

        Length = length;
        OriginX = originX;
        OriginY = originY;
        OriginZ = originZ;
    }

    /// <summary>Edge length L.</summary>
    public double Length { get; }

    /// <summary>Lower corner, x.</summary>
    public double OriginX { get; }

    /// <summary>Lower corner, y.</summary>
    public double OriginY { get; }

    /// <summary>Lower corner, z.</summary>
    public double OriginZ { get; }

    /// <summary>
    /// The largest coordinate that a configuration may have: 2²² L. The spacing of the doubles is 1e-9 L there. Farther out, the rounding
    /// of the coordinate moves the particle by more.
    /// </summary>
    public double LargestCoordinate => LargestDistance * Length;

    /// <summary>Lower corner along an axis, 0, 1 or 2.</summary>
    internal double OriginOf(int axis) => axis switch { 0 => OriginX, 1 => OriginY, _ => OriginZ };

    /// <summary>Volume L³.</summary>
    public double Volume => Length * Length * Length;

    /// <summary>Makes the box that holds <paramref name="particles"/> particles at number density ρ = N/L³.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The number of particles or the density is not positive, or the density is not finite.
    /// </exception>
    public static PeriodicBox ForDensity(int particles, double density)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(particles);
        if (!(density > 0) || !double.IsFinite(density))
        {
            throw new ArgumentOutOfRangeException(nameof(density), density, "The number density must be positive and finite.");
        }

        return new PeriodicBox(CubeRoot(particles / density));
    }

    // One Newton step with an exact residual. C libraries differ in the last bit of a cube root, but random starts must be the same
    // everywhere.
    private static double CubeRoot(double volume)
    {
        double root = Math.Cbrt(volume);
        double square = root * root;
        double squareError = Math.FusedMultiplyAdd(root, root, -square);
        double residual = Math.FusedMultiplyAdd(square, root, -volume) + (squareError * root);
        return root - (residual / (3 * square));
    }

    /// <summary>The minimum image of a coordinate difference, in [−L/2, L/2].</summary>
    public double MinimumImage(double difference) => difference - (Length * Math.Round(difference / Length));
}
