// Tests `glassmodes modes` on many configurations, and what it says of the frames that it took.

using System.Text.Json;
using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Tests.Runner;

public sealed class ManyModesTests : RunnerTests
{
    [Test]
    public void Many_files_have_the_modes_of_each_alone_in_the_order_of_the_files()
    {
        string[] files = [Kalj("W-3"), Kalj("W-5"), Kalj("W-1.5")];
        JsonElement json = CommandLine.Run(["modes", .. files, "--model", "kalj", "--lowest", "4", "--json"]).With(0).Json;
        Assert.That((json.GetProperty("done").GetInt32(), json.GetProperty("failed").GetInt32()), Is.EqualTo((3, 0)));
        JsonElement[] entries = [.. json.GetProperty("configurations").EnumerateArray()];
        Assert.That(entries.Select(entry => entry.GetProperty("file").GetString()), Is.EqualTo(files));
        foreach (JsonElement entry in entries)
        {
            JsonElement alone = CommandLine.Run(
                "modes", entry.GetProperty("file").GetString()!, "--model", "kalj", "--lowest", "4", "--json").With(0).Json;
            JsonElement modes = entry.GetProperty("modes");
            Assert.That(Numbers(modes.GetProperty("eigenvalues")), Is.EqualTo(Numbers(alone.GetProperty("eigenvalues"))).Within(1e-9));
            Assert.That(modes.GetProperty("certified").GetBoolean());
            Assert.That(
                modes.EnumerateObject().Select(property => property.Name), Is.EqualTo(alone.EnumerateObject().Select(p => p.Name)));
        }
    }

    [Test]
    public void Many_files_are_the_same_on_one_thread_and_two()
    {
        string[] arguments = ["modes", Kalj("W-3"), Kalj("W-1.5"), "--model", "kalj", "--lowest", "3", "--json", "--quiet"];
        JsonElement[] runs =
        [
            .. new[] { "1", "2" }.Select(threads => CommandLine.Run([.. arguments, "--threads", threads]).With(0).Json),
        ];
        double[][] eigenvalues =
        [
            .. runs.Select(json => json.GetProperty("configurations").EnumerateArray()
                .SelectMany(entry => Numbers(entry.GetProperty("modes").GetProperty("eigenvalues"))).ToArray()),
        ];
        Assert.That(eigenvalues[0], Has.Length.EqualTo(6));
        Assert.That(eigenvalues[1], Is.EqualTo(eigenvalues[0]), "to the last bit");
    }

    [Test]
    public void All_frames_of_a_pipe_are_solved_one_after_another()
    {
        string trajectory = Frames();
        string piped = PathOf("fifo");
        using System.Diagnostics.Process made = System.Diagnostics.Process.Start("mkfifo", piped);
        made.WaitForExit();
        Task writer = Task.Run(() => File.WriteAllText(piped, File.ReadAllText(trajectory)));
        JsonElement json = CommandLine.Run(
            "modes", piped, "--frames", "all", "--model", "kalj", "--lowest", "1", "--certify", "never", "--no-profiles", "--json",
            "--format", "extxyz").With(0).Json;
        writer.Wait();
        JsonElement[] entries = [.. json.GetProperty("configurations").EnumerateArray()];
        Assert.That(entries.Select(entry => entry.GetProperty("frame").GetInt32()), Is.EqualTo(new[] { 0, 1, 2 }));
        JsonElement first = entries[0].GetProperty("modes").GetProperty("mostUnstable");
        JsonElement last = entries[2].GetProperty("modes").GetProperty("mostUnstable");
        Assert.That(Number(first, "eigenvalue"), Is.LessThan(Number(last, "eigenvalue")), "frames 0 and 2 are of W = 10^-1.5 and 10^-5");
        Assert.That(first.GetProperty("decayProfile").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(first.GetProperty("energyProfile").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public void A_wrong_file_does_not_stop_the_others()
    {
        string wrong = FileWith("wrong.extxyz", "3\nLattice=\"1 0 0 0 1 0 0 0 1\" Properties=species:S:1:pos:R:3\nA 0 0 0\n");
        CommandResult mixed = CommandLine.Run(
            "modes", wrong, Kalj("W-5"), "--model", "kalj", "--lowest", "1", "--certify", "never", "--json", "--quiet").With(1);
        Assert.That(mixed.ErrorLine, Does.Contain(wrong));
        JsonElement[] entries = [.. mixed.Json.GetProperty("configurations").EnumerateArray()];
        Assert.That(entries[0].GetProperty("error").GetString(), Does.Contain(wrong));
        Assert.That(entries[0].GetProperty("modes").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(entries[1].GetProperty("modes").ValueKind, Is.EqualTo(JsonValueKind.Object));

        string missing = PathOf("missing.dump");
        CommandResult none = CommandLine.Run("modes", wrong, missing, "--model", "kalj", "--quiet").With(2);
        Assert.That(none.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(2));
        Assert.That(none.Errors, Does.Contain(missing));

        CommandResult tooMany = CommandLine.Run(
            "modes", Kalj("W-5"), Kalj("W-3"), "--model", "kalj", "--lowest", "2998", "--json", "--quiet").With(2);
        Assert.That(tooMany.Errors, Does.Contain("--lowest 2998").And.Contain("2997"));
    }

    [TestCase("--out", "modes.dump")]
    [TestCase("--export-hessian", "hessian.mtx")]
    public void One_output_is_not_for_many_configurations(string option, string name)
    {
        Assert.That(
            CommandLine.Run("modes", Kalj("W-5"), Kalj("W-3"), "--model", "kalj", option, PathOf(name)).With(2).Errors,
            Does.Contain($"{option} takes one configuration"));
        Assert.That(
            CommandLine.Run("modes", Kalj("W-5"), "--frames", "all", "--model", "kalj", option, PathOf(name)).With(2).Errors,
            Does.Contain($"{option} takes one configuration"));
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public void An_interruption_prints_what_is_done()
    {
        string[] files = [Kalj("W-5"), .. Enumerable.Repeat(Kalj("W-1.5"), 40)];
        CommandResult result = CommandLine.InterruptAtLine(
            "INT",
            line => line.Contains("unstable", StringComparison.Ordinal),
            [],
            ["modes", .. files, "--model", "kalj", "--json", "--threads", "1"]);
        Assert.That(result.ExitCode, Is.EqualTo(130));
        Assert.That(result.Json.GetProperty("done").GetInt32(), Is.InRange(1, 39));
        Assert.That(result.LastErrorLine, Does.Contain("interrupted").And.Contain("configuration"));
    }

    [Test]
    public void The_frame_that_was_taken_is_told([Values("energy", "modes", "quench")] string verb)
    {
        string file = Frames();
        string[] arguments = verb == "modes" ? ["--lowest", "1", "--certify", "never"] : verb == "quench" ? ["--until", "1e-6"] : [];
        JsonElement last = CommandLine.Run([verb, file, "--model", "kalj", "--json", .. arguments]).With(0).Json;
        Assert.That((last.GetProperty("frame").GetInt32(), last.GetProperty("frames").GetInt32()), Is.EqualTo((2, 3)));
        JsonElement second = CommandLine.Run([verb, file, "--frame", "1", "--model", "kalj", "--json", .. arguments]).With(0).Json;
        Assert.That(second.GetProperty("frame").GetInt32(), Is.EqualTo(1));
        Assert.That(second.GetProperty("frames").ValueKind, Is.EqualTo(JsonValueKind.Null), "the rest was not read");
        Assert.That(
            CommandLine.Run([verb, file, "--frame", "-2", "--model", "kalj", .. arguments]).With(0).Output,
            Does.Match(@"frame +1 \(of 0 to 2\)"));
        Assert.That(
            CommandLine.Run([verb, Kalj("W-5"), "--model", "kalj", .. arguments]).With(0).Output,
            Does.Not.Contain("frame"), "a file of one frame");
    }

    private string Frames()
    {
        Configuration[] frames = [.. new[] { "W-1.5", "W-3", "W-5" }.Select(state => ConfigurationFile.Read(Kalj(state)))];
        string path = PathOf("frames.extxyz");
        ConfigurationFile.Write(path, frames);
        return path;
    }
}
