// Writes and reads checkpoints. Each checkpoint has a checksum, and the previous checkpoint is kept.

using System.IO.Hashing;
using System.Text;

namespace GlassModes.Files;

/// <summary>A checkpoint that cannot be used. The message names the file, the reason and what to do.</summary>
public sealed class CheckpointException(string message, Exception? inner = null) : InputException(message, inner);

/// <summary>
/// A file that holds the state of long work: a mark, a version, the length of the payload, the payload, and the 128-bit XXH3 hash of all
/// bytes before the hash. The caller defines the payload. A checkpoint is written under a temporary name, flushed and renamed. The previous
/// checkpoint is kept under the name with ".previous" appended, so that one complete checkpoint exists at every moment.
/// </summary>
public static class CheckpointFile
{
    private const int Version = 1;
    private const int HeaderLength = 28;
    private const int HashLength = 16;

    private static ReadOnlySpan<byte> Mark => "GlassModes state"u8;

    /// <summary>The path under which the previous checkpoint is kept.</summary>
    public static string PreviousOf(string path) => path + ".previous";

    /// <summary>Whether a checkpoint or a previous checkpoint exists, complete or damaged.</summary>
    public static bool Exists(string path) => File.Exists(path) || File.Exists(PreviousOf(path));

    /// <summary>Writes a checkpoint. Allocates a buffer of the size of the checkpoint, and reads the checkpoint that it replaces.</summary>
    /// <param name="path">The file of the checkpoint.</param>
    /// <param name="write">Writes the payload.</param>
    /// <exception cref="IOException">
    /// The checkpoint cannot be written. A complete earlier checkpoint still exists, under its own name or under the name with ".previous".
    /// </exception>
    public static void Write(string path, Action<BinaryWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using MemoryStream content = new();
        using (BinaryWriter writer = new(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Mark);
            writer.Write(Version);
            writer.Write(0L);
            write(writer);
            writer.Seek(HeaderLength - sizeof(long), SeekOrigin.Begin);
            writer.Write(content.Length - HeaderLength);
        }

        ReadOnlySpan<byte> bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        using AtomicFile file = AtomicFile.Create(path);
        file.Stream.Write(bytes);
        file.Stream.Write(XxHash128.Hash(bytes));
        file.Flush();

        // A damaged checkpoint must not replace a complete one.
        if (File.Exists(path) && DamageOf(File.ReadAllBytes(path)) is null)
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
    /// <param name="warn">Receives a sentence on each damaged file that is passed over.</param>
    /// <returns>The file that was read; null if no checkpoint exists.</returns>
    /// <exception cref="CheckpointException">Checkpoints exist, but none of them can be used.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static string? Read(string path, Action<BinaryReader> read, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(warn);
        string[] files = [.. new[] { path, PreviousOf(path) }.Where(File.Exists)];
        List<string> damages = [];
        foreach (string file in files)
        {
            byte[] bytes = File.ReadAllBytes(file);
            string? damage = DamageOf(bytes);
            if (damage is null)
            {
                using MemoryStream payload = new(bytes, HeaderLength, bytes.Length - HeaderLength - HashLength);
                using BinaryReader reader = new(payload, Encoding.UTF8);
                try
                {
                    read(reader);
                    return file;
                }
                catch (Exception problem) when (problem is EndOfStreamException or InvalidDataException)
                {
                    damage = $"its content cannot be read: {problem.Message}";
                }
            }

            damages.Add($"the checkpoint {file} is damaged ({damage})");
            if (file != files[^1])
            {
                warn($"{damages[^1]}; the checkpoint before it is used");
            }
        }

        return files.Length == 0 ? null : throw new CheckpointException(
            $"{string.Join("; ", damages)}; remove it to start anew");
    }

    private static string? DamageOf(byte[] bytes)
    {
        if (bytes.Length < HeaderLength + HashLength || !bytes.AsSpan(0, Mark.Length).SequenceEqual(Mark))
        {
            return "it does not begin with the mark of a checkpoint";
        }

        int version = BitConverter.ToInt32(bytes, Mark.Length);
        if (version != Version)
        {
            return $"its version is {version}, this program reads {Version}";
        }

        long length = BitConverter.ToInt64(bytes, HeaderLength - sizeof(long));
        if (length != bytes.LongLength - HeaderLength - HashLength)
        {
            return $"it holds {bytes.LongLength - HeaderLength - HashLength} bytes of {length}";
        }

        int end = bytes.Length - HashLength;
        return XxHash128.Hash(bytes.AsSpan(0, end)).AsSpan().SequenceEqual(bytes.AsSpan(end)) ? null : "its checksum is wrong";
    }
}
