// Tests liquids by replica exchange: stopped, shared by several ranks, and of several temperatures.

using System.Text.Json;
using GlassModes.Dynamics;
using GlassModes.Files;
using GlassModes.IO;
using GlassModes.Samples;
using GlassModes.Tests.Dynamics.ReplicaExchange;

namespace GlassModes.Tests.Samples;

public sealed class ReplicaExchangeLiquidsTests : PreparedLiquidsTests
{
    private static readonly LiquidPlan s_exchange = Plan with
    {
        Temperature = 1.6,
        Protocol = EquilibrationProtocol.OfTrials(new ReplicaExchangeProtocol([2, 1.8, 1.6], 40), 6, 3),
    };

    [Test]
    public void A_replica_exchange_stopped_at_each_sample_makes_the_same_files()
    {
        LiquidPlan plan = s_exchange with { Samples = 3, Chains = 1 };
        Prepare("whole", plan);
        // Not at once, so that a stop can fall within the trials that follow.
        PrepareWithStops("parts", plan, stop => stop.CancelAfter(2), out _);
        AssertSameFiles("parts", "whole", 3);
        IReadOnlyDictionary<string, string> notes = ConfigurationFile.Read(FileOf("whole", 2)).Annotations;
        Assert.That(
            (notes["temperature"], notes["replica_temperatures"], notes["steps_per_trial"]), Is.EqualTo(("1.6", "2 1.8 1.6", "40")));
        JsonElement document = JsonDocument.Parse(File.ReadAllText(PathOf("whole/equilibration_0001.json"))).RootElement;
        Assert.That(document.GetProperty("replicaExchange").GetProperty("pairs").GetArrayLength(), Is.EqualTo(2));
        Assert.That(document.GetProperty("reasons")[0].GetString(), Does.Contain("T = "));
    }

    [Test]
    public void Ranks_share_the_chains_of_a_replica_exchange_and_make_the_same_files()
    {
        LiquidPlan plan = s_exchange with { Samples = 3, Chains = 2 };
        Prepare("whole", plan);
        Directory.CreateDirectory(PathOf("shared"));
        int[] written = ThreadRanks.Run(2, ranks =>
        {
            int files = 0;
            if (ranks.Rank == 0)
            {
                LiquidFiles.Run(plan, 1, new LiquidStorage(PathOf("shared"), ".extxyz"), (_, _) => files++, ranks: ranks);
                LiquidPreparation.Dismiss(ranks);
            }
            else
            {
                LiquidPreparation.Serve(plan, 1, ranks);
            }

            return files;
        });
        Assert.That(written, Is.EqualTo(new[] { 3, 0 }));
        AssertSameFiles("shared", "whole", 3);
        string[] judged = [.. new[] { "shared", "whole" }.Select(name => File.ReadAllText(PathOf($"{name}/equilibration_0002.json")))];
        Assert.That(judged[0], Is.EqualTo(judged[1]));
    }

    [Test]
    public void A_replica_exchange_gives_liquids_of_several_temperatures_in_turn()
    {
        LiquidPlan plan = Plan with
        {
            Temperature = 1.6,
            Samples = 5,
            Chains = 2,
            Protocol = EquilibrationProtocol.OfTrials(
                new ReplicaExchangeProtocol([2, 1.8, 1.6], 20) { FurtherTemperatures = [1.8] }, 6, 3),
        };
        Prepare("both", plan);
        Assert.That(
            Enumerable.Range(1, 5).Select(k => ConfigurationFile.Read(FileOf("both", k)).Annotations["temperature"]),
            Is.EqualTo(new[] { "1.6", "1.6", "1.8", "1.8", "1.6" }), "the chains take turns");
        Assert.That(Enumerable.Range(0, 5).Select(plan.TemperatureOf), Is.EqualTo(new[] { 1.6, 1.6, 1.8, 1.8, 1.6 }));

        // What is taken of the exchange changes none of it.
        LiquidPlan one = plan with
        {
            Samples = 4,
            Protocol = plan.Protocol with { ReplicaExchange = plan.Protocol.ReplicaExchange! with { FurtherTemperatures = [] } },
        };
        Prepare("one", one);
        Assert.That(
            ConfigurationFile.Read(FileOf("both", 5)).Positions.SequenceEqual(ConfigurationFile.Read(FileOf("one", 3)).Positions), Is.True);
        Assert.That(() => Prepare("one", plan with { Samples = 6 }, resume: true), Throws.InstanceOf<CheckpointException>()
            .With.Message.Contains("further temperatures"));
        Assert.That(
            () => (plan with { Temperature = 1.8 }).RequireFits(), Throws.InstanceOf<InputException>().With.Message.Contains("once"));
    }

    [Test]
    public void Ranks_that_were_told_different_things_say_so()
    {
        LiquidPlan plan = s_exchange with { Samples = 1, Chains = 1 };
        Directory.CreateDirectory(PathOf("shared"));
        Assert.That(
            () => ThreadRanks.Run(2, ranks =>
            {
                if (ranks.Rank > 0)
                {
                    LiquidPreparation.Serve(plan with { Seed = plan.Seed + 1 }, 1, ranks);
                }

                LiquidFiles.Run(plan, 1, new LiquidStorage(PathOf("shared"), ".extxyz"), (_, _) => { }, ranks: ranks);
                return 0;
            }),
            Throws.InstanceOf<InvalidOperationException>()
                .With.Message.Contains("The ranks do not do the same: another preparation: seed"));
    }
}
