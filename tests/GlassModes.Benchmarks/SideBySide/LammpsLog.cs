// The facts in the log of one LAMMPS run.

using System.Globalization;
using System.Text.RegularExpressions;

namespace GlassModes.Benchmarks.SideBySide;

/// <summary>The log of a deck with one <c>run</c> and <c>thermo_style custom step pe ke</c>, normalised by N.</summary>
/// <param name="Version">The version as LAMMPS prints it: a date, with the update.</param>
/// <param name="Particles">Number of particles N.</param>
/// <param name="Steps">Steps of the run.</param>
/// <param name="LoopSeconds">Time of all steps, without the set-up.</param>
/// <param name="PairSeconds">The part of LoopSeconds in the pair style.</param>
/// <param name="CommSeconds">
/// The part of LoopSeconds for ghosts: LAMMPS copies positions to ghosts, adds their forces, and makes ghosts anew with each list.
/// </param>
/// <param name="ListBuilds">Neighbour-list builds during the run.</param>
/// <param name="PotentialEnergy">V/N at the start.</param>
/// <param name="KineticEnergy">K/N at the start.</param>
internal sealed partial record LammpsLog(
    string Version,
    int Particles,
    long Steps,
    double LoopSeconds,
    double PairSeconds,
    double CommSeconds,
    long ListBuilds,
    double PotentialEnergy,
    double KineticEnergy)
{
    /// <summary>Reads a whole log.</summary>
    /// <exception cref="FormatException">A line is missing. The run has not ended, or the log has another form.</exception>
    public static LammpsLog Parse(string log)
    {
        Match loop = Find(log, LoopLine(), "Loop time of …");
        Match start = Find(log, FirstThermoRow(), "Step PotEng KinEng, with a row");
        return new LammpsLog(
            Find(log, VersionLine(), "LAMMPS (version)").Groups[1].Value,
            int.Parse(loop.Groups["atoms"].Value, CultureInfo.InvariantCulture),
            long.Parse(loop.Groups["steps"].Value, CultureInfo.InvariantCulture),
            Number(loop.Groups["seconds"]),
            Number(Find(log, PairLine(), "Pair | … of the timing breakdown").Groups[1]),
            Number(Find(log, CommLine(), "Comm | … of the timing breakdown").Groups[1]),
            long.Parse(Find(log, BuildsLine(), "Neighbor list builds = …").Groups[1].Value, CultureInfo.InvariantCulture),
            Number(start.Groups[1]),
            Number(start.Groups[2]));
    }

    private static Match Find(string log, Regex pattern, string name)
    {
        Match match = pattern.Match(log);
        return match.Success ? match : throw new FormatException($"the log of LAMMPS has no line '{name}'");
    }

    private static double Number(Group group) => double.Parse(group.Value, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^LAMMPS \(([^)]+)\)", RegexOptions.Multiline)]
    private static partial Regex VersionLine();

    [GeneratedRegex(@"^Loop time of (?<seconds>\S+) on \d+ procs for (?<steps>\d+) steps with (?<atoms>\d+) atoms", RegexOptions.Multiline)]
    private static partial Regex LoopLine();

    // The columns are minimum, average and maximum over processes. There is only one process.
    [GeneratedRegex(@"^Pair +\| *[\d.e+-]+ *\| *([\d.e+-]+) *\|", RegexOptions.Multiline)]
    private static partial Regex PairLine();

    [GeneratedRegex(@"^Comm +\| *[\d.e+-]+ *\| *([\d.e+-]+) *\|", RegexOptions.Multiline)]
    private static partial Regex CommLine();

    [GeneratedRegex(@"^Neighbor list builds = (\d+)", RegexOptions.Multiline)]
    private static partial Regex BuildsLine();

    [GeneratedRegex(@"^ *Step +PotEng +KinEng *\r?\n *\d+ +([\d.e+-]+) +([\d.e+-]+)", RegexOptions.Multiline)]
    private static partial Regex FirstThermoRow();
}
