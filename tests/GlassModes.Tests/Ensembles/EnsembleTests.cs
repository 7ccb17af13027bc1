// Tests several samples at once: results do not depend on the number of threads, files are complete, and failures are reported unchanged.

using GlassModes.Dynamics;
using GlassModes.Ensembles;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Particles;
using GlassModes.Quench;
using GlassModes.Samples;
using GlassModes.Tables;
using GlassModes.Tests.Samples;
using GlassModes.Tests.Tables;

namespace GlassModes.Tests.Ensembles;

[NonParallelizable]
public class EnsembleTests
{
    private static readonly EquilibrationProtocol Brief = new(0.005, 1, 0.5, 0.5);

    private static LiquidPlan Plan(int samples, int chains, double temperature = 2.0) =>
        new(KobAndersen.ForceShifted(), 256, KobAndersen.Density, temperature, samples, Seed: 3, chains, Brief);

    [Test]
    public void Samples_do_not_depend_on_the_number_of_threads([Values(1, 2, 5)] int chains)
    {
        double[][] onOneThread = Prepare(Plan(5, chains), 1);
        double[][] onThreeThreads = Prepare(Plan(5, chains), 3);
        Assert.That(onThreeThreads, Is.EqualTo(onOneThread));
        Assert.That(onOneThread.Select(positions => positions[0]), Is.Unique);
    }

    [Test]
    public void Random_starts_do_not_depend_on_the_number_of_chains()
    {
        double[][] inOneChain = Prepare(Plan(5, 1, double.PositiveInfinity), 2);
        double[][] inTwoChains = Prepare(Plan(5, 2, double.PositiveInfinity), 2);
        Assert.That(inTwoChains, Is.EqualTo(inOneChain));
    }

    [Test]
    public void The_first_failure_is_reported_as_itself()
    {
        LiquidPlan tooSmall = Plan(4, 4) with { Particles = 20 };
        Assert.That(() => Prepare(tooSmall, 2), Throws.InstanceOf<ModelMismatchException>());
    }

    [Test]
    public void Preparation_can_be_cancelled_and_keeps_what_is_done()
    {
        using CancellationTokenSource source = new();
        List<int> done = [];
        Assert.That(
            () => LiquidPreparation.Run(
                Plan(50, 1),
                1,
                (k, _) =>
                {
                    done.Add(k);
                    if (k == 2)
                    {
                        source.Cancel();
                    }
                },
                cancellation: source.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(done, Is.EqualTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public void A_small_ensemble_goes_the_whole_way()
    {
        string directory = Directory.CreateTempSubdirectory("glassmodes-test-").FullName;
        try
        {
            Reports progress = new();
            LiquidPlan liquids = Plan(2, 2);
            SamplePlan plan = new(liquids.Model, Ladder.Decades(1, 0, 0.5)) { Modes = SampledModes.Unstable };
            SampleResult[] samples = [.. PreparedSamples.Run(liquids, plan, 2, directory, progress).Select(outcome => outcome.Result!)];
            Assert.That(samples.Select(sample => sample.Start.Id.Number), Is.EqualTo(new[] { 0, 1 }));
            Assert.That(samples, Is.All.Matches<SampleResult>(sample => sample is { Status: QuenchStatus.LadderDone, Rungs.Count: 3 }));
            Assert.That(progress.Fractions[^1], Is.EqualTo(1).Within(1e-12));
            foreach (SampleResult sample in samples)
            {
                foreach (RungMeasures rung in sample.Record!.Rungs)
                {
                    // The file alone gives the same modes. Its vector column is the lowest mode.
                    string file = Path.Combine(directory, $"sample_{sample.Start.Id.Number + 1:d3}", plan.Ladder.FileNameOf(rung.Rung));
                    Configuration read = ConfigurationFile.Read(file);
                    using ModeSet modes = GlassModes.Hessians.Hessian.Of(read, plan.Model).UnstableModes();
                    Assert.That(modes.UnstableCount, Is.EqualTo(rung.UnstableCount));
                    Assert.That(modes.Eigenvalues[0], Is.EqualTo(rung.Lowest!.Eigenvalue).Within(1e-9));
                    Assert.That(read.Time, Is.EqualTo(rung.Time));
                    ParticleProperty mode = read.Properties.Single(property => property.Name == "mode");
                    Assert.That(
                        Math.Abs(GlassModes.Numerics.Simd.VectorMath.Dot(mode.Values.Span, modes[0].Vector)), Is.EqualTo(1).Within(1e-9));
                }
            }

            // The record has the results of the sample and everything that is needed to make the sample again.
            SampleRecord record = SampleFile.Read(samples[1].RecordFile!);
            Assert.That(record.Status, Is.EqualTo(QuenchStatus.LadderDone));
            Assert.That(
                (
                    record.Provenance.Protocol.Model,
                    record.Provenance.Protocol.Particles,
                    record.Provenance.Id.Seed,
                    record.Provenance.Id.Number),
                Is.EqualTo(("kalj", 256, 3UL, 1)));
            Assert.That(record.Provenance.Rungs.Select(rung => rung.MeanSquaredForce), Is.EqualTo(new[] { 10, 3.1622776601683795, 1 }));
            Assert.That(record.Provenance.Protocol.Quench?.Method, Is.EqualTo(QuenchMethodKind.Rkc3));
            Assert.That(record.Provenance.Protocol.Composition, Is.EqualTo(new[] { 0.8, 0.2 }));
            Assert.That(record.Provenance.Protocol.Cutoffs, Is.EqualTo(new[] { 2.5, 2, 2.2 }));
            Assert.That(
                record.Provenance.Id.StartHash,
                Is.EqualTo(SampleId.HashOf(ConfigurationFile.Read(Path.Combine(directory, "sample_002", "start.extxyz")))));
            Assert.That(record.Provenance.Versions["GlassModes"], Does.StartWith("0."));
            for (int k = 0; k < 3; k++)
            {
                SampleFileTests.AssertSame(record.Rungs[k], samples[1].Record!.Rungs[k]);
            }

            SampleRecord[] records = [.. PreparedSamples.Run(liquids, plan, 1).Select(outcome => outcome.Result!.Record!)];
            Assert.That(records[0].Provenance.Protocol, Is.EqualTo(record.Provenance.Protocol), "without files too");
            Assert.That(records[1].Rungs[2].Lowest!.Eigenvalue, Is.EqualTo(samples[1].Record!.Rungs[2].Lowest!.Eigenvalue).Within(1e-12));
            Assert.That(records[1].Rungs[2].Time, Is.EqualTo(samples[1].Rungs[2].Time));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Test]
    public void Harmonic_spheres_go_the_whole_way_to_the_tables()
    {
        PairModel model = HarmonicSpheres.Create();
        LiquidPlan liquids = new(model, 200, model.DefaultDensity, double.PositiveInfinity, 4, Seed: 5);
        SamplePlan plan = new(model, new Ladder([1e-2, 1e-3, 1e-4])) { Modes = SampledModes.Unstable };
        EnsembleSums sums = EnsembleSums.Of(PreparedSamples.Run(liquids, plan, 2).Select(outcome => outcome.Result!.Record!));
        ResultSet results = TableRow.Analyse(sums);
        TableRow[] rows = TableRow.Of("fixed_w", results);
        Assert.That(rows.Select(row => (row["ensemble"], row["samples"])), Is.EqualTo(Enumerable.Repeat(("harmonic_N200_Tinf", "4"), 3)));
        Assert.That(rows.Select(row => row.Number("V_per_particle")), Is.Ordered.Descending.And.All.Positive);
        Assert.That(rows.Select(row => row.Number("f_u")), Is.Ordered.Descending);

        // An independent check of V/N: the energy of the configurations falls at the rate W (Eq. 8). The check is as good as W is smooth
        // between rungs.
        foreach (TableRow row in TableRow.Of("flatness", results))
        {
            Assert.That(row.Number("eq8"), Is.EqualTo(1).Within(0.6), $"{row}");
        }

        Assert.That(
            results.Tables.Where(table => table.Rows.Count == 0).Select(table => table.Name),
            Is.SubsetOf(new[] { "mobility_crossings", "core_energy_tail" }));
    }

    [Test]
    public void A_model_of_another_cutoff_is_another_ensemble()
    {
        Protocol ProtocolOf(double cutoff)
        {
            PairModel model = KobAndersen.ForceShifted(cutoff);
            LiquidPlan liquids = new(model, 128, KobAndersen.Density, double.PositiveInfinity, 1);
            SamplePlan plan = new(model, Ladder.Decades(3, 3, 1)) { Modes = SampledModes.Count };
            return PreparedSamples.Run(liquids, plan, 1)[0].Result!.Record!.Provenance.Protocol;
        }

        Protocol[] keys = [ProtocolOf(2), ProtocolOf(2), ProtocolOf(2.2)];
        Assert.That(keys[1], Is.EqualTo(keys[0]));
        Assert.That(keys[2], Is.Not.EqualTo(keys[0]));
    }

    private static double[][] Prepare(LiquidPlan plan, int threads)
    {
        double[][] positions = new double[plan.Samples][];
        LiquidPreparation.Run(plan, threads, (k, sample) => positions[k] = sample.Configuration.Positions.ToArray());
        return positions;
    }

    private sealed class Reports : IProgress<WorkProgress>
    {
        private readonly Lock _gate = new();

        public List<double> Fractions { get; } = [];

        public void Report(WorkProgress value)
        {
            lock (_gate)
            {
                Fractions.Add(value.Fraction);
            }
        }
    }
}
