// Searches a stream for a text.

namespace GlassModes.Files;

/// <summary>Searches streams of any length with little memory.</summary>
internal static class StreamSearch
{
    /// <summary>The length of a buffer in which a stream is read piece by piece.</summary>
    public const int BufferLength = 1 << 16;

    /// <summary>
    /// The positions at which a text begins, in ascending order, found one after the other. The caller may move the stream in between.
    /// </summary>
    public static IEnumerable<long> PositionsOf(Stream stream, byte[] text)
    {
        byte[] buffer = new byte[BufferLength];
        long start = 0;
        int kept = 0;
        while (true)
        {
            stream.Position = start + kept;
            int read = stream.Read(buffer, kept, buffer.Length - kept);
            if (read == 0)
            {
                yield break;
            }

            int length = kept + read;
            for (int from = 0; buffer.AsSpan(from, length - from).IndexOf(text) is >= 0 and int found; from += found + 1)
            {
                yield return start + from + found;
            }

            // The end of the buffer may be the beginning of the text.
            kept = Math.Min(text.Length - 1, length);
            buffer.AsSpan(length - kept, kept).CopyTo(buffer);
            start += length - kept;
        }
    }
}
