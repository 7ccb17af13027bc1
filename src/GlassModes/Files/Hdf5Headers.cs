// Checks the headers of the objects of an HDF5 file.

using System.Buffers.Binary;
using System.Numerics;

namespace GlassModes.Files;

/// <summary>
/// Compares the headers of groups and data sets with the checksums that HDF5 keeps in them, and follows the links of groups. The HDF5
/// library does not do so. The layout is that of the HDF5 File Format Specification, version 3.0, IV.A.1.b.
/// </summary>
internal static class Hdf5Headers
{
    private const byte LinkMessage = 6;
    private const byte ContinuationMessage = 16;

    /// <summary>Checks the header of an object. Returns the addresses of the objects that it links to, if it is a group.</summary>
    /// <exception cref="InvalidDataException">The header is damaged.</exception>
    public static List<long> LinksOf(Stream file, long address)
    {
        byte[] start = Hdf5Structure.ReadPart(file, address, 6);
        byte flags = start[5];
        if (!start.AsSpan().StartsWith("OHDR\u0002"u8))
        {
            throw new InvalidDataException("one of its headers is damaged.");
        }

        // Times, limits of attributes, and the length of the messages.
        int width = 1 << (flags & 3);
        int prefix = start.Length + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
        long length = ReadNumber(Hdf5Structure.ReadPart(file, address + prefix, width));
        prefix += width;
        List<long> links = [];
        Queue<(long Address, long Prefix, long Length)> blocks = new([(address, prefix, prefix + length + sizeof(uint))]);
        while (blocks.TryDequeue(out (long Address, long Prefix, long Length) part))
        {
            byte[] block = Hdf5Structure.ReadPart(file, part.Address, part.Length);
            RequireChecksum(block);
            ReadOnlySpan<byte> messages = block.AsSpan((int)part.Prefix..^sizeof(uint));
            int messagePrefix = (flags & 4) != 0 ? 6 : 4;
            while (messages.Length >= messagePrefix)
            {
                int size = BinaryPrimitives.ReadUInt16LittleEndian(messages[1..]);
                ReadOnlySpan<byte> message = messages.Slice(messagePrefix, size);
                if (messages[0] == LinkMessage && TargetOf(message) is { } target)
                {
                    links.Add(target);
                }
                else if (messages[0] == ContinuationMessage)
                {
                    blocks.Enqueue((ReadNumber(message[..8]), 4, ReadNumber(message[8..16])));
                }

                messages = messages[(messagePrefix + size)..];
            }
        }

        return links;
    }

    /// <summary>Compares a block with the checksum in its last four bytes.</summary>
    /// <exception cref="InvalidDataException">They do not agree.</exception>
    public static void RequireChecksum(ReadOnlySpan<byte> block)
    {
        ReadOnlySpan<byte> content = block[..^sizeof(uint)];
        if (ChecksumOf(content) != BinaryPrimitives.ReadUInt32LittleEndian(block[content.Length..]))
        {
            throw new InvalidDataException("one of its headers is damaged.");
        }
    }

    // The address that a hard link leads to.
    private static long? TargetOf(ReadOnlySpan<byte> link)
    {
        byte flags = link[1];
        int at = 2;
        bool isHard = (flags & 8) == 0 || link[at++] == 0;
        at += ((flags & 4) != 0 ? 8 : 0) + ((flags & 0x10) != 0 ? 1 : 0);
        int width = 1 << (flags & 3);
        long nameLength = ReadNumber(link.Slice(at, width));
        return isHard ? ReadNumber(link.Slice(checked((int)(at + width + nameLength)), sizeof(long))) : null;
    }

    private static long ReadNumber(ReadOnlySpan<byte> bytes)
    {
        long number = 0;
        for (int k = bytes.Length - 1; k >= 0; k--)
        {
            number = (number << 8) | bytes[k];
        }

        return number;
    }

    // The hash "lookup3" of Bob Jenkins (function hashlittle, public domain), which HDF5 uses for its headers.
    private static uint ChecksumOf(ReadOnlySpan<byte> bytes)
    {
        uint a = 0xdeadbeef + (uint)bytes.Length;
        uint b = a;
        uint c = a;
        for (; bytes.Length > 12; bytes = bytes[12..])
        {
            Add(bytes, ref a, ref b, ref c);
            a = (a - c) ^ BitOperations.RotateLeft(c, 4);
            c += b;
            b = (b - a) ^ BitOperations.RotateLeft(a, 6);
            a += c;
            c = (c - b) ^ BitOperations.RotateLeft(b, 8);
            b += a;
            a = (a - c) ^ BitOperations.RotateLeft(c, 16);
            c += b;
            b = (b - a) ^ BitOperations.RotateLeft(a, 19);
            a += c;
            c = (c - b) ^ BitOperations.RotateLeft(b, 4);
            b += a;
        }

        Span<byte> last = stackalloc byte[12];
        last.Clear();
        bytes.CopyTo(last);
        Add(last, ref a, ref b, ref c);
        c = (c ^ b) - BitOperations.RotateLeft(b, 14);
        a = (a ^ c) - BitOperations.RotateLeft(c, 11);
        b = (b ^ a) - BitOperations.RotateLeft(a, 25);
        c = (c ^ b) - BitOperations.RotateLeft(b, 16);
        a = (a ^ c) - BitOperations.RotateLeft(c, 4);
        b = (b ^ a) - BitOperations.RotateLeft(a, 14);
        return (c ^ b) - BitOperations.RotateLeft(b, 24);
    }

    private static void Add(ReadOnlySpan<byte> bytes, ref uint a, ref uint b, ref uint c)
    {
        a += BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        b += BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        c += BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
    }
}
