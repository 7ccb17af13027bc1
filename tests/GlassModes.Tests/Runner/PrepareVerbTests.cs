// Tests the protocols of `glassmodes prepare` on the command line, and what it says of equilibrium.

using System.Text.Json;
using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Tests.Runner;

public sealed class PrepareVerbTests : RunnerTests
{
    private static readonly string[] s_liquid =
        ["prepare", "--model", "kalj", "--particles", "200", "--temperature", "1.6", "--threads", "1"];

    private static readonly string[] s_exchange =
    [
        .. s_liquid, "--protocol", "replica-exchange", "--replica-temperatures", "2,1.8,1.6", "--steps-per-trial", "20",
    ];

    [Test]
    public void The_options_of_a_protocol_are_those_of_the_run()
    {
        CommandLine.Run(
        [
            .. s_liquid, "--samples", "1", "--out", PathOf("hot"), "--equilibrate-nvt", "2", "--equilibrate-nve", "0.5",
            "--hot-temperature", "3", "--hot-time", "1.5", "--cooling-time", "0.75", "--thermostat-period", "0.25",
            "--thermostat-length", "4", "--thermostat-order", "6",
        ]).With(0);
        IReadOnlyDictionary<string, string> notes = ConfigurationFile.Read(PathOf("hot/sample_0001.extxyz")).Annotations;
        Assert.That(notes["hot_temperature"], Is.EqualTo("3"));
        Assert.That(notes["hot_time"], Is.EqualTo("1.5"));
        Assert.That(notes["cooling_time"], Is.EqualTo("0.75"));
        Assert.That(notes["thermostat"], Is.EqualTo("period 0.25 length 4 order 6"));
        Assert.That((notes["canonical_time"], notes["microcanonical_time"]), Is.EqualTo(("2", "0.5")));

        string[] swap =
            [.. s_exchange, "--samples", "1", "--equilibration-trials", "2", "--trials-between-samples", "1", "--out", PathOf("swap")];
        CommandLine.Run(swap).With(0);
        notes = ConfigurationFile.Read(PathOf("swap/sample_0001.extxyz")).Annotations;
        Assert.That((notes["replica_temperatures"], notes["steps_per_trial"]), Is.EqualTo(("2 1.8 1.6", "20")));
        Assert.That(
            CommandLine.Run([.. s_exchange, "--even-acceptance", "--samples", "1", "--out", PathOf("x")]).With(2).ErrorLine,
            Does.Contain("even acceptance"));
    }

    [Test]
    public void Verdict_and_exchanges_are_told_also_of_a_preparation_that_was_finished_before()
    {
        string[] work = [.. s_exchange, "--samples", "2", "--equilibration-trials", "20", "--trials-between-samples", "1", "--json"];
        CommandResult first = CommandLine.Run([.. work, "--out", PathOf("a")]).With(0);
        JsonElement document = first.Json;
        JsonElement equilibration = document.GetProperty("equilibration");
        Assert.That(equilibration.GetProperty("verdict").GetString(), Is.EqualTo("notEquilibrated"));
        Assert.That(
            equilibration.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()), Has.Some.Contains("of 3 replicas"));
        Assert.That(document.GetProperty("roundTrips").GetInt64(), Is.GreaterThanOrEqualTo(0));
        JsonElement[] pairs = [.. document.GetProperty("pairs").EnumerateArray()];
        Assert.That(
            pairs.Select(pair => pair.GetProperty("temperatures").EnumerateArray().Select(t => t.GetDouble())),
            Is.EqualTo(new double[][] { [2, 1.8], [1.8, 1.6] }));
        Assert.That(pairs.Select(pair => Number(pair, "acceptance")), Is.All.InRange(0, 1).And.Some.InRange(0.1, 0.9));

        string verdict = PathOf("a/equilibration_0001.json");
        string text = File.ReadAllText(verdict);
        File.Delete(verdict);
        CommandResult again = CommandLine.Run([.. work, "--out", PathOf("a"), "--resume"]).With(0);
        Assert.That(again.Output, Is.EqualTo(first.Output));
        Assert.That(File.ReadAllText(verdict), Is.EqualTo(text), "a kill before it was written loses nothing");
    }

    [Test]
    public void Nothing_is_left_of_a_preparation_that_is_overwritten()
    {
        string[] work = [.. s_liquid, "--equilibrate-nvt", "1", "--equilibrate-nve", "0.5", "--out", PathOf("a")];
        CommandLine.Run([.. work, "--samples", "3", "--chains", "3"]).With(0);
        Assert.That(Directory.GetFiles(PathOf("a"), "equilibration_*.json"), Has.Length.EqualTo(3));
        CommandLine.Run([.. work, "--samples", "1", "--seed", "2", "--overwrite"]).With(0);
        Assert.That(
            Directory.GetFiles(PathOf("a"), "equilibration_*.json").Select(Path.GetFileName),
            Is.EqualTo(new[] { "equilibration_0001.json" }));
    }

    [Test]
    public void Kept_velocities_belong_to_the_run_and_carry_no_momentum()
    {
        string[] times = ["--samples", "1", "--equilibrate-nvt", "1", "--equilibrate-nve", "0.5"];
        CommandLine.Run([.. s_liquid, .. times, "--out", PathOf("s")]).With(0);
        Configuration liquid = ConfigurationFile.Read(PathOf("s/sample_0001.extxyz"));
        double[] fast = [.. liquid.Velocities];
        for (int k = 0; k < fast.Length; k += 3)
        {
            fast[k] += 0.5;
        }

        ConfigurationFile.Write(PathOf("still.extxyz"), liquid);
        ConfigurationFile.Write(PathOf("fast.extxyz"), new Configuration(liquid.Box, liquid.Species, liquid.Positions, fast));
        string[] work = ["prepare", "--model", "kalj", "--temperature", "1.6", "--keep-velocities", .. times];
        CommandLine.Run([.. work, "--start", PathOf("still.extxyz"), "--out", PathOf("still")]).With(0);
        CommandLine.Run([.. work, "--start", PathOf("fast.extxyz"), "--out", PathOf("fast")]).With(0);
        Assert.That(
            CommandLine.Run([.. work, "--start", PathOf("fast.extxyz"), "--out", PathOf("still"), "--resume"]).With(2).ErrorLine,
            Does.Contain("velocities of the start"));

        ReadOnlySpan<double> velocities = ConfigurationFile.Read(PathOf("fast/sample_0001.extxyz")).Velocities;
        double sum = 0;
        for (int k = 0; k < velocities.Length; k += 3)
        {
            sum += velocities[k];
        }

        Assert.That(sum / liquid.Count, Is.Zero.Within(1e-12));
    }
}
