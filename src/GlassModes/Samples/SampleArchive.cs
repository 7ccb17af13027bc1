// Puts the files of samples into one archive, and takes them out again.

using System.Formats.Tar;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using GlassModes.Files;

namespace GlassModes.Samples;

/// <summary>
/// An archive of files: a tar file, compressed by gzip, which <c>tar xzf</c> unpacks. Names are relative to the directory of the state. The
/// first file in it, <see cref="ChecksumsName"/>, has the XXH128 of every other one, as <c>xxh128sum</c> writes them.
/// </summary>
public static class SampleArchive
{
    /// <summary>Name of the file of the checksums in the archive.</summary>
    public const string ChecksumsName = "checksums.xxh128";

    private const string Separator = "  ";

    /// <summary>Writes an archive, and compares what it holds with the files before it gets its name.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="root">Directory that the names of the files are relative to.</param>
    /// <param name="files">Names of the files, with slashes.</param>
    /// <param name="cancellation">Stops the work. A cancellation leaves no archive behind.</param>
    /// <exception cref="IOException">A file cannot be read or written, or has changed meanwhile. Nothing is left behind.</exception>
    public static void Write(string path, string root, IReadOnlyList<string> files, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        (string Name, string Hash)[] hashed =
            [.. files.Select(file => (file, FileHash.Of(Path.Join(root, file)).ToLowerInvariant()))];
        AtomicFile.Write(
            path,
            stream =>
            {
                WriteEntries(stream, root, hashed, cancellation);
                stream.Position = 0;
                RequireSame(stream, path, hashed, cancellation);
            },
            cancellation);
    }

    /// <summary>
    /// Takes files out of an archive, each whole or not at all. A file that is there already stays as it is. A damaged file is left out.
    /// What stands behind a damaged place of the archive may be lost.
    /// </summary>
    /// <param name="path">The archive.</param>
    /// <param name="root">Directory that the names of the files are relative to.</param>
    /// <param name="cancellation">Stops the work. Files that are out already stay.</param>
    /// <returns>Null if all files are there now, else what is lost: the end of a sentence that begins with the archive.</returns>
    /// <exception cref="IOException">The archive cannot be opened, or a file cannot be written.</exception>
    public static string? Extract(string path, string root, CancellationToken cancellation = default)
    {
        using FileStream stream = File.OpenRead(path);
        using GZipStream unpacked = new(stream, CompressionMode.Decompress);
        using TarReader reader = new(unpacked);
        Dictionary<string, string>? hashes = null;
        while (ReadNext(reader) is (string name, byte[] content))
        {
            cancellation.ThrowIfCancellationRequested();
            if (hashes is null)
            {
                if (name != ChecksumsName)
                {
                    break;
                }

                hashes = HashesIn(content);
                continue;
            }

            string file = Path.Join(root, name);
            if (!File.Exists(file) && hashes.GetValueOrDefault(name) == HashOf(content))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                AtomicFile.Write(file, output => output.Write(content), CancellationToken.None);
            }
        }

        if (hashes is null)
        {
            return "is damaged at its beginning, and no file of it can be used";
        }

        string[] lost = [.. hashes.Keys.Where(name => !File.Exists(Path.Join(root, name)))];
        return lost.Length == 0 ? null : $"is damaged: {lost.Length} of {hashes.Count} files are lost, {lost[0]} first";
    }

    private static void WriteEntries(
        Stream stream, string root, (string Name, string Hash)[] files, CancellationToken cancellation)
    {
        using GZipStream packed = new(stream, CompressionLevel.Optimal, leaveOpen: true);
        using TarWriter writer = new(packed, TarEntryFormat.Ustar, leaveOpen: true);
        string checksums = string.Concat(files.Select(file => $"{file.Hash}{Separator}{file.Name}\n"));
        writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, ChecksumsName)
        {
            DataStream = new MemoryStream(Encoding.UTF8.GetBytes(checksums)),
        });
        foreach ((string name, _) in files)
        {
            cancellation.ThrowIfCancellationRequested();
            writer.WriteEntry(Path.Join(root, name), name);
        }
    }

    private static void RequireSame(
        Stream stream, string path, (string Name, string Hash)[] files, CancellationToken cancellation)
    {
        using GZipStream unpacked = new(stream, CompressionMode.Decompress, leaveOpen: true);
        using TarReader reader = new(unpacked);
        _ = reader.GetNextEntry();
        foreach ((string name, string hash) in files)
        {
            cancellation.ThrowIfCancellationRequested();
            if (ReadNext(reader) is not (string found, byte[] content) || found != name || HashOf(content) != hash)
            {
                throw new IOException($"'{path}' does not hold {name} as it is; see whether another program has changed the file");
            }
        }
    }

    // Null at the end, and at a place that is damaged so that nothing behind it can be read.
    private static (string Name, byte[] Content)? ReadNext(TarReader reader)
    {
        try
        {
            if (reader.GetNextEntry() is not { } entry)
            {
                return null;
            }

            using MemoryStream content = new();
            entry.DataStream?.CopyTo(content);
            return (entry.Name, content.ToArray());
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException)
        {
            // Which files are lost is known by the list of the checksums.
            return null;
        }
    }

    // A damaged list may name any file. The names are those of files below the root, or the file is left out.
    private static Dictionary<string, string> HashesIn(byte[] content)
    {
        Dictionary<string, string> hashes = [];
        foreach (string line in Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(Separator, 2);
            if (parts.Length == 2 && !Path.IsPathRooted(parts[1]) && !parts[1].Split('/', '\\').Contains(".."))
            {
                hashes[parts[1]] = parts[0];
            }
        }

        return hashes;
    }

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(XxHash128.Hash(content));
}
