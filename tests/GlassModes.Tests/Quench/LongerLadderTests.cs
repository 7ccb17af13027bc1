// Tests quenches that go on below the last rung of an earlier ladder.

using GlassModes.Files;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Quench;

namespace GlassModes.Tests.Quench;

public sealed class LongerLadderTests
{
    private static readonly PairModel Model = KobAndersen.ForceShifted();

    // The last two cases end at W ≤ 1e-12, where the last rung is checked for an unstable mode, with evaluations of its own.
    [TestCase("W-1.5", QuenchMethodKind.Automatic, -1.75, -2, -2.5)]
    [TestCase("W-1.5", QuenchMethodKind.Fire, -1.75, -2, -2.5)]
    [TestCase("W-8", QuenchMethodKind.Automatic, -10, -12, -15)]
    [TestCase("W-8", QuenchMethodKind.ConjugateGradient, -12.5, -13, -15)]
    public void A_finished_quench_goes_on_below_as_one_quench_would(
        string state, QuenchMethodKind method, double from, double to, double end)
    {
        Configuration start = ConfigurationFile.Read(TestData.Reference($"kalj_N1000_{state}.dump"));
        QuenchOptions options = new(method);
        Ladder shorter = Ladder.Decades(from, to, from - to);
        Ladder longer = Ladder.Decades(from, end, from - to);
        Assert.That(longer.Rungs.Take(2), Is.EqualTo(shorter.Rungs));
        using QuenchRun whole = new(start, Model, longer, options);
        Snapshot[] expected = [.. Rest(whole)];
        Assert.That(expected, Has.Length.GreaterThan(2));

        using QuenchRun first = new(start, Model, shorter, options);
        Snapshot[] before = [.. Rest(first)];
        Assert.That((before.Length, first.Status), Is.EqualTo((2, QuenchStatus.LadderDone)));
        using QuenchRun second = Continue(first, start, longer, options);
        Snapshot[] after = [.. Rest(second)];
        Assert.That(
            before.Select((rung, k) => Numbers(rung, k == 1 ? second.WithdrawnEvaluations : 0)).Concat(after.Select(rung => Numbers(rung))),
            Is.EqualTo(expected.Select(rung => Numbers(rung))));
        Assert.That(second.WithdrawnEvaluations > 0, Is.EqualTo(to <= -12));
        Assert.That(
            before.Concat(after).Select(rung => rung.Configuration.Positions.ToArray()),
            Is.EqualTo(expected.Select(rung => rung.Configuration.Positions.ToArray())));
        Assert.That((second.ForceEvaluations, second.Status), Is.EqualTo((whole.ForceEvaluations, whole.Status)));
        Assert.That(second.FinalEigenvalue, Is.EqualTo(whole.FinalEigenvalue));
        Assert.That((second.Observations, second.Rises), Is.EqualTo((whole.Observations, whole.Rises)));
    }

    [Test]
    public void A_rung_that_is_gone_and_a_new_one_above_are_refused()
    {
        Configuration start = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-1.5.dump"));
        using QuenchRun run = new(start, Model, Ladder.Decades(-1.75, -2, 0.25));
        _ = run.Next();
        foreach (Ladder other in new[] { new Ladder(Math.Pow(10, -1.75)), Ladder.Decades(-1.75, -2.5, 0.125), new Ladder(1e-3) })
        {
            Assert.That(
                () => Continue(run, start, other, new QuenchOptions()).Dispose(),
                Throws.InstanceOf<CheckpointException>().With.Message.Contains("ladder differs"));
        }
    }

    [Test]
    public void A_quench_pushed_off_a_saddle_at_its_last_rung_does_not_go_on_below()
    {
        // Three particles in a row, beside the configuration without forces. The last rung is checked, and the row bends.
        Configuration start = QuenchRunTests.BesideSaddle();
        Ladder longer = new(1e-15, 1e-16, 1e-17);
        using QuenchRun run = new(start, Model, new Ladder(1e-15, 1e-16));
        Assert.That(Rest(run).Count(), Is.EqualTo(2));
        Assert.That(run.SaddleEscapes, Is.Not.Empty);
        Assert.That(
            () => Continue(run, start, longer, new QuenchOptions()).Dispose(),
            Throws.InstanceOf<CheckpointException>().With.Message.Contains("pushed off a saddle"));
        using QuenchRun same = Continue(run, start, new Ladder(1e-15, 1e-16), new QuenchOptions());
        Assert.That(same.Status, Is.EqualTo(QuenchStatus.LadderDone));
    }

    [Test]
    public void Time_goes_on_from_the_start_and_the_path_is_the_same()
    {
        Configuration read = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-1.5.dump"));
        Configuration start = new(read.Box, read.Species, read.Positions, ids: read.Ids, time: 12.5);
        Ladder ladder = Ladder.Decades(-1.75, -2, 0.25);
        using QuenchRun plain = new(start, Model, ladder);
        using QuenchRun timed = new(start, Model, ladder, new QuenchOptions(TimeFromStart: true));
        foreach ((Snapshot a, Snapshot b) in Rest(plain).Zip(Rest(timed)))
        {
            Assert.That(b.Time, Is.EqualTo(12.5 + a.Time));
            Assert.That(b.Configuration.Time, Is.EqualTo(b.Time));
            Assert.That(b.Configuration.Positions.SequenceEqual(a.Configuration.Positions), Is.True);
            Assert.That(
                (b.Bracket.TimeBefore, b.Bracket.TimeAfter), Is.EqualTo((12.5 + a.Bracket.TimeBefore, 12.5 + a.Bracket.TimeAfter)));
        }

        Assert.That(
            timed.Rises.Select(rise => (rise.StartTime, rise.PeakTime, rise.EndTime)),
            Is.EqualTo(plain.Rises.Select(rise => (12.5 + rise.StartTime, 12.5 + rise.PeakTime, 12.5 + rise.EndTime))));
        Assert.That(
            () => new QuenchRun(
                new Configuration(read.Box, read.Species, read.Positions), Model, ladder, new QuenchOptions(TimeFromStart: true)),
            Throws.InstanceOf<InputException>());
    }

    private static QuenchRun Continue(QuenchRun run, Configuration start, Ladder ladder, QuenchOptions options)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        run.Save(writer);
        stream.Position = 0;
        QuenchRun next = new(start, Model, ladder, options);
        using BinaryReader reader = new(stream);
        next.Load(reader);
        return next;
    }

    private static IEnumerable<Snapshot> Rest(QuenchRun run)
    {
        while (run.Next() is { } snapshot)
        {
            yield return snapshot;
        }
    }

    private static (double, double, double, double, long, CrossingBracket, QuenchObservations) Numbers(
        Snapshot s, long withdrawn = 0) =>
        (s.Rung.MeanSquaredForce, s.MeanSquaredForce, s.Time, s.PotentialEnergyPerParticle, s.ForceEvaluations - withdrawn, s.Bracket,
            s.Observations);
}
