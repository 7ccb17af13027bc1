// Tests the chain of thermostats: its order, its reversibility, and the canonical distribution that it makes.

using GlassModes.Dynamics;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;

namespace GlassModes.Tests.Dynamics;

public sealed class NoseHooverChainTests
{
    private static readonly PairModel Model = KobAndersen.ForceShifted();

    /// <summary>
    /// The chain alone drives the kinetic energy of an ideal gas. Its energy is then conserved but for the error of the splitting, which
    /// is of the order of the weights.
    /// </summary>
    [Test]
    public void The_error_of_a_step_has_the_order_of_the_weights([Values(2, 4, 6)] int order, [Values(1, 2, 4)] int length)
    {
        ThermostatSettings settings = new(Period: 0.5, Length: length, Order: order);
        double coarse = EnergyError(settings, 0.05);
        double fine = EnergyError(settings, 0.025);
        Assert.That(Math.Log2(coarse / fine), Is.EqualTo(order).Within(0.35));

        static double EnergyError(ThermostatSettings settings, double step)
        {
            NoseHooverChain chain = new(1.5, 30, settings);
            double twiceKinetic = 70;
            double start = (0.5 * twiceKinetic) + chain.Energy;
            double largest = 0;
            for (int k = 0; k < 4 / step; k++)
            {
                double scale = chain.Advance(twiceKinetic, step);
                twiceKinetic *= scale * scale;
                largest = Math.Max(largest, Math.Abs((0.5 * twiceKinetic) + chain.Energy - start));
            }

            return largest;
        }
    }

    [Test]
    public void The_weights_of_every_order_add_up_to_one_and_read_the_same_backwards([Values(2, 4, 6)] int order)
    {
        double[] weights = new ThermostatSettings(Order: order).Weights();
        Assert.That(weights.Sum(), Is.EqualTo(1).Within(1e-15));
        Assert.That(weights.Reverse(), Is.EqualTo(weights));

        // The errors of third order of the steps cancel from order 4 on, those of fifth order at order 6.
        Assert.That(weights.Sum(w => w * w * w), Is.EqualTo(order > 2 ? 0 : 1).Within(1e-13));
        Assert.That(Math.Abs(weights.Sum(w => Math.Pow(w, 5))) < 1e-12, Is.EqualTo(order == 6));
    }

    [Test]
    public void Reversed_velocities_of_particles_and_thermostats_lead_back([Values(2, 4, 6)] int order, [Values(1, 3)] int length)
    {
        using ParticleSystem system = Start();
        NoseHooverChain chain = new(1.0, system.DegreesOfFreedom, new ThermostatSettings(0.5, length, order));
        using MolecularDynamics dynamics = new(system, Model, 0.004) { Thermostat = chain };
        double[] start = system.Positions.ToArray();
        dynamics.Run(100);
        double moved = LargestDifference(start, system.Positions);
        double[] state = new double[chain.StateLength];
        chain.CopyStateTo(state);
        for (int k = length; k < state.Length; k++)
        {
            state[k] = -state[k];
        }

        chain.SetState(state);
        foreach (ref double v in system.Velocities)
        {
            v = -v;
        }

        dynamics.Run(100);
        chain.CopyStateTo(state);
        Assert.That(moved, Is.GreaterThan(0.3));
        Assert.That(LargestDifference(start, system.Positions), Is.LessThan(1e-9));
        Assert.That(state[..length], Is.All.EqualTo(0).Within(1e-9), "the thermostats stand where they began");
    }

    /// <summary>
    /// The kinetic energy of g degrees of freedom has the mean gT/2 and the variance gT²/2. Nearly constant energy has less.
    /// </summary>
    [Test]
    public void The_kinetic_energy_has_the_mean_and_the_variance_of_the_canonical_ensemble()
    {
        const double temperature = 1.5;
        using ParticleSystem system = InitialState.Random(Model, 300, KobAndersen.Density, 8, 0);
        InitialState.RemoveOverlaps(system, Model);
        InitialState.DrawVelocities(system, temperature, 8, 0);
        using MolecularDynamics dynamics = new(system, Model, 0.005)
        {
            Thermostat = new NoseHooverChain(temperature, system.DegreesOfFreedom, new ThermostatSettings(Period: 0.2)),
        };
        dynamics.Run(4000);
        const int samples = 1500;
        double[] energies = new double[samples];
        for (int k = 0; k < samples; k++)
        {
            dynamics.Run(30);
            energies[k] = system.KineticEnergy;
        }

        double g = system.DegreesOfFreedom;
        double mean = energies.Average();
        double variance = energies.Average(energy => (energy - mean) * (energy - mean));

        // 1500 samples, about every third independent: 0.2 % of the mean, and √(2/500) = 6 % of the variance.
        Assert.That(mean / (g * temperature / 2), Is.EqualTo(1).Within(0.008));
        Assert.That(variance / (g * temperature * temperature / 2), Is.EqualTo(1).Within(0.25));
    }

    [Test]
    public void A_new_temperature_is_reached_and_the_state_of_the_chain_stays()
    {
        using ParticleSystem system = Start();
        NoseHooverChain chain = new(2.0, system.DegreesOfFreedom);
        using MolecularDynamics dynamics = new(system, Model, 0.005) { Thermostat = chain };
        dynamics.Run(200);
        double[] before = new double[chain.StateLength];
        double[] after = new double[chain.StateLength];
        chain.CopyStateTo(before);
        chain.SetTemperature(1.0);
        chain.CopyStateTo(after);
        Assert.That(after, Is.EqualTo(before));
        dynamics.Run(2000);
        double sum = 0;
        for (int k = 0; k < 100; k++)
        {
            dynamics.Run(20);
            sum += system.Temperature / 100;
        }

        Assert.That((chain.Temperature, sum), Is.EqualTo((1.0, 1.0)).Using<(double, double)>(
            (a, b) => a.Item1.Equals(b.Item1) && Math.Abs(a.Item2 - b.Item2) < 0.03));
    }

    [Test]
    public void Settings_out_of_range_are_refused()
    {
        foreach (ThermostatSettings settings in new ThermostatSettings[] { new(0), new(double.NaN), new(Length: 0), new(Order: 3) })
        {
            Assert.That(() => new NoseHooverChain(1, 3, settings), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }

        Assert.That(() => new NoseHooverChain(0, 3), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new NoseHooverChain(1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static ParticleSystem Start() => new(ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.dump")));

    private static double LargestDifference(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double largest = 0;
        for (int k = 0; k < x.Length; k++)
        {
            largest = Math.Max(largest, Math.Abs(x[k] - y[k]));
        }

        return largest;
    }
}
