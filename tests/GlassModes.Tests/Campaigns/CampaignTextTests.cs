// Tests the texts that show how far a campaign is: screen, line, table and document.

using System.Text.Json;
using GlassModes.Campaigns.Status;
using GlassModes.Files;
using GlassModes.Runner.Output;

namespace GlassModes.Tests.Campaigns;

public sealed class CampaignTextTests
{
    private static readonly CampaignPace s_pace = new(35, TimeSpan.Zero);

    private static readonly CampaignStatus s_status = new(
        false,
        [
            new StateProgress("cold", Samples: 3, Done: 3, Failed: 0, Running: 0, CoreSeconds: 3),
            new StateProgress("hot", Samples: 100, Done: 4, Failed: 1, Running: 2, CoreSeconds: 80),
        ],
        [
            new WorkerStatus("host", 11, "hot/sample_0006", "quench: t = 1.5", -2.5, 120_000_000, DateTimeOffset.UnixEpoch),
            new WorkerStatus("host", 12, "hot/sample_0007", "", null, 0, DateTimeOffset.UnixEpoch),
        ]);

    [Test]
    public void The_screen_has_a_headline_the_states_and_the_workers() => Assert.That(
        CampaignScreen.Lines(s_status, s_pace, 80, 24),
        Is.EqualTo(new[]
        {
            "7 of 103 samples done, 1 failed, 35 an hour, 00:15:50 left",
            "state  samples  done  failed  running  left",
            "hot        100     4       1        2  00:15:50",
            "cold         3     3       0        0  ",
            "sample           log10 W  memory  stage",
            "hot/sample_0006     -2.5  120 MB  quench: t = 1.5",
            "hot/sample_0007        -     0 B  ",
        }));

    [Test]
    public void No_screen_is_wider_or_higher_than_its_terminal()
    {
        for (int width = 1; width < 60; width++)
        {
            for (int height = 1; height < 9; height++)
            {
                IReadOnlyList<string> lines = CampaignScreen.Lines(s_status, s_pace, width, height);
                Assert.That(lines, Has.Count.LessThanOrEqualTo(height));
                Assert.That(lines.Select(line => line.Length), Is.All.LessThanOrEqualTo(width));
                Assert.That(lines[0], Does.StartWith("7"));
            }
        }
    }

    [Test]
    public void On_a_short_terminal_as_many_workers_as_fit_are_shown_and_the_others_counted()
    {
        WorkerStatus[] workers =
            [.. Enumerable.Range(1, 128).Select(k => s_status.Workers[0] with { Sample = $"hot/sample_{k:d4}" })];
        IReadOnlyList<string> lines = CampaignScreen.Lines(s_status with { Workers = workers }, s_pace, 80, 10);
        Assert.That(lines, Has.Count.EqualTo(10));
        Assert.That(lines[2], Does.StartWith("hot "), "a state at work comes before one that is finished");
        Assert.That(lines[^1], Is.EqualTo("and 124 more workers"));
        Assert.That(lines[^2], Does.StartWith("hot/sample_0004"));

        StateProgress[] states = [.. Enumerable.Range(1, 30).Select(k => s_status.States[1] with { State = $"hot{k}" })];
        lines = CampaignScreen.Lines(s_status with { States = states }, s_pace, 80, 10);
        Assert.That(lines, Has.Exactly(1).StartsWith("and ").And.Exactly(1).StartsWith("hot/sample_0007"));
    }

    [Test]
    public void A_line_names_a_few_workers_and_a_silence()
    {
        Assert.That(
            CampaignText.Line(s_status, s_pace),
            Is.EqualTo("7 of 103 samples done, 1 failed, 35 an hour, 00:15:50 left; hot/sample_0006 at log10 W = -2.5, hot/sample_0007"));
        CampaignStatus many = s_status with { Workers = [.. Enumerable.Repeat(s_status.Workers[1], 10)] };
        Assert.That(CampaignText.Line(many, s_pace), Does.EndWith("hot/sample_0007 and 6 more"));
        CampaignPace silent = new(null, TimeSpan.FromMinutes(2));
        Assert.That(CampaignText.Line(s_status, silent), Does.Contain("00:15:50 left, no news for 00:02:00;"));
        CampaignStatus finished = new(true, [s_status.States[0]], []);
        Assert.That(CampaignText.Line(finished, silent), Is.EqualTo("3 of 3 samples done, 0 failed, finished"));
    }

    [Test]
    public void The_document_says_whether_the_campaign_is_at_work_stopped_or_done()
    {
        Assert.That(StatusOf(s_status), Is.EqualTo("running"));
        Assert.That(StatusOf(s_status with { Workers = [] }), Is.EqualTo("cancelled"));
        Assert.That(StatusOf(s_status with { IsFinished = true }), Is.EqualTo("incomplete"));
        Assert.That(StatusOf(new CampaignStatus(true, [s_status.States[0]], [])), Is.EqualTo("done"));
    }

    [Test]
    public void The_table_has_a_row_for_each_state_and_each_worker()
    {
        using StringWriter output = new();
        CampaignText.Write(output, s_status);
        string[] lines = output.ToString().Split('\n', StringSplitOptions.TrimEntries);
        Assert.That(lines, Has.Exactly(1).StartsWith("cold ").And.Exactly(1).StartsWith("hot "));
        Assert.That(lines, Has.Exactly(3).StartsWith("host ").And.Exactly(1).Contains("hot/sample_0006     -2.5  quench: t = 1.5"));
    }

    [Test]
    public void Samples_that_are_left_out_and_chains_that_are_not_equilibrated_are_told()
    {
        CampaignStatus status = new(
            true, [new StateProgress("cold", 30, 28, 0, 0, 3) { LeftOut = 2, Judged = 3, Equilibrated = 2 }, s_status.States[1]], []);
        Assert.That(CampaignText.Headline(status, s_pace), Does.StartWith("32 of 130 samples done, 1 failed, 2 left out, "));
        using StringWriter output = new();
        CampaignText.Write(output, status);
        Assert.That(
            output.ToString().Split('\n').Where(line => line.Contains(": ", StringComparison.Ordinal)),
            Is.EqualTo(new[]
            {
                "cold: 2 left out, for their starts have crystallised",
                "cold: 1 of 3 chains not equilibrated; the files equilibration_*.json in cold/liquids say why",
            }));
        JsonElement state = JsonSerializer.SerializeToElement(CampaignText.DocumentOf(status), JsonFormat.Options)
            .GetProperty("states")[0];
        Assert.That(state.GetProperty("leftOut").GetInt32(), Is.EqualTo(2));
        Assert.That(state.GetProperty("chains").GetProperty("equilibrated").GetInt32(), Is.EqualTo(2));
        Assert.That(state.GetProperty("remainingCoreHours").GetDouble(), Is.Zero);
    }

    private static string? StatusOf(CampaignStatus campaign) =>
        JsonSerializer.SerializeToElement(CampaignText.DocumentOf(campaign), JsonFormat.Options).GetProperty("status").GetString();
}
