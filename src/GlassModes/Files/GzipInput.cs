// Decompresses gzip data and detects data that stop early. GZipStream takes such an end for a regular end.

using System.IO.Compression;

namespace GlassModes.Files;

/// <summary>
/// Reads a gzip file of one or more members. After the bytes of the file, the decompressor is given a tiny member that holds a marker. The
/// marker is at the end of the output only if the file is complete. The last bytes of the output are therefore held back until it is known
/// whether they are the marker.
/// </summary>
internal sealed class GzipInput : ReadOnlyStream
{
    private static readonly byte[] Marker = "\0GlassModes: end of file\0"u8.ToArray();
    private static readonly byte[] MarkerMember = CompressBytes(Marker);

    private readonly GZipStream _gzip;
    private readonly byte[] _held = new byte[(1 << 16) + Marker.Length];
    private int _start;
    private int _end;
    private bool _finished;

    /// <summary>Takes ownership of a stream that stands at the first byte of the gzip data.</summary>
    public GzipInput(Stream compressed) =>
        _gzip = new GZipStream(new WithMarker(compressed), CompressionMode.Decompress);

    /// <exception cref="InvalidDataException">The data is corrupt or stops early.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!_finished && _end - _start <= Marker.Length)
        {
            _held.AsSpan(_start, _end - _start).CopyTo(_held);
            _end -= _start;
            _start = 0;
            int count = _gzip.Read(_held.AsSpan(_end));
            _end += count;
            if (count == 0)
            {
                if (!_held.AsSpan(0, _end).EndsWith(Marker))
                {
                    throw new InvalidDataException("The gzip data stops early or is followed by something else.");
                }

                _finished = true;
            }
        }

        int length = Math.Min(buffer.Length, _end - _start - Marker.Length);
        _held.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] CompressBytes(ReadOnlySpan<byte> bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }

    // Gives the bytes of a stream, then the bytes of the member with the marker.
    private sealed class WithMarker(Stream first) : ReadOnlyStream
    {
        private int _markerPosition;

        public override int Read(Span<byte> buffer)
        {
            int count = _markerPosition == 0 ? first.Read(buffer) : 0;
            if (count == 0)
            {
                ReadOnlySpan<byte> unread = MarkerMember.AsSpan(_markerPosition);
                count = Math.Min(unread.Length, buffer.Length);
                unread[..count].CopyTo(buffer);
                _markerPosition += count;
            }

            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                first.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
