// Tests equilibrium at T = 2 in about a minute: the energy and the pressure of LAMMPS, and the configurational temperature.
// The validation project repeats the test with ten times the statistics.

using GlassModes.Dynamics;
using GlassModes.Forces;
using GlassModes.Hessians;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Statistics;

namespace GlassModes.Tests.Dynamics;

public class EquilibriumTests
{
    [Test]
    public void Energy_pressure_and_configurational_temperature_are_those_of_equilibrium()
    {
        const double temperature = 2.0;
        const double timestep = 0.004;
        PairModel model = KobAndersen.ForceShifted();
        using ParticleSystem system = new(ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.dump")));
        using MolecularDynamics dynamics = new(system, model, timestep)
        {
            Thermostat = new NoseHooverChain(temperature, system.DegreesOfFreedom),
        };
        dynamics.Run(500);

        // Blocks of t = 4 are some ten relaxation times long, so their means are independent.
        List<double> energies = [];
        List<double> pressures = [];
        List<double> temperatures = [];
        List<double> ratios = [];
        for (int block = 0; block < 16; block++)
        {
            const int samples = 20;
            double energy = 0;
            double pressure = 0;
            double kinetic = 0;
            double squaredForce = 0;
            double trace = 0;
            for (int k = 0; k < samples; k++)
            {
                dynamics.Run(50);
                energy += dynamics.PotentialEnergy / system.Count / samples;
                pressure += dynamics.Pressure / samples;
                kinetic += system.Temperature / samples;
                squaredForce += ForceField.MeanSquaredForce(system.Forces) / samples;
                trace += Hessian.Of(system.ToConfiguration(), model).Trace / system.Count / samples;
            }

            energies.Add(energy);
            pressures.Add(pressure);
            temperatures.Add(kinetic);

            // ⟨W⟩ = T⟨tr H⟩/N follows from ∫ ∂/∂r (e^{−V/T} ∂V/∂r) dr = 0. The ratio tests forces and Hessian together.
            ratios.Add(squaredForce / (temperature * trace));
        }

        AssertWithin(energies, -3.81703, 0.0012, "V/N");
        AssertWithin(pressures, 20.69393, 0.00892, "P");
        AssertWithin(temperatures, temperature, 0, "T");

        // For a mode velocity Verlet conserves ½v² + ½ω²x²(1 − ω²Δt²/4). With ⟨v²⟩ = T therefore ω⁴⟨x²⟩ = Tω²(1 + ω²Δt²/4).
        (_, Facts facts) = Facts.Read("kalj_N1000_T2");
        double shift = timestep * timestep / 4 * facts.TraceOfSquare / facts.Trace;
        AssertWithin(ratios, 1 + shift, 0, "⟨W⟩N/(T⟨tr H⟩)");
        Assert.That(Estimate.Of(ratios).StandardError, Is.LessThan(0.02), "sharp enough to notice a wrong factor or sign");
    }

    // The means have to agree within 5 combined standard errors. With 16 blocks a correct program fails once in about 1e4 runs. LAMMPS
    // itself gives the reference errors.
    private static void AssertWithin(List<double> blocks, double expected, double referenceError, string quantity)
    {
        Estimate found = Estimate.Of(blocks);
        double error = Math.Sqrt((found.StandardError * found.StandardError) + (referenceError * referenceError));
        TestContext.Out.WriteLine($"{quantity}: {found.Mean:g6} ± {found.StandardError:g2}, expected {expected}");
        Assert.That(found.Mean, Is.EqualTo(expected).Within(5 * error), quantity);
    }
}
