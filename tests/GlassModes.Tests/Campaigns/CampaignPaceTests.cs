// Tests the rate of a campaign and the time that is left.

using GlassModes.Campaigns.Status;

namespace GlassModes.Tests.Campaigns;

public sealed class CampaignPaceTests
{
    [Test]
    public void The_time_left_weighs_each_state_by_the_time_of_its_samples()
    {
        // 6 small samples of 1 s and 3 large ones of 100 s, on three cores.
        StateProgress small = new("small", Samples: 10, Done: 4, Failed: 0, Running: 1, CoreSeconds: 4);
        StateProgress large = new("large", Samples: 4, Done: 1, Failed: 0, Running: 1, CoreSeconds: 100);
        CampaignStatus campaign = Campaign([Worker(1), Worker(2)], small, large);
        Assert.That(CampaignPace.SecondsLeft(campaign, small), Is.EqualTo(2));
        Assert.That(CampaignPace.SecondsLeft(campaign, large), Is.EqualTo(100));
        Assert.That(CampaignPace.SecondsLeft(campaign), Is.EqualTo(102));
    }

    [Test]
    public void Before_the_first_sample_of_a_state_and_without_workers_nothing_is_said()
    {
        StateProgress done = new("done", Samples: 2, Done: 2, Failed: 0, Running: 0, CoreSeconds: 4);
        StateProgress begun = new("begun", Samples: 2, Done: 0, Failed: 0, Running: 1, CoreSeconds: 4);
        Assert.That(CampaignPace.SecondsLeft(Campaign([Worker(1)], done, begun)), Is.Null);
        Assert.That(CampaignPace.SecondsLeft(Campaign([], begun with { Done = 1 })), Is.Null);
        Assert.That(CampaignPace.SecondsLeft(Campaign([], done)), Is.Zero);
    }

    [Test]
    public void The_rate_counts_what_was_finished_since_the_first_look()
    {
        PaceMeter meter = new();
        Assert.That(meter.Add(Campaign([], Done(5)), TimeSpan.FromMinutes(1)).SamplesPerHour, Is.Null);
        Assert.That(meter.Add(Campaign([], Done(5)), TimeSpan.FromMinutes(2)).SamplesPerHour, Is.Null);
        Assert.That(meter.Add(Campaign([], Done(8)), TimeSpan.FromMinutes(7)).SamplesPerHour, Is.EqualTo(30).Within(1e-9));
    }

    [Test]
    public void News_are_changes_of_the_status_and_not_of_its_time()
    {
        PaceMeter meter = new();
        meter.Add(Campaign([Worker(1)], Done(5)), TimeSpan.Zero);
        WorkerStatus later = Worker(1) with { LastSeen = DateTimeOffset.UnixEpoch.AddHours(1) };
        Assert.That(meter.Add(Campaign([later], Done(5)), TimeSpan.FromSeconds(9)).SinceNews, Is.EqualTo(TimeSpan.FromSeconds(9)));
        WorkerStatus further = later with { Stage = "step 2" };
        Assert.That(meter.Add(Campaign([further], Done(5)), TimeSpan.FromSeconds(10)).SinceNews, Is.EqualTo(TimeSpan.Zero));
        Assert.That(meter.Add(Campaign([further], Done(6)), TimeSpan.FromSeconds(11)).SinceNews, Is.EqualTo(TimeSpan.Zero));
    }

    private static StateProgress Done(int done) => new("hot", Samples: 10, done, Failed: 0, Running: 1, CoreSeconds: 4);

    private static WorkerStatus Worker(int threads) => new("host", 1, "hot/sample_0001", "step 1", null, 0, DateTimeOffset.UnixEpoch)
    {
        Threads = threads,
    };

    private static CampaignStatus Campaign(WorkerStatus[] workers, params StateProgress[] states) => new(false, states, workers);
}
