// Compares a small ensemble, from liquids to tables, with averages that were measured with independent code.

using GlassModes.Analysis;
using GlassModes.Analysis.Records;
using GlassModes.Dynamics;
using GlassModes.Ensembles;
using GlassModes.Models;
using GlassModes.Papers;
using GlassModes.Quench;
using GlassModes.Samples;
using GlassModes.Statistics;
using GlassModes.Tables;

namespace GlassModes.Validation;

[Category("Validation")]
public class EnsembleResultsTests
{
    private const int Count = 32;
    private string _directory = "";
    private CollectedSamples _samples = null!;

    [OneTimeSetUp]
    public void Make()
    {
        _directory = Directory.CreateTempSubdirectory("glassmodes-ensemble-").FullName;
        foreach (int particles in (int[])[500, 1000])
        {
            LiquidPlan liquids = new(
                KobAndersen.ForceShifted(),
                particles,
                KobAndersen.Density,
                2,
                Count,
                (ulong)particles,
                Chains: Count,
                new EquilibrationProtocol(CanonicalTime: 60, MicrocanonicalTime: 40));
            PreparedSamples.Run(
                liquids,
                new SamplePlan(liquids.Model, Ladder.Decades(from: 0, to: -3, step: 1)) { Modes = SampledModes.Unstable },
                Environment.ProcessorCount,
                Path.Combine(_directory, $"{particles}"));
        }

        _samples = Collect(_directory);
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Averages_at_fixed_force_are_the_known_ones()
    {
        Assert.That((_samples.Read, _samples.PassedOver, _samples.LeftOut), Is.EqualTo((2 * Count, 0, 0)));
        foreach (EnsembleSums ensemble in _samples.Ensembles)
        {
            int n = ensemble.Protocol.Particles;
            RungSums At(double log10W) => ensemble.Rungs.Single(rung => rung.Log10W == log10W);

            // The expected values are means of eight samples of N = 1000. Only f_u below W = 0.1 is a mean of N = 8000. Samples of N = 500
            // may differ by a little more.
            void Compare(double log10W, RungScalar scalar, double expected, double rounding, double largestError)
            {
                Estimate found = At(log10W).Mean(scalar);
                Assert.That(found.Samples, Is.EqualTo(Count));
                Assert.That(found.StandardError, Is.InRange(0.2 * largestError, largestError), $"error of {scalar} at log10 W = {log10W}");
                Check.Agree(
                    $"N = {n}, log10 W = {log10W}, {scalar}",
                    found,
                    new Estimate(expected, found.StandardError * Math.Sqrt(Count / 8.0), 8),
                    rounding);
            }

            double finiteSize = n < 1000 ? 0.01 : 0;
            Compare(0, RungScalar.PotentialEnergyPerParticle, -6.43, 0.005 + finiteSize, 0.008);
            Compare(-1, RungScalar.PotentialEnergyPerParticle, -6.61, 0.005 + finiteSize, 0.008);
            Compare(-2, RungScalar.PotentialEnergyPerParticle, -6.68, 0.005 + finiteSize, 0.006);
            Compare(0, RungScalar.FractionUnstable, 0.019, 0.0005, 0.0006);
            Compare(-1, RungScalar.FractionUnstable, 0.005, 0.0005, 0.0004);
            Compare(-3, RungScalar.FractionUnstable, 6e-4, 5e-5, 0.00015);
            Compare(0, RungScalar.Time, 0.125, 0.0005, 0.006);
            Compare(-1, RungScalar.Time, 0.68, 0.005, 0.05);
            Compare(-2, RungScalar.Time, 2.2, 0.05, 0.2);
        }
    }

    [Test]
    public void The_fraction_of_unstable_modes_goes_with_the_square_root_of_the_force()
    {
        foreach (EnsembleSums ensemble in _samples.Ensembles)
        {
            RelaxationLaws relaxation = RelaxationLaws.Of(ensemble, Shimada2024.Options with { FractionRange = new RungRange(0, -3) });
            FittedValue exponent = relaxation.FractionLaw.Exponent;
            TestContext.Out.WriteLine($"N = {ensemble.Protocol.Particles}: {relaxation.FractionLaw}; {relaxation.TimeLaw}");
            Assert.That(exponent.Value, Is.EqualTo(2).Within(0.25 + (3 * exponent.Error)), "the paper's guide line");
            Assert.That(
                relaxation.Flatness[^1].FromFraction.Mean,
                Is.LessThan(relaxation.Flatness[0].FromFraction.Mean),
                "the landscape becomes flatter");
        }
    }

    [Test]
    public void Shares_of_the_force_are_whole_and_known_well()
    {
        RungSums[] rungs = [.. _samples.Ensembles.SelectMany(ensemble => ensemble.Rungs)];
        foreach (
            IGrouping<double, MeanForceShares> limit in rungs.SelectMany(rung => rung.Flow.ForceShares()).GroupBy(shares => shares.Limit))
        {
            TestContext.Out.WriteLine($"x = {limit.Key:g3}: within {limit.Max(shares => shares.Uncertainty):g3} at the worst rung");
        }

        foreach (RungSums rung in rungs)
        {
            foreach (MeanForceShares shares in rung.Flow.ForceShares())
            {
                Assert.That(shares.Unstable.Mean + shares.Flat.Mean + shares.Stable.Mean, Is.EqualTo(1).Within(1e-12));

                // At limits where most of the force lies, the Lanczos steps end before the bounds reach the wanted width.
                Assert.That(shares.Uncertainty, Is.LessThan(0.01), $"{shares}");
            }
        }
    }

    [Test]
    public void Halves_merge_to_the_tables_of_the_whole()
    {
        string[] files = [.. Directory.GetFiles(_directory, "sample.h5", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        CollectedSamples merged = Collect([.. files.Where((_, k) => k % 3 == 0)]);
        CollectedSamples second = Collect([.. files.Where((_, k) => k % 3 != 0)]);
        foreach (EnsembleSums ensemble in merged.Ensembles)
        {
            ensemble.Add(second.Ensembles.Single(sums => sums.Protocol == ensemble.Protocol));
        }

        Assert.That(Tables(merged), Is.EqualTo(Tables(_samples)));
    }

    private static byte[] Tables(CollectedSamples samples)
    {
        using MemoryStream stream = new();
        ResultJson.Write(stream, AnalysisTables.Of(EnsembleAnalysis.Of(samples.Ensembles, Shimada2024.Options)));
        return stream.ToArray();
    }

    private static CollectedSamples Collect(params string[] paths) =>
        SampleCollector.Collect(RecordFinder.Find(paths, Assert.Fail), Assert.Fail);
}
