// Writes and reads parts of the state of a quench in binary form.

using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>Writes and reads the states of a flow and the pushes off saddles, bit for bit.</summary>
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
