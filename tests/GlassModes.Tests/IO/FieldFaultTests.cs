// Tests the faults that users met in the field: what was read wrongly, lost or refused, each with values of its own.

using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;

namespace GlassModes.Tests.IO;

public sealed class FieldFaultTests : FileTests
{
    private const string Lattice = "Lattice=\"7 0 0 0 7 0 0 0 7\"";
    private const string Dump = "ITEM: TIMESTEP\n250\nITEM: NUMBER OF ATOMS\n2\nITEM: BOX BOUNDS pp pp pp\n0 7\n0 7\n0 7\n";

    private readonly List<string> _warnings = [];

    [SetUp]
    public void ForgetWarnings() => _warnings.Clear();

    [TestCase("a.dump", Dump + "ITEM: ATOMS id type x y z\n1 1 1 1 1\n2 1 3 3 3.2")]
    [TestCase("a.data", "t\n\n1 atoms\n1 atom types\n0 7 xlo xhi\n0 7 ylo yhi\n0 7 zlo zhi\n\nAtoms\n\n1 1 1 1 1.2")]
    public void A_file_of_LAMMPS_without_the_end_of_its_last_line_is_incomplete(string name, string text)
    {
        Assert.That(MessageOf(name, text), Does.Contain("incomplete"));
        Assert.That(ReadText(name, text + "\n").Count, Is.Positive);
    }

    [Test]
    public void Extended_XYZ_without_the_end_of_its_last_line_is_read_with_a_warning()
    {
        Assert.That(Read("a.xyz", $"1\n{Lattice}\nA 1 2 3.").Positions[2], Is.EqualTo(3));
        Assert.That(_warnings, Has.One.Contain("incomplete"));
    }

    [Test]
    public void Other_units_are_refused() =>
        AssertRefused("a.dump", "ITEM: UNITS\nreal\n" + Dump + "ITEM: ATOMS id type x y z\n1 1 1 1 1\n2 1 3 3 3\n", 2, ["'lj'", "'real'"]);

    [TestCase("a.dump", Dump + "ITEM: ATOMS id type mass x y z\n1 1 3 1 1 1\n2 1 1 3 3 3\n")]
    [TestCase("a.xyz", $"2\n{Lattice} Properties=species:S:1:pos:R:3:masses:R:1\nA 1 1 1 3\nA 3 3 3 1\n")]
    public void Masses_other_than_one_are_kept_with_a_warning(string name, string text)
    {
        Assert.That(Read(name, text).Properties.Single().Values.ToArray(), Is.EqualTo([3, 1]));
        Assert.That(_warnings, Has.One.Contain("masses other than 1"));
    }

    [Test]
    public void Masses_images_and_the_time_step_of_a_data_file_are_written_again()
    {
        const string Text = "LAMMPS data file via write_data, timestep = 400, units = lj\n\n2 atoms\n2 atom types\n0 7 xlo xhi\n"
            + "0 7 ylo yhi\n0 7 zlo zhi\n\nMasses\n\n1 4\n2 0.5\n\nAtoms # atomic\n\n1 1 1 1 1 0 0 -3\n2 2 3 3 3 1 0 0\n";
        _ = ConfigurationConversion.Run(Save("a.data", Text), PathOf("b.data"), new ReadingOptions { Warn = _warnings.Add });
        string written = File.ReadAllText(PathOf("b.data"));
        Assert.That(written, Does.Contain("timestep = 400").And.Contain("1 4\n2 0.5\n").And.Contain("1 1 1 1 1 0 0 -3\n"));
        ConversionResult result = ConfigurationConversion.Run(PathOf("b.data"), PathOf("c.dump"));
        Assert.That(result.Dropped, Is.Empty);
        Assert.That(
            File.ReadAllText(PathOf("c.dump")),
            Does.StartWith("ITEM: TIMESTEP\n400\n").And.Contain("ATOMS id type x y z ix iy iz mass\n1 1 1 1 1 0 0 -3 4\n"));
    }

    [Test]
    public void Every_frame_keeps_its_time_step()
    {
        string frame = Dump + "ITEM: ATOMS id type x y z\n1 1 1 1 1\n2 1 3 3 3\n";
        string[] steps = ["250", "7500", "1000000000000"];
        string text = string.Concat(steps.Select(step => Exchange(frame, "\n250\n", $"\n{step}\n")));
        ConfigurationConversion.Run(Save("a.dump", text), PathOf("b.xyz"));
        ConfigurationConversion.Run(PathOf("b.xyz"), PathOf("c.dump"));
        string[] lines = File.ReadAllLines(PathOf("c.dump"));
        Assert.That(
            lines.Index().Where(line => line.Index > 0 && lines[line.Index - 1] == "ITEM: TIMESTEP").Select(line => line.Item),
            Is.EqualTo(steps));
    }

    [Test]
    public void Words_truth_values_and_arrays_survive_in_extended_XYZ()
    {
        const string Text = $"1\n{Lattice} Properties=species:S:1:pos:R:3:fixed:L:1:tag:S:2 virial=[[1,2],[3,4]] note=\"two words\" on\n"
            + "Ni 1 1 1 T left up\n";
        ReadingOptions options = new() { Species = ["P", "Ni"], Warn = _warnings.Add };
        ConfigurationConversion.Run(Save("a.xyz", Text), PathOf("b.xyz"), options);
        string written = File.ReadAllText(PathOf("b.xyz"));
        Assert.That(written, Does.Contain("fixed:L:1:tag:S:2").And.Contain(" T left up\n"));
        Assert.That(written, Does.Contain("virial=[[1,2],[3,4]]").And.Contain("note=\"two words\"").And.Contain("on=T"));
        Assert.That(ConfigurationFile.Read(PathOf("b.xyz")).Species[0], Is.EqualTo(1));
        Assert.That(_warnings, Is.Empty);
    }

    [TestCase("4e7")]
    [TestCase("-1e300")]
    public void A_coordinate_too_far_out_is_refused(string coordinate) =>
        AssertRefused("a.xyz", $"1\n{Lattice}\nA 1 {coordinate} 1\n", 3, ["far", $"'{coordinate}'", "wrap"]);

    [Test]
    public void A_coordinate_some_boxes_away_is_read() =>
        Assert.That(ReadText("a.xyz", $"1\n{Lattice}\nA 1 7e6 1\n").Positions[1], Is.EqualTo(7e6));

    [Test]
    public void No_section_is_written_that_LAMMPS_does_not_know()
    {
        Configuration before = new(new PeriodicBox(1 / 0.3, 1000.1, -77.7, 1e-5), [0], [1, 1, 1]);
        foreach (string name in (string[])["a.dump", "a.data"])
        {
            ConfigurationFile.Write(PathOf(name), before);
            string[] sections =
            [
                .. File.ReadAllLines(PathOf(name)).Where(line => line.StartsWith("ITEM:", StringComparison.Ordinal) || line.Contains('#')),
            ];
            Assert.That(sections, Has.None.Contain("LENGTH").And.None.Contain("exact"));
            Assert.That(ConfigurationFile.Read(PathOf(name)).Box, Is.EqualTo(before.Box));
        }
    }

    [Test]
    public void Files_with_the_section_of_earlier_versions_are_read()
    {
        string text = Exchange(Dump, "0 7\n0 7\n0 7\n", "0.1 7.1\n0 7\n0 7\nITEM: BOX LENGTH\n7.000000000000001\n");
        Assert.That(
            ReadText("a.dump", text + "ITEM: ATOMS type x y z\n1 1 1 1\n1 3 3 3\n").Box.Length, Is.EqualTo(7.000000000000001));
    }

    [TestCase("Lattice={7 0 0 0 7 0 0 0 7}")]
    [TestCase("Lattice=[7, 0, 0, 0, 7, 0, 0, 0, 7]")]
    [TestCase("Lattice=[[7 0 0] [0 7 0] [0 0 7]]")]
    [TestCase("Lattice=\"7.0d0 0 0 0 7.0D+00 0 0 0 70E-1\"")]
    [TestCase("Lattice=\"7 1e-16 0 -3e-10 7.0000000000001 0 0 0 7\" pbc={T T T}")]
    [TestCase("Lattice=\"7 0 0 0 7 0 0 0 7\" Lattice_type=fcc lattice=none energy=1 Energy=2")]
    [TestCase("step:12 columns:id,pos dt:0.5 cell:7,7,7")]
    [TestCase("cell:7.0,7.0,7.0 columns:species,position")]
    [TestCase("Properties=species:S:1:position:R:3 Lattice=\"7 0 0 0 7 0 0 0 7\" Timestep=1.0")]
    public void Valid_headers_are_read(string header) =>
        Assert.That(ReadText("a.xyz", $"1\n{header}\nA 1 1D0 1\n").Box.Length, Is.EqualTo(7).Within(1e-12));

    [TestCase("written by hand", "Lattice", "'written by hand'")]
    [TestCase($"{Lattice} a=1 broken=", "'broken='")]
    [TestCase($"{Lattice} a= b=2", "'a='")]
    [TestCase($"{Lattice} stress=[1, 2", "']'", "'stress=[1, 2'")]
    [TestCase("Lattice=\"7\u00a00 0 0 7 0 0 0 7\"", "9 finite numbers", "7\\u00a00")]
    [TestCase("cell:7,7", "cell:L,L,L", "'7,7'")]
    public void A_bad_header_is_quoted_where_it_is_bad(string header, params string[] facts) =>
        AssertRefused("a.xyz", $"1\n{header}\nA 1 1 1\n", 2, facts);

    [Test]
    public void Labels_give_the_species_in_every_format()
    {
        ReadingOptions options = new() { Species = ["P", "Ni"] };
        string[] texts =
        [
            $"2\n{Lattice}\nNi 1 1 1\nP 3 3 3\n",
            Dump + "ITEM: ATOMS id type element x y z\n1 1 Ni 1 1 1\n2 2 P 3 3 3\n",
            Dump + "ITEM: ATOMS id typelabel x y z\n1 Ni 1 1 1\n2 P 3 3 3\n",
            "t\n\n2 atoms\n2 atom types\n0 7 xlo xhi\n0 7 ylo yhi\n0 7 zlo zhi\n\nAtom Type Labels\n\n1 Ni\n2 P\n\nAtoms\n\n"
                + "1 Ni 1 1 1\n2 P 3 3 3\n",
        ];
        foreach (string text in texts)
        {
            Assert.That(ConfigurationFile.Read(Save("file", text), options).Configuration.Species.ToArray(), Is.EqualTo([1, 0]), text);
        }

        Assert.That(
            () => ConfigurationFile.Read(Save("file", texts[0]), new ReadingOptions { Species = ["Ni", "Fe"] }),
            Throws.TypeOf<ConfigurationFileException>().With.Message.Contains("Ni, Fe").And.Message.Contains("'P'"));
    }

    [Test]
    public void Numbers_of_types_are_labels_too_and_masses_follow_the_species()
    {
        const string Data = "t\n\n2 atoms\n2 atom types\n0 7 xlo xhi\n0 7 ylo yhi\n0 7 zlo zhi\n\nMasses\n\n1 3\n2 5\n\nAtoms\n\n"
            + "1 1 1 1 1\n2 2 3 3 3\n";
        ReadingOptions exchanged = new() { Species = ["2", "1"] };
        Configuration data = ConfigurationFile.Read(Save("a.data", Data), exchanged).Configuration;
        Assert.That(data.Species.ToArray(), Is.EqualTo([1, 0]));
        Assert.That(data.Properties.Single().Values.ToArray(), Is.EqualTo([3, 5]));
        string dump = Dump + "ITEM: ATOMS id type x y z\n1 1 1 1 1\n2 2 3 3 3\n";
        Assert.That(ConfigurationFile.Read(Save("a.dump", dump), exchanged).Configuration.Species.ToArray(), Is.EqualTo([1, 0]));
    }

    [Test]
    public void A_composition_far_from_the_models_is_told()
    {
        PairModel model = KobAndersen.ForceShifted();
        Configuration Of(int a) => new(
            new PeriodicBox(9),
            [.. Enumerable.Range(0, 20).Select(i => (byte)(i < a ? 0 : 1))],
            [.. Enumerable.Range(0, 60).Select(k => 0.1 * k)]);
        Assert.That(model.DescribeUnusualComposition(Of(16)), Is.Null);
        Assert.That(model.DescribeUnusualComposition(Of(4)), Does.Contain("20").And.Contain("80").And.Contain("species A"));
    }

    [Test]
    public void Frames_without_atoms_are_passed_over_with_a_warning()
    {
        string empty = Exchange(Dump, "ATOMS\n2", "ATOMS\n0") + "ITEM: ATOMS id type x y z\n";
        string full = Dump + "ITEM: ATOMS id type x y z\n1 1 1 1 1\n2 1 3 3 3\n";
        string path = Save("a.dump", empty + full + empty + full);
        NumberedFrame[] frames = [.. ConfigurationFile.ReadFrames(path, new ReadingOptions { Warn = _warnings.Add })];
        Assert.That(frames.Select(frame => frame.Number), Is.EqualTo([1, 3]));
        Assert.That(_warnings, Has.Count.EqualTo(1).And.One.Contain("frame 0"));
        Assert.That(
            () => ConfigurationFile.Read(path, frame: 2),
            Throws.TypeOf<ConfigurationFileException>().With.Message.Contains("frame 2").And.Message.Contains("without atoms"));
    }

    [Test]
    public void A_column_given_twice_is_used_once()
    {
        Assert.That(Read("a.dump", Dump + "ITEM: ATOMS id type x y z x\n1 1 1 2 3 1\n2 1 3 3 3 3\n").Positions[1], Is.EqualTo(2));
        Assert.That(_warnings, Has.One.Contain("'x' twice"));
    }

    [Test]
    public void Momenta_of_ASE_are_velocities()
    {
        string properties = "Properties=species:S:1:pos:R:3:momenta:R:3:masses:R:1";
        Assert.That(Read("a.xyz", $"1\n{Lattice} {properties}\nA 1 1 1 2 4 6 2\n").Velocities.ToArray(), Is.EqualTo([1, 2, 3]));
    }

    [TestCase(new byte[] { 0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0 }, "zstd -d")]
    [TestCase(new byte[] { 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0 }, "xz -d")]
    [TestCase(new byte[] { 0xff, 0xfe, 0x31, 0, 0x0a, 0, 0 }, "iconv")]
    [TestCase(new byte[] { 0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0 }, "HDF5")]
    public void A_file_packed_by_another_program_says_how_it_is_unpacked(byte[] bytes, string remedy)
    {
        File.WriteAllBytes(PathOf("a.xyz"), bytes);
        Assert.That(MessageOf(PathOf("a.xyz")), Does.StartWith("a.xyz: ").And.Contain(remedy));
    }

    private Configuration Read(string name, string text) =>
        ConfigurationFile.Read(Save(name, text), new ReadingOptions { Warn = _warnings.Add }).Configuration;
}
