// The checksum of an HDF5 file: a text attribute of the root that is computed from all bytes of the file.

using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace GlassModes.Files;

/// <summary>
/// Computes and compares the checksum of an HDF5 file. The attribute "checksum" of the root holds "xxh128:" and 32 hexadecimal digits. The
/// digits are the XXH128 of the whole file in which the digit 0 stands in place of each of them. HDF5 keeps texts in a part of the file
/// that has no checksum of its own, so that the digits can be exchanged in the finished file.
/// </summary>
internal static class Hdf5Checksum
{
    /// <summary>The name of the attribute.</summary>
    public const string Attribute = "checksum";

    private const string Prefix = "xxh128:";
    private const string Zeros = "00000000000000000000000000000000";

    // A file has one checksum. Texts that merely look like a checksum are rare, but are no reason to refuse a file.
    private const int MostCandidates = 16;

    /// <summary>A text of the length of a checksum that stands nowhere else in a file.</summary>
    public static string NewPlaceholder() => Prefix + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);

    /// <summary>Puts the checksum in place of the placeholder. The stream stays open.</summary>
    /// <param name="file">The whole file, to read and write.</param>
    /// <param name="placeholder">The value of the attribute in the file.</param>
    /// <exception cref="InvalidOperationException">The placeholder is not in the file.</exception>
    public static void Seal(Stream file, string placeholder)
    {
        foreach (long position in StreamSearch.PositionsOf(file, Encoding.ASCII.GetBytes(placeholder)))
        {
            long digits = position + Prefix.Length;
            byte[] checksum = DigitsOf(file, digits);
            file.Position = digits;
            file.Write(checksum);
            return;
        }

        throw new InvalidOperationException("The placeholder of the checksum is not in the file.");
    }

    /// <summary>Compares a file with its checksum.</summary>
    /// <param name="file">The whole file. The stream stays open, at any position.</param>
    /// <returns>Whether the file has a checksum, which then agrees with the content.</returns>
    /// <exception cref="InvalidDataException">The file has a checksum that does not agree with the content.</exception>
    public static bool Verify(Stream file)
    {
        int candidates = 0;
        byte[] found = new byte[Zeros.Length];
        foreach (long position in StreamSearch.PositionsOf(file, Encoding.ASCII.GetBytes(Prefix)))
        {
            long digits = position + Prefix.Length;
            file.Position = digits;
            if (file.ReadAtLeast(found, found.Length, throwOnEndOfStream: false) < found.Length || found.Any(IsNoDigit))
            {
                continue;
            }

            if (DigitsOf(file, digits).AsSpan().SequenceEqual(found))
            {
                return true;
            }

            if (++candidates == MostCandidates)
            {
                break;
            }
        }

        return candidates == 0 ? false : throw new InvalidDataException(
            "its content does not agree with its checksum: it was damaged, or changed without a new checksum "
            + "(docs/results-format.md says how to make one).");
    }

    private static bool IsNoDigit(byte character) => !char.IsAsciiHexDigitLower((char)character);

    // The digits of the checksum that belongs at a position of the file.
    private static byte[] DigitsOf(Stream file, long position)
    {
        XxHash128 hash = new();
        hash.Append(new StreamPart(file, 0, position));
        hash.Append(Encoding.ASCII.GetBytes(Zeros));
        file.Position = position + Zeros.Length;
        hash.Append(file);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetCurrentHash()));
    }
}
