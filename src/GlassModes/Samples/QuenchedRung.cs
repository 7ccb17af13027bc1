// The results of a quench at one rung.

using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>The results of a quench at one rung that it has crossed.</summary>
/// <param name="Rung">The rung.</param>
/// <param name="MeanSquaredForce">W of the configuration.</param>
/// <param name="Time">t of the first downward crossing; NaN for a method without a time.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="ForceEvaluations">Number of force evaluations up to this rung.</param>
/// <param name="WallSeconds">Seconds of work up to this rung, including the work before an interruption.</param>
/// <param name="Bracket">The step in which the rung was crossed.</param>
/// <param name="Observations">The observations of the quench up to this rung.</param>
/// <param name="File">The file of the configuration; null if no file was written.</param>
public sealed record QuenchedRung(
    Rung Rung,
    double MeanSquaredForce,
    double Time,
    double PotentialEnergyPerParticle,
    long ForceEvaluations,
    double WallSeconds,
    CrossingBracket Bracket,
    QuenchObservations Observations,
    string? File)
{
    /// <summary>Modes and measures of the rung; null if no modes are solved for.</summary>
    public RungMeasures? Measures { get; init; }

    /// <summary>Hash of the file of the configuration, by which a change of the file is noticed; empty without a file.</summary>
    internal string FileHash { get; init; } = "";

    internal static QuenchedRung Of(Snapshot snapshot, double wallSeconds, string? file) => new(
        snapshot.Rung,
        snapshot.MeanSquaredForce,
        snapshot.Time,
        snapshot.PotentialEnergyPerParticle,
        snapshot.ForceEvaluations,
        wallSeconds,
        snapshot.Bracket,
        snapshot.Observations,
        file);

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Rung.MeanSquaredForce);
        writer.Write(MeanSquaredForce);
        writer.Write(Time);
        writer.Write(PotentialEnergyPerParticle);
        writer.Write(ForceEvaluations);
        writer.Write(WallSeconds);
        writer.Write(Bracket.TimeBefore);
        writer.Write(Bracket.MeanSquaredForceBefore);
        writer.Write(Bracket.TimeAfter);
        writer.Write(Bracket.MeanSquaredForceAfter);
        writer.Write(Observations.Steps);
        writer.Write(Observations.LargestRise);
        writer.Write(Observations.RiseCount);
        writer.Write(Observations.DissipationError);
        writer.Write(Observations.DissipationViolations);
        writer.Write(Observations.SaddleEscapes);
        writer.Write(FileHash);
    }

    internal static QuenchedRung Read(BinaryReader reader)
    {
        Rung rung = new(reader.ReadDouble());
        return new QuenchedRung(
            rung,
            reader.ReadDouble(),
            reader.ReadDouble(),
            reader.ReadDouble(),
            reader.ReadInt64(),
            reader.ReadDouble(),
            new CrossingBracket(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()),
            new QuenchObservations(
                reader.ReadInt64(), reader.ReadDouble(), reader.ReadInt32(), reader.ReadDouble(), reader.ReadInt64(), reader.ReadInt32()),
            null)
        {
            FileHash = reader.ReadString(),
        };
    }
}
