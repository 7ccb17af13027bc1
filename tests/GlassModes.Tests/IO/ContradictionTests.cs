// Tests files that say a thing twice and differently, or leave a part of it out, and the forms that mean the same.

using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Tests.IO;

public sealed class ContradictionTests : FileTests
{
    private const string Lattice = "Lattice=\"7 0 0 0 7 0 0 0 7\"";
    private const string Dump = "ITEM: TIMESTEP\n0\nITEM: NUMBER OF ATOMS\n2\nITEM: BOX BOUNDS pp pp pp\n0 7\n0 7\n0 7\n";
    private const string Data = "t\n\n2 atoms\n2 atom types\n0 7 xlo xhi\n0 7 ylo yhi\n0 7 zlo zhi\n\n";

    [TestCase("a.xyz", $"2\n{Lattice} Properties=species:S:1:pos:R:3:type:I:1\nA 1 1 1 1\nA 3 3 3 2\n", "'species'")]
    [TestCase("a.dump", Dump + "ITEM: ATOMS id type element x y z\n1 1 A 1 1 1\n2 2 A 3 3 3\n", "'element'")]
    public void Names_and_types_of_species_have_to_agree(string name, string text, string column)
    {
        Assert.That(MessageOf(name, text), Does.Contain(column).And.Contain("A and type 2 in row 2").And.Contain("--species A,B"));
        Assert.That(ReadText(name, text.Replace("A 3 3 3 2", "B 3 3 3 2").Replace("2 2 A", "2 2 B")).Species.ToArray(), Is.EqualTo([0, 1]));
        ReadingOptions byName = new() { Species = ["A", "B"] };
        Assert.That(ConfigurationFile.Read(Save(name, text), byName).Configuration.Species.ToArray(), Is.EqualTo([0, 0]));

        // The names of elements that other programs give to types say nothing about the species here.
        string elements = text.Replace("A 1 1 1", "H 1 1 1").Replace("A 3 3 3", "H 3 3 3").Replace("1 1 A", "1 1 H");
        elements = elements.Replace("2 2 A", "2 2 H");
        Assert.That(ReadText(name, elements).Species.ToArray(), Is.EqualTo([0, 1]));
    }

    [Test]
    public void Labels_that_are_letters_stand_in_the_order_of_the_types_or_are_ordered_by_the_user()
    {
        string text = Data + "Atom Type Labels\n\n1 B\n2 A\n\nAtoms\n\n1 B 1 1 1\n2 A 3 3 3\n";
        Assert.That(MessageOf("a.data", text), Does.StartWith("a.data:11").And.Contain("label A of type 1").And.Contain("'B'"));
        ReadingOptions byName = new() { Species = ["A", "B"] };
        Assert.That(ConfigurationFile.Read(Save("a.data", text), byName).Configuration.Species.ToArray(), Is.EqualTo([1, 0]));
    }

    [Test]
    public void Masses_of_a_part_of_the_types_are_incomplete() =>
        Assert.That(
            MessageOf("a.data", Data + "Masses\n\n1 1\n\nAtoms\n\n1 1 1 1 1\n2 2 3 3 3\n"),
            Does.Contain("masses of all 2 types").And.Contain("none of type 2"));

    [Test]
    public void Units_of_other_programs_are_refused_in_a_key_too()
    {
        Assert.That(
            MessageOf("a.xyz", $"1\n{Lattice} units=metal\nA 1 1 1\n"), Does.StartWith("a.xyz:2").And.Contain("'metal'"));
        Assert.That(ReadText("a.xyz", $"1\n{Lattice} units=lj\nA 1 1 1\n").Annotations["units"], Is.EqualTo("lj"));
    }

    [TestCase("Lattice=\"7 7 7\"")]
    [TestCase("Lattice=[7, 7, 7]")]
    public void Three_edges_are_a_lattice(string lattice)
    {
        Assert.That(ReadText("a.xyz", $"1\n{lattice}\nA 1 1 1\n").Box.Length, Is.EqualTo(7));
        Assert.That(MessageOf("a.xyz", "1\nLattice=\"7 7 8\"\nA 1 1 1\n"), Does.Contain("edges 7, 7, 8"));
    }

    [Test]
    public void Bytes_that_cannot_be_seen_are_quoted_in_a_short_excerpt()
    {
        string message = MessageOf("a.xyz", new string('\u0001', 300));
        Assert.That(message, Does.Contain(@"\u0001\u0001").And.Contain("…"));
        Assert.That(message, Has.Length.LessThan(170));
    }

    [TestCase("a.dump", Dump + "ITEM: ATOMS id type x y z\n1 1 1 1 1\n2 2 3 3 3.\0\0\n", 11)]
    [TestCase("a.xyz", $"1\n{Lattice}\nA 1 1 1.\0\n", 3)]
    [TestCase("a.data", Data + "Atoms\n\n1 1 1 1 1\n2 2 3 3 3.\0\n", 12)]
    public void Zero_bytes_of_a_file_that_was_cut_are_refused(string name, string text, int line) =>
        AssertRefused(name, text, line, ["zero bytes", @"\u0000"]);

    [TestCase("\u200bpbc=\"F F F\"", "pbc", @"\u200bpbc")]
    [TestCase("pbc\u00a0=\"F F F\"", "pbc", @"pbc\u00a0")]
    [TestCase(",pbc=\"F F F\"", "pbc", "',pbc'")]
    [TestCase("pbc:\"F F F\"", "pbc", "pbc:")]
    [TestCase("\u200bunits=metal", "units", @"\u200bunits")]
    public void A_character_that_sticks_to_a_key_does_not_hide_it(string pair, string key, string found) =>
        AssertRefused("a.xyz", $"1\n{Lattice} {pair}\nA 1 1 1\n", 2, [$"'{key}'", found]);

    [TestCase("pbc_of_cell=F")]
    [TestCase("time=\"12:30\"")]
    [TestCase("timescale=3")]
    [TestCase("note=\"the cell: is cubic\"")]
    public void Other_keys_are_kept(string pair)
    {
        Configuration read = ReadText("a.xyz", $"1\n{Lattice} {pair}\nA 1 1 1\n");
        Assert.That(read.Annotations.Keys, Is.EqualTo(new[] { pair.Split('=')[0] }));
    }

    [Test]
    public void Brackets_within_quotation_marks_do_not_end_an_array()
    {
        const string Array = "[\"a]b\", \"c [ d\"]";
        Configuration read = ReadText("a.xyz", $"1\n{Lattice} names={Array} next=3\nA 1 1 1\n");
        Assert.That((read.Annotations["names"], read.Annotations["next"]), Is.EqualTo((Array, "3")));
    }

    [Test]
    public void Images_beside_unwrapped_coordinates_do_not_count_twice()
    {
        string unwrapped = Dump + "ITEM: ATOMS id type xu yu zu ix iy iz\n1 1 8 1 1 1 0 0\n2 2 3 3 3 0 0 0\n";
        ConfigurationConversion.Run(Save("a.dump", unwrapped), PathOf("b.data"));
        Assert.That(File.ReadAllText(PathOf("b.data")), Does.Contain("1 1 8 1 1\n"), "LAMMPS wraps it and counts the image");
        string wrapped = Dump + "ITEM: ATOMS id type x y z ix iy iz\n1 1 1 1 1 1 0 0\n2 2 3 3 3 0 0 0\n";
        ConfigurationConversion.Run(Save("a.dump", wrapped), PathOf("b.data"), null);
        Assert.That(File.ReadAllText(PathOf("b.data")), Does.Contain("1 1 1 1 1 1 0 0\n"));
    }

    [Test]
    public void Columns_of_another_style_are_no_images()
    {
        AssertRefused("a.data", Data + "Atoms\n\n1 1 0.5 0.25 0.1 1.5 1 1\n2 2 3 0.5 0.1 2.5 1 1\n", 11, ["'ix'", "'1.5'"]);
        AssertRefused("a.data", Data + "Atoms # atomic\n\n1 1 1 1 1 0.5 0 0\n2 2 3 3 3 0 0 0\n", 11, ["'ix'", "'0.5'"]);
    }

    [Test]
    public void Momenta_need_masses_or_a_warning()
    {
        List<string> warnings = [];
        ReadingOptions options = new() { Warn = warnings.Add };
        const string Row = "A 1 1 1 2 0 0";
        string header = $"1\n{Lattice} Properties=species:S:1:pos:R:3:momenta:R:3";
        Configuration plain = ConfigurationFile.Read(Save("a.xyz", $"{header}\n{Row}\n"), options).Configuration;
        Assert.That((plain.Velocities[0], warnings.Count), Is.EqualTo((2, 1)));
        Assert.That(warnings[0], Does.Contain("no masses"));
        Assert.That(ReadText("a.xyz", $"{header}:masses:R:1\n{Row} 4\n").Velocities[0], Is.EqualTo(0.5));
        AssertRefused("a.xyz", $"{header}:masses:R:1\n{Row} 0\n", 3, ["positive mass"]);
    }

    [Test]
    public void Everything_that_is_to_be_told_of_a_file_is_one_warning()
    {
        List<string> warnings = [];
        string text = Data + "Masses\n\n1 1\n2 3\n\nPair Coeffs\n\n1 1 1\n2 1 1\n\nAtoms # charge\n\n1 1 1 1 1 1\n2 2 0 3 3 3\n";
        _ = ConfigurationFile.Read(Save("a.data", text), new ReadingOptions { Warn = warnings.Add });
        Assert.That(warnings, Has.Count.EqualTo(1));
        Assert.That(warnings[0], Does.Contain("charges").And.Contain("masses").And.Contain("Pair Coeffs"));
    }

    [Test]
    public void With_names_that_decide_the_numbers_of_the_types_are_written_anew()
    {
        string text = Dump + "ITEM: ATOMS id type element x y z\n1 2 Ni 1 1 1\n2 1 P 3 3 3\n";
        ReadingOptions options = new() { Species = ["Ni", "P"] };
        ConfigurationConversion.Run(Save("a.dump", text), PathOf("b.dump"), options);
        Assert.That(ConfigurationFile.Read(PathOf("b.dump")).Species.ToArray(), Is.EqualTo([0, 1]));
        Assert.That(MessageOf("c.xyz", $"1\n{Lattice} Properties=species:S:1:pos:R:3:type:I:1\n1 1 1 1 2\n"), Does.Contain("agree"));
    }

    [Test]
    public void A_byte_order_mark_within_gzip_is_passed_over()
    {
        using (System.IO.Compression.GZipStream file = new(File.Create(PathOf("a.xyz.gz")), System.IO.Compression.CompressionMode.Compress))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes($"\ufeff1\n{Lattice}\nA 1 1 1\n"));
        }

        Assert.That(ConfigurationFile.Read(PathOf("a.xyz.gz")).Count, Is.EqualTo(1));
    }
}
