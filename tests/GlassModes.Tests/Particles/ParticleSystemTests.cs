// Tests the mutable state of particles: temperature and kinetic energy, and conversion to configurations.

using GlassModes.Particles;

namespace GlassModes.Tests.Particles;

public class ParticleSystemTests
{
    [Test]
    public void Wrapped_positions_lie_in_the_half_open_box_wherever_it_is()
    {
        PeriodicBox box = new(4, -1, 0.5, 2);
        using ParticleSystem system = new(box, [0, 0, 0]);
        double[] positions = [-1, 8, 1.9999, 3 - 1e-17, 0.5 - 1e-17, 10, 43, -3.25, 2];
        positions.CopyTo(system.Positions);
        double[] wrapped = system.ToConfiguration(wrapped: true).Positions.ToArray();
        double[] expected = [-1, 4, 5.9999, -1, 0.5, 2, -1, 0.75, 2];
        Assert.That(wrapped, Is.EqualTo(expected).Within(1e-14));
        for (int k = 0; k < wrapped.Length; k++)
        {
            double origin = (k % 3) switch { 0 => -1, 1 => 0.5, _ => 2 };
            Assert.That(wrapped[k] >= origin && wrapped[k] < origin + 4, $"{wrapped[k]} at {k}");
        }

        Assert.That(system.ToConfiguration().Positions.ToArray(), Is.EqualTo(positions), "not unless asked");
    }

    [Test]
    public void Rounding_onto_the_upper_face_goes_to_the_lower()
    {
        using ParticleSystem system = new(new PeriodicBox(7), [0]);
        new[] { -1e-18, -1e-30, 7.0 }.CopyTo(system.Positions);
        Assert.That(system.ToConfiguration(wrapped: true).Positions.ToArray(), Is.All.EqualTo(0));
    }

    [Test]
    public void Temperature_counts_the_degrees_of_freedom_of_fixed_momentum()
    {
        using ParticleSystem system = new(new PeriodicBox(7), [0, 1, 0]);
        new double[] { 1, 0, 0, -1, 2, 0, 0, -2, 0 }.CopyTo(system.Velocities);
        Assert.That(system.DegreesOfFreedom, Is.EqualTo(6));
        Assert.That(system.KineticEnergy, Is.EqualTo(5));
        Assert.That(system.Temperature, Is.EqualTo(10.0 / 6).Within(1e-15));
        Configuration moving = system.ToConfiguration(time: 2.5);
        Assert.That(moving.HasVelocities);
        Assert.That(moving.Time, Is.EqualTo(2.5));
        system.Velocities.Clear();
        Assert.That(system.ToConfiguration().HasVelocities, Is.False);
    }
}
