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

    [Test]
    public void Finished_samples_are_packed_as_soon_as_there_are_enough_and_at_the_end()
    {
        StateWork work = Work("small", 1, 2, blocks: new PackBlocks(2));
        WorkQueue queue = new([work], threads: 1, retries: 0);
        WorkItem chain = queue.Take(1)!;
        Array.ForEach([0, 1, 2], sample => queue.AddStart("small", sample));
        queue.Finish(chain);
        Array.ForEach([queue.Take(1)!, queue.Take(1)!, queue.Take(1)!], queue.Finish);
        WorkItem pack = queue.Take(1)!;
        Assert.That((pack.Kind, pack.Name, pack.Samples), Is.EqualTo((WorkKind.Pack, "pack_0001", (int[])[0, 1])));
        queue.PutBack(pack);
        Assert.That(queue.Take(1)!.Samples, Is.EqualTo(pack.Samples), "a pack that was stopped comes again");
        Assert.That(queue.Counts.Single().Running, Is.Zero);
        queue.Finish(pack);
        Assert.That(queue.SpentChains(pack), Is.EqualTo(new[] { 0 }));

        // The second chain has one sample that is done.
        chain = queue.Take(1)!;
        Assert.That((chain.Name, chain.Samples), Is.EqualTo(("chain_0002", (int[])[2])));
        queue.AddStart("small", 3);
        WorkItem sample = queue.Take(1)!;
        queue.Finish(sample);
        Assert.That(queue.Take(1)!.Samples, Is.EqualTo(new[] { 2, 3 }));
        queue.Finish(chain);
        Assert.That(queue.IsFinished, Is.False);
        Assert.That(queue.SpentChains(chain), Is.Empty, "its samples are not packed yet");
        queue.Finish(new WorkItem(WorkKind.Pack, "small", 2, 1) { Samples = [2, 3] });
        Assert.That(queue.IsFinished, Is.True);
    }

    [Test]
    public void Samples_that_cannot_be_packed_are_done_nevertheless()
    {
        WorkQueue queue = new([Work("small", 1, 0, ready: 2, blocks: new PackBlocks(9))], threads: 1, retries: 0);
        Array.ForEach([queue.Take(1)!, queue.Take(1)!], queue.Finish);
        WorkItem pack = queue.Take(1)!;
        Assert.That(pack.Samples, Is.EqualTo(new[] { 0, 1 }), "no sample will come any more");
        Assert.That(queue.Fail(pack), Is.False);
        Assert.That((queue.IsFinished, queue.Counts.Single().Done, queue.Counts.Single().Failed), Is.EqualTo((true, 2, 0)));
    }

    [Test]
    public void A_sample_that_is_left_out_is_counted_and_keeps_no_chain_waiting()
    {
        StateWork work = Work("small", 1, 1, blocks: new PackBlocks(2));
        WorkQueue queue = new([work], threads: 1, retries: 0);
        WorkItem chain = queue.Take(1)!;
        Array.ForEach([0, 1], sample => queue.AddStart("small", sample));
        queue.NoteJudgement(chain, isEquilibrated: false);
        queue.Finish(chain);
        WorkItem kept = queue.Take(1)!;
        queue.Finish(kept);
        WorkItem crystal = queue.Take(1)!;
        Assert.That(queue.SpentChains(crystal), Is.Empty);
        queue.LeaveOut(crystal);
        Assert.That(queue.IsFinished, Is.True, "one sample is no pack");
        StateCounts counts = queue.Counts.Single();
        Assert.That((counts.Done, counts.Failed, counts.LeftOut, counts.Running), Is.EqualTo((1, 0, 1, 0)));
        Assert.That((counts.Judged, counts.Equilibrated), Is.EqualTo((1, 0)));
        Assert.That(queue.SpentChains(crystal), Is.Empty, "the other sample is not packed");
        work.Packed.Add(kept.Number);
        Assert.That(queue.SpentChains(crystal), Is.EqualTo(new[] { 0 }));
    }

    [Test]
    public void Packs_have_a_number_of_samples_and_a_size()
    {
        PackBlocks blocks = new(3, bytesPerPack: 100);
        Array.ForEach([7, 3, 5], sample => blocks.Add(sample, 30));
        Assert.That(blocks.Next(isLast: false), Is.EqualTo(new[] { 3, 5, 7 }));
        blocks.Add(4, 50);
        Assert.That(blocks.Next(isLast: false), Is.EqualTo(new[] { 3, 4 }), "a third one is too large");
        blocks.Remove([3, 4, 5]);
        Assert.That(blocks.Next(isLast: false), Is.Null);
        Assert.That(blocks.Next(isLast: true), Is.Null, "one sample is no pack");
        blocks.Add(9, 51);
        Assert.That(blocks.Next(isLast: true), Is.Null, "more than half of a pack");
        blocks.Add(8, 50);
        Assert.That(blocks.Next(isLast: true), Is.EqualTo(new[] { 7, 8 }));
    }

    // A state with chains of two samples each, or with samples whose starts are there.
    private static StateWork Work(
        string name, int threads, int chains, int ready = 0, double bytes = 1e8, PackBlocks? blocks = null)
    {
        CampaignState state = s_campaign.States.First(known => known.Name == name);
        int particles = ((PreparedStarts)state.Source).Liquids.Particles;
        StateWork work = new(state, (2 * chains) + ready, threads, particles, bytes)
        {
            Blocks = blocks,
            RecordBytes = _ => 1000,
        };
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
