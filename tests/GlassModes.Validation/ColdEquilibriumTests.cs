// Compares canonical averages of liquids that relax slowly with LAMMPS, with energies, pressures and configurational temperatures.

using System.Text.Json;
using GlassModes.Dynamics;
using GlassModes.Forces;
using GlassModes.Hessians;
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
                samples.Add(Averages.Of(sample));
            }

            return samples.ToArray();
        });

        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(TestData.Reference("equilibrium.json")));
        JsonElement reference = document.RootElement.GetProperty("T").GetProperty($"{temperature:g3}");
        Estimate Expected(string key) => new(
            reference.GetProperty(key)[0].GetDouble(),
            reference.GetProperty(key)[1].GetDouble(),
            reference.GetProperty("blocks").GetInt32());
        Estimate Mean(Func<Averages, double> quantity) =>
            Estimate.Of([.. all.SelectMany(chain => chain.Chunk(samplesABlock).Select(block => block.Average(quantity)))]);

        Check.Agree("V/N", Mean(sample => sample.Energy), Expected("potentialEnergyPerParticle"));
        Check.Agree("P", Mean(sample => sample.Pressure), Expected("pressure"));
        Check.Agrees("T against the thermostat", Mean(sample => sample.Temperature), temperature);

        // ⟨W⟩ N/⟨tr H⟩ is the configurational temperature. The time step raises it, by about a hundredth of T at Δt = 0.005 and T = 2.
        double curvature = Mean(sample => sample.Curvature).Mean;
        Estimate configurational = Mean(sample => sample.Force / curvature);
        Check.Agrees("⟨W⟩ N/⟨tr H⟩", configurational, temperature * 1.004, 0.005 * temperature);
    }

    private readonly record struct Averages(double Energy, double Pressure, double Temperature, double Force, double Curvature)
    {
        public static Averages Of(LiquidSample sample)
        {
            Configuration configuration = sample.Configuration;
            using ForceField forces = Model.CreateForceField(configuration.Box, configuration.Species);
            double[] vector = new double[3 * configuration.Count];
            forces.Compute(configuration.Positions, vector);
            return new Averages(
                sample.PotentialEnergyPerParticle,
                sample.Pressure,
                sample.Temperature,
                ForceField.MeanSquaredForce(vector),
                Hessian.Of(configuration, Model).Trace / configuration.Count);
        }
    }
}
