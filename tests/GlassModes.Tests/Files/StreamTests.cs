// Tests parts of streams, and the search for a text in a stream.

using GlassModes.Files;

namespace GlassModes.Tests.Files;

public sealed class StreamTests
{
    [Test]
    public void A_text_is_found_wherever_it_stands()
    {
        byte[] text = "xxh128:"u8.ToArray();
        long[] expected = [0, 7, StreamSearch.BufferLength - 3, StreamSearch.BufferLength + 100, (4 * StreamSearch.BufferLength) + 13];
        byte[] bytes = new byte[expected[^1] + text.Length];
        foreach (long position in expected)
        {
            text.CopyTo(bytes, position);
        }

        using MemoryStream stream = new(bytes);
        List<long> found = [];
        foreach (long position in StreamSearch.PositionsOf(stream, text))
        {
            found.Add(position);
            stream.Position = 1;
        }

        Assert.That(found, Is.EqualTo(expected));
    }

    [Test]
    public void A_part_to_read_ends_where_it_ends()
    {
        using MemoryStream whole = new([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        using StreamPart part = new(whole, 2, 5);
        byte[] buffer = new byte[10];
        Assert.That((part.Length, part.Read(buffer), part.Read(buffer)), Is.EqualTo((5L, 5, 0)));
        Assert.That(buffer[..5], Is.EqualTo(new byte[] { 2, 3, 4, 5, 6 }));
        Assert.That((part.Seek(-2, SeekOrigin.End), part.ReadByte(), part.Seek(-3, SeekOrigin.Current)), Is.EqualTo((3L, 5, 1L)));
        Assert.That(() => part.Position = -1, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => part.Write([1]), Throws.InstanceOf<NotSupportedException>());
        part.Position = 7;
        Assert.That(part.Read(buffer), Is.Zero);
    }

    [Test]
    public void A_part_to_write_ends_where_the_whole_ends()
    {
        using MemoryStream whole = new();
        whole.Write([1, 2]);
        using (StreamPart part = new(whole, 2))
        {
            part.Write([3, 4, 5]);
            part.Position = 1;
            part.WriteByte(9);
            Assert.That((part.Length, part.Position), Is.EqualTo((3L, 2L)));
            part.SetLength(2);
        }

        Assert.That(whole.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 9 }));
    }
}
