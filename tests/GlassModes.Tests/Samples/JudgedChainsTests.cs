// Tests what is read of the files that say whether a chain was equilibrated.

using GlassModes.Models;
using GlassModes.Samples;

namespace GlassModes.Tests.Samples;

public sealed class JudgedChainsTests
{
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("glassmodes-test-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void What_a_preparation_writes_is_read_again()
    {
        LiquidPlan plan = new(KobAndersen.ForceShifted(), 200, KobAndersen.Density, 2, 4, 4, Chains: 2)
        {
            Protocol = new(0.005, 1, 0.5, 0.05),
        };
        List<LiquidJudgement> judgements = [];
        LiquidStorage storage = new(_directory, ".extxyz");
        LiquidFiles.Run(plan, 2, storage, (_, _) => { }, onJudged: judgements.Add);
        LiquidJudgement[] written = [.. judgements.OrderBy(judgement => judgement.Chain)];
        IReadOnlyList<JudgedChain> read = JudgedChains.In(_directory);
        RequireSame(read, written);
        RequireSame([JudgedChains.Find(storage, 0)!, JudgedChains.Find(storage, 1)!], written);
        Assert.That(JudgedChains.Find(storage, 7), Is.Null);

        // Gathered one after another, as they are at the end of each chain, and once more after a kill before the removal.
        string second = storage.JudgementOf(1);
        string text = File.ReadAllText(second);
        JudgedChains.Gather(storage, [1]);
        RequireSame(JudgedChains.In(_directory), written);
        File.WriteAllText(second, text);
        RequireSame(JudgedChains.In(_directory), written);
        JudgedChains.Gather(storage, [0, 1, 7]);
        Assert.That(
            Directory.GetFiles(_directory, "*.json").Select(Path.GetFileName), Is.EqualTo(new[] { JudgedChains.GatheredName }));
        RequireSame(JudgedChains.In(_directory), written);
        RequireSame([JudgedChains.Find(storage, 0)!, JudgedChains.Find(storage, 1)!], written);
        Assert.That(Directory.GetFiles(_directory, ".*"), Is.Empty, "no lock is left");

        string doubt = JudgedChains.DescribeDoubts([Path.Combine(_directory, JudgedChains.GatheredName)]).Single();
        Assert.That(doubt, Does.StartWith($"{_directory}: 2 of 2 chains were not equilibrated: ").And.EndWith(" (chain 1)"));
    }

    [Test]
    public void A_file_that_is_gone_or_damaged_says_nothing()
    {
        Assert.That(JudgedChains.In(Path.Combine(_directory, "none")), Is.Empty);
        string file = Path.Combine(_directory, "equilibration_0001.json");
        string gathered = Path.Combine(_directory, JudgedChains.GatheredName);
        Assert.That(JudgedChains.IsFile(file) && JudgedChains.IsFile(gathered), Is.True);
        Assert.That(JudgedChains.IsFile(Path.Combine(_directory, "chain_0001.json")), Is.False);
        const string whole = """{"chain":3,"verdict":"equilibrated","reasons":[],"hasCorrelatedSamples":true}""";
        string[] damaged =
            ["", whole[..20], "[]", whole.Replace("chain", "chair"), whole.Replace("3", "3.5"), whole.Replace("[]", "{}")];
        foreach (string text in damaged)
        {
            File.WriteAllText(file, text);
            Assert.That(JudgedChains.In(_directory), Is.Empty, text);
            File.WriteAllText(gathered, text);
            Assert.That(JudgedChains.In(_directory), Is.Empty, text);
            File.WriteAllText(gathered, $$"""{"chains":[{{text}}]}""");
            Assert.That(JudgedChains.In(_directory), Is.Empty, text);
        }

        File.WriteAllText(file, whole);
        Assert.That(JudgedChains.In(_directory).Single().HasCorrelatedSamples, Is.True);
        Assert.That(JudgedChains.DescribeDoubts([file]), Is.Empty);
    }

    private static void RequireSame(IReadOnlyList<JudgedChain> read, LiquidJudgement[] written)
    {
        Assert.That(read.Select(chain => chain.Chain), Is.EqualTo(written.Select(judgement => judgement.Chain)));
        foreach ((JudgedChain chain, LiquidJudgement judgement) in read.Zip(written))
        {
            Assert.That(chain.IsEquilibrated, Is.False);
            Assert.That(chain.Reasons, Is.EqualTo(judgement.Verdict.Reasons.Select(reason => $"{reason}")).And.Not.Empty);
            Assert.That(chain.HasCorrelatedSamples, Is.EqualTo(judgement.HasCorrelatedSamples));
            Assert.That(chain.RelaxationTime, Is.EqualTo(judgement.RelaxationTime));
            Assert.That(chain.Energy, Is.EqualTo(judgement.Equilibration!.Canonical.Blocking.Mean));
            Assert.That(chain.EnergyError, Is.EqualTo(judgement.Equilibration.Canonical.Blocking.StandardError));
        }
    }
}
