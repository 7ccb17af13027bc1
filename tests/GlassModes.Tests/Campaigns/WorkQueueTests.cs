// Tests in which order the work of a campaign is handed out, and what becomes of work that fails.

using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Status;
using GlassModes.Campaigns.Work;

namespace GlassModes.Tests.Campaigns;

public sealed class WorkQueueTests
{
    private static readonly Campaign s_campaign = CampaignFile.Parse(
        "two.toml",
        """
        [liquid]
        samples_per_chain = 2
        [[states]]
        name = "small"
        model = "kalj"
        particles = 200
        temperature = 2.0
        samples = 4
        [[states]]
        name = "large"
        model = "kalj"
        particles = 4000
        temperature = 2.0
        samples = 2
        """);

    [Test]
    public void Small_states_come_first_and_a_sample_before_the_next_chain()
    {
        WorkQueue queue = new([Work("large", 2, 1), Work("small", 1, 2)], threads: 2, retries: 0);
        WorkItem first = queue.Take(2)!;
        Assert.That((first.State, first.Kind, first.Number, first.Threads), Is.EqualTo(("small", WorkKind.Chain, 0, 1)));
        queue.AddStart("small", 1);
        WorkItem second = queue.Take(1)!;
        Assert.That((second.State, second.Kind, second.Number), Is.EqualTo(("small", WorkKind.Sample, 1)));
        queue.AddStart("small", 1);
        Assert.That(queue.Take(1)!.Name, Is.EqualTo("chain_0002"), "a start counts once");
        Assert.That(queue.Take(1), Is.Null, "the large state needs two threads");
        Assert.That(queue.Take(2)!.State, Is.EqualTo("large"));
        Assert.That(queue.IsFinished, Is.False);
    }

    [Test]
    public void No_more_is_handed_out_than_the_memory_holds()
    {
        WorkQueue queue = new([Work("large", 1, 3, bytes: 5e9), Work("small", 1, 3, bytes: 2e9)], 9, 0, memory: 8e9);
        Assert.That(Enumerable.Range(0, 5).Select(_ => queue.Take(9)?.State), Is.EqualTo(new[] { "small", "small", "small", null, null }));
        queue = new([Work("large", 1, 3, bytes: 5e9), Work("small", 1, 1, bytes: 2e9)], 9, 0, memory: 8e9);
        Assert.That(Enumerable.Range(0, 3).Select(_ => queue.Take(9)?.State), Is.EqualTo(new[] { "small", "large", null }));
        Assert.That(
            () => new WorkQueue([Work("large", 1, 3, bytes: 9e9)], 9, 0, memory: 8e9),
            Throws.InstanceOf<InputException>().With.Message.Contains("large needs about 9.00 GB").And.Message.Contains("8.00 GB"));
    }

    [Test]
    public void A_sample_that_fails_is_tried_again_unless_it_came_no_further()
    {
        WorkQueue queue = new([Work("small", 1, 0, ready: 1)], threads: 1, retries: 1);
        WorkItem item = queue.Take(1)!;
        Assert.That(queue.Fail(item), Is.True);
        Assert.That(queue.Take(1), Is.EqualTo(item));
        queue.NoteProgress(item);
        Assert.That(queue.Fail(item), Is.True, "it came further");
        Assert.That(queue.Take(1), Is.EqualTo(item));
        Assert.That(queue.Fail(item), Is.False);
        Assert.That(queue.IsFinished, Is.True);
        StateCounts counts = queue.Counts.Single();
        Assert.That((counts.Done, counts.Failed, counts.Running), Is.EqualTo((0, 1, 0)));
    }

    [Test]
    public void The_starts_of_a_chain_that_fails_are_counted_as_failed()
    {
        StateWork work = Work("small", 1, 2);
        WorkQueue queue = new([work], threads: 1, retries: 0);
        WorkItem chain = queue.Take(1)!;
        queue.AddStart("small", 0);
        Assert.That(queue.Fail(chain), Is.False);
        Assert.That(queue.Counts.Single().Failed, Is.EqualTo(1), "one start was there already");
        WorkItem sample = queue.Take(1)!;
        Assert.That(sample.Name, Is.EqualTo("sample_0001"));
        queue.Finish(sample);
        Assert.That(queue.Take(1)!.Name, Is.EqualTo("chain_0002"));
    }

    [Test]
    public void An_item_that_was_stopped_comes_again()
    {
        WorkQueue queue = new([Work("small", 1, 0, ready: 1)], threads: 1, retries: 0);
        WorkItem item = queue.Take(1)!;
        queue.PutBack(item);
        Assert.That(queue.Take(1), Is.EqualTo(item));
        queue.AddTime(item, 3);
        queue.AddTimes(new Dictionary<string, double> { ["small"] = 4 });
        queue.Finish(item);
        Assert.That((queue.Counts.Single().CoreSeconds, queue.Counts.Single().Done), Is.EqualTo((7.0, 1)));
    }

    // A state with chains of two samples each, or with samples whose starts are there.
    private static StateWork Work(string name, int threads, int chains, int ready = 0, double bytes = 1e8)
    {
        CampaignState state = s_campaign.States.First(known => known.Name == name);
        int particles = ((PreparedStarts)state.Source).Liquids.Particles;
        StateWork work = new(state, (2 * chains) + ready, threads, particles, bytes);
        for (int chain = 0; chain < chains; chain++)
        {
            work.PendingChains.Enqueue(chain);
            work.Waiting.UnionWith([2 * chain, (2 * chain) + 1]);
        }

        for (int sample = 0; sample < ready; sample++)
        {
            work.Ready.Enqueue(sample);
        }

        return work;
    }
}
