// Tests which shares of a campaign may be at work together.

using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Store;
using GlassModes.Files;
using GlassModes.Tests.Runner;

namespace GlassModes.Tests.Campaigns;

public sealed class ShareHolderTests : RunnerTests
{
    private CampaignDirectory Place => new(PathOf("results"));

    [Test]
    public void Shares_of_one_division_are_at_work_together_and_those_of_another_are_refused()
    {
        using (ShareHolder.Take(Place, new CampaignShare(0, 2)))
        using (ShareHolder.Take(Place, new CampaignShare(1, 2)))
        {
            Assert.That(
                () => ShareHolder.Take(Place, new CampaignShare(0, 3)),
                Throws.InstanceOf<HeldException>().With.Message.Contains("_of_2").And.Message.Contains("the same samples"));
            Assert.That(
                () => ShareHolder.RequireIdle(Place),
                Throws.InstanceOf<HeldException>().With.Message.Contains($"process {Environment.ProcessId}"));
        }

        ShareHolder.RequireIdle(Place);
        ShareHolder.Take(Place, new CampaignShare(0, 3)).Dispose();
    }

    [Test]
    public void A_worker_of_another_division_that_still_saves_its_sample_is_waited_for()
    {
        Directory.CreateDirectory(Place.StatusDirectory);
        using (ShareHolder.HoldAsWorker(Place, new CampaignShare(1, 2)))
        {
            // Nothing but waiting ends by a cancellation.
            CancellationToken cancelled = new(canceled: true);
            ShareHolder.Take(Place, new CampaignShare(0, 2), cancellation: cancelled).Dispose();
            Assert.That(
                () => ShareHolder.Take(Place, new CampaignShare(0, 3), cancellation: cancelled),
                Throws.InstanceOf<OperationCanceledException>());
        }

        ShareHolder.Take(Place, new CampaignShare(0, 3)).Dispose();
    }

    [Test]
    public void A_directory_that_does_not_exist_is_idle() => Assert.That(() => ShareHolder.RequireIdle(Place), Throws.Nothing);
}
