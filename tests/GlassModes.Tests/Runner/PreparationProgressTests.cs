// Tests that the lines of progress tell the time left, also after a stop.

using System.Globalization;
using System.Text.RegularExpressions;
using GlassModes.Dynamics;
using GlassModes.Models;
using GlassModes.Runner.Output;
using GlassModes.Samples;

namespace GlassModes.Tests.Runner;

public sealed partial class PreparationProgressTests : RunnerTests
{
    private static readonly EquilibrationProtocol s_plain = new(0.005, 4, 2, 1);
    private static readonly EquilibrationProtocol s_exchange =
        EquilibrationProtocol.OfTrials(new ReplicaExchangeProtocol([2, 1.8, 1.6], 40), 20, 10);

    private static IEnumerable<string> Kinds => PreparationKillTests.Runs.Keys;

    [GeneratedRegex(@"^glassmodes prepare: (?!0\.0 )[0-9.]+ % done, \S+ %/s, (\d\d:\d\d:\d\d) left, chain \d: ")]
    private static partial Regex Line { get; }

    // Each run is a thousand times as long as the run that is killed elsewhere. It is stopped when it has told the time. Its first steps
    // take longer than those that follow, so that a line before 0.1 % does not count.
    [TestCaseSource(nameof(Kinds))]
    public void A_preparation_tells_the_time_left(string kind)
    {
        string[] arguments = PreparationKillTests.Runs[kind];
        foreach (string option in (string[])["--equilibrate-nvt", "--equilibration-trials"])
        {
            int place = Array.IndexOf(arguments, option);
            arguments = place < 0 ? arguments : [.. arguments[..(place + 1)], arguments[place + 1] + "000", .. arguments[(place + 2)..]];
        }

        CommandResult result = CommandLine.InterruptAtLine(
            "TERM", Line.IsMatch, [], ["prepare", "--model", "kalj", .. arguments, "--out", PathOf("long"), "--threads", "1"]).With(130);
        Match told = result.Errors.Split('\n').Select(line => Line.Match(line)).First(line => line.Success);
        TestContext.Out.WriteLine(told);
        TimeSpan left = TimeSpan.ParseExact(told.Groups[1].Value, "c", CultureInfo.InvariantCulture);
        Assert.That(left, Is.GreaterThan(TimeSpan.FromMinutes(5)).And.LessThan(TimeSpan.FromDays(1)));
    }

    [Test]
    public void The_time_left_is_that_of_the_share_which_this_run_has_done()
    {
        Clock clock = new();
        StringWriter lines = new();
        LineProgress progress = new("prepare", clock, lines);
        progress.Report(new WorkProgress(0.5, "chain 1: NVT") { FractionBefore = 0.25 });
        clock.Seconds = 100;
        progress.Report(new WorkProgress(0.6, "chain 2: NVT") { FractionBefore = 0.55 });
        clock.Seconds = 200_000;
        progress.Report(new WorkProgress(0.75, "chain 2: NVE") { FractionBefore = 0.55 });
        Assert.That(lines.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(new[]
        {
            "glassmodes prepare: 60.0 % done, 0.05 %/s, 00:13:20 left, chain 2: NVT",
            "glassmodes prepare: 75.0 % done, 0.0001 %/s, 2.21:26:40 left, chain 2: NVE",
        }));
    }

    // Two chains on one thread, so that the first one is done when the second is stopped.
    [TestCase(false)]
    [TestCase(true)]
    public void A_preparation_that_goes_on_tells_what_was_done_before(bool isExchange)
    {
        LiquidPlan plan = new(
            KobAndersen.ForceShifted(), 200, KobAndersen.Density, isExchange ? 1.6 : 2, Samples: 4, Chains: 2,
            Protocol: isExchange ? s_exchange : s_plain);
        using CancellationTokenSource stop = new();
        WorkProgress last = new(double.NaN, "");
        Assert.That(() => Run(false, stop.Token, Note), Throws.InstanceOf<OperationCanceledException>());
        double done = last.Fraction;
        Assert.That(done, Is.InRange(0.7, 0.95));
        Assert.That(last.FractionBefore, Is.Zero);
        List<WorkProgress> reports = [];
        Run(true, CancellationToken.None, reports.Add);
        WorkProgress second = reports.First(report => report.Activity.StartsWith("chain 2", StringComparison.Ordinal));
        Assert.That(reports[0].Fraction, Is.EqualTo(0.5), "the first chain");
        Assert.That(second.Fraction, Is.EqualTo(second.FractionBefore).And.EqualTo(done).Within(0.05), "nothing was done yet");
        Assert.That((reports[^1].Fraction, reports[^1].FractionBefore), Is.EqualTo((1, second.FractionBefore)));

        void Note(WorkProgress report)
        {
            last = report;
            if (report.Fraction > 0.7)
            {
                stop.Cancel();
            }
        }

        void Run(bool resume, CancellationToken cancellation, Action<WorkProgress> note) => LiquidFiles.Run(
            plan,
            1,
            new LiquidStorage(Path.GetDirectoryName(PathOf("x"))!, ".extxyz") { Resume = resume },
            (_, _) => { },
            progress: new Reports(note),
            cancellation: cancellation);
    }

    private sealed class Reports(Action<WorkProgress> note) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => note(value);
    }

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(Seconds * TimestampFrequency);
    }
}
