// LAMMPS data files in all allowed shapes, and what is wrong with bad ones.

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

            """;
        Configuration c = ReadText("a.data", Text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(c.Box, Is.EqualTo(new PeriodicBox(2, 0, 0.5, -1)));
            Assert.That(c.Positions.ToArray(), Is.EqualTo([1, 1, 1, 0, 0, 0]), "image flags move nothing");
            Assert.That(c.HasVelocities, Is.False);
        }
    }

    [TestCase("# atomic", "# charge", ":15: expected atom style 'atomic'; found 'charge'")]
    [TestCase("\n3 1 0.5", "\n3 1 1 0.5", ":17: expected 5 columns 'id type x y z'; found 6: '3 1 1 0.5 0.25 0.125'")]
    [TestCase("0.125\n", "0.125 0 0 0.5\n", ":17: expected a whole number of 32 bits in column 'iz'; found '0.5'")]
    [TestCase("3 atoms", "4 atoms", ":20: expected 5 columns 'id type x y z'; found 0: ''")]
    [TestCase("3 atoms", "2 atoms", ":19: expected a section of a LAMMPS data file or its end; found '2 1 1 1 1'")]
    [TestCase("3 atoms", "999999999999 atoms", ":3: expected a number of atoms from 1 to 100000000; found '999999999999 atoms'")]
    [TestCase("3 atoms", "-3 atoms", ":3: expected a number of atoms from 1 to 100000000; found '-3 atoms'")]
    [TestCase("3 atoms\n", "", ":9: expected the number of atoms, 'N atoms', before the first section; found 'Masses'")]
    [TestCase("2 atom types\n", "", ":9: expected the number of atom types, 'K atom types', before the first section; found 'Masses'")]
    [TestCase("2 atom types", "300 atom types", ":4: expected a number of atom types from 1 to 256; found '300 atom types'")]
    [TestCase("0 2 ylo yhi\n", "", ":9: expected the bounds 'ylo yhi' before the first section; found 'Masses'")]
    [TestCase("0 2 ylo yhi", "0 2.1 ylo yhi", ":8: expected a cubic box; found edges 2, 2.1, 2")]
    [TestCase("0 2 ylo yhi", "0 nan ylo yhi", ":7: expected finite bounds 'ylo yhi', stated once; found '0 nan ylo yhi'")]
    [TestCase("0 2 ylo yhi", "0 2 xlo xhi", ":7: expected finite bounds 'xlo xhi', stated once; found '0 2 xlo xhi'")]
    [TestCase("zhi\n", "zhi\n0.1 0 0 xy xz yz\n", ":9: expected a cubic box; found a triclinic one: '0.1 0 0 xy xz yz'")]
    [TestCase("0 2 xlo xhi", "2 0 0 avec", ":6: expected a cubic box; found a general triclinic one: '2 0 0 avec'")]
    [TestCase("2 atom types", "2 atoms typed", ":4: expected a line of a LAMMPS data header or a section name; found '2 atoms typed'")]
    [TestCase("Masses", "Messes", ":10: expected a section of a LAMMPS data file or its end; found 'Messes'")]
    [TestCase("\n1 2 1.5", "\n3 2 1.5", ":18: expected distinct ids; found id 3 a second time")]
    [TestCase("\n1 2 1.5", "\n1 3 1.5", ":18: expected an atom type from 1 to 2; found '3'")]
    [TestCase("\n1 2 1.5", "\n1 0 1.5", ":18: expected an atom type from 1 to 2; found '0'")]
    [TestCase("\n1 2 1.5", "\n1 2 inf", ":18: expected a finite number in column 'x'; found 'inf'")]
    [TestCase("2 7 8 9", "5 7 8 9", ":24: expected the id of an atom of section 'Atoms'; found id 5")]
    [TestCase("2 7 8 9", "1 7 8 9", ":24: expected distinct ids; found id 1 a second time")]
    [TestCase("2 7 8 9", "2 7 8 v", ":24: expected a finite number in column 'vz'; found 'v'")]
    [TestCase("3 1 2 3\n", "", ":24: expected 3 lines of atoms; found 2 before the end of the file")]
    [TestCase("3 1 2 3\n", "3 1 2 3\n\n1 1 1 1\n", ":27: expected a section of a LAMMPS data file or its end; found '1 1 1 1'")]
    [TestCase("Velocities", "Atoms", ":21: expected one section 'Atoms', then at most one 'Velocities'; found 'Atoms'")]
    [TestCase("Masses", "Velocities", ":10: expected one section 'Atoms', then at most one 'Velocities'; found 'Velocities'")]
    public void A_bad_data_file_is_told_by_line_and_reason(string old, string replacement, string message) =>
        Assert.That(MessageOf("a.data", Exchange(Good, old, replacement)), Is.EqualTo("a.data" + message));

    [TestCase("0 2 zlo", ":7: expected a section 'Atoms'; found the end of the file")]
    [TestCase("Atoms", ":14: expected a section 'Atoms'; found the end of the file")]
    [TestCase("3 1 0.5", ":16: expected 3 lines of atoms; found 0 before the end of the file")]
    public void A_truncated_data_file_is_told(string from, string message) =>
        Assert.That(MessageOf("a.data", Good[..Good.IndexOf(from, StringComparison.Ordinal)]), Is.EqualTo("a.data" + message));
}
