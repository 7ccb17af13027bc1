// Writes and reads vectors in binary form.

using System.Runtime.InteropServices;

namespace GlassModes.Files;

/// <summary>Writes and reads vectors bit for bit: first the length as a 32-bit integer, then the values.</summary>
internal static class BinaryVectors
{
    public static void Write(BinaryWriter writer, ReadOnlySpan<double> values)
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    /// <exception cref="InvalidDataException">The vector in the file has another length than <paramref name="values"/>.</exception>
    /// <exception cref="EndOfStreamException">The file ends within the vector.</exception>
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
