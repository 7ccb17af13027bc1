// Tests what all HDF5 files have in common: contents come back to the last bit, a checksum covers all bytes, and bad files are errors of
// input.

using System.IO.Hashing;
using System.Text;
using GlassModes.Files;
using GlassModes.Tests.IO;
using PureHDF;

namespace GlassModes.Tests.Files;

public sealed class Hdf5Tests : FileTests
{
    private static readonly double[] s_numbers = [.. Enumerable.Range(0, 1000).Select(k => k / 7.0)];

    [Test]
    public void Lists_tables_and_texts_come_back_to_the_last_bit()
    {
        double[,] table = new double[30, 20];
        for (int k = 0; k < table.Length; k++)
        {
            table[k / 20, k % 20] = s_numbers[k];
        }

        H5File file = new()
        {
            ["short"] = Hdf5.DatasetOf(s_numbers[..3]),
            ["long"] = Hdf5.DatasetOf(s_numbers),
            ["bytes"] = Hdf5.DatasetOf(new byte[10_000]),
            ["table"] = Hdf5.DatasetOf(table),
            ["texts"] = Hdf5.GroupOfTexts(new Dictionary<string, string> { ["model"] = "kalj", ["method"] = "rkc3" }),
        };
        Hdf5.Write(PathOf("a.h5"), file, CancellationToken.None);
        int checks = Hdf5.Read(PathOf("a.h5"), group =>
        {
            Assert.That(group.Dataset("short").Read<double[]>(), Is.EqualTo(s_numbers[..3]));
            Assert.That(group.Dataset("long").Read<double[]>(), Is.EqualTo(s_numbers));
            Assert.That(Hdf5.ReadRows(group.Dataset("table"))[29][19], Is.EqualTo(table[29, 19]));
            IH5Group texts = group.Group("texts");
            Assert.That(Hdf5.ReadTexts(texts), Is.EquivalentTo(new Dictionary<string, string> { ["model"] = "kalj", ["method"] = "rkc3" }));
            Assert.That(Hdf5.ReadTextOrNull(texts, "method"), Is.EqualTo("rkc3"));
            Assert.That(Hdf5.ReadTextOrNull(texts, "seed"), Is.Null);
            return 6;
        }, MakeRefusal);
        Assert.That(checks, Is.EqualTo(6));
        Assert.That(new FileInfo(PathOf("a.h5")).Length, Is.LessThan(15_000), "the bytes are compressed");
    }

    [Test]
    public void Empty_texts_come_back_wherever_they_stand()
    {
        string[][] texts =
        [
            .. Enumerable.Range(0, 300)
                .Select(set => Enumerable.Range(0, 12).Select(k => k % 2 == 0 ? "" : $"text {k} of {set}").ToArray()),
        ];
        H5File file = [];
        foreach ((string[] set, int index) in texts.Select((set, index) => (set, index)))
        {
            file[$"{index}"] = set;
        }

        Hdf5.Write(PathOf("a.h5"), file, CancellationToken.None);
        string[][] read = Hdf5.Read(
            PathOf("a.h5"),
            group => Enumerable.Range(0, texts.Length).Select(index => Hdf5.ReadTexts(group.Dataset($"{index}"))).ToArray(),
            MakeRefusal);
        Assert.That(read, Is.EqualTo(texts));
    }

    [Test]
    public void Bad_content_is_an_error_of_input_and_a_missing_file_is_not()
    {
        Save("text.h5", "not HDF5");
        Hdf5.Write(PathOf("whole.h5"), new H5File { ["numbers"] = Hdf5.DatasetOf(s_numbers) }, CancellationToken.None);
        byte[] whole = File.ReadAllBytes(PathOf("whole.h5"));
        File.WriteAllBytes(PathOf("half.h5"), whole[..(whole.Length / 2)]);
        Assert.That(() => ReadNumbers("text.h5"), Throws.TypeOf<InputException>().With.Message.EqualTo("refused"));
        Assert.That(() => ReadNumbers("half.h5"), Throws.TypeOf<InputException>().With.Message.EqualTo("refused"));
        Assert.That(() => ReadNumbers("none.h5"), Throws.TypeOf<FileNotFoundException>());
        Assert.That(ReadNumbers("whole.h5"), Is.EqualTo(s_numbers));
    }

    [Test]
    public void The_checksum_is_the_hash_of_all_bytes_with_zeros_in_its_place()
    {
        string checksum = WriteNumbers("a.h5");
        Assert.That(checksum, Does.Match("^xxh128:[0-9a-f]{32}$"));
        byte[] bytes = File.ReadAllBytes(PathOf("a.h5"));
        int digits = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(checksum)) + "xxh128:".Length;
        bytes.AsSpan(digits, 32).Fill((byte)'0');
        Assert.That(checksum, Does.EndWith(Convert.ToHexStringLower(XxHash128.Hash(bytes))));
        Assert.That(WriteNumbers("b.h5"), Is.EqualTo(checksum), "the same content makes the same file");
    }

    [Test]
    public void A_changed_number_is_an_error_that_says_what_to_do()
    {
        Hdf5.Write(PathOf("a.h5"), new H5File { ["numbers"] = new[] { 1.0, 2.0 } }, CancellationToken.None);
        byte[] bytes = File.ReadAllBytes(PathOf("a.h5"));
        bytes[bytes.AsSpan().IndexOf(BitConverter.GetBytes(2.0))] ^= 1;
        File.WriteAllBytes(PathOf("a.h5"), bytes);
        Assert.That(
            () => ReadNumbers("a.h5"), Throws.TypeOf<InputException>().With.InnerException.Message.Contains("docs/results-format.md"));
    }

    [Test]
    public void Texts_that_look_like_a_checksum_do_no_harm()
    {
        string[] texts = ["xxh128:", $"xxh128:{new string('0', 32)}", WriteNumbers("a.h5"), $"xxh128:{new string('f', 31)}"];
        H5File file = new() { ["numbers"] = Hdf5.DatasetOf(s_numbers), ["texts"] = texts };
        Hdf5.Write(PathOf("b.h5"), file, CancellationToken.None);
        Assert.That(ReadNumbers("b.h5"), Is.EqualTo(s_numbers));
        Assert.That(Hdf5.Read(PathOf("b.h5"), group => group.Dataset("texts").Read<string[]>(), MakeRefusal), Is.EqualTo(texts));
    }

    [Test]
    public void A_file_whose_layout_demands_a_checksum_is_not_read_without_one([Values(3, 4)] long version, [Values] bool hasAttribute)
    {
        H5File file = new() { ["numbers"] = s_numbers };
        file.Attributes["format"] = "GlassModes numbers";
        file.Attributes["format_version"] = version;
        if (hasAttribute)
        {
            file.Attributes["checksum"] = "none";
        }

        file.Write(PathOf("a.h5"));
        if (version == 3 && !hasAttribute)
        {
            Assert.That(ReadNumbers("a.h5"), Is.EqualTo(s_numbers));
        }
        else
        {
            Assert.That(() => ReadNumbers("a.h5"), Throws.TypeOf<InputException>().With.InnerException.Message.Contains("checksum"));
        }
    }

    [Test]
    public void Files_of_other_programs_need_no_checksum()
    {
        H5File file = new() { ["numbers"] = s_numbers };
        file.Attributes["format"] = 3.5;
        file.Attributes["format_version"] = "9";
        file.Write(PathOf("a.h5"));
        Assert.That(ReadNumbers("a.h5"), Is.EqualTo(s_numbers));
    }

    [Test]
    public void A_file_can_stand_within_another_file()
    {
        using MemoryStream whole = new();
        whole.Write("before"u8);
        StreamPart written = new(whole, 6);
        Hdf5.Write(written, new H5File { ["numbers"] = Hdf5.DatasetOf(s_numbers) });
        long length = written.Length;
        whole.Seek(0, SeekOrigin.End);
        whole.Write("after"u8);
        StreamPart part = new(whole, 6, length);
        Assert.That(Hdf5.Read(part, group => group.Dataset("numbers").Read<double[]>(), MakeRefusal), Is.EqualTo(s_numbers));
        Assert.That(whole.ToArray(), Does.Not.Empty.And.Length.EqualTo(6 + length + 5), "the whole stays open");
    }

    [Test]
    public void An_error_of_the_caller_is_handed_on()
    {
        Hdf5.Write(PathOf("a.h5"), new H5File { ["numbers"] = Hdf5.DatasetOf(s_numbers) }, CancellationToken.None);
        Assert.That(
            () => Hdf5.Read<int>(PathOf("a.h5"), _ => throw new InputException("of another version"), MakeRefusal),
            Throws.TypeOf<InputException>().With.Message.EqualTo("of another version"));
    }

    private string WriteNumbers(string name)
    {
        Hdf5.Write(PathOf(name), new H5File { ["numbers"] = Hdf5.DatasetOf(s_numbers) }, CancellationToken.None);
        return Hdf5.Read(PathOf(name), group => Hdf5.ReadTextOrNull(group, "checksum")!, MakeRefusal);
    }

    private double[] ReadNumbers(string name) => Hdf5.Read(PathOf(name), group => group.Dataset("numbers").Read<double[]>(), MakeRefusal);

    private static InputException MakeRefusal(Exception cause) => new("refused", cause);
}
