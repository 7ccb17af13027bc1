// A part of a stream as a stream of its own.

namespace GlassModes.Files;

/// <summary>
/// A part of a stream that can be sought in, so that a file can stand within another file. Both streams share one position: while the part
/// is in use, nothing else may move the whole. Closing the part leaves the whole open.
/// </summary>
internal sealed class StreamPart : Stream
{
    private readonly Stream _whole;
    private readonly long _start;
    private readonly long? _length;

    /// <summary>Takes a part of a stream.</summary>
    /// <param name="whole">The stream that the part belongs to.</param>
    /// <param name="start">The position in the whole at which the part begins. The whole is moved there.</param>
    /// <param name="length">The length of a part to read; null for a part to write, which ends where the whole ends.</param>
    public StreamPart(Stream whole, long start, long? length = null)
    {
        (_whole, _start, _length) = (whole, start, length);
        _whole.Position = start;
    }

    public override bool CanRead => _whole.CanRead;

    public override bool CanSeek => _whole.CanSeek;

    public override bool CanWrite => _length is null && _whole.CanWrite;

    public override long Length => _length ?? Math.Max(_whole.Length - _start, 0);

    public override long Position
    {
        get => _whole.Position - _start;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _whole.Position = _start + value;
        }
    }

    public override int Read(Span<byte> buffer) => _whole.Read(buffer[..(int)Math.Clamp(Length - Position, 0, buffer.Length)]);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => Length,
    };

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        RequireWritable();
        _whole.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void SetLength(long value)
    {
        RequireWritable();
        _whole.SetLength(_start + value);
    }

    public override void Flush() => _whole.Flush();

    private void RequireWritable()
    {
        if (!CanWrite)
        {
            throw new NotSupportedException("This part of a stream can only be read.");
        }
    }
}
