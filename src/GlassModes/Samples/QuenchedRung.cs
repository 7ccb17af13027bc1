// The numbers of one rung that a quench has crossed.

using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>The numbers of one rung that a quench has crossed.</summary>
/// <param name="Rung">The rung.</param>
/// <param name="MeanSquaredForce">W of the configuration itself.</param>
/// <param name="Time">t of the first downward crossing; NaN for a method without a time.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="ForceEvaluations">Force evaluations so far.</param>
/// <param name="WallSeconds">Seconds worked so far, those before an interruption included.</param>
/// <param name="Bracket">The step in which it was crossed.</param>
/// <param name="Observations">What the quench had noticed up to here.</param>
/// <param name="File">Where the configuration was written; null where it was not.</param>
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
    /// <summary>Its modes and measures; null where no modes were asked for.</summary>
    public RungMeasures? Measures { get; init; }

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
    }

    internal static QuenchedRung Read(BinaryReader reader, Func<Rung, string?> fileOf)
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
            fileOf(rung));
    }
}
