// Builds sample records for tests. Only this file of the tests knows how records, their provenance and their evidence are built.

using GlassModes.Modes;
using GlassModes.Modes.Certificates;
using GlassModes.Quench;
using GlassModes.Samples;

namespace GlassModes.Tests.Samples;

/// <summary>Builds a <see cref="SampleRecord"/>. Every property has a value that a test may leave as it is.</summary>
internal sealed class SampleRecordBuilder
{
    /// <summary>Name of the model.</summary>
    public string Model { get; init; } = "kalj";

    /// <summary>Number of particles N.</summary>
    public int Particles { get; init; } = 1000;

    /// <summary>Length L of the box.</summary>
    public double BoxLength { get; init; } = 9.41;

    /// <summary>Temperature T of the liquid.</summary>
    public double Temperature { get; init; } = 2;

    /// <summary>Seed of the sample's run.</summary>
    public ulong Seed { get; init; } = 7;

    /// <summary>Number of the sample in its run.</summary>
    public int Sample { get; init; }

    /// <summary>Further settings of the protocol, by name.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>How often the quench was pushed off a saddle.</summary>
    public int SaddleEscapes { get; init; }

    /// <summary>The rungs in descending W.</summary>
    public IReadOnlyList<RungMeasures> Rungs { get; init; } = [];

    /// <summary>The protocol of an ensemble, without further settings.</summary>
    public static Protocol Key(string model, int particles, double boxLength, double temperature) =>
        new(model, particles, boxLength, temperature);

    /// <summary>Evidence of a complete set of modes without rounding errors and with three zero modes, the translations.</summary>
    public static ModeEvidence Evidence(int unstableModes) =>
        new("", Certificate.OfFullSpectrum(2997), unstableModes, new ZeroModes(3, 0, 0), 0, 0);

    /// <summary>Evidence of no modes at all.</summary>
    public static ModeEvidence NoModes() =>
        new("none", Certificate.Missing(UncertifiedReason.Unknown, "ω² ≥ 0: nothing"), 0, null, double.NaN, double.NaN);

    /// <summary>A rung with a configuration whose W is exactly the W of the rung.</summary>
    public static RungMeasures Rung(
        double rung,
        double time,
        double potentialEnergyPerParticle,
        int particles,
        LowestModeMeasures? lowest,
        IReadOnlyList<double> eigenvalues,
        IReadOnlyList<double> participationRatios) => new(
            new Rung(rung),
            rung,
            time,
            potentialEnergyPerParticle,
            100,
            eigenvalues.Count,
            eigenvalues.Count / ((3.0 * particles) - 3),
            lowest,
            eigenvalues,
            participationRatios,
            Evidence(eigenvalues.Count));

    /// <summary>The record.</summary>
    public SampleRecord Build() => new(
        new SampleProvenance(
            Key(Model, Particles, BoxLength, Temperature) with { OtherSettings = Settings },
            new SampleId(Seed, Sample),
            new StartSource(),
            [.. Rungs.Select(rung => rung.Rung)],
            new Dictionary<string, string>()),
        QuenchStatus.LadderDone,
        SaddleEscapes,
        Rungs);
}

/// <summary>Makes copies of records that differ in one respect.</summary>
internal static class SampleRecordChanges
{
    /// <summary>The record with other settings of its protocol: a name and a value in turn.</summary>
    public static SampleRecord WithSettings(this SampleRecord record, params string[] namesAndValues) => record with
    {
        Provenance = record.Provenance with
        {
            Protocol = record.Provenance.Protocol with
            {
                OtherSettings =
                namesAndValues.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1])
            },
        },
    };

    /// <summary>The record with another seed and number.</summary>
    public static SampleRecord WithIdentity(this SampleRecord record, ulong seed, int sample) =>
        record with { Provenance = record.Provenance with { Id = new SampleId(seed, sample) } };

    /// <summary>The record of another model.</summary>
    public static SampleRecord WithModel(this SampleRecord record, string model) =>
        record with { Provenance = record.Provenance with { Protocol = record.Provenance.Protocol with { Model = model } } };

    /// <summary>The record with another number of the sample.</summary>
    public static SampleRecord WithSample(this SampleRecord record, int sample) =>
        record with { Provenance = record.Provenance with { Id = record.Provenance.Id with { Number = sample } } };

    /// <summary>The record in a box of another length.</summary>
    public static SampleRecord WithBoxLength(this SampleRecord record, double boxLength) =>
        record with { Provenance = record.Provenance with { Protocol = record.Provenance.Protocol with { BoxLength = boxLength } } };

    /// <summary>The record of a quench that ended because the force vanished.</summary>
    public static SampleRecord ForceFree(this SampleRecord record) => record with { Status = QuenchStatus.ForceFree };

    /// <summary>The record of a quench that came to a standstill before its last rung.</summary>
    public static SampleRecord Stalled(this SampleRecord record) => record with { Status = QuenchStatus.Stalled };

    /// <summary>The record of a quench that ended at a saddle.</summary>
    public static SampleRecord AtSaddle(this SampleRecord record) => record with { Status = QuenchStatus.Saddle };

    /// <summary>The rung with modes that have no certificate, and with a residual.</summary>
    public static RungMeasures Uncertified(this RungMeasures rung, double residual) => rung with
    {
        Evidence = rung.Evidence with { MaxResidual = residual, Certificate = Certificate.Missing(UncertifiedReason.NotWanted) },
    };
}
