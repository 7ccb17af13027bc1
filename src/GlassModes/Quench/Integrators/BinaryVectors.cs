// Vectors in binary files.

using System.Runtime.InteropServices;

namespace GlassModes.Quench.Integrators;

/// <summary>Writes and reads the bits of long vectors, the length first.</summary>
internal static class BinaryVectors
{
    public static void Write(BinaryWriter writer, ReadOnlySpan<double> values)
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    /// <exception cref="InvalidDataException">The vector in the file has another length.</exception>
    public static void Read(BinaryReader reader, Span<double> values)
    {
        int length = reader.ReadInt32();
        if (length != values.Length)
        {
            throw new InvalidDataException($"A vector of {length} values stands where one of {values.Length} was expected.");
        }

        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values));
    }
}
