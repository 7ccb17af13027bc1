// Tests which differences put two samples into different ensembles.

using GlassModes.Dynamics;
using GlassModes.Models;
using GlassModes.Quench;
using GlassModes.Samples;

namespace GlassModes.Tests.Samples;

public sealed class ProtocolTests : IDisposable
{
    private static readonly PairModel Model = KobAndersen.ForceShifted();
    private readonly string _directory = Directory.CreateTempSubdirectory("glassmodes-protocol-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Defaults_and_the_same_values_given_are_one_protocol()
    {
        Protocol byDefault = ProtocolOf(new QuenchOptions());
        Assert.That(ProtocolOf(new QuenchOptions(QuenchMethodKind.Rkc3, Tolerance: 5e-3)), Is.EqualTo(byDefault));
        Assert.That(ProtocolOf(new QuenchOptions(MaximumEvaluations: 100)), Is.EqualTo(byDefault), "a limit of the work does not count");
        Assert.That(byDefault with { BoxLength = byDefault.BoxLength * (1 + 1e-13) }, Is.EqualTo(byDefault), "rounding");
    }

    [Test]
    public void Every_setting_that_leads_elsewhere_is_another_protocol()
    {
        Protocol usual = ProtocolOf(new QuenchOptions());
        Protocol[] otherProtocols =
        [
            ProtocolOf(new QuenchOptions(QuenchMethodKind.Euler)),
            ProtocolOf(new QuenchOptions(Tolerance: 1e-4)),
            ProtocolOf(new QuenchOptions(CrossingTolerance: 1e-7)),
            ProtocolOf(new QuenchOptions(EscapeSaddles: false)),
            ProtocolOf(new QuenchOptions(SaddleForce: 1e-10)),
            usual with { Temperature = 0.45 },
            usual with { Temperature = double.NaN },
            usual with { Model = "another" },
            usual with { Particles = 999 },
            usual with { BoxLength = 9.5 },
            usual with { Preparation = null },
            usual with { Preparation = new EquilibrationProtocol(CanonicalTime: 60) },
            usual with { Preparation = new EquilibrationProtocol { HotStage = new HotStage(2, 500) } },
            usual with { Preparation = new EquilibrationProtocol { HotStage = new HotStage(2, 500, 100) } },
            usual with { Preparation = new EquilibrationProtocol { Thermostat = new ThermostatSettings(Length: 4) } },
            usual with { Preparation = new EquilibrationProtocol { Thermostat = new ThermostatSettings(Order: 6) } },
            usual with { Preparation = new EquilibrationProtocol { ReplicaExchange = new ReplicaExchangeProtocol([3, 2]) } },
            usual with { Preparation = new EquilibrationProtocol { ReplicaExchange = new ReplicaExchangeProtocol([3, 2.5, 2]) } },
            usual with { Preparation = new EquilibrationProtocol { ReplicaExchange = new ReplicaExchangeProtocol([3, 2], 100) } },
            usual with { Modes = SampledModes.Count },
            usual with { Modes = SampledModes.LowestModes(3) },
            usual with { OtherSettings = new Dictionary<string, string> { ["thermostat"] = "another program's" } },
            Protocol.Of(Start(), 2, KobAndersen.ForceShifted(2), new QuenchOptions(), SampledModes.Unstable, new EquilibrationProtocol()),
        ];
        Assert.That(otherProtocols.Append(usual).Select(protocol => protocol.Hash), Is.Unique);
        Assert.That(otherProtocols, Is.All.Matches<Protocol?>(changed => usual.DifferencesFrom(changed!).Length > 0));
        Assert.That(usual.DifferencesFrom(otherProtocols[0]), Does.Contain("method = euler"));
    }

    // The canonical form must never change, because the hashes of old samples would change with it. The whole text is therefore compared.
    [Test]
    public void The_canonical_form_stays_as_it_is()
    {
        Protocol protocol = ProtocolOf(new QuenchOptions()) with { BoxLength = 9.4 };
        Assert.That(protocol.CanonicalText, Is.EqualTo(
            "model = kalj; particles = 1000; box length = 9.4; temperature = 2; canonical time = 500; composition = 0.8 0.2; crossing "
            + "tolerance = 1e-09; "
            + "cutoffs = 2.5 2 2.2; dynamics timestep = 0.005; energies at half the cutoff = -0.7086318551 -1.062947783 "
            + "-0.3543159276; escapes saddles = yes; "
            + "method = rkc3; microcanonical time = 500; saddle force = 1e-12; time between samples = 50; timestep = none; tolerance "
            + "= 0.005"));
        Assert.That(protocol.Hash, Has.Length.EqualTo(32));
    }

    [Test]
    public void A_protocol_comes_back_from_a_file([Values] bool isExchange)
    {
        EquilibrationProtocol preparation = isExchange
            ? EquilibrationProtocol.PaperReplicaExchange(0.4308)
            : EquilibrationProtocol.PaperLow(7) with
            {
                HotStage = new HotStage(2, 5, 3),
                Thermostat = new ThermostatSettings(0.25, 4, 6),
            };
        string path = Path.Combine(_directory, "sample.h5");
        SampleRecord record = new SampleRecordBuilder().Build();
        Protocol protocol = ProtocolOf(
            new QuenchOptions(QuenchMethodKind.Euler)) with
        {
            Modes = SampledModes.LowestModes(7),
            BoxLength = 9.41,
            Temperature = double.NaN,
            Preparation = preparation,
        };
        SampleFile.Write(path, record with { Provenance = record.Provenance with { Protocol = protocol } });
        Protocol read = SampleFile.Read(path).Provenance.Protocol;
        Assert.That(read, Is.EqualTo(protocol));
        Assert.That((read.Preparation, read.Quench, read.Modes), Is.EqualTo((preparation, protocol.Quench, protocol.Modes)));
        Assert.That(read.BoxLength, Is.EqualTo(9.41));
    }

    [Test]
    public void A_start_is_the_sample_whatever_its_number()
    {
        string hash = SampleId.HashOf(Start());
        Assert.That(new SampleId(0, 3, hash).Identity, Is.EqualTo(new SampleId(0, 4, hash).Identity));
        Assert.That(new SampleId(0, 3, hash).Identity, Is.Not.EqualTo(new SampleId(0, 3).Identity));
        Assert.That(new SampleId(7, 3).Identity, Is.Not.EqualTo(new SampleId(7, 4).Identity));
    }

    private static GlassModes.Particles.Configuration Start() => Facts.Read("kalj_N1000_T2").Configuration;

    private static Protocol ProtocolOf(QuenchOptions options) =>
        Protocol.Of(Start(), 2, Model, options, SampledModes.Unstable, new EquilibrationProtocol());
}
