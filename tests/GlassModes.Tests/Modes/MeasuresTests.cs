// Tests the measures of modes: against the reference facts, and on modes whose measures are known.

using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Modes.Measures;
using GlassModes.Particles;

namespace GlassModes.Tests.Modes;

public class MeasuresTests
{
    [TestCase("kalj_N1000_T2")]
    [TestCase("kalj_N1000_W-1.5")]
    [TestCase("kalj_N1000_W-3")]
    [TestCase("kalj_N1000_W-5")]
    [TestCase("kalj_N1000_W-8")]
    public void The_lowest_modes_cores_and_profiles_match_the_reference(string name) => AssertAnalysis(name);

    [Test]
    public void Energies_sum_to_the_eigenvalue_for_every_mode()
    {
        (Configuration configuration, _) = Facts.Read("kalj_N1000_W-1.5");
        Hessian hessian = Hessian.Of(configuration, KobAndersen.ForceShifted());
        using ModeSet modes = hessian.LowestModes(30);
        for (int k = 0; k < modes.Count; k++)
        {
            double[] energies = LocalEnergies.Of(hessian, modes[k].Vector);
            EnergyProfile profile = EnergyProfile.Of(configuration, energies);
            double tolerance = 1e-12 * hessian.LargestEigenvalue;
            Assert.That(energies.Sum(), Is.EqualTo(modes.Eigenvalues[k]).Within(tolerance));
            Assert.That(profile.Energies[^1], Is.EqualTo(modes.Eigenvalues[k]).Within(tolerance));
            Assert.That(profile.Radii[0], Is.Zero);
            Assert.That(profile.LowestLocalEnergy, Is.EqualTo(energies.Min()));
            Assert.That(profile.Energies[0], Is.EqualTo(profile.LowestLocalEnergy));
            Assert.That(profile.Radii, Is.Ordered);
            Assert.That(profile.CoreEnergy, Is.EqualTo(profile.Energies.Min()));
        }
    }

    [Test]
    public void Participation_is_one_for_a_translation_and_1_over_N_for_a_single_particle()
    {
        const int n = 50;
        double[] translation = new double[3 * n];
        double[] single = new double[3 * n];
        for (int i = 0; i < n; i++)
        {
            translation[(3 * i) + 1] = 1 / Math.Sqrt(n);
        }

        (single[21], single[22], single[23]) = (0.6, 0, -0.8);
        Assert.That(ParticipationRatio.Of(translation), Is.EqualTo(1).Within(1e-14));
        Assert.That(ParticipationRatio.Of(single), Is.EqualTo(1.0 / n).Within(1e-16));
        double[] doubled = [.. single.Select(x => 2 * x)];
        Assert.That(ParticipationRatio.Of(doubled), Is.EqualTo(1.0 / n).Within(1e-16), "the normalisation does not matter");
        Assert.That(() => ParticipationRatio.Of(new double[4]), Throws.ArgumentException);
        Assert.That(() => ParticipationRatio.Of(new double[3]), Throws.ArgumentException.With.Message.Contains("zero"));
    }

    [Test]
    public void A_planted_decay_is_found_with_its_core_and_its_median()
    {
        // The particles lie on a line through the boundary. A particle at distance d from particle 2 has the amplitude 1/(1 + d). The last
        // particle is at a distance of 0.1, which is less than half a bin, and belongs to no bin.
        double[] xs = [0.5, 1.0, 0.1, 9.6, 9.1, 8.6, 0.2];
        double[] positions = new double[21];
        double[] mode = new double[21];
        PeriodicBox box = new(10);
        for (int i = 0; i < xs.Length; i++)
        {
            positions[3 * i] = xs[i];
            mode[(3 * i) + 2] = -1 / (1 + Math.Abs(box.MinimumImage(xs[i] - 0.1)));
        }

        Configuration line = new(box, new byte[xs.Length], positions);
        DecayProfile profile = DecayProfile.Of(line, mode, binWidth: 0.5);

        // Bins so narrow that each holds one particle, or that their number is beyond every integer.
        foreach (double width in new[] { 1e-9, 1e-300 })
        {
            Assert.That(DecayProfile.Of(line, mode, width).Radii, Has.Count.GreaterThan(1));
        }

        Assert.That(profile.Core, Is.EqualTo(2));
        Assert.That(profile.Radii, Is.EqualTo(new[] { 0.5, 1.0, 1.5 }));

        // Distances 0.4 and 0.5 share the first bin, 0.9 and 1.0 the second.
        Assert.That(profile.Amplitudes[0], Is.EqualTo(0.5 * ((1 / 1.4) + (1 / 1.5))).Within(1e-14));
        Assert.That(profile.Amplitudes[1], Is.EqualTo(0.5 * ((1 / 1.9) + (1 / 2.0))).Within(1e-14));
        Assert.That(profile.Amplitudes[2], Is.EqualTo(1 / 2.5).Within(1e-14));
    }

    [Test]
    public void The_local_energies_of_a_pair_are_those_of_the_formula()
    {
        const double r = 0.8;
        Configuration pair = new(new PeriodicBox(3), [0, 0], [1, 1, 1, 1 + r, 1, 1]);
        Hessian hessian = Hessian.Of(pair, HarmonicSpheres.Create());
        double[] along = [1, 0, 0, -1, 0, 0];
        double[] across = [0, 1, 0, 0, -1, 0];
        double slope = -(1 - r) / r;
        Assert.That(LocalEnergies.Of(hessian, along), Is.All.EqualTo(0.5 * 4 * 1).Within(1e-14));
        Assert.That(LocalEnergies.Of(hessian, across), Is.All.EqualTo(0.5 * 4 * slope).Within(1e-14));
    }

    [Test]
    public void Any_mode_of_a_set_can_be_analysed_with_any_bins()
    {
        (Configuration configuration, _) = Facts.Read("kalj_N1000_W-1.5");
        Hessian hessian = Hessian.Of(configuration, KobAndersen.ForceShifted());
        using ModeSet modes = hessian.LowestModes(4);
        for (int k = 0; k < 4; k++)
        {
            ModeAnalysis analysis = ModeAnalysis.Of(modes, k, binWidth: 0.25);
            Assert.That(analysis.Eigenvalue, Is.EqualTo(modes.Eigenvalues[k]));
            Assert.That(analysis.ParticipationRatio, Is.EqualTo(modes[k].ParticipationRatio));
            Assert.That(analysis.Decay.BinWidth, Is.EqualTo(0.25));
            Assert.That(analysis.Decay.Radii[^1], Is.EqualTo(4.5), "the last centre below L/2 = 4.7");
            Assert.That(analysis.Energy.Energies[^1], Is.EqualTo(modes.Eigenvalues[k]).Within(1e-12 * hessian.LargestEigenvalue));
        }
    }

    [Test]
    public void Vectors_that_do_not_fit_the_configuration_are_refused()
    {
        Configuration pair = new(new PeriodicBox(3), [0, 0], [1, 1, 1, 1.8, 1, 1]);
        Hessian hessian = Hessian.Of(pair, HarmonicSpheres.Create());
        Assert.That(() => LocalEnergies.Of(hessian, new double[9]), Throws.ArgumentException.With.Message.Contains("3N = 6"));
        Assert.That(() => DecayProfile.Of(pair, new double[9]), Throws.ArgumentException.With.Message.Contains("3N = 6"));
        Assert.That(() => DecayProfile.Of(pair, new double[6], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => EnergyProfile.Of(pair, new double[3]), Throws.ArgumentException.With.Message.Contains("2 particles"));
    }

    internal static void AssertAnalysis(string name)
    {
        (Configuration configuration, Facts facts) = Facts.Read(name);
        using ModeSet lowest = Hessian.Of(configuration, Facts.ModelOf(name)).LowestModes(1);
        ModeAnalysis analysis = ModeAnalysis.Of(lowest);
        double scale = Math.Abs(facts.CoreEnergy);
        Assert.That(analysis.Eigenvalue, Is.EqualTo(facts.Lowest[0]).Within(1e-9 * scale));
        Assert.That(analysis.ParticipationRatio, Is.EqualTo(facts.ParticipationLowest[0]).Within(1e-8));
        Assert.That(configuration.Ids[analysis.Decay.Core], Is.EqualTo(facts.CoreByNorm));
        Assert.That(configuration.Ids[analysis.Energy.Core], Is.EqualTo(facts.CoreByEnergy));
        Assert.That(analysis.Energy.LowestLocalEnergy, Is.EqualTo(facts.LocalEnergyMin).Within(1e-8 * scale));
        Assert.That(analysis.Energy.CoreEnergy, Is.EqualTo(facts.CoreEnergy).Within(1e-8 * scale));
        Assert.That(analysis.Energy.CoreRadius, Is.EqualTo(facts.CoreRadius).Within(1e-10));
        (double R, double D)[] expected = facts.DecayProfile;
        Assert.That(analysis.Decay.Radii, Is.EqualTo(expected.Select(row => row.R)));
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.That(analysis.Decay.Amplitudes[k], Is.EqualTo(expected[k].D).Within(1e-7 * expected[0].D));
        }
    }
}
