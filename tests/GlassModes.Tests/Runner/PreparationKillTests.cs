// Tests that `glassmodes prepare` loses nothing by kills at any moment and by damaged checkpoints.

using System.Diagnostics;
using GlassModes.Tests.Campaigns;

namespace GlassModes.Tests.Runner;

[NonParallelizable]
[Platform("Linux")]
public sealed class PreparationKillTests : RunnerTests
{
    private const int Kills = 8;

    /// <summary>The two ways to make liquids, in small. Each run passes through all of its stages in about two seconds.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> Runs = new Dictionary<string, string[]>
    {
        ["equilibration"] =
        [
            "--particles", "160", "--protocol", "paper-0.45", "--temperature", "0.8", "--hot-time", "10", "--cooling-time", "10",
            "--equilibrate-nvt", "70", "--equilibrate-nve", "20", "--interval", "10", "--samples", "6", "--chains", "2",
        ],
        ["replica exchange"] =
        [
            "--particles", "160", "--protocol", "replica-exchange", "--temperature", "1.6", "--replicas", "4", "--highest-temperature",
            "2", "--lowest-temperature", "1.6", "--steps-per-trial", "40", "--equilibration-trials", "160", "--trials-between-samples",
            "20", "--samples", "5",
        ],
    };

    private static IEnumerable<string> Kinds => Runs.Keys;

    [TestCaseSource(nameof(Kinds))]
    public void Kills_at_any_moment_and_damaged_checkpoints_change_no_bit_of_the_results(string kind)
    {
        Stopwatch clock = Stopwatch.StartNew();
        CommandLine.Finish(Start(kind, PathOf("whole"))).With(0);
        TimeSpan length = clock.Elapsed;
        SortedDictionary<string, string> whole = KillTrials.ResultsIn(PathOf("whole"));
        Assert.That(whole.Keys, Has.Member("sample_0005.extxyz").And.Member("equilibration_0001.json"));
        Random random = new(11);
        int kills = 0;
        int damages = 0;
        for (int run = 1; kills < Kills; run++)
        {
            string directory = PathOf($"killed_{run}");
            Directory.CreateDirectory(directory);
            using PreparationTrials trials = new(() => Start(kind, directory), directory, random, length / 5);
            while (kills + trials.Kills < Kills && trials.Kill())
            {
                if (trials.Kills % 2 == 0)
                {
                    trials.Damage();
                }
            }

            trials.Finish();
            kills += trials.Kills;
            damages += trials.DamagesOfNewest;
            TestContext.Out.WriteLine(
                $"{trials.Kills} kills, {trials.KillsInWrites} in writes; damages {trials.DamagesOfNewest} + {trials.DamagesOfPrevious}");
            Assert.That(trials.Faults, Is.Empty);
            Assert.That(trials.Passes, Is.GreaterThanOrEqualTo(trials.DamagesOfNewest), string.Join('\n', trials.Lines));
            SortedDictionary<string, string> results = KillTrials.ResultsIn(directory);
            Assert.That(results.Keys, Is.EqualTo(whole.Keys));
            Assert.That(results.Where(file => whole[file.Key] != file.Value).Select(file => file.Key), Is.Empty);
        }

        Assert.That(damages, Is.Positive, "a damaged checkpoint was passed over");
    }

    private static Process Start(string kind, string directory) => CommandLine.Start(
        [],
        [
            "prepare", "--model", "kalj", .. Runs[kind], "--out", directory, "--resume", "--checkpoint-interval", "0.05", "--threads", "2",
        ]);
}
