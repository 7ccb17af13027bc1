// Tests LAMMPS data files in all allowed forms, and the errors of bad files.

using GlassModes.Particles;

namespace GlassModes.Tests.IO;

public sealed class LammpsDataTests : FileTests
{
    private const string Good = """
        a title

        3 atoms
        2 atom types

        0 2 xlo xhi
        0 2 ylo yhi
        0 2 zlo zhi

        Masses

        1 1
        2 1

        Atoms # atomic

        3 1 0.5 0.25 0.125
        1 2 1.5 1.25 -0.125
        2 1 1 1 1

        Velocities

        1 4 5 6
        2 7 8 9
        3 1 2 3

        """;

    [Test]
    public void Velocities_are_matched_to_atoms_by_id()
    {
        Configuration c = ReadText("a.data", Good);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(c.Ids.ToArray(), Is.EqualTo([3, 1, 2]));
            Assert.That(c.Species.ToArray(), Is.EqualTo([0, 1, 0]));
            Assert.That(c.Positions.ToArray(), Is.EqualTo([0.5, 0.25, 0.125, 1.5, 1.25, -0.125, 1, 1, 1]));
            Assert.That(c.Velocities.ToArray(), Is.EqualTo([1, 2, 3, 4, 5, 6, 7, 8, 9]));
        }
    }

    [Test]
    public void Header_order_comments_image_flags_and_other_sections_do_not_matter()
    {
        const string Text = """
            # a title that is a comment
            -1 1 zlo zhi # lowest
            # 7 atoms
            0 bonds
              2 atom types
            0 2 xlo xhi
            2 extra bond per atom
            0 0 0 xy xz yz
            0.5 2.5 ylo yhi
            2 atoms

            Atoms
            9 2 1 1 1 0 -1 2 # with flags
            8 1 0 0 0 0 0 0
            PairIJ Coeffs # lj/cut

            1 1 1.0 1.0
            1 2 1.5 0.8
            Masses

            1 1
            2 1

            """;
        Configuration c = ReadText("a.data", Text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(c.Box, Is.EqualTo(new PeriodicBox(2, 0, 0.5, -1)));
            Assert.That(c.Positions.ToArray(), Is.EqualTo([1, 1, 1, 0, 0, 0]), "image flags move nothing");
            Assert.That(c.HasVelocities, Is.False);
        }
    }

    [TestCase("# atomic", "# charge", 17, "6 columns 'id type q x y z'", "'charge'", "found 5 columns")]
    [TestCase("# atomic", "# body", 15, "atom styles", "atomic, bond, charge", "'body'")]
    [TestCase("\n3 1 0.5", "\n3 1 1 0.5", 17, "5 columns 'id type x y z'", "'atomic'", "found 6 columns")]
    [TestCase("2 atom types", "2 atom types\n5 bonds", 5, "0 bonds", "'5 bonds'")]
    [TestCase("a title", "by write_data, units = real", 1, "units 'lj'", "'real'")]
    [TestCase("2 1\n\nAtoms", "2 -1\n\nAtoms", 13, "positive mass", "'2 -1'")]
    [TestCase("3 atoms", "4 atoms", 20, "4 lines of atoms", "found 3 before a blank line")]
    [TestCase("3 atoms", "2 atoms", 19, "section", "'2 1 1 1 1'")]
    [TestCase("3 atoms", "999999999999 atoms", 3, "up to 100000000", "'999999999999 atoms'")]
    [TestCase("3 atoms", "-3 atoms", 3, "number of atoms", "'-3 atoms'")]
    [TestCase("3 atoms\n", "", 9, "'N atoms'", "'Masses'")]
    [TestCase("2 atom types\n", "", 9, "'K atom types'", "'Masses'")]
    [TestCase("2 atom types", "300 atom types", 4, "from 1 to 256", "'300 atom types'")]
    [TestCase("0 2 ylo yhi\n", "", 9, "'ylo yhi'", "'Masses'")]
    [TestCase("0 2 ylo yhi", "0 2.1 ylo yhi", 8, "cubic box", "2, 2.1, 2")]
    [TestCase("0 2 ylo yhi", "0 nan ylo yhi", 7, "finite", "'ylo yhi'", "'0 nan ylo yhi'")]
    [TestCase("0 2 ylo yhi", "0 2 xlo xhi", 7, "once", "'xlo xhi'", "'0 2 xlo xhi'")]
    [TestCase("zhi\n", "zhi\n0.1 0 0 xy xz yz\n", 9, "cubic box", "triclinic", "'0.1 0 0 xy xz yz'")]
    [TestCase("0 2 xlo xhi", "2 0 0 avec", 6, "cubic box", "general triclinic", "'2 0 0 avec'")]
    [TestCase("2 atom types", "2 atoms typed", 4, "header", "'2 atoms typed'")]
    [TestCase("Masses", "Messes", 10, "section", "'Messes'")]
    [TestCase("\n1 2 1.5", "\n3 2 1.5", 18, "distinct ids", "id 3")]
    [TestCase("\n1 2 1.5", "\n1 3 1.5", 18, "atom type from 1 to 2", "'3'")]
    [TestCase("\n1 2 1.5", "\n1 0 1.5", 18, "atom type from 1 to 2", "'0'")]
    [TestCase("\n1 2 1.5", "\n1 2 inf", 18, "finite number", "column 'x'", "'inf'")]
    [TestCase("2 7 8 9", "5 7 8 9", 24, "'Atoms'", "id 5")]
    [TestCase("2 7 8 9", "1 7 8 9", 24, "distinct ids", "id 1")]
    [TestCase("2 7 8 9", "2 7 8 v", 24, "finite number", "column 'vz'", "'v'")]
    [TestCase("3 1 2 3\n", "", 24, "3 lines of atoms", "found 2", "end of the file")]
    [TestCase("3 1 2 3\n", "3 1 2 3\n\n1 1 1 1\n", 27, "section", "'1 1 1 1'")]
    [TestCase("Velocities", "Atoms", 21, "one section 'Atoms'", "'Velocities'", "found 'Atoms'")]
    [TestCase("Masses", "Velocities", 10, "one section 'Atoms'", "found 'Velocities'")]
    public void A_bad_data_file_is_told_by_line_and_reason(string old, string replacement, int line, params string[] facts) =>
        AssertRefused("a.data", Exchange(Good, old, replacement), line, facts);

    [TestCase("0 2 zlo", 7, "'Atoms'", "end of the file")]
    [TestCase("Atoms", 14, "'Atoms'", "end of the file")]
    [TestCase("3 1 0.5", 16, "3 lines of atoms", "end of the file")]
    public void A_truncated_data_file_is_told(string from, int line, params string[] facts) =>
        AssertRefused("a.data", Good[..Good.IndexOf(from, StringComparison.Ordinal)], line, facts);
}
