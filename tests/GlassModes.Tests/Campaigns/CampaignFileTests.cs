// Tests the reading of campaign files: every key, its defaults, and the errors.

using GlassModes.Campaigns.Plan;
using GlassModes.Dynamics;
using GlassModes.Modes;
using GlassModes.Quench;
using GlassModes.Samples;

namespace GlassModes.Tests.Campaigns;

public sealed class CampaignFileTests
{
    private const string Minimal =
        """
        [[states]]
        name = "small"
        model = "kalj"
        particles = 300
        temperature = 2.0
        samples = 120

        """;

    [Test]
    public void A_state_of_four_keys_has_the_settings_of_the_paper()
    {
        Campaign campaign = CampaignFile.Parse("dir/first.toml", Minimal);
        Assert.That((campaign.Name, campaign.Seed, campaign.Workers, campaign.Retries), Is.EqualTo(("first", 1UL, (int?)null, 2)));
        CampaignState state = campaign.States.Single();
        Assert.That((state.Name, state.Samples, state.Plan.Modes), Is.EqualTo(("small", 120, SampledModes.Unstable)));
        Assert.That(state.Plan.Ladder.Rungs.Select(rung => rung.Log10W), Is.EqualTo(Enumerable.Range(3, 12).Select(k => -0.5 * k)));
        Assert.That(state.Kept, Is.EqualTo(new KeptFiles()));
        Assert.That(state.Kept.PacksSamplesOf(state.Plan, 100), Is.True);
        Assert.That(state.Kept.PacksSamplesOf(state.Plan, 99), Is.False, "people look into a few directories");
        Assert.That((state.Kept with { Packs = true }).PacksSamplesOf(state.Plan, 2), Is.True);
        Assert.That((state.Kept with { Packs = false }).PacksSamplesOf(state.Plan, 10_000), Is.False);
        SamplePlan withoutModes = state.Plan with { Modes = SampledModes.None };
        Assert.That(state.Kept.PacksSamplesOf(withoutModes, 10_000), Is.False, "without records");
        PreparedStarts starts = (PreparedStarts)state.Source;
        Assert.That((starts.Liquids.Density, starts.Liquids.Temperature), Is.EqualTo((GlassModes.Models.KobAndersen.Density, 2.0)));
        Assert.That(starts.Liquids.Protocol, Is.EqualTo(new GlassModes.Dynamics.EquilibrationProtocol()));
        Assert.That((starts.SamplesPerChain, starts.Chains), Is.EqualTo((50, 3)));
        Assert.That((starts.ChainPlan(2).FirstSample, starts.ChainPlan(2).Samples), Is.EqualTo((100, 20)));
    }

    [Test]
    public void Rungs_can_have_modes_of_their_own()
    {
        CampaignState state = CampaignFile.Parse(
            "c.toml",
            """
            [modes]
            solve = "lowest"
            lowest = 1
            measure_start = true
            [[modes.rungs]]
            from = -1.5
            to = -2.5
            solve = "count"
            [[modes.rungs]]
            from = -5
            solve = "interval"
            interval = [-inf, 0.5]

            """ + Minimal).States.Single();
        SampledModes modes = state.Plan.Modes;
        Assert.That($"{modes}", Is.EqualTo("lowest 1, count from -1.5 to -2.5, interval -Infinity 0.5 from -5 to -Infinity"));
        Assert.That(
            state.Plan.Ladder.Rungs.Select(rung => modes.At(rung).Sampling),
            Is.EqualTo("count count count lowest lowest lowest lowest interval interval interval interval interval"
                .Split(' ').Select(word => Enum.Parse<ModeSampling>(word, ignoreCase: true))));
        Assert.That(state.Plan.StartModes, Is.EqualTo(SampledModes.LowestModes(1)));
    }

    [Test]
    public void Without_rungs_only_the_start_is_measured()
    {
        CampaignState state = CampaignFile.Parse(
            "c.toml", Minimal + "quench = { rungs = [] }\nmodes = { measure_start = true }").States.Single();
        Assert.That(state.Plan.Ladder.Rungs, Is.Empty);
        Assert.That((state.Plan.StartModes, state.Plan.HasRecord), Is.EqualTo((SampledModes.Unstable, true)));
    }

    [Test]
    public void Preparations_have_named_protocols()
    {
        LiquidPlan PlanOf(string liquid) => ((PreparedStarts)CampaignFile.Parse(
            "c.toml", $"{Minimal}liquid = {{ {liquid} }}").States.Single().Source).Liquids;

        LiquidPlan cold = PlanOf("protocol = \"paper-0.45\", samples_per_chain = 100");
        Assert.That(cold.Protocol, Is.EqualTo(EquilibrationProtocol.PaperLow(100)));
        LiquidPlan exchange = PlanOf(
            "protocol = \"replica-exchange\", replicas = 3, highest_temperature = 3.0, lowest_temperature = 2.0, steps_per_trial = 100, "
            + "equilibration_trials = 10, trials_between_samples = 5");
        Assert.That(exchange.Protocol!.ReplicaExchange!.Temperatures, Has.Count.EqualTo(3));
        Assert.That(exchange.Protocol.TrialsIn(exchange.Protocol.Interval), Is.EqualTo(5));
        Assert.That(
            () => PlanOf("protocol = \"paper-low\""),
            Throws.InstanceOf<CampaignFileException>().With.Message.Contains("there is no protocol 'paper-low'"));
    }

    [Test]
    public void Values_of_a_state_come_before_those_for_all_states()
    {
        Campaign campaign = CampaignFile.Parse(
            "c.toml",
            """
            name = "two"
            seed = 77
            workers = 3
            retries = 0
            [liquid]
            equilibrate_nvt = 10
            interval = 4.5
            [quench]
            method = "rk54"
            tolerance = 1e-9
            ladder = { from = 0, to = -3, step = 1 }
            [modes]
            solve = "lowest"
            lowest = 7
            certify = "never"
            [keep]
            eigenvectors = "lowest"
            configurations = "none"

            """ + Minimal
            + """
            [[states]]
            name = "spheres"
            model = "harmonic"
            particles = 500
            packing_fraction = 0.75
            samples = 3
            threads = 2
            quench = { rungs = [-1, -2.25], method = "rk32", push_off_saddles = false }
            modes = { solve = "lowest", lowest = 9 }
            liquid.samples_per_chain = 1
            keep = { pack = false, samples_per_pack = 20, page_samples = 7 }

            """);
        Assert.That((campaign.Name, campaign.Seed, campaign.Workers, campaign.Retries), Is.EqualTo(("two", 77UL, (int?)3, 0)));
        (CampaignState first, CampaignState second) = (campaign.States[0], campaign.States[1]);
        Assert.That(first.Plan.Quench, Is.EqualTo(new QuenchOptions(QuenchMethodKind.RungeKutta54, Tolerance: 1e-9)));
        Assert.That(first.Plan.Ladder.Rungs.Select(rung => rung.Log10W), Is.EqualTo(new[] { 0, -1, -2, -3 }));
        Assert.That(first.Kept, Is.EqualTo(new KeptFiles(Configurations: false)));
        Assert.That(second.Kept, Is.EqualTo(new KeptFiles(Configurations: false, Packs: false, SamplesPerPack: 20, PageSamples: 7)));
        Assert.That(second.Plan.Kept, Is.EqualTo(KeptVectors.Lowest));
        Assert.That((first.Plan.Modes, first.Plan.Kept), Is.EqualTo((SampledModes.LowestModes(7), KeptVectors.Lowest)));
        Assert.That(first.Plan.Solving!.Certification, Is.EqualTo(ModeCertification.Never));
        Assert.That(((PreparedStarts)first.Source).Liquids.Protocol!.CanonicalTime, Is.EqualTo(10));
        Assert.That(second.Plan.Ladder.Rungs.Select(rung => rung.Log10W), Is.EqualTo(new[] { -1, -2.25 }).Within(1e-12));
        Assert.That((second.Plan.Quench.Method, second.Plan.Quench.EscapeSaddles), Is.EqualTo((QuenchMethodKind.RungeKutta32, false)));
        Assert.That((second.Plan.Modes, second.Threads), Is.EqualTo((SampledModes.LowestModes(9), (int?)2)));
        PreparedStarts spheres = (PreparedStarts)second.Source;
        Assert.That(spheres.Liquids.Temperature, Is.EqualTo(double.PositiveInfinity), "the model's own");
        Assert.That(spheres.Liquids.Density * Math.PI / 6, Is.EqualTo(0.75).Within(1e-12));
        Assert.That((spheres.Chains, spheres.Liquids.Protocol!.Interval), Is.EqualTo((3, 4.5)));
    }

    [Test]
    public void Files_are_found_beside_the_campaign_file()
    {
        string directory = Directory.CreateTempSubdirectory("glassmodes-test-").FullName;
        try
        {
            string starts = Directory.CreateDirectory(Path.Combine(directory, "starts")).FullName;
            string[] files = [.. "bac".Select(letter => Path.Combine(starts, $"{letter}.dump"))];
            Array.ForEach(files, file => File.WriteAllText(file, ""));
            string text =
                """
                [[states]]
                name = "own"
                model = "kalj"
                files = ["starts/*.dump"]
                frames = "all"
                species = ["Ni", "P"]
                temperature = 0.5

                """;
            CampaignState state = CampaignFile.Parse(Path.Combine(directory, "c.toml"), text).States.Single();
            StartsInFiles source = (StartsInFiles)state.Source;
            Assert.That(source.Files, Is.EqualTo(files.Order(StringComparer.Ordinal)));
            Assert.That((source.AllFrames, source.Temperature), Is.EqualTo((true, (double?)0.5)));
            Assert.That(source.Reading.Species, Is.EqualTo(new[] { "Ni", "P" }));
            string wrong = text.Replace("*.dump", "*.data");
            Assert.That(MessageOf(wrong, Path.Combine(directory, "c.toml")), Does.Contain("line 4").And.Contain("*.data"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // What is written into the minimal file, the line of the error, and what its message says.
    [TestCase("temperature", "temprature", 5, "temprature: there is no such key (did you mean temperature?)")]
    [TestCase("samples = 120", "samples = 0", 6, "samples: expected a whole number from 1; found 0")]
    [TestCase("samples = 120", "samples = \"many\"", 6, "found \"many\"")]
    [TestCase("samples = 120\n", "", 1, "samples: expected the number of samples; found none")]
    [TestCase("samples = 120", "samples = 9\nkeep.configurations = \"some\"", 7, "found \"some\"")]
    [TestCase("samples = 120", "samples = 9\nkeep.pack = 3", 7, "pack: expected true or false; found 3")]
    [TestCase("samples = 120", "samples = 9\nkeep.samples_per_pack = 1", 7, "samples_per_pack: expected a whole number from 2; found 1")]
    [TestCase(
        "samples = 120", "samples = 9\nmodes.solve = \"none\"\nkeep.configurations = \"none\"", 8, "nothing else would be kept")]
    [TestCase("particles = 300", "particles = 1.5", 4, "particles: expected a whole number from 2; found 1.5")]
    [TestCase("particles = 300", "particles = 20", 4, "box")]
    [TestCase("temperature = 2.0", "temperature = -1", 5, "temperature: expected a positive number or inf; found -1")]
    [TestCase("temperature = 2.0", "temperature = nan", 5, "found nan")]
    [TestCase("temperature = 2.0\n", "", 1, "temperature: expected the temperature, which the model kalj needs")]
    [TestCase("\"kalj\"", "\"klaj\"", 3, "model: expected one of kalj, harmonic; found \"klaj\" (did you mean kalj?)")]
    [TestCase("\"kalj\"", "\"kalj\"\npacking_fraction = 0.7", 4, "packing_fraction: the model kalj has no diameters; give density")]
    [TestCase("\"small\"", "\"a/b\"", 2, "name: expected letters")]
    [TestCase("\"small\"", "\"small\"\nname = \"again\"", 3, "not valid TOML")]
    [TestCase("name = \"small\"", "name = \"status\"", 2, "states[1].name: \"status\" is another directory")]
    [TestCase("samples = 120", "samples = 120\nquench.ladder = { from = -7, to = -1 }", 7, "quench.ladder: A ladder runs from a higher")]
    [TestCase("samples = 120", "samples = 120\nquench.ladder.frm = -7", 7, "quench.ladder.frm: there is no such key (did you mean from?)")]
    [TestCase("samples = 120", "samples = 120\nquench.until = 0", 7, "quench.until: expected a positive number; found 0")]
    [TestCase("samples = 120", "samples = 120\nquench.timestep = 0.1", 7, "quench.timestep: the method")]
    [TestCase(
        "samples = 120",
        "samples = 120\nmodes.rungs = [{ from = 3, to = 2, solve = \"count\" }]",
        7,
        "modes.rungs[1].from: there is no rung")]
    [TestCase(
        "samples = 120",
        "samples = 120\nmodes.rungs = [{ to = -3, solve = \"count\" }, { from = -3, solve = \"none\" }]",
        7,
        "modes.rungs: two tables say what is solved for at log10 W = -3")]
    [TestCase("samples = 120", "samples = 120\nmodes.rungs = [{ from = -3 }]", 7, "modes.rungs[1]: solve: expected one of unstable")]
    [TestCase("samples = 120", "samples = 120\nmodes.solve = \"interval\"", 7, "modes.interval: interval = [LOWER, UPPER] belongs")]
    [TestCase(
        "samples = 120",
        "samples = 120\nmodes = { solve = \"interval\", interval = [2, 1] }",
        7,
        "modes.interval: expected an array of two")]
    [TestCase("samples = 120", "samples = 120\nquench.rungs = []", 7, "quench.rungs: without rungs nothing is done")]
    [TestCase("samples = 120", "samples = 120\nmodes.solve = \"lowest\"", 7, "modes.lowest: lowest = K belongs to solve")]
    [TestCase("samples = 120", "samples = 120\nframs = \"all\"", 7, "did you mean frames?")]
    [TestCase("samples = 120", "samples = 120\nfiles = \"none.dump\"", 4, "particles: the files of the state say it")]
    [TestCase("[[states]]", "[states]", 1, "states: expected tables, [[states]]; found a table")]
    [TestCase("[[states]]", "[quench]\nmetod = \"euler\"\n[[states]]", 2, "quench.metod: there is no such key (did you mean method?)")]
    [TestCase("[[states]]", "sead = 3\n[[states]]", 1, "sead: there is no such key (did you mean seed?)")]
    [TestCase("[[states]]", "seed = -3\n[[states]]", 1, "seed: expected a whole number from 0")]
    [TestCase("300", "300\"", 4, "not valid TOML")]
    public void A_wrong_key_or_value_is_told_with_its_line(string right, string wrong, int line, string problem)
    {
        string text = Minimal.Replace(right, wrong);
        Assert.That(text, Is.Not.EqualTo(Minimal));
        CampaignFileException error = Assert.Throws<CampaignFileException>(() => CampaignFile.Parse("c.toml", text))!;
        Assert.That((error.File, error.Line), Is.EqualTo(("c.toml", line)), error.Message);
        Assert.That(error.Message, Does.StartWith($"c.toml, line {line}: ").And.Contain(problem));
    }

    [Test]
    public void States_have_names_of_their_own() =>
        Assert.That(MessageOf(Minimal + Minimal), Does.Contain("line 9").Or.Contain("line 8").And.Contain("two states \"small\""));

    [TestCase("", "expected at least one table [[states]]")]
    [TestCase("name = \"x\"", "expected at least one table [[states]]")]
    public void A_campaign_needs_a_state(string text, string problem) => Assert.That(MessageOf(text), Does.Contain(problem));

    [Test]
    public void A_file_that_is_not_there_is_told() =>
        Assert.That(
            () => CampaignFile.Read("/nowhere/c.toml"),
            Throws.TypeOf<CampaignFileException>().With.Message.Contains("/nowhere/c.toml: the file cannot be read"));

    private static string MessageOf(string text, string path = "c.toml") =>
        Assert.Throws<CampaignFileException>(() => CampaignFile.Parse(path, text))!.Message;
}
