// Checks the structure of an HDF5 file before the HDF5 library reads it.

using System.Buffers.Binary;
using System.Globalization;

namespace GlassModes.Files;

/// <summary>
/// Finds damage that the HDF5 library does not notice or stumbles over. HDF5 has checksums for the headers of its objects, but not for
/// texts and numbers. The layout is that of the HDF5 File Format Specification, version 3.0.
/// </summary>
internal static class Hdf5Structure
{
    private const int SuperblockLength = 48;
    private const int RootAddress = 36;
    private const int HeapPrefixLength = 16;
    private const int HeapObjectPrefixLength = 16;

    private static ReadOnlySpan<byte> FileMark => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    /// <summary>Checks that a file begins like an HDF5 file and is as long as it says. The stream stays open, at any position.</summary>
    /// <exception cref="InvalidDataException">The file is not an HDF5 file, lacks its end, or has something after its end.</exception>
    public static void RequireWhole(Stream file)
    {
        byte[] start = new byte[SuperblockLength];
        file.Position = 0;
        int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (length == 0)
        {
            throw new InvalidDataException("it is empty.");
        }

        if (!start.AsSpan().StartsWith(FileMark))
        {
            throw new InvalidDataException("it does not begin like an HDF5 file.");
        }

        long end = length < start.Length ? start.Length : EndOf(start) ?? file.Length;
        if (end != file.Length)
        {
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"it has {file.Length} bytes, and its beginning says {end}."));
        }
    }

    /// <summary>
    /// Checks the headers of all groups and data sets against their checksums, and that texts do not reach out of their heap. Passes over
    /// what GlassModes does not write.
    /// </summary>
    /// <exception cref="InvalidDataException">A header or a heap is damaged.</exception>
    public static void RequireSound(Stream file)
    {
        byte[] superblock = ReadPart(file, 0, SuperblockLength);
        if (!IsOurs(superblock))
        {
            return;
        }

        Hdf5Headers.RequireChecksum(superblock);
        Queue<long> headers = new([BinaryPrimitives.ReadInt64LittleEndian(superblock.AsSpan(RootAddress))]);
        HashSet<long> seen = [.. headers];
        while (headers.TryDequeue(out long header))
        {
            foreach (long linked in Hdf5Headers.LinksOf(file, header).Where(seen.Add))
            {
                headers.Enqueue(linked);
            }
        }

        foreach (long heap in StreamSearch.PositionsOf(file, [.. "GCOL"u8, 1, 0, 0, 0]))
        {
            RequireSoundHeap(file, heap);
        }
    }

    /// <summary>Reads a part of a file.</summary>
    /// <exception cref="InvalidDataException">The part is not within the file.</exception>
    public static byte[] ReadPart(Stream file, long position, long length)
    {
        if (position < 0 || length < 0 || position > file.Length - length || length > Array.MaxLength)
        {
            throw new InvalidDataException("a part of it lies outside of the file.");
        }

        byte[] part = new byte[length];
        file.Position = position;
        file.ReadExactly(part);
        return part;
    }

    // The end of the file in a superblock of version 0 to 3. GlassModes writes version 3, and other programs all four.
    private static long? EndOf(byte[] superblock)
    {
        int? place = superblock[8] switch { 0 => 40, 1 => 44, 2 or 3 => 28, _ => null };
        int sizes = superblock[8] < 2 ? 13 : 9;
        return place is { } at && at + sizeof(long) <= superblock.Length && superblock[sizes] == sizeof(long)
            ? BinaryPrimitives.ReadInt64LittleEndian(superblock.AsSpan(at))
            : null;
    }

    // Versions 2 and 3 of the superblock, with addresses and lengths of eight bytes.
    private static bool IsOurs(byte[] superblock) =>
        superblock[8] is 2 or 3 && superblock[9] == sizeof(long) && superblock[10] == sizeof(long);

    // A heap is a list of objects, each after its number and its length. The number 0 marks the free space at the end.
    private static void RequireSoundHeap(Stream file, long position)
    {
        long length = BinaryPrimitives.ReadInt64LittleEndian(ReadPart(file, position + 8, sizeof(long)));
        byte[] heap = ReadPart(file, position, length);
        for (long at = HeapPrefixLength; at + HeapObjectPrefixLength <= length;)
        {
            ReadOnlySpan<byte> prefix = heap.AsSpan((int)at, HeapObjectPrefixLength);
            if (BinaryPrimitives.ReadUInt16LittleEndian(prefix) == 0)
            {
                return;
            }

            long size = BinaryPrimitives.ReadInt64LittleEndian(prefix[8..]);
            at += HeapObjectPrefixLength;
            if (size < 0 || size > length - at)
            {
                throw new InvalidDataException("one of its texts is longer than the place for it.");
            }

            at += (size + 7) / 8 * 8;
        }
    }
}
