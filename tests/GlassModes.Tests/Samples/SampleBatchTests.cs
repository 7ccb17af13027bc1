// Tests batches of samples: a failure does not affect other samples, and any number of threads gives the same bits.

using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Quench;
using GlassModes.Samples;

namespace GlassModes.Tests.Samples;

[NonParallelizable]
public sealed class SampleBatchTests
{
    private static readonly PairModel Model = KobAndersen.ForceShifted();

    [Test]
    public void A_sample_that_fails_does_not_stop_the_others()
    {
        BatchEntry[] entries =
        [
            new("good", () => Start(0), null),
            new("bad", () => throw new InputException("there is nothing"), null),
            new("another", () => Start(1), null),
        ];
        SamplePlan plan = new(Model, new Ladder(Math.Pow(10, -1.6)));
        IReadOnlyList<BatchOutcome> outcomes = new SampleBatch(plan, threads: 2).Run(entries);
        QuenchStatus?[] expected = [QuenchStatus.LadderDone, null, QuenchStatus.LadderDone];
        Assert.That(outcomes.Select(outcome => outcome.Result?.Status), Is.EqualTo(expected));
        Assert.That(outcomes[1].Failure, Is.TypeOf<InputException>());
    }

    [Test]
    public void A_shortage_of_memory_in_one_sample_does_not_stop_the_others()
    {
        BatchEntry[] entries =
        [
            new("good", () => Start(0), null),
            new("large", () => throw new InsufficientMemoryException("3 GB are missing"), null),
            new("another", () => Start(1), null),
        ];
        SamplePlan plan = new(Model, new Ladder(Math.Pow(10, -1.6)));
        IReadOnlyList<BatchOutcome> outcomes = new SampleBatch(plan, threads: 2).Run(entries);
        QuenchStatus?[] expected = [QuenchStatus.LadderDone, null, QuenchStatus.LadderDone];
        Assert.That(outcomes.Select(outcome => outcome.Result?.Status), Is.EqualTo(expected));
        Assert.That(outcomes[1].Failure, Is.TypeOf<InsufficientMemoryException>().With.Message.Contains("3 GB"));
    }

    [Test]
    public void A_file_that_cannot_be_written_does_not_stop_the_others()
    {
        string file = Path.GetTempFileName();
        try
        {
            // Below a file there is no directory.
            BatchEntry[] entries =
            [
                new("bad", () => Start(0), new SampleStorage(Path.Combine(file, "out"))),
                new("good", () => Start(1), null),
            ];
            SamplePlan plan = new(Model, new Ladder(Math.Pow(10, -1.6)));
            IReadOnlyList<BatchOutcome> outcomes = new SampleBatch(plan, threads: 1).Run(entries);
            Assert.That(outcomes[0].Failure, Is.InstanceOf<IOException>());
            Assert.That(outcomes[1].Result?.Status, Is.EqualTo(QuenchStatus.LadderDone));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void Records_do_not_depend_on_the_number_of_threads()
    {
        SamplePlan plan = new(Model, Ladder.Decades(-1.6, -1.8, 0.1)) { Modes = SampledModes.Unstable };
        SampleRecord[] alone = Records(threads: 1);
        SampleRecord[] together = Records(threads: 3);
        for (int sample = 0; sample < alone.Length; sample++)
        {
            for (int rung = 0; rung < alone[sample].Rungs.Count; rung++)
            {
                SampleFileTests.AssertSame(together[sample].Rungs[rung], alone[sample].Rungs[rung]);
            }
        }

        SampleRecord[] Records(int threads) =>
        [
            .. new SampleBatch(plan, threads).Run([new("0", () => Start(0), null), new("1", () => Start(1), null)])
                .Select(outcome => outcome.Result!.Record!),
        ];
    }

    [Test]
    public void A_cancelled_batch_says_how_far_it_came()
    {
        using CancellationTokenSource stop = new();
        SamplePlan plan = new(Model, Ladder.Decades(-1.6, -3, 0.1));
        SampleBatch batch = new(plan, threads: 1) { OnRung = (_, _) => stop.Cancel() };
        IReadOnlyList<BatchOutcome> outcomes = batch.Run([new("0", () => Start(0), null), new("1", () => Start(1), null)], stop.Token);
        Assert.That((outcomes[0].Result?.Status, outcomes[0].Result?.Rungs.Count), Is.EqualTo((QuenchStatus.Running, 1)));
        Assert.That((outcomes[1].Result, outcomes[1].Failure), Is.EqualTo(((SampleResult?)null, (Exception?)null)), "not begun");
    }

    private static SampleStart Start(int number)
    {
        Configuration read = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-1.5.dump"));
        double[] positions = read.Positions.ToArray();
        positions[number] += 0.01;
        return SampleStart.FromFile(new Configuration(read.Box, read.Species, positions, ids: read.Ids), "start", number, number);
    }
}
