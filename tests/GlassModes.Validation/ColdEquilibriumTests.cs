// Compares canonical averages of liquids that relax slowly with LAMMPS, with energies, pressures and configurational temperatures.

using System.Text.Json;
using GlassModes.Dynamics;
using GlassModes.Hessians;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Statistics;
using GlassModes.Tests;

namespace GlassModes.Validation;

[Category("Validation")]
public class ColdEquilibriumTests
{
    private static readonly PairModel Model = KobAndersen.ForceShifted();

    /// <summary>
    /// Chains from T = 2, each cooled at once, equilibrated for many relaxation times (about 20 at T = 0.6, 200 at 0.5) and averaged over
    /// blocks that are longer than these.
    /// </summary>
    [TestCase(0.6, 0.004, 1000, 200, 4, 5)]
    [TestCase(0.5, 0.005, 3000, 1500, 2, 5)]
    public void Averages_match_LAMMPS(double temperature, double timestep, double equilibration, double blockTime, int chains, int blocks)
    {
        const double interval = 5;
        int samplesABlock = (int)Math.Round(blockTime / interval);
        EquilibrationSchedule schedule = new(
            2,
            timestep,
            [
                new EquilibrationStage(DynamicsEnsemble.Canonical, 2, 50),
                new EquilibrationStage(DynamicsEnsemble.Canonical, temperature, equilibration),
                new EquilibrationStage(DynamicsEnsemble.Canonical, temperature, interval, blocks * samplesABlock),
            ]);
        Averages[][] all = Samples.Run(chains, chain =>
        {
            using EquilibrationRun run = new(Model, new RandomStart(1000, KobAndersen.Density, 2026, chain), schedule);
            List<Averages> samples = [];
            while (run.Next() is { } sample)
            {
                samples.Add(Averages.Of(sample.Configuration));
            }

            return samples.ToArray();
        });

        Reference reference = Reference.At(temperature);
        Estimate Mean(Func<Averages, double> quantity) =>
            Estimate.Of([.. all.SelectMany(chain => chain.Chunk(samplesABlock).Select(block => block.Average(quantity)))]);

        Check.Agree("V/N", Mean(sample => sample.Energy), reference.Energy);
        Check.Agree("P", Mean(sample => sample.Pressure), reference.Pressure);
        Check.Agrees("T against the thermostat", Mean(sample => sample.Temperature), temperature);
        RequireConfigurationalTemperature(Mean, temperature);
    }

    /// <summary>
    /// The liquids of T = 0.45 that are kept with the project: two chains of the paper's protocol, each sample t = 1000 after the one
    /// before. They were taken at constant energy, so that their mean kinetic temperature differs a little from 0.45. V/N and P are brought
    /// to 0.45 by their slopes between the references of T = 0.45 and 0.5.
    /// </summary>
    [Test]
    public void Kept_liquids_of_low_temperature_match_LAMMPS()
    {
        const double temperature = 0.45;
        const int chains = 2;
        Averages[] all =
        [
            .. ConfigurationFile.ReadFrames(TestData.PathOf("liquids", "kalj_N1000_T0.45.extxyz.gz")).Select(Averages.Of),
        ];
        Assert.That(all, Has.Length.EqualTo(200));

        // A block of 20 samples lasts for t = 20 000, some relaxation times. Sample k is of chain k mod 2.
        Averages[][] blocks =
            [.. Enumerable.Range(0, chains).SelectMany(chain => all.Where((_, k) => k % chains == chain).Chunk(20))];
        Reference reference = Reference.At(temperature);
        Reference warmer = Reference.At(0.5);
        double Slope(Func<Reference, Estimate> quantity) => (quantity(warmer).Mean - quantity(reference).Mean) / (0.5 - temperature);
        double energySlope = Slope(r => r.Energy);
        double pressureSlope = Slope(r => r.Pressure);
        Estimate Mean(Func<Averages, double> quantity) => Estimate.Of([.. blocks.Select(block => block.Average(quantity))]);

        Check.Print("V/N as it is", Mean(sample => sample.Energy));
        Check.Print("P as it is", Mean(sample => sample.Pressure));
        Check.Agree("V/N", Mean(sample => sample.Energy - (energySlope * (sample.Temperature - temperature))), reference.Energy);
        Check.Agree("P", Mean(sample => sample.Pressure - (pressureSlope * (sample.Temperature - temperature))), reference.Pressure);

        // The second half of NVT, t = 50 000, which gives the energy, knows T to some thousandths.
        Check.Agrees("T of the velocities", Mean(sample => sample.Temperature), temperature, 0.005 * temperature);
        RequireConfigurationalTemperature(Mean, temperature);
    }

    // ⟨W⟩ N/⟨tr H⟩ is the configurational temperature. The time step raises it, by about a hundredth of T at Δt = 0.005 and T = 2.
    private static void RequireConfigurationalTemperature(Func<Func<Averages, double>, Estimate> mean, double temperature)
    {
        double curvature = mean(sample => sample.Curvature).Mean;
        Estimate configurational = mean(sample => sample.Force / curvature);
        Check.Agrees("⟨W⟩ N/⟨tr H⟩", configurational, temperature * 1.004, 0.005 * temperature);
    }

    private sealed record Reference(Estimate Energy, Estimate Pressure)
    {
        public static Reference At(double temperature)
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(TestData.Reference("equilibrium.json")));
            JsonElement found = document.RootElement.GetProperty("T").GetProperty($"{temperature:g3}");
            Estimate Of(string key) => new(
                found.GetProperty(key)[0].GetDouble(), found.GetProperty(key)[1].GetDouble(), found.GetProperty("blocks").GetInt32());
            return new Reference(Of("potentialEnergyPerParticle"), Of("pressure"));
        }
    }

    private readonly record struct Averages(double Energy, double Pressure, double Temperature, double Force, double Curvature)
    {
        public static Averages Of(Configuration configuration)
        {
            EnergyReport report = EnergyReport.Of(configuration, Model);
            return new Averages(
                report.PotentialEnergyPerParticle,
                report.Pressure,
                report.Temperature!.Value,
                report.MeanSquaredForce,
                Hessian.Of(configuration, Model).Trace / configuration.Count);
        }
    }
}
