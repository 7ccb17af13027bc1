// The comparison as a table for people.

using System.Globalization;

namespace GlassModes.Benchmarks.SideBySide;

internal static class TableReport
{
    private const string Explanation = """
        Nanoseconds a particle; one thread each, turn by turn; median, least and most of the rounds. The ratio is LAMMPS' time to ours,
        of the medians; least to most within the rounds; and of the least times, which other work slows least. LAMMPS' forces
        are the line "Pair" of its timing breakdown, and with ghosts the line "Comm" of the run at rest as well: positions copied to its
        periodic images and their forces added up, without zeroing. Ours are all of ForceField.ComputeForces: packing, forces, collecting.
          force, at rest    the same positions again and again, list given: a processor may learn which pairs are in range
          force, in motion  along an NVE run at the time step 0.005; ours without the evaluations that build a list
          NVE step          the same run, all of it: LAMMPS' loop time, our MolecularDynamics
          NVT step          the same with a chain of three thermostats of response time 0.5: LAMMPS' fix nvt, our NoseHooverChain
        What the thermostat adds to our step, and what the look at every 40th step, by which an equilibration is judged, adds to a run
        at constant temperature: median and quartiles of the processor time over pairs of short
        slices in turns, and the ratio of the tenth percentiles.
        """;

    private static readonly string[] s_header =
    [
        "", "program", "skin", "median", "min", "max", "ratio", "in rounds", "of least", "with ghosts", "of least", "steps a list",
    ];

    public static void Write(TextWriter output, Machine machine, IReadOnlyList<Comparison> comparisons)
    {
        output.WriteLine($"{machine.Processor}, {machine.SimdWidth}, {machine.Runtime}; LAMMPS {comparisons[0].LammpsVersion}");
        output.WriteLine(Explanation);
        foreach (Comparison comparison in comparisons)
        {
            output.WriteLine();
            output.WriteLine(
                $"{comparison.Name}: N = {comparison.Particles}, V/N = {comparison.LammpsPotentialEnergy:g15} by LAMMPS, "
                + $"{comparison.PotentialEnergy:g15} by GlassModes, T = {comparison.Temperature:g4}");
            WriteRows(output, [s_header, .. comparison.Quantities.SelectMany(Rows)]);
            foreach (AddedCost cost in comparison.Costs)
            {
                output.WriteLine(
                    $"{cost.Name}: {Percent(cost.Median)} ({Percent(cost.Quartiles.Lower)} to {Percent(cost.Quartiles.Upper)}), "
                    + $"undisturbed {Percent(cost.Undisturbed)}");
            }
        }
    }

    private static IEnumerable<string[]> Rows(Quantity quantity)
    {
        yield return [quantity.Name, .. Cells(quantity.Lammps), "", "", "", "", "", Number(quantity.Lammps.StepsPerListBuild)];
        if (quantity.WithGhosts is { } whole)
        {
            yield return ["", .. Cells(whole), "", "", "", "", "", ""];
        }

        foreach (Series ours in quantity.Ours)
        {
            Spread ratios = Spread.Of(ours.RatiosOf(quantity.Lammps));
            double ratio = quantity.Lammps.Spread.Median / ours.Spread.Median;
            yield return
            [
                "", .. Cells(ours), Number(ratio, "f2"), $"{Number(ratios.Minimum, "f2")}-{Number(ratios.Maximum, "f2")}",
                Number(quantity.Lammps.Spread.Minimum / ours.Spread.Minimum, "f2"),
                Number(quantity.WithGhosts?.Spread.Median / ours.Spread.Median, "f2"),
                Number(quantity.WithGhosts?.Spread.Minimum / ours.Spread.Minimum, "f2"),
                Number(ours.StepsPerListBuild),
            ];
        }
    }

    private static string[] Cells(Series series) =>
        [series.Program, series.Skin, Number(series.Spread.Median), Number(series.Spread.Minimum), Number(series.Spread.Maximum)];

    private static string Number(double? value, string format = "f1") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:f1} %");

    private static void WriteRows(TextWriter output, string[][] rows)
    {
        int[] widths = [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            // Words to the left, figures to the right.
            output.WriteLine(
                string.Join("  ", row.Select((cell, c) => c < 2 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
        }
    }
}
