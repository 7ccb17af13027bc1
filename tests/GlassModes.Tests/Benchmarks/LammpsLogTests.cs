// Tests the facts that are read from a log of LAMMPS and the error for an incomplete log.

using GlassModes.Benchmarks.SideBySide;

namespace GlassModes.Tests.Benchmarks;

public sealed class LammpsLogTests
{
    // A shortened log of LAMMPS 29 Sep 2021. Newer versions put more blanks into the table's header.
    private const string Whole = """
        LAMMPS (29 Sep 2021 - Update 2)
          using 1 OpenMP thread(s) per MPI task
        thermo_style    custom step pe ke
        run             1000
        Per MPI rank memory allocation (min/avg/max) = 3.185 | 3.185 | 3.185 Mbytes
        Step PotEng KinEng
               0    -3.86005011515084     3.06031632340577
            1000    -3.81518837712331     3.01517617275214
        Loop time of 0.853174 on 1 procs for 1000 steps with 4000 atoms

        MPI task timing breakdown:
        Section |  min time  |  avg time  |  max time  |%varavg| %total
        ---------------------------------------------------------------
        Pair    | 0.49291    | 0.49292    | 0.49293    |   0.0 | 57.77
        Neigh   | 0.32598    | 0.32598    | 0.32598    |   0.0 | 38.21
        Comm    | 0.016372   | 0.016373   | 0.016374   |   0.0 |  1.92
        Output  | 4.4988e-05 | 4.4988e-05 | 4.4988e-05 |   0.0 |  0.01

        Neighbor list builds = 178
        Dangerous builds = 0
        """;

    [Test]
    public void A_whole_log_is_read() => Assert.That(
        LammpsLog.Parse(Whole),
        Is.EqualTo(
            new LammpsLog("29 Sep 2021 - Update 2", 4000, 1000, 0.853174, 0.49292, 0.016373, 178, -3.86005011515084, 3.06031632340577)));

    [Test]
    public void Short_times_are_printed_with_an_exponent() =>
        Assert.That(LammpsLog.Parse(Whole.Replace("0.49292 ", "9.577e-04", StringComparison.Ordinal)).PairSeconds, Is.EqualTo(9.577e-4));

    [Test]
    public void A_header_with_more_blanks_is_read() => Assert.That(
        LammpsLog.Parse(
            Whole.Replace("Step PotEng KinEng", "   Step          PotEng         KinEng    ", StringComparison.Ordinal)).PotentialEnergy,
        Is.EqualTo(-3.86005011515084));

    [TestCase("LAMMPS (", "LAMMPS (version)")]
    [TestCase("Step PotEng", "Step PotEng KinEng, with a row")]
    [TestCase("Loop time of", "Loop time of …")]
    [TestCase("Pair  ", "Pair | … of the timing breakdown")]
    [TestCase("Comm  ", "Comm | … of the timing breakdown")]
    [TestCase("Neighbor list builds", "Neighbor list builds = …")]
    public void A_missing_line_is_named(string start, string name)
    {
        string log = Whole.Replace(start, "", StringComparison.Ordinal);
        Assert.That(() => LammpsLog.Parse(log), Throws.TypeOf<FormatException>().With.Message.Contains($"'{name}'"));
    }
}
