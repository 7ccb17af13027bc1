// Tests files in forms that are rare, and the one sentence of those that are wrong.

using System.Text;
using GlassModes.Particles;

namespace GlassModes.Tests.IO;

public sealed class AwkwardFileTests : ConversionTests
{
    [TestCase("a.dump", 10)]
    [TestCase("a.xyz", 2)]
    [TestCase("a.data", 1)]
    public void Bytes_that_are_no_UTF8_are_refused(string name, int line)
    {
        string text = name switch
        {
            "a.dump" => DumpWith("tag", "caf#", "b"),
            "a.xyz" => XyzWith("", "", "", "note=caf#"),
            _ => "caf#" + Data + Atoms,
        };
        File.WriteAllBytes(PathOf(name), Encoding.Latin1.GetBytes(text.Replace('#', 'é')));
        Assert.That(
            MessageOf(PathOf(name)), Does.StartWith($"{name}:{line}: ").And.Contain("UTF-8").And.Contain("0xE9").And.Contain("iconv"));
        Assert.That(ReadText(name, text.Replace("caf#", "café")).Count, Is.EqualTo(2));
    }

    [TestCase("0 7 0 7 0 0 0 0 7", 0)]
    [TestCase("0 0 7 7 0 0 0 7 0", 0)]
    [TestCase("-7 0 0 0 7 0 0 0 7", -7)]
    [TestCase("0 7 0 -7 0 0 0 0 7", -7)]
    public void A_cube_with_exchanged_or_mirrored_axes_is_the_same_lattice(string lattice, double x)
    {
        Configuration read = ReadText("a.xyz", $"1\nLattice=\"{lattice}\"\nA 1 2 3\n");
        Assert.That(read.Box, Is.EqualTo(new PeriodicBox(7, x)));
        Assert.That(read.Positions.ToArray(), Is.EqualTo([1, 2, 3]));
    }

    [TestCase("Atoms # id type x y z\n\n1 1 1 1 1\n2 2 3 3 3\n")]
    [TestCase("Atoms # id mol type x y z\n\n1 9 1 1 1 1\n2 9 2 3 3 3\n")]
    [TestCase("Atoms #\n\n1 1 1 1 1\n2 2 3 3 3\n")]
    [TestCase("Atoms  #  atomic\n\n1 1 1 1 1\n2 2 3 3 3\n")]
    [TestCase("Bond Type Labels\n\n1 N-P\n\nBond Coeffs\n\nN-P 1 2\n\nAtoms\n\n1 1 1 1 1\n2 2 3 3 3\n")]
    public void Sections_of_a_data_file_in_rare_forms_are_read(string sections) =>
        Assert.That(ReadText("a.data", Data + sections).Positions.ToArray(), Is.EqualTo([1, 1, 1, 3, 3, 3]));

    [Test]
    public void A_comment_that_is_no_style_is_told_at_its_line() =>
        AssertRefused(
            "a.data", Data + "Atoms # my own columns\n\n1 1 1 1 1\n2 2 3 3 3\n", 9, ["atom styles", "no comment", "'my own columns'"]);

    [Test]
    public void Tilts_may_stand_before_the_bounds()
    {
        string text = Data.Replace("0 7 xlo", "0 1e-16 0 xy xz yz\n0 7 xlo") + Atoms;
        Assert.That(ReadText("a.data", text).Count, Is.EqualTo(2));
        AssertRefused("a.data", text.Replace("1e-16", "0.1"), 5, ["triclinic", "'0 0.1 0 xy xz yz'"]);
    }

    [TestCase("0 atom types", "")]
    [TestCase("1 atom types", "\nAtoms\n\n")]
    public void A_data_file_without_atoms_says_so(string types, string end)
    {
        string text = Data.Replace("2 atoms", "0 atoms").Replace("2 atom types", types) + end;
        Assert.That(MessageOf("a.data", text), Is.EqualTo("a.data: expected a last frame with atoms; found 0 atoms"));
    }

    [TestCase("pp")]
    [TestCase("pp pp")]
    [TestCase("pp pp pp pp")]
    public void A_dump_says_three_boundaries(string flags) =>
        AssertRefused("a.dump", DumpWith("q", "0", "0").Replace("pp pp pp", flags), 5, ["'pp pp pp'", $"'{flags}'"]);

    [Test]
    public void A_dump_without_boundaries_is_taken_as_periodic_with_a_word() =>
        Assert.That(
            Convert("a.dump", DumpWith("q", "0", "0").Replace(" pp pp pp", ""), "b.dump").Warning, Does.Contain("taken as periodic"));

    [TestCase("columns:id,x,y,z cell:7,7,7")]
    [TestCase("step=3 columns=id,x,y,z cell=7,7,7")]
    public void Comments_of_atooms_have_colons_or_equals_signs(string comment) =>
        Assert.That(ReadText("a.xyz", $"1\n{comment}\nA 1 2 3\n").Positions.ToArray(), Is.EqualTo([1, 2, 3]));

    [TestCase("xs ys zs", "0.142857 0.142857 0.142857", "0.5 0.428571 0.428571", 11, "'xs'")]
    [TestCase("xu yu zu", "8 1 -13", "3 3.5 3", 11, "'yu'")]
    public void Coordinates_given_twice_name_one_place(string columns, string first, string second, int line, string column)
    {
        AssertRefused("a.dump", DumpWith(columns, first, second), line, ["one place", column]);
        string agreeing = DumpWith(columns, first, second).Replace("0.5 ", "0.428571 ").Replace("3.5", "-4");
        Assert.That(ReadText("a.dump", agreeing).Count, Is.EqualTo(2));
    }

    [Test]
    public void Further_coordinates_of_another_meaning_do_not_make_an_unreadable_dump()
    {
        Converted dump = Convert("a.xyz", XyzWith(":xs:R:1:ys:R:1:zs:R:1", "0.5 0.5 0.5", "0.5 0.5 0.5"), "b.dump");
        Assert.That(dump.Changed, Has.Count.EqualTo(3).And.All.Contain("_1'"));
    }

    [Test]
    public void Images_beside_unwrapped_coordinates_are_named_if_there_are_any()
    {
        string text = DumpWith("ix iy iz", "1 0 0", "0 0 0").Replace("x y z", "xu yu zu");
        Assert.That(Convert("a.dump", text, "b.dump").Warning, Does.Contain("image flags"));
        Assert.That(Convert("a.dump", text.Replace("1 0 0\n", "0 0 0\n"), "b.dump").Warning, Is.Empty);
    }

    [TestCase("a.xyz", $"3\n{Lattice}\nA 1 1 1\nB 3 3 3\n2\n{Lattice}\n", 5, "3 lines of atoms", "2 before '2'")]
    [TestCase("a.data", Data + "Atoms\n\n1 1 1 1 1\n\nVelocities\n", 12, "2 lines of atoms", "1 before a blank line")]
    [TestCase("a.xyz", $"2\n{Lattice}\nA 1 1 1\nB 3 3\n", 4, "in row 2 of 2", "found 3")]
    public void A_table_with_too_few_rows_says_how_many(string name, string text, int line, params string[] facts) =>
        AssertRefused(name, text, line, facts);

    [Test]
    public void Gzip_data_without_a_line_have_no_number_of_a_line()
    {
        File.WriteAllBytes(PathOf("a.xyz.gz"), [0x1f, 0x8b, 8, 0]);
        Assert.That(MessageOf(PathOf("a.xyz.gz")), Does.StartWith("a.xyz.gz: ").And.Contain("before its first line ends"));
    }
}
