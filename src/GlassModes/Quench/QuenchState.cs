// Writes and reads parts of the state of a quench in binary form.

using GlassModes.Files;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>Writes and reads the states of a flow, the pushes off saddles and the ladder, bit for bit.</summary>
internal static class QuenchState
{
    public static void Write(BinaryWriter writer, FlowState state)
    {
        BinaryVectors.Write(writer, state.Positions);
        BinaryVectors.Write(writer, state.Forces);
        writer.Write(state.Energy);
        writer.Write(state.MeanSquare);
        writer.Write(state.Time);
        writer.Write(state.Steps);
    }

    public static void Read(BinaryReader reader, FlowState state)
    {
        BinaryVectors.Read(reader, state.Positions);
        BinaryVectors.Read(reader, state.Forces);
        state.Energy = reader.ReadDouble();
        state.MeanSquare = reader.ReadDouble();
        state.Time = reader.ReadDouble();
        state.Steps = reader.ReadInt64();
    }

    public static void Write(BinaryWriter writer, Ladder ladder) =>
        BinaryVectors.Write(writer, [.. ladder.Rungs.Select(rung => rung.MeanSquaredForce)]);

    /// <exception cref="InvalidDataException">The data are no ladder.</exception>
    public static Ladder ReadLadder(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        double[] forces = [.. Enumerable.Range(0, Math.Max(count, 0)).Select(_ => reader.ReadDouble())];
        return forces.All(force => force > 0 && double.IsFinite(force))
            ? count > 0 ? new Ladder(forces) : Ladder.Empty
            : throw new InvalidDataException("The rungs of the ladder are not positive numbers.");
    }

    public static void Write(BinaryWriter writer, IReadOnlyCollection<SaddleEscape> escapes)
    {
        writer.Write(escapes.Count);
        foreach (SaddleEscape escape in escapes)
        {
            writer.Write(escape.Time);
            writer.Write(escape.MeanSquaredForce);
            writer.Write(escape.PotentialEnergyPerParticle);
            writer.Write(escape.Eigenvalue);
            writer.Write(escape.Push);
        }
    }

    public static void Read(BinaryReader reader, List<SaddleEscape> escapes)
    {
        escapes.Clear();
        for (int remaining = reader.ReadInt32(); remaining > 0; remaining--)
        {
            escapes.Add(new SaddleEscape(
                reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()));
        }
    }
}
