// Tests LAMMPS dumps as LAMMPS writes them and in all allowed forms, and the errors of bad files.

using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Tests.IO;

public sealed class LammpsDumpTests : FileTests
{
    private const string Good = """
        ITEM: TIMESTEP
        100
        ITEM: NUMBER OF ATOMS
        2
        ITEM: BOX BOUNDS pp pp pp
        0 2
        0 2
        0 2
        ITEM: ATOMS id type x y z
        1 1 0.5 0.25 0.125
        2 2 1.5 1.25 -0.125

        """;

    [Test]
    public void Columns_come_in_any_order_and_the_rest_become_properties()
    {
        Configuration c = ReadText("a.dump", Exchange(Exchange(Exchange(
            Good, "id type x y z", "mode_z vy element z q type x mode_x vx y mode_y vz id fy fx fz c_e[1]"),
            "1 1 0.5 0.25 0.125", "13 22 Ni 0.125 -1 1 0.5 11 21 0.25 12 23 8 32 31 33 7"),
            "2 2 1.5 1.25 -0.125", "-13 -22 P -0.125 1 2 1.5 -11 -21 1.25 -12 -23 4 -32 -31 -33 nan"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(c.Ids.ToArray(), Is.EqualTo([8, 4]));
            Assert.That(c.Species.ToArray(), Is.EqualTo([0, 1]));
            Assert.That(c.Positions.ToArray(), Is.EqualTo([0.5, 0.25, 0.125, 1.5, 1.25, -0.125]));
            Assert.That(c.Velocities.ToArray(), Is.EqualTo([21, 22, 23, -21, -22, -23]));
            Assert.That(
                c.Properties.Select(p => (p.Name, p.Components)), Is.EqualTo([("mode", 3), ("q", 1), ("forces", 3), ("c_e[1]", 1)]));
            Assert.That(c.Properties[0].Values.ToArray(), Is.EqualTo([11, 12, 13, -11, -12, -13]));
            Assert.That(c.Properties[1].Values.ToArray(), Is.EqualTo([-1, 1]));
            Assert.That(c.Properties[2].Values.ToArray(), Is.EqualTo([31, 32, 33, -31, -32, -33]));
            Assert.That(c.Properties[3].Values.ToArray(), Is.EqualTo([7, double.NaN]));
            Assert.That(c.Texts.Single(text => text.Name == "element").Values, Is.EqualTo(["Ni", "P"]));
        }
    }

    [TestCase("xu yu zu")]
    [TestCase("xs ys zs")]
    [TestCase("xsu ysu zsu")]
    public void Unwrapped_and_scaled_coordinates_are_read(string columns)
    {
        string text = Exchange(
            Exchange(Exchange(Good, "x y z", columns), "pp pp pp\n0 2", "pp pp pp\n-1 1"), "\n0 2\nITEM: ATOMS", "\n7 9\nITEM: ATOMS");
        double[] expected = columns.Contains('s', StringComparison.Ordinal)
            ? [0, 0.5, 7.25, 2, 2.5, 6.75]
            : [0.5, 0.25, 0.125, 1.5, 1.25, -0.125];
        Configuration c = ReadText("a.dump", text);
        Assert.That(c.Positions.ToArray(), Is.EqualTo(expected));
        Assert.That(c.Box, Is.EqualTo(new PeriodicBox(2, -1, 0, 7)));
    }

    [Test]
    public void Time_units_line_ends_and_missing_ids_are_tolerated()
    {
        string text = "ITEM: UNITS\nlj\nITEM: TIME\n0.5\n" + Exchange(
            Exchange(Exchange(Good, "id type", "type"), "\n1 1 ", "\n1 "), "\n2 2 ", "\n2 ");
        Configuration c = ReadText("a.dump", text.Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.That((c.Time, c.Ids[0], c.Ids[1]), Is.EqualTo((0.5, 1, 2)));
    }

    [TestCase("ITEM: ATOMS id type x y z", "ITEM: ATOMS id type y z", 9, "'x', 'xu' or 'xs'", "'id type y z'")]
    [TestCase("ITEM: ATOMS id type x y z", "ITEM: ATOMS id x y z q", 9, "column 'type'", "'id x y z q'")]
    [TestCase("ITEM: ATOMS id type x y z", "ITEM: ATOMS id type x yu z", 9, "'x y z', 'xu yu zu' or 'xs ys zs'", "'id type x yu z'")]
    [TestCase("0.25", "nan", 10, "finite number", "column 'y'", "'nan'")]
    [TestCase("0.25", "-inf", 10, "finite number", "column 'y'", "'-inf'")]
    [TestCase("0.25", "1e999", 10, "finite number", "column 'y'", "'1e999'")]
    [TestCase("0.25", "0,25", 10, "finite number", "column 'y'", "'0,25'")]
    [TestCase("0 2\nITEM: ATOMS", "0 3\nITEM: ATOMS", 8, "cubic box", "2, 2, 3")]
    [TestCase("0 2\nITEM: ATOMS", "2 2\nITEM: ATOMS", 8, "positive box length", "0 along z")]
    [TestCase("0 2\nITEM: ATOMS", "0 inf\nITEM: ATOMS", 8, "'lo hi'", "'0 inf'")]
    [TestCase("0 2\nITEM: ATOMS", "0 2 0\nITEM: ATOMS", 8, "'lo hi'", "'0 2 0'")]
    [TestCase("pp pp pp\n0 2\n0 2\n0 2", "xy xz yz pp pp pp\n0 2 0\n0 2 0.5\n0 2 0", 7, "cubic box", "triclinic", "'0.5'")]
    [TestCase("pp pp pp", "abc origin pp pp pp", 5, "cubic box", "general triclinic", "'abc origin'")]
    [TestCase("pp pp pp", "ff pp pp", 5, "'pp pp pp'", "'ff pp pp'")]
    [TestCase("pp pp pp", "pp pp fs", 5, "'pp pp pp'", "'pp pp fs'")]
    [TestCase("ATOMS\n2", "ATOMS\n3", 11, "3 lines of atoms", "found 2", "end of the file")]
    [TestCase("ATOMS\n2", "ATOMS\n1", 11, "after 1 atoms", "'2 2 1.5 1.25 -0.125'")]
    [TestCase("ATOMS\n2", "ATOMS\n0", 10, "after 0 atoms", "'1 1 0.5 0.25 0.125'")]
    [TestCase("ATOMS\n2", "ATOMS\n-2", 4, "number of atoms", "'-2'")]
    [TestCase("ATOMS\n2", "ATOMS\n999999999999", 4, "up to 100000000", "'999999999999'")]
    [TestCase("ATOMS\n2", "ATOMS\n99999999", 11, "99999999 lines of atoms", "found 2", "end of the file")]
    [TestCase("ATOMS\n2", "ATOMS\nmany", 4, "number of atoms", "'many'")]
    [TestCase("ITEM: NUMBER OF ATOMS\n2\n", "", 7, "'ITEM: NUMBER OF ATOMS'", "found 'ITEM: ATOMS id type x y z'")]
    [TestCase("ITEM: BOX BOUNDS pp pp pp\n0 2\n0 2\n0 2\n", "", 5, "'ITEM: BOX BOUNDS'", "found 'ITEM: ATOMS id type x y z'")]
    [TestCase("\n2 2 ", "\n1 2 ", 11, "distinct ids", "id 1")]
    [TestCase("\n2 2 ", "\n1.5 2 ", 11, "32 bits", "column 'id'", "'1.5'")]
    [TestCase("\n2 2 ", "\n2 0 ", 11, "atom type from 1 to 256", "'0'")]
    [TestCase("\n2 2 ", "\n2 257 ", 11, "atom type from 1 to 256", "'257'")]
    [TestCase("0.125\n2 2 ", "0.125\n\n2 2 ", 11, "2 lines of atoms", "found 1 before a blank line")]
    [TestCase("-0.125", "", 11, "5 columns 'id type x y z'", "found 4", "'2 2 1.5 1.25'")]
    [TestCase("-0.125", "0 7", 11, "5 columns 'id type x y z'", "found 6", "'2 2 1.5 1.25 0 7'")]
    [TestCase("-0.125\n", "-0.125\nrubbish\n", 12, "after 2 atoms", "'rubbish'")]
    [TestCase("-0.125\n", "-0.125\nITEM: TIMESTEP\n", 12, "timestep", "end of the file")]
    [TestCase("-0.125\n", "-0.125\nITEM: TIMESTEP\n1\n", 13, "'ITEM: ATOMS'", "end of the file")]
    [TestCase("TIMESTEP\n100", "TIMESTEP\nsoon", 2, "timestep", "'soon'")]
    [TestCase("TIMESTEP\n100", "TIME\nnan", 2, "finite time", "'nan'")]
    [TestCase("TIMESTEP", "GRID", 1, "'ITEM: TIMESTEP'", "'UNITS'", "'NUMBER OF ATOMS'", "'BOX BOUNDS'", "found 'ITEM: GRID'")]
    [TestCase("ITEM: TIMESTEP", "# a\tcomment", 1, "'ITEM: …'", "'# a\\u0009comment'")]
    [TestCase("ITEM: NUMBER OF ATOMS\n2", "ITEM: TIMESTEP\n1", 3, "'ITEM: ATOMS'", "next frame", "found 'ITEM: TIMESTEP'")]
    public void A_bad_dump_is_told_by_line_and_reason(string old, string replacement, int line, params string[] facts) =>
        AssertRefused("a.dump", Exchange(Good, old, replacement), line, facts);

    [Test]
    public void The_exception_carries_its_parts()
    {
        string path = Save("a.dump", Exchange(Good, "0.25", "x"));
        ConfigurationFileException error = Assert.Throws<ConfigurationFileException>(() => ConfigurationFile.Read(path))!;
        Assert.That((error.FilePath, error.LineNumber, error.Found), Is.EqualTo((path, 10L, "'x'")));
        Assert.That(error.Expected, Does.Contain("finite number").And.Contain("column 'y'"));
    }
}
