// The hash of the bytes of a file, by which a change of the file is noticed.

using System.IO.Hashing;

namespace GlassModes.Files;

/// <summary>Computes hashes of files.</summary>
internal static class FileHash
{
    /// <summary>128 bits of the content (XXH128) in hexadecimal digits.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Of(stream);
    }

    /// <summary>The same of the rest of a stream.</summary>
    public static string Of(Stream stream)
    {
        XxHash128 hash = new();
        hash.Append(stream);
        return Convert.ToHexString(hash.GetCurrentHash());
    }
}
