// Tests harmonic spheres at full size: spectra and modes against the reference facts, and quenches from random starts.

using System.Text.Json;
using GlassModes.Dynamics;
using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Modes.Measures;
using GlassModes.Particles;
using GlassModes.Quench;
using GlassModes.Statistics;
using GlassModes.Tests;

namespace GlassModes.Validation;

[Category("Validation")]
public class HarmonicTests
{
    [TestCase("harmonic_N2000_W-2")]
    [TestCase("harmonic_N2000_W-4")]
    public void Lowest_modes_counts_cores_and_profiles_match_the_reference(string name)
    {
        (Configuration configuration, Facts facts) = Facts.Read(name);
        Hessian hessian = Hessian.Of(configuration, Facts.ModelOf(name));
        using ModeSet modes = hessian.LowestModes(facts.Lowest.Length);
        Assert.That(modes.UnstableCount, Is.EqualTo(facts.Unstable));
        Assert.That(modes.FractionUnstable, Is.EqualTo(facts.FractionUnstable).Within(1e-15));
        Assert.That(modes.Evidence.ZeroModes?.Total, Is.EqualTo(facts.ZeroModes));
        double worstValue = 0;
        double worstRatio = 0;
        for (int k = 0; k < modes.Count; k++)
        {
            worstValue = Math.Max(worstValue, Math.Abs(modes.Eigenvalues[k] - facts.Lowest[k]));

            // The error of a vector is ε λ_max over the distance to the next eigenvalue.
            double gap = Math.Min(
                k > 0 ? facts.Lowest[k] - facts.Lowest[k - 1] : double.MaxValue,
                k + 1 < modes.Count ? facts.Lowest[k + 1] - facts.Lowest[k] : 1e-4);
            double tolerance = 1e-12 + (1e-13 * facts.LargestEigenvalue / gap);
            double error = Math.Abs(modes[k].ParticipationRatio - facts.ParticipationLowest[k]);
            worstRatio = Math.Max(worstRatio, error);
            Assert.That(error, Is.LessThan(tolerance), $"mode {k}, gap {gap:g2}");
        }

        TestContext.Out.WriteLine(
            $"{name}: {modes.UnstableCount} unstable; largest error of λ {worstValue:e1}, of P {worstRatio:e1}; "
            + $"residual {modes.Evidence.MaxResidual:e1}, orthogonality {modes.Evidence.OrthogonalityLoss:e1}");
        Assert.That(worstValue, Is.LessThan(1e-13 * facts.LargestEigenvalue));
        AssertAnalysis(ModeAnalysis.Of(modes), configuration, facts);
    }

    [Test]
    public void Random_starts_quench_along_the_reference_trajectory()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(TestData.Reference("trajectory.json")));
        JsonElement[] reference = [.. document.RootElement.GetProperty("harmonic_N2000").GetProperty("tight").EnumerateArray()];
        PairModel model = HarmonicSpheres.Create();
        Snapshot[][] samples = Samples.Run(8, k =>
        {
            LiquidSample start = Liquid.Random(model, 2000, HarmonicSpheres.DensityOf(HarmonicSpheres.PackingFraction), 11, k);
            return SteepestDescent.Quench(start.Configuration, model, Ladder.Decades(-0.5, -4), QuenchOptions.Euler(5e-4)).ToArray();
        });
        for (int rung = 0; rung < reference.Length; rung++)
        {
            Assert.That(samples[0][rung].Rung.Log10W, Is.EqualTo(reference[rung].GetProperty("log10W").GetDouble()));
            Compare("t", rung, samples, snapshot => snapshot.Time, reference[rung].GetProperty("time").GetDouble());
            Compare(
                "V/N",
                rung,
                samples,
                snapshot => snapshot.PotentialEnergyPerParticle,
                reference[rung].GetProperty("energyPerParticle").GetDouble());
        }
    }

    // The reference is a quench of a single start, which scatters like each of our quenches.
    private static void Compare(string quantity, int rung, Snapshot[][] samples, Func<Snapshot, double> valueOf, double reference)
    {
        Estimate found = Estimate.Of([.. samples.Select(rungs => valueOf(rungs[rung]))]);
        double scatter = found.StandardError * Math.Sqrt(found.Samples);
        Check.Agree($"{quantity} at log10 W = {samples[0][rung].Rung.Log10W}", found, new Estimate(reference, scatter, found.Samples));
    }

    private static void AssertAnalysis(ModeAnalysis analysis, Configuration configuration, Facts facts)
    {
        double scale = Math.Abs(facts.CoreEnergy);
        Assert.That(configuration.Ids[analysis.Decay.Core], Is.EqualTo(facts.CoreByNorm));
        Assert.That(configuration.Ids[analysis.Energy.Core], Is.EqualTo(facts.CoreByEnergy));
        Assert.That(analysis.Energy.LowestLocalEnergy, Is.EqualTo(facts.LocalEnergyMin).Within(1e-9 * scale));
        Assert.That(analysis.Energy.CoreEnergy, Is.EqualTo(facts.CoreEnergy).Within(1e-9 * scale));
        Assert.That(analysis.Energy.CoreRadius, Is.EqualTo(facts.CoreRadius).Within(1e-10));
        Assert.That(analysis.Energy.Energies[^1], Is.EqualTo(facts.Lowest[0]).Within(1e-12 * facts.LargestEigenvalue));
        (double R, double D)[] profile = facts.DecayProfile;
        Assert.That(analysis.Decay.Radii, Is.EqualTo(profile.Select(row => row.R)));
        for (int k = 0; k < profile.Length; k++)
        {
            Assert.That(analysis.Decay.Amplitudes[k], Is.EqualTo(profile[k].D).Within(1e-8 * profile[0].D));
        }
    }
}
