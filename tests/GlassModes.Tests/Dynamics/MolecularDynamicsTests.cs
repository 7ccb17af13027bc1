// Tests Newtonian and thermostatted dynamics: conservation laws, the order in the time step, and reversibility.

using GlassModes.Dynamics;
using GlassModes.Forces;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;

namespace GlassModes.Tests.Dynamics;

public class MolecularDynamicsTests
{
    private static readonly PairModel Model = KobAndersen.ForceShifted();

    [Test]
    public void Energy_fluctuates_as_the_square_of_the_time_step([Values] bool thermostatted)
    {
        double coarse = EnergyFluctuation(0.004, thermostatted);
        double fine = EnergyFluctuation(0.002, thermostatted);
        Assert.That(coarse / fine, Is.EqualTo(4).Within(0.8));
        Assert.That(fine, Is.LessThan(2e-3), "per particle");
    }

    [Test]
    public void Energy_does_not_drift([Values] bool thermostatted)
    {
        using ParticleSystem system = Start();
        using MolecularDynamics dynamics = new(system, Model, 0.002);
        dynamics.Thermostat = thermostatted ? new NoseHooverChain(2.0, system.DegreesOfFreedom) : null;
        double Mean()
        {
            double sum = 0;
            for (int k = 0; k < 100; k++)
            {
                dynamics.Run(5);
                sum += dynamics.ConservedEnergy / system.Count / 100;
            }

            return sum;
        }

        double first = Mean();
        dynamics.Run(4000);
        Assert.That(Mean(), Is.EqualTo(first).Within(3e-4));
    }

    [Test]
    public void Reversed_velocities_lead_back()
    {
        using ParticleSystem system = Start();
        double[] start = system.Positions.ToArray();
        using MolecularDynamics dynamics = new(system, Model, 0.002);
        dynamics.Run(100);
        double moved = Distance(start, system.Positions);
        foreach (ref double v in system.Velocities)
        {
            v = -v;
        }

        dynamics.Run(100);
        Assert.That(moved, Is.GreaterThan(0.1));
        Assert.That(Distance(start, system.Positions), Is.LessThan(1e-9));
    }

    [Test]
    public void Total_momentum_stays_zero()
    {
        using ParticleSystem system = Start();
        using MolecularDynamics dynamics = new(system, Model, 0.004)
        {
            Thermostat = new NoseHooverChain(2.0, system.DegreesOfFreedom),
        };
        dynamics.Run(500);
        for (int axis = 0; axis < 3; axis++)
        {
            double momentum = 0;
            for (int k = axis; k < system.Velocities.Length; k += 3)
            {
                momentum += system.Velocities[k];
            }

            Assert.That(momentum, Is.EqualTo(0).Within(1e-9));
        }
    }

    [Test]
    public void A_chain_without_forces_conserves_its_energy_and_holds_the_temperature()
    {
        // An ideal gas of 30 degrees of freedom is driven by the chain alone. The exact flow conserves K plus the energy of the chain.
        NoseHooverChain chain = new(1.5, degreesOfFreedom: 30);
        double twiceKinetic = 90;
        double start = (0.5 * twiceKinetic) + chain.Energy;
        double sum = 0;
        const int steps = 200_000;
        for (int k = 0; k < steps; k++)
        {
            double scale = chain.Advance(twiceKinetic, 0.005);
            twiceKinetic *= scale * scale;
            sum += twiceKinetic / 30;
            Assert.That((0.5 * twiceKinetic) + chain.Energy, Is.EqualTo(start).Within(1e-4 * start));
        }

        Assert.That(sum / steps, Is.EqualTo(1.5).Within(0.02));
    }

    [Test]
    public void A_step_has_half_a_step_of_the_chain_on_either_side()
    {
        // The spheres do not touch, so that only the chain changes their velocities.
        using ParticleSystem system = new(new PeriodicBox(100), [0, 0, 0]);
        new double[] { 10, 10, 10, 50, 50, 50, 90, 90, 90 }.CopyTo(system.Positions);
        new double[] { 1, 2, 0, -1, -3, 1, 0, 1, -1 }.CopyTo(system.Velocities);
        double[] expected = system.Velocities.ToArray();
        using MolecularDynamics dynamics = new(system, HarmonicSpheres.Create(), 0.01)
        {
            Thermostat = new NoseHooverChain(0.5, 6),
        };
        NoseHooverChain chain = new(0.5, 6);
        dynamics.Run(20);
        for (int half = 0; half < 40; half++)
        {
            double scale = chain.Advance(expected.Sum(v => v * v), 0.005);
            expected = [.. expected.Select(v => v * scale)];
        }

        Assert.That(system.Velocities.ToArray(), Is.EqualTo(expected).Within(1e-13));
        Assert.That(Math.Abs(expected[1] - 2), Is.GreaterThan(0.1), "the chain does something");
    }

    [Test]
    public void Pressure_is_the_ideal_gas_and_the_energy_s_change_with_the_volume()
    {
        using ParticleSystem system = Start();
        using MolecularDynamics dynamics = new(system, Model, 0.002);
        double EnergyScaled(double factor)
        {
            PeriodicBox box = new(system.Box.Length * factor);
            double[] positions = [.. system.Positions.ToArray().Select(x => x * factor)];
            using ForceField field = Model.CreateForceField(box, system.Species);
            return field.Compute(positions, new double[positions.Length]).PotentialEnergy;
        }

        // −dV/d(volume) = −(dV/ds)/(3 L³), where all lengths scale with s.
        const double h = 1e-6;
        double slope = (EnergyScaled(1 + h) - EnergyScaled(1 - h)) / (2 * h);
        double expected = ((system.Count * system.Temperature) - (slope / 3)) / system.Box.Volume;
        Assert.That(dynamics.Pressure, Is.EqualTo(expected).Within(1e-5));
        Assert.That(system.Count * system.Temperature / system.Box.Volume, Is.EqualTo(2.4).Within(0.2), "the ideal gas is not small");
    }

    [TestCase(0)]
    [TestCase(-0.001)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_time_step_that_is_not_positive_is_refused(double timestep)
    {
        using ParticleSystem system = Start();
        Assert.That(() => new MolecularDynamics(system, Model, timestep), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [NonParallelizable] // other tests would allocate and collect at the same time
    [Test]
    public void A_step_allocates_nothing()
    {
        using ParticleSystem system = Start();
        using MolecularDynamics dynamics = new(system, Model, 0.004)
        {
            Thermostat = new NoseHooverChain(2.0, system.DegreesOfFreedom),
        };
        dynamics.Run(50);
        Assert.That(Allocation.BytesOf(() => dynamics.Run(50)), Is.Zero);
    }

    [Test]
    public void Too_large_a_time_step_ends_with_a_clear_error()
    {
        using ParticleSystem system = Start();
        using MolecularDynamics dynamics = new(system, Model, 0.05);
        Assert.That(() => dynamics.Run(500), Throws.InstanceOf<SimulationException>().With.Message.Contains("is too large"));
    }

    [Test]
    public void A_run_can_be_cancelled()
    {
        using ParticleSystem system = Start();
        using MolecularDynamics dynamics = new(system, Model, 0.004);
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.That(() => dynamics.Run(10, source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(dynamics.Steps, Is.Zero);
    }

    private static ParticleSystem Start() => new(ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.dump")));

    private static double EnergyFluctuation(double timestep, bool thermostatted)
    {
        using ParticleSystem system = Start();
        using MolecularDynamics dynamics = new(system, Model, timestep);
        dynamics.Thermostat = thermostatted
            ? new NoseHooverChain(2.0, system.DegreesOfFreedom, new ThermostatSettings(Period: 0.2))
            : null;
        int samples = 400;
        long stride = (long)Math.Round(0.008 / timestep);
        double sum = 0;
        double squares = 0;
        for (int k = 0; k < samples; k++)
        {
            dynamics.Run(stride);
            double energy = dynamics.ConservedEnergy / system.Count;
            sum += energy;
            squares += energy * energy;
        }

        return Math.Sqrt(Math.Max(0, (squares / samples) - (sum / samples * (sum / samples))));
    }

    private static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double largest = 0;
        for (int k = 0; k < x.Length; k++)
        {
            largest = Math.Max(largest, Math.Abs(x[k] - y[k]));
        }

        return largest;
    }
}
