// Tests protocols that are asked for by name, with numbers that differ from theirs.

using GlassModes.Dynamics;
using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Models;

namespace GlassModes.Tests.Dynamics;

public sealed class ProtocolRequestTests
{
    [Test]
    public void Nothing_asked_for_is_the_protocol_of_the_hot_liquid()
    {
        Assert.That(Resolve(new ProtocolRequest(), 2), Is.EqualTo(new EquilibrationProtocol()));
        Assert.That(Resolve(new ProtocolRequest { Name = "paper-high" }, 2), Is.EqualTo(EquilibrationProtocol.PaperHigh));
    }

    [Test]
    public void A_name_gives_the_numbers_of_its_protocol_and_others_replace_them()
    {
        EquilibrationProtocol cold = Resolve(new ProtocolRequest { Name = "paper-0.45" }, 0.45, samples: 20);
        Assert.That(cold, Is.EqualTo(new EquilibrationProtocol(0.005, 1e5, 5000, 5000) { HotStage = new HotStage(2, 500) }));
        EquilibrationProtocol changed = Resolve(
            new ProtocolRequest { Name = "paper-0.45", Interval = 100, HotTime = 7, Timestep = 0.004, ThermostatOrder = 6 }, 0.5);
        Assert.That(changed, Is.EqualTo(new EquilibrationProtocol(0.004, 1e5, 100, 100)
        {
            HotStage = new HotStage(2, 7),
            Thermostat = new ThermostatSettings(Order: 6),
        }));
        EquilibrationProtocol cooled = Resolve(new ProtocolRequest { HotTemperature = 1.5, CoolingTime = 30 }, 0.6);
        Assert.That(cooled, Is.EqualTo(new EquilibrationProtocol { HotStage = new HotStage(1.5, 500, 30) }));
    }

    [Test]
    public void Replicas_of_the_paper_have_the_wanted_temperature_among_theirs()
    {
        EquilibrationProtocol paper = Resolve(new ProtocolRequest { Name = "replica-exchange" }, 0.4308);
        Assert.That(paper, Is.EqualTo(EquilibrationProtocol.PaperReplicaExchange(0.4308)));
        IReadOnlyList<double> temperatures = paper.ReplicaExchange!.Temperatures;
        Assert.That((temperatures.Count, temperatures[0], temperatures[^1]), Is.EqualTo((18, 0.78, 0.3971)));
        Assert.That(temperatures, Does.Contain(0.4308).And.Ordered.Descending);
        Assert.That(paper.TrialsIn(paper.CanonicalTime), Is.EqualTo(350_000));
        Assert.That((paper.TrialsIn(paper.Interval), paper.ReplicaExchange.StepsPerTrial), Is.EqualTo((10_000, 2800)));
        Assert.That(paper.StepsBeforeFirstSample, Is.EqualTo(18.0 * 350_000 * 2800));
        Assert.That(new ProtocolRequest { Name = "replica-exchange" }.DefaultTemperature, Is.EqualTo(0.3971));
    }

    [Test]
    public void Replicas_can_be_given_or_spaced_evenly()
    {
        ProtocolRequest given = new()
        {
            Name = "replica-exchange",
            ReplicaTemperatures = [1, 2, 1.5],
            StepsPerTrial = 10,
            EquilibrationTrials = 5,
        };
        EquilibrationProtocol exchange = Resolve(given, 1);
        Assert.That(exchange.ReplicaExchange, Is.EqualTo(new ReplicaExchangeProtocol([2, 1.5, 1], 10)));
        ProtocolRequest even = new()
        {
            Name = "replica-exchange",
            Replicas = 4,
            HighestTemperature = 2,
            LowestTemperature = 1,
            EvenAcceptance = true,
        };
        IReadOnlyList<double> spaced = Resolve(even, 1, particles: 200).ReplicaExchange!.Temperatures;
        Assert.That((spaced[0], spaced[^1], spaced.Count), Is.EqualTo((2.0, 1.0, 4)));
        Assert.That(spaced, Is.EqualTo(TemperatureLadder.EvenAcceptance(
            2, 1, 4, EnergyPilot.Measure(KobAndersen.ForceShifted(), 200, KobAndersen.Density, 2, 1, 1, 2))), "on any number of threads");

        // The variance is T² times the specific heat, so that it falls with T, by a factor of three and more here.
        IReadOnlyList<EnergyVariance> measured = EnergyPilot.Measure(KobAndersen.ForceShifted(), 200, KobAndersen.Density, 2, 0.8, 1, 2);
        Assert.That(measured[0].Variance / measured[^1].Variance, Is.InRange(2, 9));

        // The specific heat of this liquid grows as T falls, so that steps of ln T become smaller.
        Assert.That(spaced[0] / spaced[1], Is.GreaterThan(spaced[2] / spaced[3]));
    }

    [TestCase("paper-low", null, null, null, "there is no protocol 'paper-low'; known are paper-high, paper-0.45, replica-exchange")]
    [TestCase("paper-high", 18, null, null, "only the protocol replica-exchange takes numbers of replicas")]
    [TestCase("replica-exchange", null, 10.0, null, "takes no times in NVT and NVE")]
    [TestCase("replica-exchange", 1, null, null, "do not fit T = 1")]
    [TestCase("paper-high", null, null, 3, "order of the splitting is 2, 4 or 6")]
    public void What_does_not_belong_together_is_refused(string name, int? replicas, double? nvt, int? order, string text)
    {
        ProtocolRequest request = new() { Name = name, Replicas = replicas, CanonicalTime = nvt, ThermostatOrder = order };
        Assert.That(() => Resolve(request, 1), Throws.InstanceOf<InputException>().With.Message.Contains(text));
    }

    [Test]
    public void A_hot_stage_without_temperature_and_temperatures_given_twice_are_refused()
    {
        Assert.That(() => Resolve(new ProtocolRequest { HotTime = 5 }, 1), Throws.InstanceOf<InputException>());
        ProtocolRequest twice = new() { Name = "replica-exchange", Replicas = 3, ReplicaTemperatures = [2, 1] };
        Assert.That(() => Resolve(twice, 1), Throws.InstanceOf<InputException>().With.Message.Contains("do not go with them"));
    }

    private static EquilibrationProtocol Resolve(ProtocolRequest request, double temperature, int samples = 1, int particles = 1000) =>
        request.Resolve(KobAndersen.ForceShifted(), particles, KobAndersen.Density, temperature, samples);
}
