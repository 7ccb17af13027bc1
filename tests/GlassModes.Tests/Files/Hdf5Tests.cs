// Tests what all HDF5 files have in common: contents come back to the last bit, and bad files are errors of input.

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
    public void An_error_of_the_caller_is_handed_on()
    {
        Hdf5.Write(PathOf("a.h5"), new H5File { ["numbers"] = Hdf5.DatasetOf(s_numbers) }, CancellationToken.None);
        Assert.That(
            () => Hdf5.Read<int>(PathOf("a.h5"), _ => throw new InputException("of another version"), MakeRefusal),
            Throws.TypeOf<InputException>().With.Message.EqualTo("of another version"));
    }

    private double[] ReadNumbers(string name) => Hdf5.Read(PathOf(name), group => group.Dataset("numbers").Read<double[]>(), MakeRefusal);

    private static InputException MakeRefusal(Exception cause) => new("refused", cause);
}
