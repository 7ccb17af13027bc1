// Tests extended XYZ in all allowed forms, and the errors of bad files.

using GlassModes.Particles;

namespace GlassModes.Tests.IO;

public sealed class ExtendedXyzTests : FileTests
{
    private const string Good = """
        2
        Lattice="2 0 0 0 2 0 0 0 2" Properties=species:S:1:pos:R:3:id:I:1 pbc="T T T"
        A 0.5 0.25 0.125 7
        B 1.5 1.25 -0.125 3

        """;

    [Test]
    public void Keys_come_in_any_order_quoted_or_not()
    {
        const string Text = """
            1
              comment="say \"hi\"" flag lattice = "2.0 0 0 0 2 0 0 0 2.0" "odd key"='x' pbc="1 true T" Origin="-1 -0.5 3" time="2.5" Properties="velo:R:3:name:S:1:stress:R:2:mode:R:3:ok:L:1:type:I:1:pos:R:3:species:S:1"
            1 2 3 tag 8 9 4 5 6 T 2 0.5 0.25 0.125 Ni
            """;
        Configuration c = ReadText("a.xyz", Text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(c.Box, Is.EqualTo(new PeriodicBox(2, -1, -0.5, 3)));
            Assert.That(c.Time, Is.EqualTo(2.5));
            Assert.That(c.Species[0], Is.EqualTo(1));
            Assert.That(c.Positions.ToArray(), Is.EqualTo([0.5, 0.25, 0.125]));
            Assert.That(c.Velocities.ToArray(), Is.EqualTo([1, 2, 3]));
            Assert.That(c.Properties.Select(p => (p.Name, p.Components)), Is.EqualTo([("stress", 2), ("mode", 3)]));
            Assert.That(c.Properties.SelectMany(p => p.Values.ToArray()), Is.EqualTo([8, 9, 4, 5, 6]));
        }
    }

    [TestCase("A", "B")]
    [TestCase("1", "2")]
    public void Species_are_letters_or_numbers(string first, string second)
    {
        Configuration c = ReadText("a.extxyz", Exchange(Exchange(Good, "A 0.5", $"{first} 0.5"), "B 1.5", $"{second} 1.5"));
        Assert.That(c.Species.ToArray(), Is.EqualTo([0, 1]));
        Assert.That(c.Ids.ToArray(), Is.EqualTo([7, 3]));
    }

    [Test]
    public void Columns_are_species_and_position_unless_stated()
    {
        Configuration c = ReadText("a.xyz", "1\nLattice=\"2 0 0 0 2 0 0 0 2\"\nA 1 2 3\n");
        Assert.That((c.Species[0], c.Positions[2], c.Ids[0]), Is.EqualTo(((byte)0, 3.0, 1)));
    }

    [TestCase("2\nL", "two\nL", 1, "number of atoms", "'two'")]
    [TestCase("2\nL", "-2\nL", 1, "number of atoms", "'-2'")]
    [TestCase("2\nL", "999999999999\nL", 1, "up to 100000000", "'999999999999'")]
    [TestCase("2\nL", "3\nL", 4, "3 lines of atoms", "found 2", "end of the file")]
    [TestCase("2\nL", "1\nL", 4, "after 1 atoms", "'B 1.5 1.25 -0.125 3'")]
    [TestCase("Lattice", "Latice", 2, "Lattice=\"L 0 0 0 L 0 0 0 L\"", "'Latice=\"2 0 0 0 2 0 0 0 2\" Properties=", "…'")]
    [TestCase("2 0 0 0 2 0 0 0 2", "2 0 0 0 2 0 0 0 3", 2, "cubic box", "2, 2, 3")]
    [TestCase("2 0 0 0 2 0 0 0 2", "2 0 0 1 2 0 0 0 2", 2, "cubic box", "triclinic", "Lattice='2 0 0 1 2 0 0 0 2'")]
    [TestCase("2 0 0 0 2 0 0 0 2", "2 0 0 0 2 0 0 0", 2, "9 finite numbers", "Lattice='2 0 0 0 2 0 0 0'")]
    [TestCase("2 0 0 0 2 0 0 0 2", "2 0 0 0 2 0 0 0 nan", 2, "9 finite numbers", "Lattice='2 0 0 0 2 0 0 0 nan'")]
    [TestCase("2 0 0 0 2 0 0 0 2", "0 0 0 0 2 0 0 0 2", 2, "positive box length", "0 along x")]
    [TestCase("2 0 0 0 2 0 0 0 2", "2 0 0 2 0 0 0 0 2", 2, "edges along x, y and z", "Lattice='2 0 0 2 0 0 0 0 2'")]
    [TestCase("T T T", "T T F", 2, "pbc=\"T T T\"", "'T T F'")]
    [TestCase("T T T", "T T", 2, "pbc=\"T T T\"", "'T T'")]
    [TestCase("pbc=", "Origin=\"0 0\" pbc=", 2, "3 finite numbers", "Origin='0 0'")]
    [TestCase("pbc=", "Time=inf pbc=", 2, "finite time", "'inf'")]
    [TestCase("pbc=", "a=1 a=2 pbc=", 2, "'a' twice")]
    [TestCase("T T T\"", "T T T", 2, "closing quotation mark", "'\"T T T'")]
    [TestCase("pos:R:3", "pos:R", 2, "Properties=name:R|I|S|L:columns", "Properties='species:S:1:pos:R:id:I:1'")]
    [TestCase("pos:R:3", "pos:R:99999", 2, "Properties=name:R|I|S|L:columns", "Properties='species:S:1:pos:R:99999:id:I:1'")]
    [TestCase("pos:R:3", "xyz:R:3", 2, "'pos:R:3'", "Properties='species:S:1:xyz:R:3:id:I:1'")]
    [TestCase("species", "names", 2, "'species:S:1'", "'type:I:1'", "Properties='names:S:1:pos:R:3:id:I:1'")]
    [TestCase("id:I:1", "pos:R:3", 2, "'pos' twice")]
    [TestCase("A 0.5", "Ni 0.5", 3, "species A, B, … or 1, 2, …", "'Ni'")]
    [TestCase("A 0.5", "0 0.5", 3, "species A, B, … or 1, 2, …", "'0'")]
    [TestCase("A 0.5", "A NaN", 3, "finite number", "column 'pos'", "'NaN'")]
    [TestCase("0.125 7", "0.125", 3, "5 columns 'species pos pos pos id'", "found 4", "'A 0.5 0.25 0.125'")]
    [TestCase("-0.125 3", "-0.125 7", 4, "distinct ids", "id 7")]
    [TestCase("-0.125 3\n", "-0.125 3\nrubbish\n", 5, "after 2 atoms", "'rubbish'")]
    [TestCase("-0.125 3\n", "-0.125 3\n2\n", 5, "Lattice=", "end of the file")]
    public void A_bad_file_is_told_by_line_and_reason(string old, string replacement, int line, params string[] facts) =>
        AssertRefused("a.xyz", Exchange(Good, old, replacement), line, facts);
}
