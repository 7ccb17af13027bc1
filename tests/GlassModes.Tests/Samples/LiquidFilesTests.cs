// Tests preparations that are stopped, resumed, continued and shared among the tasks of an array job.

using System.Text.Json;
using GlassModes.Dynamics;
using GlassModes.Equilibrium;
using GlassModes.Files;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Samples;

namespace GlassModes.Tests.Samples;

public sealed class LiquidFilesTests : PreparedLiquidsTests
{
    [Test]
    public void A_preparation_stopped_at_each_sample_makes_the_same_files()
    {
        Prepare("whole", Plan);
        Dictionary<int, LiquidFile> parts = PrepareWithStops("parts", Plan, stop => stop.Cancel(), out int stops);
        Assert.That(stops, Is.GreaterThan(3));
        Assert.That(parts.Keys.Order(), Is.EqualTo(Enumerable.Range(0, 5)));
        Assert.That(parts.OrderBy(part => part.Key).Select(part => part.Value.Chain), Is.EqualTo(new[] { 1, 2, 1, 2, 1 }));
        AssertSameFiles("parts", "whole", 5);
        LiquidFile last = parts[4];
        Assert.That(EnergyReport.Of(ConfigurationFile.Read(last.File), Plan.Model).PotentialEnergyPerParticle,
            Is.EqualTo(last.PotentialEnergyPerParticle).Within(1e-10));
    }

    [Test]
    public void A_finished_preparation_goes_on_with_further_samples_and_tells_fewer()
    {
        Prepare("whole", Plan);
        Prepare("parts", Plan with { Samples = 2 });
        Prepare("parts", Plan, resume: true);
        AssertSameFiles("parts", "whole", 5);
        List<int> told = [];
        Prepare("parts", Plan with { Samples = 3 }, resume: true, onFile: (k, _) => told.Add(k));
        Assert.That(told.Order(), Is.EqualTo(new[] { 0, 1, 2 }));
        Prepare("parts", Plan, resume: true);
        AssertSameFiles("parts", "whole", 5);
    }

    [TestCase(2.0)]
    [TestCase(double.PositiveInfinity)]
    public void Parts_with_a_chain_for_each_sample_make_what_one_run_makes(double temperature)
    {
        LiquidPlan whole = Plan with { Temperature = temperature, Samples = 4, Chains = 4 };
        Prepare("whole", whole);
        Prepare("parts", whole with { Samples = 3, Chains = 3, FirstSample = 1 });
        Prepare("parts", whole with { Samples = 1, Chains = 1 });
        AssertSameFiles("parts", "whole", 4);
    }

    [Test]
    public void Files_say_how_to_make_them_again()
    {
        LiquidPlan plan = Plan with { FirstSample = 10, Samples = 3 };
        Prepare("parts", plan);
        IReadOnlyDictionary<string, string> notes = ConfigurationFile.Read(FileOf("parts", 13)).Annotations;
        Assert.That(
            new[]
            {
                "model", "seed", "sample", "temperature", "dynamics_timestep", "canonical_time", "microcanonical_time",
                "time_between_samples", "chain", "chain_sample",
            }.Select(key => notes[key]),
            Is.EqualTo(new[] { "kalj", "3", "12", "2", "0.005", "6", "2", "1", "11", "1" }));

        // The chain and the place in the chain give the sample.
        LiquidSample again = Liquid.Equilibrate(
            plan.Model, plan.Particles, plan.Density, plan.Temperature, 2, plan.Seed, chain: 10, plan.Protocol).Last();
        Assert.That(
            ConfigurationFile.Read(FileOf("parts", 13)).Positions.ToArray(), Is.EqualTo(again.Configuration.Positions.ToArray()));
    }

    [Test]
    public void An_unfinished_preparation_is_not_begun_anew_unasked()
    {
        using CancellationTokenSource stop = new();
        Assert.That(Prepare("parts", Plan, onFile: (_, _) => stop.Cancel(), stop: stop.Token), Is.False);
        Assert.That(
            () => Prepare("parts", Plan), Throws.InstanceOf<CheckpointException>().With.Message.Contains("--resume"));
        Assert.That(
            () => Prepare("parts", Plan with { Seed = 4 }, resume: true),
            Throws.InstanceOf<CheckpointException>().With.Message.Contains("seed differs"));
        Assert.That(Prepare("parts", Plan, resume: true), Is.True);
    }

    [Test]
    public void A_sample_whose_file_is_gone_is_named()
    {
        Prepare("parts", Plan);
        File.Delete(FileOf("parts", 2));
        Assert.That(
            () => Prepare("parts", Plan, resume: true),
            Throws.InstanceOf<CheckpointException>().With.Message.Contains("sample_0002.extxyz is gone"));
    }

    [Test]
    public void A_sample_whose_file_has_changed_is_named()
    {
        Prepare("parts", Plan);
        string file = FileOf("parts", 2);
        string text = File.ReadAllText(file);
        int digit = text.LastIndexOf('1');
        foreach (string changed in new[] { "", text[..digit] + '2' + text[(digit + 1)..] })
        {
            File.WriteAllText(file, changed);
            Assert.That(
                () => Prepare("parts", Plan with { Samples = 6 }, resume: true),
                Throws.InstanceOf<CheckpointException>().With.Message.Contains("sample_0002.extxyz has changed"));
        }

        File.WriteAllText(file, text);
        Prepare("parts", Plan with { Samples = 6 }, resume: true);
        Assert.That(File.Exists(FileOf("parts", 6)), Is.True);
    }

    [TestCase(int.MaxValue - 3, 4, 50.0, 0.005, 1.0, "2147483644 to 2147483647 have numbers beyond 2147483647")]
    [TestCase(0, 3, 0.0, 0.005, 1.0, "interval above 0")]
    [TestCase(0, 1, 0.001, 0.005, 1.0, "a time of 0.001 has no step of 0.005")]
    [TestCase(0, 1, 50.0, 2000.0, 1.0, "a time of 500 has no step of 2000")]
    [TestCase(0, 1, 1e300, 0.005, 1.0, "steps of 0.005, which would never end")]
    [TestCase(0, 1, 50.0, 1e-320, 1.0, "which would never end")]
    [TestCase(0, 1, 50.0, 0.005, 1e-320, "box of 200 particles infinite")]
    [TestCase(0, 1, 50.0, 0.005, 1e300, "smaller than twice the cutoff")]
    public void Numbers_that_do_not_fit_each_other_are_refused(
        int first, int samples, double interval, double timestep, double density, string reason)
    {
        LiquidPlan plan = Plan with
        {
            FirstSample = first,
            Samples = samples,
            Density = density,
            Protocol = new EquilibrationProtocol(timestep, Interval: interval),
        };
        Assert.That(() => plan.RequireFits(), Throws.InstanceOf<InputException>().With.Message.Contains(reason));
        LiquidPlan random = plan with { Temperature = double.PositiveInfinity, Density = 1.2, FirstSample = 0 };
        Assert.That(() => random.RequireFits(), Throws.Nothing, "random positions have no times");
    }

    [Test]
    public void One_chain_for_each_sample_needs_no_time_between_samples()
    {
        LiquidPlan plan = Plan with { Chains = 5, Protocol = new EquilibrationProtocol(Interval: 0) };
        Assert.That(() => plan.RequireFits(), Throws.Nothing);
        Assert.That(() => (plan with { Samples = 6 }).RequireFits(), Throws.InstanceOf<InputException>());
    }

    [TestCase(".extxyz")]
    [TestCase(".data.gz")]
    public void Samples_that_the_disk_does_not_hold_are_refused(string extension)
    {
        LiquidStorage storage = new(PathOf("not/there/yet"), extension);
        Assert.That(() => LiquidFiles.RequireSpace(Plan, storage), Throws.Nothing);
        Assert.That(
            () => LiquidFiles.RequireSpace(Plan with { Samples = int.MaxValue, Particles = 100_000 }, storage),
            Throws.InstanceOf<IOException>().With.Message.Contains("free").And.Message.Contains(storage.Directory));
        Assert.That(Directory.GetFileSystemEntries(Folder), Is.Empty);
    }

    [Test]
    public void Times_that_are_no_whole_number_of_steps_are_told_and_written_as_they_are_run()
    {
        List<string> warnings = [];
        LiquidPlan plan = Plan with { Samples = 1, Protocol = new EquilibrationProtocol(0.005, 0.0523, 0.1, 0.25) };
        LiquidFiles.Run(plan, threads: 1, new LiquidStorage(Folder, ".extxyz"), (_, _) => { }, warnings.Add);
        Assert.That(warnings, Has.Exactly(1).Contains("0.0523 is run as 0.05"));
        IReadOnlyDictionary<string, string> notes = ConfigurationFile.Read(PathOf("sample_0001.extxyz")).Annotations;
        Assert.That((notes["canonical_time"], notes["microcanonical_time"]), Is.EqualTo(("0.05", "0.1")));
    }

    [TestCase(".extxyz", false)]
    [TestCase(".dump", true)]
    [TestCase(".data.gz", true)]
    public void What_a_format_does_not_keep_is_told_once(string extension, bool isTold)
    {
        List<string> warnings = [];
        LiquidPlan plan = Plan with { Samples = 2, Temperature = double.PositiveInfinity };
        LiquidFiles.Run(plan, threads: 1, new LiquidStorage(Folder, extension), (_, _) => { }, warnings.Add);
        Assert.That(warnings, Has.Exactly(isTold ? 1 : 0).Contains("seed").And.Exactly(isTold ? 1 : 0).Items);
    }

    [Test]
    public void Every_chain_is_judged_also_if_it_was_finished_before()
    {
        List<LiquidJudgement> Judge(bool resume)
        {
            List<LiquidJudgement> judged = [];
            LiquidFiles.Run(
                Plan, 1, new LiquidStorage(Folder, ".extxyz") { Resume = resume }, (_, _) => { }, onJudged: judged.Add);
            return [.. judged.OrderBy(judgement => judgement.Chain)];
        }

        List<LiquidJudgement> first = Judge(false);
        Assert.That(first.Select(judgement => judgement.Chain), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(first.Select(judgement => judgement.SampleSpacing), Is.All.EqualTo(1));
        Assert.That(first[0].Equilibration!.EquilibrationTime, Is.EqualTo(6));
        string text = File.ReadAllText(PathOf("equilibration_0002.json"));
        JsonElement document = JsonDocument.Parse(text).RootElement;
        Assert.That(document.GetProperty("verdict").GetString(), Is.EqualTo(
            first[1].Verdict.IsEquilibrated ? "equilibrated" : "notEquilibrated"));
        Assert.That(
            document.GetProperty("equilibration").GetProperty("relaxation").GetProperty("relaxationTime").GetDouble(),
            Is.EqualTo(first[1].RelaxationTime).And.InRange(0.1, 1));

        List<LiquidJudgement> second = Judge(true);
        Assert.That(
            second.Select(judgement => (judgement.Chain, judgement.RelaxationTime, Reasons(judgement))),
            Is.EqualTo(first.Select(judgement => (judgement.Chain, judgement.RelaxationTime, Reasons(judgement)))));
        Assert.That(File.ReadAllText(PathOf("equilibration_0002.json")), Is.EqualTo(text), "what was seen is not lost");

        static string Reasons(LiquidJudgement judgement) => string.Join("; ", judgement.Verdict.Reasons);
    }

    [Test]
    public void Samples_nearer_than_the_relaxation_time_and_liquids_out_of_equilibrium_are_told()
    {
        List<string> warnings = [];
        LiquidPlan plan = Plan with
        {
            Temperature = 0.6,
            Samples = 2,
            Chains = 1,
            Protocol = new EquilibrationProtocol(0.005, 20, 1, 0.1),
        };
        LiquidFiles.Run(plan, 1, new LiquidStorage(Folder, ".extxyz"), (_, _) => { }, warnings.Add);
        Assert.That(warnings, Has.Exactly(1).StartsWith("chain 1: not equilibrated: "));
        Assert.That(
            new LiquidJudgement(3, new EquilibrationVerdict([]), 12, 5).Warning,
            Is.EqualTo(
                "chain 3: samples are t = 5 apart, less than the relaxation time 12, and resemble each other; take more time between "
                + "them"));
        Assert.That(new LiquidJudgement(3, new EquilibrationVerdict([]), 12, 50).Warning, Is.Null);
        Assert.That(new LiquidJudgement(3, new EquilibrationVerdict([]), 12, double.NaN).Warning, Is.Null, "a single sample");
    }

    [Test]
    public void A_given_start_is_where_chains_begin_and_is_part_of_what_may_resume()
    {
        Prepare("before", Plan with { Samples = 1, Chains = 1 });
        Configuration start = ConfigurationFile.Read(FileOf("before", 1));
        LiquidPlan plan = Plan with { Start = start, Samples = 2, Protocol = new EquilibrationProtocol(0.005, 0, 0.05, 0.05) };
        Prepare("given", plan);
        Configuration[] made = [.. Enumerable.Range(1, 2).Select(k => ConfigurationFile.Read(FileOf("given", k)))];
        foreach (Configuration near in made)
        {
            // In t = 0.05 particles move by about 0.1.
            double square = 0;
            for (int c = 0; c < near.Positions.Length; c++)
            {
                square += Math.Pow(start.Box.MinimumImage(near.Positions[c] - start.Positions[c]), 2) / near.Count;
            }

            Assert.That(Math.Sqrt(square), Is.InRange(0.03, 0.3));
            Assert.That(near.Annotations["start"], Is.EqualTo(SampleId.HashOf(start)));
        }

        Assert.That(made[0].Positions.SequenceEqual(made[1].Positions), Is.False, "each chain draws velocities of its own");
        LiquidPlan other = plan with { Start = ConfigurationFile.Read(FileOf("given", 1)), Samples = 4 };
        Assert.That(() => Prepare("given", other, resume: true), Throws.InstanceOf<CheckpointException>().With.Message.Contains("start"));
    }

    [Test]
    public void A_crystal_is_flagged()
    {
        // An fcc crystal of A at T = 0.5 keeps its order, and the liquid of the same plan has none.
        Configuration crystal = FaceCentredCubic(4, 1.204);
        LiquidPlan plan = Plan with
        {
            Start = crystal,
            Particles = crystal.Count,
            Density = crystal.Count / crystal.Box.Volume,
            Temperature = 0.3,
            Samples = 1,
            Chains = 1,
            Protocol = new EquilibrationProtocol(0.004, 1, 1, 1),
        };
        List<string> warnings = [];
        LiquidFile? found = null;
        LiquidFiles.Run(plan, 1, new LiquidStorage(Folder, ".extxyz"), (_, file) => found = file, warnings.Add);
        Assert.That((found!.HasCrystal, found.LargestCrystal), Is.EqualTo((true, 256)));
        Assert.That(warnings, Has.Exactly(1).Contains("a crystal of 256 of 256 particles"));
        Assert.That(ConfigurationFile.Read(found.File).Annotations["crystalline_particles"], Is.EqualTo("256"));
        Prepare("liquid", Plan, onFile: (_, file) => Assert.That((file.HasCrystal, file.LargestCrystal < 10), Is.EqualTo((false, true))));

        static Configuration FaceCentredCubic(int cells, double density)
        {
            double length = Math.Cbrt(4 / density);
            double[] positions =
            [
                .. from x in Enumerable.Range(0, cells) from y in Enumerable.Range(0, cells) from z in Enumerable.Range(0, cells)
                   from basis in new[] { (0.0, 0.0, 0.0), (0.5, 0.5, 0), (0.5, 0, 0.5), (0, 0.5, 0.5) }
                   from c in new[] { x + basis.Item1, y + basis.Item2, z + basis.Item3 } select length * (c + 0.1),
            ];
            return new Configuration(new PeriodicBox(cells * length), new byte[positions.Length / 3], positions);
        }
    }

    [Test]
    public void Plans_that_do_not_fit_their_start_or_their_replicas_are_refused()
    {
        Prepare("before", Plan with { Samples = 1, Chains = 1 });
        Configuration start = ConfigurationFile.Read(FileOf("before", 1));
        Configuration still = new(start.Box, start.Species, start.Positions);
        LiquidPlan given = Plan with { Start = start };
        EquilibrationProtocol exchange = EquilibrationProtocol.OfTrials(new ReplicaExchangeProtocol([2, 1.5]), 1, 1);
        (LiquidPlan Plan, string Text)[] refused =
        [
            (given with { Particles = 300 }, "200 particles"),
            (given with { Density = 1 }, "at density"),
            (given with { Temperature = double.PositiveInfinity }, "random positions have no start"),
            (given with { KeepVelocities = true }, "all the same"),
            (given with { Start = still, KeepVelocities = true, Chains = 1 }, "it has none"),
            (Plan with { Temperature = 1.7, Protocol = exchange }, "T = 1.7 is none of"),
            (Plan with { Protocol = exchange with { ReplicaExchange = new ReplicaExchangeProtocol([2]) } }, "two temperatures"),
        ];
        foreach ((LiquidPlan plan, string text) in refused)
        {
            Assert.That(() => plan.RequireFits(), Throws.InstanceOf<InputException>().With.Message.Contains(text));
        }
    }
}
