// Tests files that say a thing twice and differently, or leave a part of it out, and the forms that mean the same.

using GlassModes.IO;

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
}
