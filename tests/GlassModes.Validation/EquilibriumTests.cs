// Canonical averages against LAMMPS, canonical fluctuations against theory, and what the time step does to them.

using System.Text.Json;
using GlassModes.Ensembles;
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
            new(reference.GetProperty(key)[0].GetDouble(), reference.GetProperty(key)[1].GetDouble(), reference.GetProperty("blocks").GetInt32());

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

    [Test]
    public void The_default_time_step_shifts_averages_by_little()
    {
        CanonicalRun fine = CanonicalRun.Of(2.0, 0.0025, 200);
        CanonicalRun reference = CanonicalRun.Of(2.0, 0.004, 200);
        CanonicalRun usual = CanonicalRun.Of(2.0, 0.005, 200);
        foreach ((string name, Func<CanonicalSample, double> quantity) in new (string, Func<CanonicalSample, double>)[]
        {
            ("V/N", sample => sample.EnergyPerParticle),
            ("P", sample => sample.Pressure),
            ("T", sample => sample.Temperature),
        })
        {
            Estimate a = fine.Mean(quantity);
            Estimate b = reference.Mean(quantity);
            Estimate c = usual.Mean(quantity);
            Check.Tell($"{name} at Δt = 0.0025", a);
            Check.Tell($"{name} at Δt = 0.004", b);
            Check.Tell($"{name} at Δt = 0.005", c);
            double shift = c.Mean - a.Mean;
            double error = Math.Sqrt((c.StandardError * c.StandardError) + (a.StandardError * a.StandardError));
            TestContext.Out.WriteLine($"{name}: shift from 0.0025 to 0.005: {shift:g3} ± {error:g1} = {100 * shift / Math.Abs(a.Mean):f3} %");

            // Half a per cent: below what 3 per cent of T would do, and far above the statistical error.
            Assert.That(Math.Abs(shift), Is.LessThan((5e-3 * Math.Abs(a.Mean)) + (5 * error)), name);
        }
    }
}
