// The hand-over from canonical to Newtonian dynamics keeps the temperature.

using GlassModes.Dynamics;
using GlassModes.Statistics;

namespace GlassModes.Validation;

[Category("Validation")]
public class HandOverTests
{
    [Test]
    public void Newtonian_chains_have_the_temperature_and_energy_of_the_canonical_ones()
    {
        LiquidSample[][] chains = PreparedLiquids.All;
        double[] temperatures = [.. chains.Select(chain => chain.Average(sample => sample.Temperature))];
        Estimate temperature = Estimate.Of(temperatures);
        Check.Agrees("T in NVE", temperature, 2.0);
        CanonicalRun canonical = CanonicalRun.Of(2.0, PreparedLiquids.Protocol.Timestep, 200);
        Check.Agree(
            "V/N in NVE",
            Estimate.Of([.. chains.Select(chain => chain.Average(sample => sample.PotentialEnergyPerParticle))]),
            canonical.Mean(sample => sample.EnergyPerParticle));
        Check.Agree(
            "P in NVE",
            Estimate.Of([.. chains.Select(chain => chain.Average(sample => sample.Pressure))]),
            canonical.Mean(sample => sample.Pressure));

        // If the canonical run ended with the energy of a single moment, the energy would scatter by T√(C/N) and the temperature by about
        // 0.04. With the mean energy of t = 100 the scatter is five times smaller.
        double scatter = temperature.StandardError * Math.Sqrt(chains.Length);
        TestContext.Out.WriteLine($"T scatters by {scatter:g2} from chain to chain");
        Assert.That(scatter, Is.LessThan(0.02));
    }
}
