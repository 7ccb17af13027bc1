// Tests the lines between a run and its workers.

using System.Text.Json;
using GlassModes.Campaigns.Work;

namespace GlassModes.Tests.Campaigns;

public sealed class WorkerProtocolTests
{
    [Test]
    public void An_item_comes_back_from_its_line()
    {
        WorkItem item = new(WorkKind.Chain, "hot", 3, 2) { Samples = [1, 5] };
        string line = WorkerProtocol.Line(item);
        Assert.That(line, Is.EqualTo("""{"kind":"chain","state":"hot","number":3,"threads":2,"samples":[1,5]}"""));
        Assert.That(WorkerProtocol.Read<WorkItem>(line), Is.EqualTo(item));
        Assert.That(WorkerProtocol.Read<WorkItem>(line).Samples, Is.EqualTo(item.Samples));
        Assert.That(item.Name, Is.EqualTo("chain_0004"));
    }

    [Test]
    public void A_message_comes_back_from_its_line_whatever_its_text_is()
    {
        WorkerMessage message = new(WorkerReport.Failed)
        {
            Text = "first line\nsecond \"line\" – λ",
            Fraction = 0.1,
            Log10W = -2.5,
            CoreSeconds = 1.0 / 3,
            PeakBytes = long.MaxValue,
        };
        string line = WorkerProtocol.Line(message);
        Assert.That(line, Does.Not.Contain("\n"), "a message is one line");
        Assert.That(WorkerProtocol.Read<WorkerMessage>(line), Is.EqualTo(message));
        Assert.That(
            WorkerProtocol.Read<WorkerMessage>(WorkerProtocol.Line(new WorkerMessage(WorkerReport.Start) { Start = 0 })).Start, Is.Zero);
    }

    [TestCase("")]
    [TestCase("""{"report":"done","text":"Ladd""")]
    [TestCase("Intel MKL warning")]
    [TestCase("""{"report":"other"}""")]
    public void Half_a_line_and_the_words_of_a_library_are_no_message(string line) =>
        Assert.That(() => WorkerProtocol.Read<WorkerMessage>(line), Throws.InstanceOf<JsonException>());
}
