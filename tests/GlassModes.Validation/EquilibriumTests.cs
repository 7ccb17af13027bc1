// Compares canonical averages with LAMMPS and canonical fluctuations with theory, and tests what the time step does to them.

using System.Text.Json;
using GlassModes.Statistics;
using GlassModes.Tests;

namespace GlassModes.Validation;

[Category("Validation")]
public class EquilibriumTests
{
    [TestCase(2.0, 200)]
    [TestCase(1.0, 300)]
    public void Averages_match_LAMMPS_at_its_time_step(double temperature, double timePerChain)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(TestData.Reference("equilibrium.json")));
        JsonElement reference = document.RootElement.GetProperty("T").GetProperty($"{temperature:f1}");
        Estimate Expected(string key) =>
            new(
                reference.GetProperty(key)[0].GetDouble(),
                reference.GetProperty(key)[1].GetDouble(),
                reference.GetProperty("blocks").GetInt32());

        CanonicalRun run = CanonicalRun.Of(temperature, 0.004, timePerChain);
        Estimate energy = run.Mean(sample => sample.EnergyPerParticle);
        Assert.That(energy.StandardError, Is.LessThan(0.0025), "long enough to mean something");
        Check.Agree("V/N", energy, Expected("potentialEnergyPerParticle"));
        Check.Agree("P", run.Mean(sample => sample.Pressure), Expected("pressure"));
        Check.Agree("T", run.Mean(sample => sample.Temperature), Expected("temperature"));
        Check.Agrees("T against the thermostat", run.Mean(sample => sample.Temperature), temperature);
    }

    [Test]
    public void Velocities_are_Maxwells_and_the_temperature_fluctuates_canonically()
    {
        CanonicalRun run = CanonicalRun.Of(2.0, 0.004, 200);

        // Without total momentum a component has the variance T(1 − 1/N).
        Estimate square = run.Mean(sample => sample.MeanSquareVelocity);
        Check.Agrees("⟨v²⟩", square, 2.0 * (1 - (1.0 / 1000)));
        Estimate fourth = run.Mean(sample => sample.MeanFourthVelocity / (square.Mean * square.Mean));
        Check.Agrees("kurtosis", fourth, 3);

        double mean = run.Mean(sample => sample.Temperature).Mean;
        double freedom = (3 * 1000) - 3;
        Estimate variance = run.Mean(sample => (sample.Temperature - mean) * (sample.Temperature - mean) / (mean * mean) * freedom / 2);
        Check.Agrees("var(T)/⟨T⟩² · (3N − 3)/2", variance, 1);
    }

    /// <summary>
    /// Velocity Verlet at step Δt widens a harmonic coordinate's ⟨x²⟩ by 1 + (ωΔt)²/4, so V/N rises by about T(tr H/N)Δt²/8:
    /// 0.016, or 0.4 per cent, at T = 2 and the usual Δt = 0.005.
    /// </summary>
    [Test]
    public void The_time_step_raises_the_energy_as_its_square()
    {
        double[] steps = [0.0025, 0.004, 0.005];
        CanonicalRun[] runs = [.. steps.Select(step => CanonicalRun.Of(2.0, step, 200))];
        foreach ((string name, Func<CanonicalSample, double> quantity) in new (string, Func<CanonicalSample, double>)[]
        {
            ("V/N", sample => sample.EnergyPerParticle),
            ("P", sample => sample.Pressure),
            ("T", sample => sample.Temperature),
        })
        {
            for (int k = 0; k < steps.Length; k++)
            {
                Check.Print($"{name} at Δt = {steps[k]}", runs[k].Mean(quantity));
            }
        }

        Estimate usual = runs[2].Mean(sample => sample.EnergyPerParticle);
        Estimate fine = runs[0].Mean(sample => sample.EnergyPerParticle);
        (_, Facts facts) = Facts.Read("kalj_N1000_T2");
        double harmonic = 2.0 * (facts.Trace / 1000) / 8 * ((steps[2] * steps[2]) - (steps[0] * steps[0]));

        // The liquid is not harmonic. A third of the estimate is allowed as deviation.
        Check.Agree("V/N at 0.005 less the harmonic estimate", usual with { Mean = usual.Mean - harmonic }, fine, harmonic / 3);
    }
}
