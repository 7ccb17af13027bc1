// Tests tables of the spectrum: no mode is lost, and the tables state their samples, units and errors.

using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Papers;
using GlassModes.Samples;
using GlassModes.Statistics;
using GlassModes.Tables;
using GlassModes.Tests.Analysis;
using GlassModes.Tests.Statistics;

namespace GlassModes.Tests.Tables;

public class SpectrumTableTests
{
    [TestCase(0.002)]
    [TestCase(0.0005)]
    public void The_integral_of_D_is_the_fraction_of_unstable_modes_in_bins_of_any_width(double width)
    {
        EnsembleSums[] sums = [PlantedEnsemble.Of(1000, 32, -1.5, -2), PlantedEnsemble.Of(4000, 32, -1.5, -2)];
        ResultSet results = TableRow.Analyse(sums, new AnalysisOptions { BinWidth = width });
        (ResultTable spectrum, ResultTable averages) = (Table(results, "spectrum"), Table(results, "fixed_w"));
        Assert.That(averages.Rows, Has.Count.EqualTo(4));
        foreach (IReadOnlyList<ResultValue> average in averages.Rows)
        {
            IReadOnlyList<ResultValue>[] bins =
            [
                .. spectrum.Rows.Where(
                    row =>
                        AgreeIn("ensemble", spectrum, row, averages, average) && AgreeIn("log10_W", spectrum, row, averages, average)),
            ];
            Assert.That(bins.Sum(row => Number(spectrum, row, "D") * width), Is.EqualTo(Number(averages, average, "f_u")).Within(1e-12));
            Assert.That(bins.Min(row => Number(spectrum, row, "lambda")), Is.LessThan(-2000 * width), "below what two thousand bins reach");
            Assert.That(bins.Select(row => Number(spectrum, row, "bin_width")), Is.All.EqualTo(width));
        }
    }

    [Test]
    public void A_width_that_needs_too_many_bins_is_refused()
    {
        EnsembleSums[] sums = [PlantedEnsemble.Of(1000, 4, -1.5)];
        Assert.That(
            () => EnsembleAnalysis.Of(sums, new AnalysisOptions { BinWidth = 1e-6 }),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("1e-06").And.Message.Contains("100000").And.Message.Contains("Use a width of"));
    }

    [Test]
    public void Crossings_and_the_edge_have_errors_and_say_what_they_are_of()
    {
        ResultSet results = TableRow.Analyse(
            [PlantedEnsemble.Of(1000, 24, -1.5), PlantedEnsemble.Of(2000, 48, -1.5), PlantedEnsemble.Of(8000, 32, -1.5)]);
        (ResultTable edges, ResultTable crossings) = (Table(results, "mobility_edge"), Table(results, "mobility_crossings"));
        foreach (ResultTable table in (ResultTable[])[edges, crossings])
        {
            string[] expected =
            [
                .. Table(results, "fixed_w").Notes.Where(
                    note =>
                        note.StartsWith("samples: ", StringComparison.Ordinal)
                        || note.StartsWith("Reduced units", StringComparison.Ordinal)),
            ];
            Assert.That(expected, Has.Length.EqualTo(4));
            Assert.That(expected, Is.SubsetOf(table.Notes), "as other tables have it");
            Assert.That(
                table.Rows.Select(
                    row =>
                        (
                            table.ValueOf(row, "family").Content,
                            table.ValueOf(row, "model").Content,
                            table.ValueOf(row, "temperature").Content,
                            table.ValueOf(row, "log10_W").Content)),
                Is.All.EqualTo(("kalj_T2", "kalj", 2.0, -1.5)));
        }

        Assert.That(
            crossings.Rows.Select(row => (Number(crossings, row, "smaller_samples"), Number(crossings, row, "larger_samples"))),
            Is.EqualTo(new[] { (24.0, 48.0), (24.0, 32.0), (48.0, 32.0) }));
        IReadOnlyList<ResultValue>[] crossed =
        [
            .. crossings.Rows.Where(row => (string)crossings.ValueOf(row, "outcome").Content! == "crossed"),
        ];
        Assert.That(crossed, Is.Not.Empty);
        Assert.That(crossed.Select(row => Number(crossings, row, "lambda_error")), Is.All.InRange(0.005, 0.5));
        foreach (IReadOnlyList<ResultValue> row in crossed)
        {
            Assert.That(
                Number(crossings, row, "lambda"),
                Is.EqualTo(PlantedEnsemble.Edge).Within(0.15 + (4 * Number(crossings, row, "lambda_error"))));
        }

        Assert.That(Number(edges, edges.Rows[0], "lambda_e_error"), Is.InRange(0.005, 0.5));
        Assert.That(
            Number(edges, edges.Rows[0], "lambda_e"),
            Is.EqualTo(PlantedEnsemble.Edge).Within(0.15 + (4 * Number(edges, edges.Rows[0], "lambda_e_error"))));
    }

    [Test]
    public void Differences_of_ratios_of_independent_levels_are_of_the_size_of_their_errors()
    {
        const int Experiments = 60;
        List<double> sigmas = [];
        foreach (int experiment in Enumerable.Range(0, Experiments))
        {
            Philox random = new(16, (ulong)experiment);
            ResultTable ratios = Table(
                TableRow.Analyse(
                    [WithLevels(experiment, () => [.. Enumerable.Range(0, 12).Select(_ => 2 * Math.Log(random.NextUniform())).Order()])]),
                "spacing_ratios");
            IReadOnlyList<ResultValue> row = ratios.Rows.Single();
            double difference = Number(ratios, row, "ratio") - Number(ratios, row, "ratio_independent");
            double error = Math.Sqrt(
                Math.Pow(Number(ratios, row, "ratio_error"), 2) + Math.Pow(Number(ratios, row, "ratio_independent_error"), 2));
            Assert.That(Number(ratios, row, "sigmas_from_independent"), Is.EqualTo(difference / error).Within(1e-12));
            Assert.That(
                Number(ratios, row, "sigmas_from_goe"),
                Is.EqualTo((Number(ratios, row, "ratio") - LevelSpacings.GoeRatio) / Number(ratios, row, "ratio_error")).Within(1e-12));
            sigmas.Add(Number(ratios, row, "sigmas_from_independent"));
        }

        Estimate mean = Estimate.Of(sigmas);
        Assert.That(mean.Mean, Is.EqualTo(0).Within(4 * mean.StandardError));
        Assert.That(mean.StandardError * Math.Sqrt(Experiments), Is.EqualTo(1).Within(0.3));
    }

    [Test]
    public void Levels_that_keep_their_distance_are_far_from_independent_ones()
    {
        Philox random = new(17, 1);
        ResultTable ratios = Table(
            TableRow.Analyse([WithLevels(0, () => [.. Enumerable.Range(0, 12).Select(k => (0.2 * random.NextUniform()) + (0.5 * k) - 6)])]),
            "spacing_ratios");
        Assert.That(Number(ratios, ratios.Rows[0], "sigmas_from_independent"), Is.GreaterThan(10));
        Assert.That(Number(ratios, ratios.Rows[0], "sigmas_from_goe"), Is.GreaterThan(5));
        Assert.That(ratios.Notes, Has.Some.Contains("0.5307 for the GOE").And.Some.Contains("0.3863 if their density is uniform"));
        ResultTable single = Table(TableRow.Analyse([PlantedEnsemble.Of(1000, 1, -1.5)]), "spacing_ratios");
        Assert.That(
            (Number(single, single.Rows[0], "sigmas_from_independent"), Number(single, single.Rows[0], "sigmas_from_goe")),
            Is.EqualTo((double.NaN, double.NaN)),
            "one sample has no error");
    }

    [Test]
    public void Tables_do_not_depend_on_the_culture_of_the_thread()
    {
        // Few samples bring fits into trouble, and the tables state the trouble.
        static IEnumerable<string> Texts() => TableRow.Analyse(
            [PlantedEnsemble.Of(1000, 3, -1.5, -2, -12), PlantedEnsemble.Of(2000, 3, -1.5, -2)],
            Shimada2024.Options with { DecayRange = new DistanceRange(2.5, 3.5) }).Tables
            .SelectMany(
                table =>
                    (string[])[
                        table.Title, .. table.Notes, .. table.Rows.SelectMany(row => row).Select(value => value.Content).OfType<string>()]);
        string[] invariant = [.. Texts()];
        Assert.That(invariant, Has.Some.Contains("2.5 and 3.5").And.Some.Contains("values below -"));
        Assert.That(CultureTests.InGerman(Texts), Is.EqualTo(invariant));
    }

    private static EnsembleSums WithLevels(int experiment, Func<double[]> levels)
    {
        EnsembleSums? sums = null;
        for (int sample = 0; sample < 40; sample++)
        {
            SampleRecord record = PlantedEnsemble.Record(1000, (40 * experiment) + sample, -1.5);
            double[] eigenvalues = levels();
            record = record with
            {
                Rungs =
                [
                    record.Rungs[0] with
                    {
                        Eigenvalues = eigenvalues,
                        ParticipationRatios = new double[eigenvalues.Length],
                        UnstableCount = eigenvalues.Length,
                        FractionUnstable = RungMeasures.FractionOf(eigenvalues.Length, record.Provenance.Protocol.Particles),
                        Force = null,
                    },
                ],
            };
            sums ??= new EnsembleSums(record.Provenance.Protocol);
            sums.Add(record);
        }

        return sums!;
    }

    private static ResultTable Table(ResultSet results, string name) => results.Tables.Single(table => table.Name == name);

    private static bool AgreeIn(
        string column, ResultTable table, IReadOnlyList<ResultValue> row, ResultTable otherTable, IReadOnlyList<ResultValue> otherRow) =>
        table.ValueOf(row, column) == otherTable.ValueOf(otherRow, column);

    private static double Number(ResultTable table, IReadOnlyList<ResultValue> row, string column) =>
        table.ValueOf(row, column).Content switch
        {
            double number => number,
            long count => count,
            _ => double.NaN,
        };
}
