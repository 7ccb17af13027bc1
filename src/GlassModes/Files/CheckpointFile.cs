// The container of checkpoints: files of a state, checked when read, with the checkpoint before kept.

using System.IO.Hashing;
using System.Text;

namespace GlassModes.Files;

/// <summary>A checkpoint that cannot be used. The message names the file, the reason and what to do.</summary>
public sealed class CheckpointException(string message, Exception? inner = null) : InputException(message, inner);

/// <summary>
/// The state of long work as a file: a mark, a version, the length of the payload, the payload, and the 128-bit XXH3 hash of all bytes
/// before it. The payload is the caller's. A checkpoint is written under a temporary name, flushed and renamed; the checkpoint before is
/// kept under the name with ".previous", so that one whole checkpoint exists at every moment.
/// </summary>
public static class CheckpointFile
{
    private const int Version = 1;
    private const int HeaderLength = 28;
    private const int HashLength = 16;

    private static ReadOnlySpan<byte> Mark => "GlassModes state"u8;

    /// <summary>The path of the checkpoint before.</summary>
    public static string PreviousOf(string path) => path + ".previous";

    /// <summary>Whether there is a checkpoint or a checkpoint before it, whole or not.</summary>
    public static bool Exists(string path) => File.Exists(path) || File.Exists(PreviousOf(path));

    /// <summary>Writes a checkpoint. Allocates a buffer of its size.</summary>
    /// <param name="path">The file of the checkpoint.</param>
    /// <param name="write">Writes the payload.</param>
    /// <exception cref="IOException">The checkpoint cannot be written; the checkpoint before is unchanged.</exception>
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

        // A damaged checkpoint must not take the place of a whole one.
        if (File.Exists(path) && DamageOf(File.ReadAllBytes(path)) is null)
        {
            File.Move(path, PreviousOf(path), overwrite: true);
        }

        file.Commit();
    }

    /// <summary>Reads the newest checkpoint that is whole.</summary>
    /// <param name="path">The file of the checkpoint.</param>
    /// <param name="read">
    /// Reads the payload. Called for the newest whole file, and for the file before if the payload ends too early or holds invalid data;
    /// may refuse a payload by a <see cref="CheckpointException"/>.
    /// </param>
    /// <param name="warn">Given a sentence on each damaged file that is passed over.</param>
    /// <returns>The file that was read; null where there is none.</returns>
    /// <exception cref="CheckpointException">There are files and no file can be used.</exception>
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
