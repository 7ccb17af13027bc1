// Compares averages at fixed W of quenches from T = 2 with averages that were measured with independent code.

using GlassModes.Forces;
using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Particles;
using GlassModes.Quench;
using GlassModes.Statistics;

namespace GlassModes.Validation;

[Category("Validation")]
public class QuenchAveragesTests
{
    private sealed record Quenched(double StartW, double StartUnstable, double[] Energies, double[] Times, double[] Unstable);

    [Test]
    public void Energies_times_and_unstable_fractions_match_the_known_averages()
    {
        PairModel model = KobAndersen.ForceShifted();

        // Each chain gives two configurations. The two are t = 79.5 apart, which is some fifty relaxation times.
        Configuration[] starts = [.. PreparedLiquids.All.SelectMany(chain => new[] { chain[0].Configuration, chain[^1].Configuration })];
        Quenched[] samples = Samples.Run(starts.Length, k =>
        {
            Snapshot[] rungs = [.. SteepestDescent.Quench(starts[k], model, new Ladder(1, 0.1, 0.01))];
            using ForceField field = model.CreateForceField(starts[k].Box, starts[k].Species);
            double[] forces = new double[3 * starts[k].Count];
            field.Compute(starts[k].Positions, forces);
            return new Quenched(
                ForceField.MeanSquaredForce(forces),
                Unstable(starts[k], model),
                [.. rungs.Select(rung => rung.PotentialEnergyPerParticle)],
                [.. rungs.Select(rung => rung.Time)],
                [.. rungs.Take(2).Select(rung => Unstable(rung.Configuration, model))]);
        });
        Estimate Mean(Func<Quenched, double> quantity) => Estimate.Of([.. samples.Select(quantity)]);

        // The expected values are means of eight starts. Their error is estimated from the scatter of our samples.
        void Compare(string quantity, Func<Quenched, double> valueOf, double expected, double rounding)
        {
            Estimate found = Mean(valueOf);
            Estimate theirs = new(expected, found.StandardError * Math.Sqrt(found.Samples / 8.0), 8);
            Check.Agree(quantity, found, theirs, rounding);
        }

        Compare("f_u at T = 2", s => s.StartUnstable, 0.19, 0.005);
        Compare("V/N at W = 1", s => s.Energies[0], -6.43, 0.005);
        Compare("V/N at W = 0.1", s => s.Energies[1], -6.61, 0.005);
        Compare("V/N at W = 0.01", s => s.Energies[2], -6.68, 0.005);
        Compare("f_u at W = 1", s => s.Unstable[0], 0.019, 0.0005);
        Compare("f_u at W = 0.1", s => s.Unstable[1], 0.005, 0.0005);
        Compare("t at W = 1", s => s.Times[0], 0.125, 0.0005);
        Compare("t at W = 0.1", s => s.Times[1], 0.68, 0.005);
        Compare("t at W = 0.01", s => s.Times[2], 2.2, 0.05);

        Estimate start = Mean(s => s.StartW);
        Check.Print("W of the start", start);
        TestContext.Out.WriteLine($"from {samples.Min(s => s.StartW):f0} to {samples.Max(s => s.StartW):f0}");

        // W of eight independent starts lay between 4600 and 5640, which is about 1.4 standard deviations on either side of the mean.
        Assert.That(start.Mean, Is.InRange(4600, 5640));
        Assert.That(samples.Select(s => s.StartW), Is.All.InRange(3500, 7500));
    }

    private static double Unstable(Configuration configuration, PairModel model) =>
        Hessian.Of(configuration, model).CountUnstable().UnstableCount!.Value / (double)((3 * configuration.Count) - 3);
}
