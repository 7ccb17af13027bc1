// Tests `status` on a campaign at work.

using System.Diagnostics;
using System.Text.Json;
using GlassModes.Tests.Runner;

namespace GlassModes.Tests.Campaigns;

[NonParallelizable]
public sealed class StatusVerbTests : RunnerTests
{
    private const string Text =
        """
        [quench]
        until = 1e-2
        [liquid]
        equilibrate_nvt = 1
        equilibrate_nve = 1
        interval = 0.5
        [[states]]
        name = "hot"
        model = "kalj"
        particles = 160
        temperature = 2.0
        samples = 3

        """;

    [Test]
    public void A_watch_tells_each_change_in_a_line_and_ends_with_the_campaign()
    {
        string file = FileWith("small.toml", Text);
        using Process run = CommandLine.Start([], "run", file, "--out", PathOf("c"), "--workers", "1", "--quiet");
        Task<CommandResult> running = Task.Run(() => CommandLine.Finish(run));
        SpinWait.SpinUntil(() => File.Exists(PathOf("c/campaign.toml")) || running.IsCompleted);
        CommandResult watch = CommandLine.Run("status", PathOf("c"), "--watch", "--json").With(0);
        running.Result.With(0);
        JsonElement[] documents =
            [.. watch.Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.That(watch.Errors, Is.Empty);
        Assert.That(documents, Has.Length.GreaterThan(1));
        Assert.That(documents.SkipLast(1).Select(StatusOf), Has.None.EqualTo("done").And.Some.EqualTo("running"));
        Assert.That(StatusOf(documents[^1]), Is.EqualTo("done"));
        Assert.That(documents[^1].GetProperty("states")[0].GetProperty("done").GetInt32(), Is.EqualTo(3));

        CommandResult table = CommandLine.Run("status", PathOf("c"), "--watch").With(0);
        Assert.That(table.ErrorLine, Is.EqualTo("glassmodes status: 3 of 3 samples done, 0 failed, finished"));
        Assert.That(table.Output, Does.Contain("core-hours"));
    }

    [Test]
    [Platform("Linux")]
    public void A_watch_that_is_interrupted_has_not_failed()
    {
        Directory.CreateDirectory(PathOf("c"));
        FileWith("c/campaign.toml", Text);
        CommandResult watch = CommandLine.InterruptAtLine(
            "INT", line => line.Contains("0 of 0 samples", StringComparison.Ordinal), [], "status", PathOf("c"), "--watch");
        Assert.That(watch.With(0).Output, Does.StartWith("state"));
    }

    private static string? StatusOf(JsonElement document) => document.GetProperty("status").GetString();
}
