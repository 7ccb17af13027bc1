// Recognises the compression and the encoding of a file by its first bytes.

namespace GlassModes.IO;

/// <summary>The first bytes of a configuration file.</summary>
/// <param name="IsGzip">Whether the file is compressed with gzip.</param>
/// <param name="Skipped">The number of bytes before the text: the length of a byte order mark.</param>
internal readonly record struct FileSignature(bool IsGzip, int Skipped)
{
    /// <summary>The number of bytes that are needed.</summary>
    public const int Length = 6;

    /// <summary>Recognises the bytes of a file that holds text, plain or in gzip.</summary>
    /// <exception cref="ConfigurationFileException">
    /// The file is empty, is packed by another program, has another encoding than UTF-8, or is not what its name says.
    /// </exception>
    public static FileSignature Of(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            throw new ConfigurationFileException(path, null, "a configuration", "an empty file");
        }

        if (bytes.StartsWith<byte>([0x1f, 0x8b]))
        {
            return new FileSignature(true, 0);
        }

        if (ConfigurationFormats.IsCompressed(path))
        {
            throw new ConfigurationFileException(path, null, "gzip data, as the name ends in .gz", "something else");
        }

        if (bytes.StartsWith<byte>([0xef, 0xbb, 0xbf]))
        {
            return new FileSignature(false, 3);
        }

        string? trouble = bytes switch
        {
            [0x28, 0xb5, 0x2f, 0xfd, ..] => $"zstd data; unpack the file first: zstd -d {path}",
            [0xfd, 0x37, 0x7a, 0x58, 0x5a, ..] => $"xz data; unpack the file first: xz -dk {path}",
            [0x42, 0x5a, 0x68, ..] => $"bzip2 data; unpack the file first: bunzip2 -k {path}",
            [0x50, 0x4b, 0x03, 0x04, ..] => $"a zip archive; unpack it first: unzip {path}",
            [0xff, 0xfe, ..] or [0xfe, 0xff, ..] => $"text in UTF-16; convert it first: iconv -f UTF-16 -t UTF-8 {path}",
            [0x89, 0x48, 0x44, 0x46, ..] => "an HDF5 file; records of samples and sums are read by 'analyze'",
            _ => null,
        };
        return trouble is null ? default : throw new ConfigurationFileException(path, null, "text, plain or in gzip", trouble);
    }
}
