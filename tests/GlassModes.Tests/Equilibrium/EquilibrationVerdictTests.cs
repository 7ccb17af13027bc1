// Tests what is said of liquids that are equilibrated, and of those that are not.

using GlassModes.Dynamics;
using GlassModes.Equilibrium;
using GlassModes.Models;
using GlassModes.Statistics;

namespace GlassModes.Tests.Equilibrium;

public sealed class EquilibrationVerdictTests
{
    private static readonly PairModel Model = KobAndersen.ForceShifted();

    [Test]
    public void A_hot_liquid_is_equilibrated()
    {
        EquilibrationRecord record = Watch(2, new EquilibrationProtocol(0.005, 80, 20, 5), 3);
        EquilibrationVerdict verdict = EquilibrationVerdict.Of(record);
        Assert.That(verdict.IsEquilibrated, Is.True, string.Join("; ", verdict.Reasons));

        // The second half of NVT, and NVE up to the last sample, in frames of 40 steps.
        Assert.That(record.EquilibrationTime, Is.EqualTo(80));
        Assert.That(record.Canonical.Time, Is.EqualTo(40).Within(0.2));
        Assert.That(record.Microcanonical.Time, Is.EqualTo(30).Within(0.2));
        Assert.That(record.Canonical.Blocking.Mean, Is.EqualTo(-3.817).Within(0.08), "V/N of the reference");
        Assert.That(record.Microcanonical.Blocking.Mean, Is.EqualTo(record.Canonical.Blocking.Mean).Within(0.08));
        RelaxationRecord relaxation = record.Relaxation!;
        Assert.That(relaxation.WaveNumber, Is.EqualTo(7.2).Within(0.5));
        Assert.That(relaxation.RelaxationTime, Is.GreaterThan(0.15).And.LessThan(0.5));

        // Diffusion: the displacement grows as the time.
        RelaxationAtTime[] late = [.. relaxation.Curve.Where(point => point.Time is > 2 and < 20)];
        Assert.That(
            late[^1].MeanSquaredDisplacement / late[0].MeanSquaredDisplacement,
            Is.EqualTo(late[^1].Time / late[0].Time).Within(25).Percent);
    }

    [Test]
    public void A_liquid_that_was_cooled_at_once_is_not_equilibrated_and_it_is_said_why()
    {
        EquilibrationRecord record = Watch(0.4, new EquilibrationProtocol(0.005, 40, 5, 5) { HotStage = new HotStage(2, 5) }, 1);
        EquilibrationVerdict verdict = EquilibrationVerdict.Of(record);
        Assert.That(verdict.IsEquilibrated, Is.False);
        EquilibrationDoubt[] doubts = [.. verdict.Reasons.Select(reason => reason.Doubt)];
        Assert.That(doubts, Does.Contain(EquilibrationDoubt.ParticlesInCages).And.Contain(EquilibrationDoubt.NotRelaxed));
        Assert.That(verdict.Reasons.Select(reason => $"{reason}"), Has.Some.Contains("F_s(k, t) fell to 0."));
    }

    [Test]
    public void A_short_run_has_too_few_relaxation_times_and_none_has_nothing_to_judge()
    {
        EquilibrationRecord record = Watch(2, new EquilibrationProtocol(0.005, 80, 20, 5), 3);
        EquilibrationReason reason = EquilibrationVerdict.Of(record with { EquilibrationTime = 1 }).Reasons.Single();
        Assert.That((reason.Doubt, reason.Limit), Is.EqualTo((EquilibrationDoubt.TooFewRelaxationTimes, 10.0)));
        Assert.That(
            EquilibrationVerdict.Of(record, new EquilibrationCriteria(CageExit: 1e6)).Reasons.Single().Doubt,
            Is.EqualTo(EquilibrationDoubt.ParticlesInCages));
        EnergyRecord drifting = record.Canonical with { Trend = new Trend(0.5, 0.05) };
        reason = EquilibrationVerdict.Of(record with { Canonical = drifting }).Reasons.Single();
        Assert.That($"{reason}", Is.EqualTo("V/N changed by 0.5, error 0.05, in the second half"));
        EnergyRecord growing = record.Canonical with { Blocking = record.Canonical.Blocking with { Plateau = null } };
        reason = EquilibrationVerdict.Of(record with { Canonical = growing }).Reasons.Single();
        Assert.That(reason.Doubt, Is.EqualTo(EquilibrationDoubt.ErrorWithoutPlateau));
        EnergyRecord crystallised = record.Microcanonical with
        {
            Blocking = record.Microcanonical.Blocking with { Mean = record.Canonical.Blocking.Mean - 0.5 },
        };
        reason = EquilibrationVerdict.Of(record with { Microcanonical = crystallised }).Reasons.Single();
        Assert.That((reason.Doubt, reason.Value), Is.EqualTo((EquilibrationDoubt.EnergyDiffers, -0.5)));
        Assert.That($"{reason}", Does.StartWith("V/N at constant energy differs by -0.5, error 0.0"));
        reason = EquilibrationVerdict.Of(record with { Microcanonical = record.Microcanonical with { Trend = drifting.Trend } })
            .Reasons.Single();
        Assert.That(reason.Doubt, Is.EqualTo(EquilibrationDoubt.EnergyDiffers));
        reason = EquilibrationVerdict.Of(Watch(2, new EquilibrationProtocol(0.005, 20, 1, 1), 1)).Reasons[0];
        Assert.That($"{reason}", Is.EqualTo("the run is too short to judge V/N by: 32 blocks, less than 64"));
        EquilibrationRecord none = Watch(2, new EquilibrationProtocol(0.005, 0, 1, 1), 1);
        Assert.That(EquilibrationVerdict.Of(none).Reasons.Single().Doubt, Is.EqualTo(EquilibrationDoubt.NothingToJudge));
    }

    [Test]
    public void What_came_before_the_last_temperature_is_not_judged()
    {
        EquilibrationProtocol protocol = new(0.005, 20, 2, 1) { HotStage = new HotStage(4, 30, 10) };
        EquilibrationRecord record = Watch(1.5, protocol, 1);
        Assert.That(record.EquilibrationTime, Is.EqualTo(20));
        Assert.That(record.Canonical.Time, Is.EqualTo(10).Within(0.2));
        Assert.That(record.Canonical.Blocks[0], Is.LessThan(-4.2), "V/N is -3.8 at T = 2, and more above");
    }

    [Test]
    public void A_monitor_of_a_resumed_run_has_seen_it_all()
    {
        EquilibrationProtocol protocol = new(0.005, 6, 2, 1);
        EquilibrationRecord whole = Watch(2, protocol, 2);
        EquilibrationSchedule schedule = protocol.ScheduleFor(2, 2);
        RandomStart start = new(300, KobAndersen.Density, 8);
        EquilibrationMonitor monitor = new(Model, start, schedule);
        EquilibrationRun run = new(Model, start, schedule, observer: monitor);
        while (!run.IsFinished)
        {
            run.Next(pauseAfter: TimeSpan.Zero);
            using MemoryStream stream = new();
            run.Save(new BinaryWriter(stream));
            run.Dispose();
            stream.Position = 0;
            monitor = new EquilibrationMonitor(Model, start, schedule);
            run = new EquilibrationRun(Model, start, schedule, observer: monitor);
            run.Load(new BinaryReader(stream));
            Assert.That(stream.Position, Is.EqualTo(stream.Length));
        }

        run.Dispose();
        EquilibrationRecord parts = monitor.ToRecord();
        Assert.That(parts.Relaxation!.Curve, Is.EqualTo(whole.Relaxation!.Curve));
        Assert.That(parts.Canonical.Blocks, Is.EqualTo(whole.Canonical.Blocks));
        Assert.That(parts.Microcanonical.Blocks, Is.EqualTo(whole.Microcanonical.Blocks));
    }

    private static EquilibrationRecord Watch(double temperature, EquilibrationProtocol protocol, int samples)
    {
        EquilibrationSchedule schedule = protocol.ScheduleFor(temperature, samples);
        RandomStart start = new(300, KobAndersen.Density, 8);
        EquilibrationMonitor monitor = new(Model, start, schedule);
        using EquilibrationRun run = new(Model, start, schedule, observer: monitor);
        while (run.Next() is not null)
        {
            // The samples are of no interest here.
        }

        return monitor.ToRecord();
    }
}
