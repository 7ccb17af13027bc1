// Tests how the files of shares add up to the status of a campaign.

using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Status;
using GlassModes.Campaigns.Store;

namespace GlassModes.Tests.Campaigns;

public sealed class CampaignStatusTests
{
    [Test]
    public void The_remaining_time_follows_from_the_time_of_a_finished_sample()
    {
        StateProgress state = new("hot", Samples: 10, Done: 4, Failed: 1, Running: 2, CoreSeconds: 20);
        Assert.That(state.RemainingCoreSeconds, Is.EqualTo(25));
        Assert.That((state with { Done = 0 }).RemainingCoreSeconds, Is.Null);
        Assert.That((state with { Done = 9 }).RemainingCoreSeconds, Is.Zero);
    }

    [Test]
    public void A_share_that_has_not_begun_counts_as_samples_to_do()
    {
        CampaignStatus status = CampaignStatus.Of([Share("1/2", isFinished: true, samples: 3, done: 3, coreSeconds: 6)]);
        Assert.That(status.IsFinished, Is.False);
        Assert.That(status.States.Single(), Is.EqualTo(new StateProgress("hot", 5, 3, 0, 0, 6)));
        Assert.That(status.States.Single().RemainingCoreSeconds, Is.EqualTo(4));

        status = CampaignStatus.Of(
        [
            Share("1/2", isFinished: true, samples: 3, done: 3, coreSeconds: 6),
            Share("2/2", isFinished: true, samples: 2, done: 2, coreSeconds: 5),
        ]);
        Assert.That(status.IsFinished);
        Assert.That(status.States.Single(), Is.EqualTo(new StateProgress("hot", 5, 5, 0, 0, 11)));
    }

    [Test]
    public void A_campaign_that_was_divided_anew_counts_every_sample_once_and_all_of_the_time()
    {
        CampaignStatus status = CampaignStatus.Of(
        [
            Share("1/2", isFinished: false, samples: 3, done: 2, coreSeconds: 6),
            Share("2/2", isFinished: false, samples: 2, done: 1, coreSeconds: 5),
            Share("1/5", isFinished: true, samples: 1, done: 1, coreSeconds: 1),
        ]);
        Assert.That(status.IsFinished, Is.False);
        Assert.That(status.States.Single(), Is.EqualTo(new StateProgress("hot", 5, 3, 0, 0, 12)));
    }

    [Test]
    public void Without_a_share_nothing_is_finished() => Assert.That(CampaignStatus.Of([]).IsFinished, Is.False);

    [Test]
    public void No_changed_letter_in_the_file_of_a_share_is_an_error()
    {
        CampaignDirectory directory = new(Directory.CreateTempSubdirectory("glassmodes-test-").FullName);
        try
        {
            Directory.CreateDirectory(directory.StatusDirectory);
            WorkerStatus worker = new("host", 1, "hot/sample_0001", "quench", -2, 5, DateTimeOffset.UnixEpoch);
            ShareStatus share = Share("1/1", isFinished: true, samples: 3, done: 2, coreSeconds: 6);
            StatusFile file = new(directory, CampaignShare.Whole);
            file.Write(share with { States = [.. share.States, share.States[0] with { State = "hou" }], Workers = [worker] });
            string path = Directory.GetFiles(directory.StatusDirectory).Single();
            string text = File.ReadAllText(path);
            for (int k = 0; k < text.Length; k++)
            {
                File.WriteAllText(path, text[..k] + (char)(text[k] ^ 1) + text[(k + 1)..]);
                Assert.That(() => CampaignStatus.Read(directory), Throws.Nothing, $"letter {k}");
                Assert.That(() => file.ReadOrNull()?.States.ToDictionary(state => state.State), Throws.Nothing, $"letter {k}");
            }
        }
        finally
        {
            Directory.Delete(directory.Root, recursive: true);
        }
    }

    private static ShareStatus Share(string share, bool isFinished, int samples, int done, double coreSeconds) => new(
        share, isFinished, [new StateCounts("hot", samples, done, 0, 0, coreSeconds) { SamplesOfState = 5 }], []);
}
