// Tests campaigns whose finished samples are packed: nothing is lost and no bit changes, whatever is killed, damaged or asked for later.

using System.Diagnostics;
using System.Security.Cryptography;
using GlassModes.Analysis.Records;
using GlassModes.Figures.Page;
using GlassModes.Samples;
using GlassModes.Tests.Runner;

namespace GlassModes.Tests.Campaigns;

[NonParallelizable]
public sealed class PackedCampaignTests : RunnerTests
{
    private const string Text =
        """
        seed = 5
        [keep]
        pack = true
        samples_per_pack = 3
        [quench]
        until = 1e-2
        [liquid]
        equilibrate_nvt = 1
        equilibrate_nve = 1
        interval = 0.5
        samples_per_chain = 2
        [[states]]
        name = "hot"
        model = "kalj"
        particles = 160
        temperature = 2.0
        samples = 5

        """;

    private const string Deeper = "until = 1e-3";

    private static readonly string s_plain = Text.Replace("pack = true", "pack = false");

    private string _finished = "";

    // Most tests begin with these two, which take some seconds.
    [OneTimeSetUp]
    public void RunBoth()
    {
        _finished = Directory.CreateTempSubdirectory("glassmodes-test-").FullName;
        foreach ((string name, string text) in new[] { ("plain", s_plain), ("packed", Text) })
        {
            string file = Path.Combine(_finished, "small.toml");
            File.WriteAllText(file, text);
            CommandLine.Run("run", file, "--out", Path.Combine(_finished, name), "--workers", "1").With(0);
        }
    }

    [OneTimeTearDown]
    public void RemoveBoth() => Directory.Delete(_finished, recursive: true);

    [SetUp]
    public void CopyBoth()
    {
        foreach (string file in Directory.GetFiles(_finished, "*", SearchOption.AllDirectories))
        {
            string copy = PathOf(Path.GetRelativePath(_finished, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    [Test]
    public void A_packed_state_holds_what_an_unpacked_one_holds_in_a_few_files()
    {
        Assert.That(ContentsOf("packed"), Is.EqualTo(ContentsOf("plain")));
        string[] files = [.. Directory.GetFiles(PathOf("packed/hot"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order()!];
        Assert.That(
            files,
            Is.EqualTo(new[]
            {
                "chain_0005.checkpoint", "equilibration.json", "equilibration_0005.json",
                "glassmodes.copy.json", "glassmodes.json", "sample_0001.h5", "sample_0002.h5", "sample_0003.h5",
                "samples_0001.files.tar.gz", "samples_0001.h5", "samples_0001.sums.h5", "samples_0004.files.tar.gz", "samples_0004.h5",
                "samples_0004.sums.h5",
            }),
            "the last chain may give one more sample");
        Assert.That(Tables("packed"), Is.EqualTo(Tables("plain")));

        // The same command finds nothing to do, and more samples go on from the checkpoint.
        Dictionary<string, string> before = Hashes("packed/hot");
        Run("packed", Text);
        Assert.That(Hashes("packed/hot"), Is.EqualTo(before));
        Run("packed", Text.Replace("samples = 5", "samples = 8"));
        Run("plain", s_plain.Replace("samples = 5", "samples = 8"));
        Assert.That(ContentsOf("packed"), Is.EqualTo(ContentsOf("plain")));
        Assert.That(File.Exists(PathOf("packed/hot/packed/samples_0006.h5")));

        // Deeper rungs go on from the checkpoints in the packs.
        string deeper = Text.Replace("samples = 5", "samples = 8").Replace("until = 1e-2", Deeper);
        CommandResult taken = Run("packed", deeper);
        Assert.That(taken.Errors, Does.Contain("taken apart: its samples go on"));
        Run("plain", deeper.Replace("pack = true", "pack = false"));
        Assert.That(ContentsOf("packed"), Is.EqualTo(ContentsOf("plain")));
        Assert.That(Tables("packed"), Is.EqualTo(Tables("plain")));
    }

    // Which files of a pack were there when the run was killed, and how many samples still had their files.
    [TestCase(".files.tar.gz", 5)]
    [TestCase(".files.tar.gz .sums.h5", 5)]
    [TestCase(".files.tar.gz .sums.h5 .h5", 5)]
    [TestCase(".files.tar.gz .sums.h5 .h5", 2)]
    [TestCase(".files.tar.gz .sums.h5", 2, Description = "the records of the pack were lost")]
    [TestCase(".files.tar.gz", 0, Description = "the records and sums of the pack were lost")]
    [TestCase(".files.tar.gz .h5", 0, Description = "the sums were lost")]
    public void A_run_that_was_killed_while_it_packed_is_finished_by_the_next(string endings, int unpacked)
    {
        Dictionary<string, string> whole = Hashes("packed/hot/packed");
        string[] kept = endings.Split(' ');
        foreach (string file in Directory.GetFiles(PathOf("packed/hot/packed")))
        {
            if (!kept.Any(ending => Path.GetFileName(file) == Path.GetFileName(file).Split('.')[0] + ending))
            {
                File.Delete(file);
            }
        }

        for (int sample = 1; sample <= unpacked; sample++)
        {
            Copy($"plain/hot/sample_{sample:d4}", $"packed/hot/sample_{sample:d4}");
            Directory.CreateDirectory(PathOf("packed/hot/liquids"));
            File.Copy(
                PathOf($"plain/hot/liquids/sample_{sample:d4}.extxyz"), PathOf($"packed/hot/liquids/sample_{sample:d4}.extxyz"));
        }

        if (kept.Contains(".h5"))
        {
            Assert.That(Tables("packed"), Is.EqualTo(Tables("plain")), "each sample counts once");
        }

        Run("packed", Text);
        Assert.That(ContentsOf("packed"), Is.EqualTo(ContentsOf("plain")));
        Assert.That(Directory.GetDirectories(PathOf("packed/hot"), "sample_*"), Is.Empty);
        Assert.That(Hashes("packed/hot/packed").Where(file => file.Key.EndsWith(".h5", StringComparison.Ordinal)), Is.EqualTo(
            whole.Where(file => file.Key.EndsWith(".h5", StringComparison.Ordinal))));
    }

    [Test]
    public void Damaged_packs_are_made_again_and_only_lost_samples_are_done_again()
    {
        string sums = PathOf("packed/hot/packed/samples_0001.sums.h5");
        byte[] wholeSums = File.ReadAllBytes(sums);
        Flip(sums);
        CommandResult analysis = CommandLine.Run("analyze", PathOf("packed/hot"), "--out", PathOf("tables"));
        Assert.That(analysis.Errors, Does.Contain("samples_0001.sums.h5").And.Contain("were read instead"));
        Assert.That(Tables("packed"), Is.EqualTo(Tables("plain")));
        Assert.That(Run("packed", Text).Errors, Does.Contain("made again"));
        Assert.That(File.ReadAllBytes(sums), Is.EqualTo(wholeSums));

        // The records are taken from the archive.
        string records = PathOf("packed/hot/packed/samples_0001.h5");
        byte[] wholeRecords = File.ReadAllBytes(records);
        Flip(records);
        CommandResult run = Run("packed", Text);
        Assert.That(run.Errors, Does.Contain("samples_0001.h5").And.Contain("packed again").And.Not.Contain(": done"));
        Assert.That(File.ReadAllBytes(records), Is.EqualTo(wholeRecords));
        Assert.That(ContentsOf("packed"), Is.EqualTo(ContentsOf("plain")));

        // Records and archive are damaged.
        Flip(records);
        string archive = PathOf("packed/hot/packed/samples_0001.files.tar.gz");
        File.WriteAllBytes(archive, File.ReadAllBytes(archive)[..(int)(new FileInfo(archive).Length / 2)]);
        run = Run("packed", Text);
        Assert.That(run.Errors, Does.Contain("files.tar.gz is damaged").And.Contain(": done"));
        Assert.That(run.Errors, Does.Not.Contain("sample_0004: done"), "of the other pack");
        Assert.That(RecordsOf("packed"), Is.EqualTo(RecordsOf("plain")));
        Assert.That(ContentsOf("packed"), Is.SubsetOf(ContentsOf("plain")), "a configuration may be lost, but none is wrong");

        // An archive alone is needed for deeper rungs only.
        Flip(PathOf("packed/hot/packed/samples_0004.files.tar.gz"));
        Assert.That(Run("packed", Text).Errors, Does.Not.Contain("damaged"));
        Assert.That(Run("packed", Text.Replace("until = 1e-2", Deeper)).Errors, Does.Contain("files.tar.gz is damaged"));
        Run("plain", s_plain.Replace("until = 1e-2", Deeper));
        Assert.That(RecordsOf("packed"), Is.EqualTo(RecordsOf("plain")));
        Assert.That(ContentsOf("packed"), Is.SubsetOf(ContentsOf("plain")));
    }

    [Test]
    public void Kills_at_any_moment_change_no_bit_of_a_packed_campaign()
    {
        string small = Text.Replace("samples_per_pack = 3", "samples_per_pack = 2");
        string file = FileWith("small.toml", small);
        Random random = new(2);
        int kills = 0;
        for (int k = 0; k < 5; k++)
        {
            using Process run = CommandLine.Start([], "run", file, "--out", PathOf("killed"), "--workers", "2", "--quiet");
            _ = run.StandardOutput.ReadToEndAsync();
            _ = run.StandardError.ReadToEndAsync();
            if (run.WaitForExit(random.Next(600, 2000)))
            {
                break;
            }

            run.Kill(entireProcessTree: true);
            run.WaitForExit();
            kills++;
        }

        Assert.That(kills, Is.Positive);
        Run("killed", small);
        Assert.That(ContentsOf("killed"), Is.EqualTo(ContentsOf("plain")));
        Assert.That(Directory.GetFiles(PathOf("killed/hot/packed"), ".*"), Is.Empty, "no temporary file is left");
    }

    [Test]
    public void Records_alone_are_kept_on_request_and_deeper_rungs_begin_anew()
    {
        string records = Text.Replace("pack = true", "pack = true\nconfigurations = \"none\"");
        Run("records", records.Replace("pack = true", "pack = false"));
        Assert.That(
            Directory.GetFiles(PathOf("records/hot"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Distinct().Order(),
            Is.EqualTo(new[]
            {
                "chain_0005.checkpoint", "equilibration.json", "equilibration_0005.json",
                "glassmodes.copy.json", "glassmodes.json", "sample.h5", "sample_0001.h5", "sample_0002.h5", "sample_0003.h5",
            }));
        Assert.That(Views("records"), Is.EqualTo(Views("plain")));
        Assert.That(RecordsOf("records"), Is.EqualTo(RecordsOf("plain")));

        // A kill between the record and the removal.
        Copy("plain/hot/sample_0002", "records/hot/sample_0002");
        Assert.That(Run("records", records).Errors, Does.Contain("removed the files of 1 sample"));
        Assert.That(Directory.GetFiles(PathOf("records/hot"), "*.gz", SearchOption.AllDirectories), Is.Empty);
        Assert.That(Directory.GetFiles(PathOf("records/hot/packed"), "*.h5"), Has.Length.EqualTo(4));
        Assert.That(RecordsOf("records"), Is.EqualTo(RecordsOf("plain")));

        CommandResult deeper = Run("records", records.Replace("until = 1e-2", Deeper));
        Assert.That(deeper.Errors.Split("5 samples begin anew"), Has.Length.EqualTo(2), "told once");
        Run("plain", s_plain.Replace("until = 1e-2", Deeper));
        Assert.That(RecordsOf("records"), Is.EqualTo(RecordsOf("plain")));
    }

    [Test]
    public void A_report_shows_the_modes_of_the_first_samples_of_a_packed_state()
    {
        (int Sample, string Modes)[] views = Views("packed");
        Assert.That(views, Is.EqualTo(Views("plain")).And.Length.EqualTo(3));
        Run("packed", Text.Replace("until = 1e-2", Deeper));
        Run("plain", s_plain.Replace("until = 1e-2", Deeper));
        Assert.That(Views("packed"), Is.EqualTo(Views("plain")).And.Not.EqualTo(views), "the deeper rungs are shown too");

        // What was damaged or lost is made again when the sample is next packed.
        File.WriteAllText(PathOf("packed/hot/page/sample_0002.h5"), "damage");
        Run("packed", Text.Replace("until = 1e-2", "until = 1e-4"));
        Run("plain", s_plain.Replace("until = 1e-2", "until = 1e-4"));
        Assert.That(Views("packed"), Is.EqualTo(Views("plain")));
    }

    [Test]
    public void A_state_keeps_the_modes_of_as_many_samples_as_its_file_says()
    {
        Run("few", Text.Replace("pack = true", "pack = true\npage_samples = 1"));
        Assert.That(
            Directory.GetFiles(PathOf("few/hot/page")).Select(Path.GetFileName), Is.EqualTo(new[] { "sample_0001.h5" }));
        Run("none", Text.Replace("pack = true", "pack = true\npage_samples = 0"));
        Assert.That(Directory.Exists(PathOf("none/hot/page")), Is.False);

        // Another file of the same states clears what is no longer of them.
        Run("few", Text.Replace("pack = true", "pack = true\npage_samples = 1").Replace("2.0", "1.5"), "--overwrite");
        Assert.That(Views("few").Single().Modes, Is.Not.EqualTo(Views("packed")[0].Modes));
    }

    // The samples that a report shows, with all numbers of their modes.
    private (int Sample, string Modes)[] Views(string directory) =>
    [
        .. ModeViewFiles.Read(RecordFinder.Find([PathOf($"{directory}/hot")], Assert.Fail), 3, Assert.Fail).Select(view => (
            view.Sample,
            string.Join(' ', view.Rungs.SelectMany(rung => rung.Modes.SelectMany(mode => mode.Vector.Concat(mode.LocalEnergies)))))),
    ];

    // One worker, so that samples end in the order of their numbers.
    private CommandResult Run(string directory, string text, params string[] options) =>
        CommandLine.Run(["run", FileWith("small.toml", text), "--out", PathOf(directory), "--workers", "1", .. options]).With(0);

    private static void Flip(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(file, bytes);
    }

    private void Copy(string from, string to)
    {
        Directory.CreateDirectory(PathOf(to));
        foreach (string file in Directory.GetFiles(PathOf(from)))
        {
            File.Copy(file, Path.Combine(PathOf(to), Path.GetFileName(file)), overwrite: true);
        }
    }

    private string Tables(string directory)
    {
        string tables = PathOf($"tables-of-{directory}");
        _ = CommandLine.Run("analyze", PathOf($"{directory}/hot"), "--out", tables, "--quiet").With(0);
        return string.Join('\n', Directory.GetFiles(tables, "*.csv").Order(StringComparer.Ordinal).Select(File.ReadAllText));
    }

    private Dictionary<string, string> Hashes(string directory) => Directory
        .EnumerateFiles(PathOf(directory), "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(PathOf(directory), file), HashOf);

    private Dictionary<string, string> RecordsOf(string directory) => ContentsOf(directory)
        .Where(file => file.Key.EndsWith("sample.h5", StringComparison.Ordinal)).ToDictionary();

    // The starts, configurations and records of a state, those in packs too, with the hash of their bytes.
    private Dictionary<string, string> ContentsOf(string directory)
    {
        string state = PathOf($"{directory}/hot");
        string copy = Directory.CreateTempSubdirectory("glassmodes-test-").FullName;
        try
        {
            foreach (SamplePack pack in SamplePack.In(state))
            {
                if (File.Exists(pack.Archive))
                {
                    Assert.That(SampleArchive.Extract(pack.Archive, copy), Is.Null);
                }

                SamplePackFile.Read(pack.Records, numbered =>
                {
                    string own = Directory.CreateDirectory(Path.Combine(copy, $"sample_{numbered.Number + 1:d4}")).FullName;
                    SampleFile.Write(Path.Combine(own, "sample.h5"), numbered.Record);
                });
            }

            return new[] { state, copy }
                .SelectMany(root => Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                    .Select(file => (Name: Path.GetRelativePath(root, file), File: file)))
                .Where(file => !file.Name.StartsWith("packed", StringComparison.Ordinal)
                    && !file.Name.StartsWith("page", StringComparison.Ordinal)
                    && Path.GetExtension(file.Name) is ".h5" or ".extxyz")
                .ToDictionary(file => file.Name, file => HashOf(file.File));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static string HashOf(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
}
