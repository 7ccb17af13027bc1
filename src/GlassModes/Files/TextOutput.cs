// Buffered text output in UTF-8. Numbers have the shortest form that reads back to the same bits.

using System.Globalization;
using System.Text;

namespace GlassModes.Files;

/// <summary>Writes words and numbers to a stream of the caller. <see cref="Flush"/> writes the rest of the buffer.</summary>
internal sealed class TextOutput(Stream stream)
{
    private const int LongestNumber = 32;

    private readonly byte[] _buffer = new byte[1 << 16];
    private int _length;

    public TextOutput Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > _buffer.Length - _length)
        {
            Flush();
        }

        if (bytes.Length > _buffer.Length)
        {
            stream.Write(bytes);
            return this;
        }

        bytes.CopyTo(_buffer, _length);
        _length += bytes.Length;
        return this;
    }

    public TextOutput Number(double value)
    {
        ReserveNumber();
        value.TryFormat(_buffer.AsSpan(_length), out int written, "R", CultureInfo.InvariantCulture);
        _length += written;
        return this;
    }

    public TextOutput Number(long value)
    {
        ReserveNumber();
        value.TryFormat(_buffer.AsSpan(_length), out int written, default, CultureInfo.InvariantCulture);
        _length += written;
        return this;
    }

    /// <summary>Writes the numbers, each after a space.</summary>
    public TextOutput Row(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            Byte((byte)' ').Number(value);
        }

        return this;
    }

    public TextOutput Line() => Byte((byte)'\n');

    public TextOutput Byte(byte value)
    {
        ReserveNumber();
        _buffer[_length++] = value;
        return this;
    }

    public void Flush()
    {
        stream.Write(_buffer, 0, _length);
        _length = 0;
    }

    private void ReserveNumber()
    {
        if (_buffer.Length - _length < LongestNumber)
        {
            Flush();
        }
    }
}
