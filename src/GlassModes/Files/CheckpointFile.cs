// Writes and reads checkpoints. Each checkpoint has a checksum, and the previous checkpoint is kept.

using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace GlassModes.Files;

/// <summary>A checkpoint that cannot be used. The message names the file, the reason and what to do.</summary>
public sealed class CheckpointException(string message, Exception? inner = null) : InputException(message, inner)
{
    /// <summary>
    /// Whether the checkpoint, or a file that it stands for, is damaged or gone, so that only a new beginning helps. A checkpoint of other
    /// work or of another version is not damaged.
    /// </summary>
    public bool IsDamage { get; init; }
}

/// <summary>
/// A file that holds the state of long work: a mark, a version, the length of the payload, the payload, and the 128-bit XXH3 hash of all
/// bytes before the hash. The caller defines the payload. A checkpoint is written under a temporary name, flushed and renamed. The previous
/// checkpoint is kept under the name with ".previous" appended, so that one complete checkpoint exists at every moment.
/// </summary>
public static class CheckpointFile
{
    // Must be raised with every change of what a payload holds.
    private const int Version = 4;
    private const int LengthPosition = 20;
    private const int HeaderLength = 28;
    private const int HashLength = 16;

    private static ReadOnlySpan<byte> Mark => "GlassModes state"u8;

    /// <summary>The path under which the previous checkpoint is kept.</summary>
    public static string PreviousOf(string path) => path + ".previous";

    /// <summary>Whether a checkpoint or a previous checkpoint exists, complete or damaged.</summary>
    public static bool Exists(string path)
    {
        path = RealPath.FollowLink(path);
        return File.Exists(path) || File.Exists(PreviousOf(path));
    }

    /// <summary>Writes a checkpoint of any length. Reads the new checkpoint, and the one that it replaces, once for their hashes.</summary>
    /// <param name="path">The file of the checkpoint.</param>
    /// <param name="write">
    /// Writes the payload, from the position of the writer on. The writer's stream can be read and sought in.
    /// </param>
    /// <exception cref="IOException">
    /// The checkpoint cannot be written. A complete earlier checkpoint still exists, under its own name or under the name with ".previous".
    /// </exception>
    public static void Write(string path, Action<BinaryWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);

        // The renames below must not move a link.
        path = RealPath.FollowLink(path);
        using AtomicFile file = AtomicFile.Create(path);
        Stream content = file.Stream;
        using (BinaryWriter writer = new(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Mark);
            writer.Write(Version);
            writer.Write(0L);
            write(writer);
            writer.Flush();
            content.Position = LengthPosition;
            writer.Write(content.Length - HeaderLength);
        }

        byte[] hash = HashOf(content, content.Length);
        content.Seek(0, SeekOrigin.End);
        content.Write(hash);
        file.Flush();

        // A damaged checkpoint must not replace a complete one.
        if (IsWhole(path))
        {
            File.Move(path, PreviousOf(path), overwrite: true);
        }

        file.Commit();
    }

    /// <summary>Reads the newest complete checkpoint.</summary>
    /// <param name="path">The file of the checkpoint.</param>
    /// <param name="read">
    /// Reads the payload. This function is called for the newest complete file. If the payload ends too early or holds invalid data, the
    /// function is called again for the previous file. The function may refuse a payload by a <see cref="CheckpointException"/>.
    /// </param>
    /// <param name="warn">Receives a sentence on a file that is passed over for the file before it.</param>
    /// <returns>The file that was read; null if no checkpoint exists.</returns>
    /// <exception cref="CheckpointException">
    /// Checkpoints exist, but none of them can be used: each is damaged or has another version. The message names the files.
    /// </exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static string? Read(string path, Action<BinaryReader> read, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(warn);
        path = RealPath.FollowLink(path);
        string[] files = [.. new[] { path, PreviousOf(path) }.Where(File.Exists)];
        List<string> troubles = [];
        bool isDamage = true;
        foreach (string file in files)
        {
            using FileStream content = File.OpenRead(file);
            string? trouble = TroubleOf(content);
            if (trouble is null && OtherVersionIn(content) is { } version)
            {
                trouble = version;
                isDamage = false;
            }

            if (trouble is null)
            {
                troubles.ForEach(damaged => warn($"{damaged}; the checkpoint before it is used"));
                using StreamPart payload = new(content, HeaderLength, content.Length - HeaderLength - HashLength);
                using BinaryReader reader = new(payload, Encoding.UTF8);
                try
                {
                    read(reader);
                    return file;
                }
                catch (Exception problem) when (problem is EndOfStreamException or InvalidDataException)
                {
                    // A kill can come between two files that belong together, so that one is newer than the other.
                    trouble = $"cannot be used ({problem.Message.TrimEnd('.')})";
                }
            }

            troubles.Add($"the checkpoint {file} {trouble}");
        }

        return files.Length == 0 ? null : throw new CheckpointException($"{string.Join("; ", troubles)}; remove it to start anew")
        {
            IsDamage = isDamage,
        };
    }

    private static bool IsWhole(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using FileStream content = File.OpenRead(path);
        return (TroubleOf(content) ?? OtherVersionIn(content)) is null;
    }

    // Why a checkpoint cannot be read: the rest of a sentence that begins with its name.
    private static string? TroubleOf(FileStream content)
    {
        byte[] header = new byte[HeaderLength];
        int read = content.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (!header.AsSpan(0, read).StartsWith(Mark))
        {
            return "is damaged (it does not begin with the mark of a checkpoint)";
        }

        long end = content.Length - HashLength;
        long payload = BitConverter.ToInt64(header, LengthPosition);
        if (end < HeaderLength || payload != end - HeaderLength)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"is damaged (it has {content.Length} bytes, and its beginning says {payload + HeaderLength + HashLength})");
        }

        byte[] stored = new byte[HashLength];
        content.Position = end;
        content.ReadExactly(stored);
        if (!HashOf(content, end).AsSpan().SequenceEqual(stored))
        {
            return "is damaged (its checksum is wrong)";
        }

        return null;
    }

    // For a whole checkpoint of another version: the rest of a sentence that begins with its name.
    private static string? OtherVersionIn(FileStream content)
    {
        byte[] header = new byte[HeaderLength];
        content.Position = 0;
        if (content.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            return null;
        }

        int version = BitConverter.ToInt32(header, Mark.Length);
        return version == Version ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"has version {version} of the layout, and this program reads version {Version} (the program that wrote it can go on with it)");
    }

    // The hash of the first bytes of a stream.
    private static byte[] HashOf(Stream content, long length)
    {
        XxHash128 hash = new();
        hash.Append(new StreamPart(content, 0, length));
        return hash.GetCurrentHash();
    }
}
