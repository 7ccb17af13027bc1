// Tables of level spacings.

using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Tables;

/// <summary>Level spacings below and above the mobility edge, against Poisson and GOE (Sec. III B).</summary>
internal static class SpacingTables
{
    private const double Bin = 0.1;
    private const int Bins = 40;

    // Levels that are dealt out in all: with so many, or shuffles, the average is better known than the ratio it is compared with.
    private const int ShuffledLevels = 1 << 20;
    private const int FewestShuffles = 16;
    private const int MostShuffles = 64;
    private const ulong Seed = 1;

    // The levels of one ensemble at one rung that lie between two limits.
    private sealed record Part(Cell Cell, string Name, double From, double To)
    {
        public static IEnumerable<Part> Of(Cell cell, double edge) => double.IsFinite(edge)
            ? [new(cell, "below edge", double.NegativeInfinity, edge), new(cell, "above edge", edge, 0), new(cell, "all", double.NegativeInfinity, 0)]
            : [new(cell, "all", double.NegativeInfinity, 0)];
    }

    public static IEnumerable<ResultTable> Of(IReadOnlyList<NamedEnsemble> all, IEnumerable<(Cell Cell, double Edge)> cells)
    {
        (Part Part, int[][] Spacings)[] unfolded = [.. cells.SelectMany(one => Part.Of(one.Cell, one.Edge)).Select(part => (part, Unfolded(part)))];
        yield return ResultTable.Of("spacings", "Unfolded level spacings of the unstable modes, against Poisson and GOE", unfolded.SelectMany(one => Histogram(one.Part, one.Spacings)))
            .Note("A spacing is the number of levels of the other samples between two neighbours, for one sample of them: unfolded by all others. Such a number c is spread evenly over c to c + 1, as independent levels have it, in units of the mean of the part: mean_spacing of table spacing_ratios. A spacing is known to sqrt(s/(samples - 1)).")
            .Note(FormattableString.Invariant($"Bins of {Bin} up to {Bin * Bins}; what lies beyond is in no row. Errors by the jackknife over samples at that mean; 0 where no spacing lies."))
            .Cell(all, row => row.Part.Cell)
            .Column("part", "1", "of the spectrum: below edge, of localised modes; above edge, of extended ones; all unstable", row => row.Part.Name)
            .Column("s", "1", "middle of the bin, in units of the mean spacing of the part", row => row.Spacing)
            .Estimate("density", "1", "density of spacings", row => row.Density)
            .Column("poisson", "1", "exp(-s): independent levels", row => LevelSpacings.PoissonDensity(row.Spacing))
            .Column("goe", "1", "(pi/2) s exp(-pi s^2/4): Gaussian orthogonal ensemble (Wigner's surmise)", row => LevelSpacings.GoeDensity(row.Spacing))
            .Build();
        yield return ResultTable.Of("spacing_ratios", "Level spacing ratios of the unstable modes, and tests of the unfolded spacings", unfolded.Select(Summary))
            .Note(FormattableString.Invariant($"ratio: mean of min(s, s')/max(s, s') of neighbouring spacings, errors by the jackknife over samples; {LevelSpacings.GoeRatio:f4} for the GOE, for independent levels {LevelSpacings.PoissonRatio:f4} if their density is uniform, and ratio_independent for that of the part."))
            .Note("sigmas: differences in units of their errors, that of ratio, and for ratio_independent also its own. With few samples errors are themselves not known well: of n samples they are Student's with n - 1 degrees of freedom at most. Distances are those of Kolmogorov and Smirnov, of the unfolded spacings in units of their mean, where the number of levels that is a spacing goes from one to the next.")
            .Cell(all, row => row.Part.Cell)
            .Column("part", "1", "of the spectrum", row => row.Part.Name)
            .Column("lambda_to", "epsilon/sigma^2", "its upper limit", row => row.Part.To)
            .Column("ratios", "1", "ratios of all samples", row => row.Ratios)
            .Estimate("ratio", "1", "mean ratio", row => row.Ratio)
            .Estimate("ratio_independent", "1", "mean ratio of independent levels of the same density and numbers: the same levels dealt out at random among the samples; error of the average over shuffles", row => row.Independent)
            .Column("sigmas_from_independent", "1", "ratio less ratio_independent in units of its error; nothing where that is not known", row => Sigmas(row.Ratio, row.Independent.Mean, row.Independent.StandardError))
            .Column("sigmas_from_goe", "1", "ratio less that of the GOE in units of its error", row => Sigmas(row.Ratio, LevelSpacings.GoeRatio, 0))
            .Column("spacings", "1", "spacings of all samples", row => row.Count)
            .Column("mean_spacing", "1", "their mean in units of that of the spectrum: below 1 where few levels of a sample lie in the part, for long spacings reach beyond it", row => row.Mean)
            .Column("distance_poisson", "1", "largest difference of the distributions of spacings from Poisson", row => row.Poisson)
            .Column("distance_goe", "1", "and from the GOE", row => row.Goe)
            .Build();
    }

    private static double Sigmas(Estimate ratio, double other, double otherError) =>
        ratio.StandardError > 0 ? (ratio.Mean - other) / Math.Sqrt((ratio.StandardError * ratio.StandardError) + (otherError * otherError)) : double.NaN;

    private static int[][] Unfolded(Part part) =>
        LevelSpacings.UnfoldedByOthers([.. part.Cell.Rung.Modes.Select(one => (double[])[.. one.Eigenvalues])], part.From, part.To);

    private static IEnumerable<(Part Part, double Spacing, Estimate Density)> Histogram(Part part, int[][] spacings)
    {
        // Spacings in each bin, and all of them.
        GroupedSums sums = new(Bins + 1);
        SampleModes[] samples = [.. part.Cell.Rung.Modes];
        double step = 1 / (spacings.SelectMany(own => own).DefaultIfEmpty().Average() + 0.5);
        for (int k = 0; k < samples.Length; k++)
        {
            double[] counts = CountedSpacings.Histogram(spacings[k], step, Bin, Bins);
            sums.Add(samples[k].Sample.Group, [.. counts, spacings[k].Length]);
        }

        if (!(sums.Means()[Bins] > 0))
        {
            return [];
        }

        Estimate[] density = sums.Jackknife(means => [.. means.Take(Bins).Select(count => means[Bins] > 0 ? count / means[Bins] / Bin : double.NaN)]);
        return density.Select((value, bin) => (part, (bin + 0.5) * Bin, value));
    }

    private static (Part Part, int Ratios, Estimate Ratio, Estimate Independent, int Count, double Mean, double Poisson, double Goe) Summary((Part Part, int[][] Spacings) one)
    {
        GroupedSums sums = new(2);
        int count = 0;
        SampleModes[] samples = [.. one.Part.Cell.Rung.Modes];
        double[][] levels = [.. samples.Select(sample => (double[])[.. sample.Eigenvalues])];
        for (int k = 0; k < samples.Length; k++)
        {
            double[] ratios = LevelSpacings.Ratios(levels[k], one.Part.From, one.Part.To);
            sums.Add(samples[k].Sample.Group, [ratios.Length, ratios.Sum()]);
            count += ratios.Length;
        }

        int shuffles = Math.Clamp(ShuffledLevels / Math.Max(1, levels.Sum(own => own.Length)), FewestShuffles, MostShuffles);
        int[] spacings = [.. one.Spacings.SelectMany(own => own)];
        return (
            one.Part,
            count,
            sums.Jackknife(means => [means[0] > 0 ? means[1] / means[0] : double.NaN])[0],
            LevelSpacings.RatioOfShuffled(levels, one.Part.From, one.Part.To, shuffles, Seed),
            spacings.Length,
            spacings.Length > 0 ? (spacings.Average() + 0.5) * CountedSpacings.Step(samples.Length) : double.NaN,
            CountedSpacings.Distance(spacings, LevelSpacings.PoissonDistribution),
            CountedSpacings.Distance(spacings, LevelSpacings.GoeDistribution));
    }
}
