// Tests compressed files: whole files of any size and any number of members are read, and damage is noticed.

using System.IO.Compression;
using System.Text;
using GlassModes.IO;

namespace GlassModes.Tests.IO;

public sealed class GzipTests : FileTests
{
    private const string Damage = "corrupt or truncated";

    [Test]
    public void Files_that_end_anywhere_in_the_decompressors_buffer_are_whole()
    {
        // The data are stored and not deflated. The length of the comment then moves the end of the file across the edge of the 8 KiB that
        // are read at a time.
        for (int comment = 8000; comment < 8250; comment++)
        {
            string text = Xyz(1, new string('c', comment));
            File.WriteAllBytes(PathOf("a.xyz.gz"), Compress(text, CompressionLevel.NoCompression));
            Assert.That(ConfigurationFile.Read(PathOf("a.xyz.gz")).Count, Is.EqualTo(1), $"{comment}");
        }
    }

    [Test]
    public void Members_one_behind_the_other_are_one_file()
    {
        File.WriteAllBytes(PathOf("a.xyz.gz"), [.. Compress(Xyz(2)), .. Compress(Xyz(3)), .. Compress("")]);
        Assert.That(ConfigurationFile.ReadFrames(PathOf("a.xyz.gz")).Select(frame => frame.Count), Is.EqualTo([2, 3]));
    }

    [Test]
    public void A_file_cut_anywhere_is_noticed()
    {
        byte[] whole = Compress(Xyz(50));
        for (int length = 2; length < whole.Length; length++)
        {
            File.WriteAllBytes(PathOf("a.xyz.gz"), whole[..length]);
            Assert.That(MessageOf(PathOf("a.xyz.gz")), Does.Contain(Damage), $"{length} of {whole.Length} bytes");
        }
    }

    [Test]
    public void A_file_with_a_wrong_bit_in_data_or_checksum_is_noticed()
    {
        byte[] whole = Compress(Xyz(50));
        for (int position = 10; position < whole.Length; position++)
        {
            byte[] damaged = [.. whole];
            damaged[position] ^= 0x10;
            File.WriteAllBytes(PathOf("a.xyz.gz"), damaged);
            Assert.That(() => ConfigurationFile.Read(PathOf("a.xyz.gz")), Throws.TypeOf<ConfigurationFileException>(), $"byte {position}");
        }
    }

    [Test]
    public void Something_behind_the_data_is_noticed()
    {
        File.WriteAllBytes(PathOf("a.xyz.gz"), [.. Compress(Xyz(2)), .. "garbage"u8]);
        Assert.That(MessageOf(PathOf("a.xyz.gz")), Does.StartWith("a.xyz.gz:3: ").And.Contain(Damage));
    }

    [Test]
    public void Name_and_content_must_agree()
    {
        File.WriteAllBytes(PathOf("a.xyz"), Compress(Xyz(1)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(MessageOf("b.xyz.gz", Xyz(1)), Does.StartWith("b.xyz.gz: ").And.Contain("expected gzip data"));
            Assert.That(MessageOf("c.xyz.gz", ""), Does.StartWith("c.xyz.gz: ").And.Contain("empty"));
            Assert.That(ConfigurationFile.Read(PathOf("a.xyz")).Count, Is.EqualTo(1), "gzip data are known by their first bytes");
        }
    }

    private static string Xyz(int count, string comment = "c") =>
        $"{count}\nLattice=\"2 0 0 0 2 0 0 0 2\" {comment}\n" + string.Concat(Enumerable.Range(0, count).Select(k => $"A {k / 7.0} 0 0\n"));

    private static byte[] Compress(string text, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, level))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return stream.ToArray();
    }
}
