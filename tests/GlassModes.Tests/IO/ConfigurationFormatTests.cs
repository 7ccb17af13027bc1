// Tests formats by file name and by word, and errors that belong to a file as a whole.

using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Tests.IO;

public sealed class ConfigurationFormatTests : FileTests
{
    private const string Frame = "1\nLattice=\"2 0 0 0 2 0 0 0 2\"\nA 0 0 0\n";

    [TestCase("a.data", ConfigurationFormat.LammpsData)]
    [TestCase("a.b/c.DUMP", ConfigurationFormat.LammpsDump)]
    [TestCase("a.lammpstrj.gz", ConfigurationFormat.LammpsDump)]
    [TestCase("a.v2.extxyz", ConfigurationFormat.ExtendedXyz)]
    [TestCase("a.xyz.GZ", ConfigurationFormat.ExtendedXyz)]
    public void The_extension_tells_the_format(string path, ConfigurationFormat format) =>
        Assert.That(ConfigurationFormats.FromPath(path), Is.EqualTo(format));

    [TestCase("liquid.pdb", "'.pdb'")]
    [TestCase("liquid.pdb.gz", "'.pdb'")]
    [TestCase("liquid.gz", "no extension")]
    [TestCase("liquid.", "no extension")]
    public void An_unknown_extension_is_an_error_for_writing(string name, string found)
    {
        Configuration configuration = new(new PeriodicBox(2), [0], [0, 0, 0]);
        ConfigurationFileException error = Assert.Throws<ConfigurationFileException>(
            () => ConfigurationFile.Write(PathOf(name), configuration))!;
        Assert.That(error.Message, Does.StartWith(PathOf(name)).And.EndsWith($"found {found}"));
        foreach (string extension in new[] { ".data", ".dump", ".lammpstrj", ".extxyz", ".xyz", ".gz" })
        {
            Assert.That(error.Message, Does.Contain(extension), "the names that can be written");
        }
    }

    [TestCase("dump.1000", "ITEM: NUMBER OF ATOMS\n1\nITEM: BOX BOUNDS pp pp pp\n0 2\n0 2\n0 2\nITEM: ATOMS type x y z\n1 0 0 0\n")]
    [TestCase("melt.lmp", "title\n\n1 atoms\n1 atom types\n0 2 xlo xhi\n0 2 ylo yhi\n0 2 zlo zhi\n\nAtoms\n\n1 1 0 0 0\n")]
    [TestCase("snapshot", Frame)]
    public void The_content_tells_the_format_where_the_extension_does_not(string name, string text) =>
        Assert.That(ReadText(name, text).Box.Length, Is.EqualTo(2));

    [Test]
    public void Content_of_no_format_is_an_error_that_says_what_to_do() =>
        Assert.That(
            MessageOf("liquid.pdb", "HEADER of a protein\nATOM 1\n"),
            Does.StartWith("liquid.pdb: ").And.Contain("--format").And.Contain("'HEADER of a protein'"));

    [Test]
    public void A_stated_format_counts_more_than_the_name()
    {
        string path = Save("liquid.txt", Frame);
        Assert.That(ConfigurationFile.Read(path, ConfigurationFormats.FromName("extxyz")).Count, Is.EqualTo(1));
        Assert.That(() => ConfigurationFormats.FromName("pdb"), Throws.TypeOf<InputException>().With.Message.Contains("'pdb'"));
    }

    [Test]
    public void Files_that_are_none_are_named()
    {
        using (Assert.EnterMultipleScope())
        {
            Directory.CreateDirectory(PathOf("folder.dump"));
            Assert.That(MessageOf(PathOf("none.dump")), Does.StartWith("none.dump: ").And.Contain("no such file"));
            Assert.That(MessageOf(PathOf("folder.dump")), Does.StartWith("folder.dump: ").And.Contain("a directory"));
            Assert.That(MessageOf("a.dump", ""), Does.StartWith("a.dump: ").And.Contain("empty"));
            Assert.That(MessageOf("a.xyz", "\n \t\n"), Does.StartWith("a.xyz: ").And.Contain("blank lines"));
        }
    }

    [Test]
    public void A_frame_out_of_range_is_an_error()
    {
        string path = Save("a.xyz", Frame + Frame);
        Assert.That(
            () => ConfigurationFile.Read(path, frame: 2),
            Throws.TypeOf<ConfigurationFileException>()
                .With.Message.StartsWith($"{path}: ").And.Message.Contains("frame 2").And.Message.Contains("found 2 frames"));
        Assert.That(
            () => ConfigurationFile.Read(path, frame: -3),
            Throws.TypeOf<ConfigurationFileException>().With.Message.Contains("frame -3").And.Message.Contains("found 2 frames"));
    }

    [TestCase(0, 1)]
    [TestCase(-1, 3)]
    [TestCase(-2, 2)]
    [TestCase(-3, 1)]
    public void Frames_are_counted_from_either_end(int frame, int count)
    {
        string text = string.Concat(Enumerable.Range(1, 3).Select(n =>
            $"{n}\nLattice=\"2 0 0 0 2 0 0 0 2\"\n{string.Concat(Enumerable.Repeat("A 0 0 0\n", n))}"));
        Assert.That(ConfigurationFile.Read(Save("a.xyz", text), frame: frame).Count, Is.EqualTo(count));
    }

    [Test]
    public void Frames_are_read_one_at_a_time()
    {
        using IEnumerator<Configuration> frames = ConfigurationFile.ReadFrames(Save("a.xyz", Frame + Frame + "1\n")).GetEnumerator();
        Assert.That((frames.MoveNext(), frames.MoveNext()), Is.EqualTo((true, true)));
        Assert.That(() => frames.MoveNext(), Throws.TypeOf<ConfigurationFileException>());
    }

    [Test]
    public void A_line_without_end_is_refused_before_it_fills_the_memory() =>
        Assert.That(
            MessageOf("a.dump", new string('x', 3_000_000)),
            Does.StartWith("a.dump:1: ").And.Contain("1048576 bytes").And.Length.LessThan(200));
}
