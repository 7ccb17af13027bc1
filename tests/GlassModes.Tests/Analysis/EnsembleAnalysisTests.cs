// Tests the tables of an analysis on ensembles whose laws are known.

using System.Globalization;
using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Samples;
using GlassModes.Statistics;
using GlassModes.Tables;
using GlassModes.Tests.Samples;
using GlassModes.Tests.Tables;

namespace GlassModes.Tests.Analysis;

public class EnsembleAnalysisTests
{
    private static readonly double[] s_rungs = [-1.5, -2, -2.5, -3, -3.5, -4];
    private static readonly int[] s_sizes = [1000, 2000, 8000];
    private ResultSet _results = null!;

    [OneTimeSetUp]
    public void Analyse() => _results = TableRow.Analyse([.. s_sizes.Select(size => PlantedEnsemble.Of(size, 64, s_rungs))]);

    [Test]
    public void Power_laws_are_found_within_their_errors()
    {
        TableRow[] laws = Rows("power_laws");
        Assert.That(laws, Has.Length.EqualTo(6));
        foreach (TableRow law in laws)
        {
            bool time = law["law"] == "W = A t^-x";
            Assert.That(
                law.Number("exponent"),
                Is.EqualTo(time ? PlantedEnsemble.X : PlantedEnsemble.Y).Within(4 * law.Number("exponent_error")),
                $"{law}");
            Assert.That(
                law.Number("log_amplitude"),
                Is.EqualTo(time ? PlantedEnsemble.LnA : PlantedEnsemble.LnC).Within(4 * law.Number("log_amplitude_error")),
                $"{law}");
            Assert.That(law.Number("exponent_error"), Is.InRange(1e-4, time ? 0.02 : 0.1), $"{law}");
            Assert.That(
                (law.Number("log10_W_from"), law.Number("log10_W_to"), law["points"], law["trouble"]), Is.EqualTo((-4.0, -1.5, "6", "")));
        }

        // A slow sample is slow at all rungs. Its slowness adds to the error of the amplitude and not to the error of the exponent.
        TableRow law8000 = laws.First(law => law["particles"] == "8000");
        Assert.That(law8000.Number("log_amplitude_error"), Is.EqualTo(PlantedEnsemble.X * 0.1 / 8).Within(0.01));
    }

    [Test]
    public void Flatness_is_what_was_planted_and_what_equation_10_says()
    {
        TableRow[] rows = Rows("flatness");
        Assert.That(rows, Has.Length.EqualTo(15));
        foreach (TableRow row in rows)
        {
            Assert.That(
                row.Number("direct"),
                Is.EqualTo(PlantedEnsemble.Flatness).Within(Math.Max(4 * row.Number("direct_error"), 0.05)),
                $"{row}");
            int n = int.Parse(row["particles"], CultureInfo.InvariantCulture);
            Assert.That(row.Number("per_mode"), Is.EqualTo(row.Number("direct") * n / ((3.0 * n) - 3)).Within(1e-12));

            // Eq. 10 is y C^{1/y} W^{2−1/y}/|dW/dt|. The planted law of the time gives |dW/dt| = x W/t.
            Assert.That(row.Number("log10_W") + row.Number("next_log10_W"), Is.EqualTo(2 * row.Number("middle_log10_W")).Within(1e-9));
            double w = Math.Pow(10, row.Number("middle_log10_W"));
            double slope = PlantedEnsemble.Y * Math.Exp(PlantedEnsemble.LnC / PlantedEnsemble.Y) * Math.Pow(w, 2 - (1 / PlantedEnsemble.Y));
            double expected = slope / (PlantedEnsemble.X * w / PlantedEnsemble.Time(w));
            Assert.That(row.Number("eq10_both_laws"), Is.EqualTo(expected).Within(4 * row.Number("eq10_both_laws_error")), $"{row}");

            // The rungs are only half a decade apart, so that a quotient of differences is near the derivative.
            Assert.That(row.Number("energy_drop") / row.Number("fraction_drop"), Is.EqualTo(row.Number("direct")).Within(1e-9));
            Assert.That(row.Number("energy_drop") / row.Number("time") / w, Is.EqualTo(row.Number("eq8")).Within(1e-9));
            Assert.That(
                row.Number("eq10_fraction_law"),
                Is.EqualTo(expected).Within((0.03 * expected) + (4 * row.Number("eq10_fraction_law_error"))),
                $"{row}");
        }
    }

    [Test]
    public void The_spectrum_is_normalised_and_its_tail_the_same_for_every_size()
    {
        foreach (IGrouping<string, TableRow> group in Rows("spectrum").GroupBy(row => $"{row["particles"]} {row["log10_W"]}"))
        {
            TableRow[] fixedW = [.. Rows("fixed_w").Where(row => $"{row["particles"]} {row["log10_W"]}" == group.Key)];
            Assert.That(
                group.Sum(row => row.Number("D") * row.Number("bin_width")),
                Is.EqualTo(fixedW[0].Number("f_u")).Within(1e-12),
                "the integral of D is f_u");
        }

        TableRow[] tails = [.. Rows("spectrum_tail").Where(row => row.Number("log10_W") == -1.5)];
        Assert.That(tails.Select(row => row["particles"]), Is.EqualTo(s_sizes.Select(size => $"{size}")));
        foreach (TableRow tail in tails)
        {
            // The equally spaced levels above the edge are not exponential. The fit has to find the limit below which levels are
            // exponential.
            Assert.That(tail.Number("limit"), Is.InRange(-6, PlantedEnsemble.Edge + 0.3));
            Assert.That(tail.Number("s"), Is.EqualTo(PlantedEnsemble.Decay).Within(4 * tail.Number("s_error")));
            Assert.That(tail["trouble"], Is.Empty);
            Assert.That(tail.Number("same_s"), Is.GreaterThan(1e-3));
        }

        TableRow compared = tails.First(row => row["particles"] == "1000");
        Assert.That(compared.Number("probability_to_largest"), Is.GreaterThan(1e-3));
        Assert.That(int.Parse(compared["bins_to_largest"], CultureInfo.InvariantCulture), Is.GreaterThan(5));
    }

    [Test]
    public void The_edge_is_found_and_spacings_differ_on_its_sides()
    {
        TableRow edge = Rows("mobility_edge").First(row => row.Number("log10_W") == -1.5);
        Assert.That(edge.Number("lambda_e"), Is.EqualTo(PlantedEnsemble.Edge).Within(0.4));
        Assert.That(edge.Number("lowest"), Is.LessThanOrEqualTo(edge.Number("lambda_e")));
        Assert.That(edge.Number("highest"), Is.GreaterThanOrEqualTo(edge.Number("lambda_e")));
        Assert.That((edge["sizes"], edge["samples"]), Is.EqualTo(("1000 2000 8000", "64 64 64")));
        Assert.That(
            Rows("mobility_crossings").Count(row => row.Number("log10_W") == -1.5 && row["outcome"] == "crossed"),
            Is.GreaterThanOrEqualTo(2));
        TableRow[] ratios = [.. Rows("spacing_ratios").Where(row => row["particles"] == "8000" && row.Number("log10_W") == -1.5)];
        TableRow below = ratios.Single(row => row["part"] == "below edge");
        Assert.That(below.Number("ratio"), Is.EqualTo(below.Number("ratio_independent")).Within(4 * below.Number("ratio_error")));
        Assert.That(below.Number("ratio_independent"), Is.InRange(0.375, 0.386), "an exponential tail of some twenty levels");
        Assert.That(below.Number("ratio_independent_error"), Is.LessThan(0.5 * below.Number("ratio_error")));
        Assert.That(below.Number("distance_poisson"), Is.LessThan(below.Number("distance_goe")));
        TableRow above = ratios.Single(row => row["part"] == "above edge");
        Assert.That(above.Number("ratio"), Is.GreaterThan(0.9), "equally spaced");
        Assert.That(
            above.Number("distance_goe"),
            Is.LessThan(above.Number("distance_poisson")),
            "levels that keep their distance are nearer to the GOE");
        TableRow[] spacings =
        [
            .. Rows("spacings").Where(row => row["particles"] == "8000" && row.Number("log10_W") == -1.5 && row["part"] == "below edge"),
        ];
        Assert.That(spacings.Sum(row => row.Number("density")) * 0.1, Is.EqualTo(1).Within(0.05), "the rest lies beyond the last bin");

        // A spacing is counted in whole numbers of levels of the 63 other samples. Seven of these numbers begin in the first bin and six in
        // the second. The densities must not show the difference.
        Assert.That(
            spacings.Take(2).Select(row => (row.Number("density") - row.Number("poisson")) / row.Number("density_error")),
            Is.All.EqualTo(0).Within(4));
    }

    [Test]
    public void Correlation_lengths_and_their_law_are_found()
    {
        TableRow[] known =
        [
            .. Rows("correlation_length").Where(row => row["particles"] == "8000" && row["range"] == "given" && row["trouble"].Length == 0),
        ];
        Assert.That(known, Has.Length.GreaterThanOrEqualTo(5));
        foreach (TableRow row in known)
        {
            double w = Math.Pow(10, row.Number("log10_W"));
            Assert.That((row.Number("r_from"), row.Number("r_to")), Is.EqualTo((5.0, 8.0)), "the paper's");
            Assert.That(row.Number("xi"), Is.EqualTo(PlantedEnsemble.Length(w)).Within(4 * row.Number("xi_error")), $"{row}");
        }

        TableRow[] laws = [.. Rows("correlation_law").Where(row => row["particles"] == "8000")];
        Assert.That(laws.Select(row => row["range"]), Is.EqualTo(new[] { "given", "data" }));
        foreach (TableRow law in laws)
        {
            Assert.That(law.Number("a"), Is.EqualTo(PlantedEnsemble.LengthExponent).Within(4 * law.Number("a_error")), $"{law}");
            Assert.That(law.Number("a_error"), Is.InRange(1e-4, 0.03), $"{law}");
        }
    }

    [Test]
    public void Core_energies_have_their_tail_and_distribution()
    {
        foreach (TableRow tail in Rows("core_energy_tail").Where(row => row["particles"] == "2000"))
        {
            Assert.That(tail.Number("s"), Is.EqualTo(PlantedEnsemble.CoreDecay).Within(4 * tail.Number("s_error")), $"{tail}");
        }

        TableRow[] pdf = [.. Rows("core_energy_pdf").Where(row => row["particles"] == "2000" && row.Number("log10_W") == -1.5)];
        Assert.That(pdf.Sum(row => row.Number("pdf") * row.Number("bin_width")), Is.EqualTo(1).Within(1e-12));
        TableRow[] cdf = [.. Rows("core_energy_cdf").Where(row => row["particles"] == "2000" && row.Number("log10_W") == -1.5)];
        Assert.That(cdf, Has.Length.EqualTo(64));
        Assert.That(cdf.Select(row => row.Number("Lambda_min")), Is.Ordered.Ascending);
        Assert.That(cdf[15].Number("cdf"), Is.EqualTo(0.25));

        // The column holds 100 D(x + 15.5), which is the histogram of levels shifted along the axis. No bin reaches beyond λ = 0.
        TableRow[] shifted = [.. pdf.Where(row => row["shifted_spectrum"].Length > 0)];
        Assert.That(shifted, Is.Not.Empty);
        double[] levels =
        [
            .. Enumerable.Range(0, 64).SelectMany(sample => PlantedEnsemble.Record(2000, sample, s_rungs).Rungs[0].Eigenvalues),
        ];
        double end = shifted.Max(row => row.Number("Lambda_min") + (0.5 * row.Number("bin_width"))) + 15.5;
        Assert.That(
            shifted.Sum(row => row.Number("shifted_spectrum") * row.Number("bin_width")),
            Is.EqualTo(100 * levels.Count(level => level < end) / 64.0 / 5997).Within(1e-9),
            "the sum covers all levels, also where there is no core energy");
        double[][] levelsOfSamples =
            [.. Enumerable.Range(0, 64).Select(sample => PlantedEnsemble.Record(2000, sample, s_rungs).Rungs[0].Eigenvalues.ToArray())];
        foreach (TableRow row in shifted)
        {
            (double center, double width) = (row.Number("Lambda_min") + 15.5, row.Number("bin_width"));
            Assert.That(center + (0.5 * width), Is.LessThanOrEqualTo(1e-9));
            int count = levels.Count(level => level >= center - (0.5 * width) && level < center + (0.5 * width));
            Assert.That(row.Number("shifted_spectrum"), Is.EqualTo(100 * count / 64.0 / 5997 / width).Within(1e-9));

            // The error is s/√n over samples.
            Estimate counts = Estimate.Of(
            [
                .. levelsOfSamples.Select(sample =>
                    (double)sample.Count(level => level >= center - (0.5 * width) && level < center + (0.5 * width))),
            ]);
            Assert.That(row.Number("shifted_spectrum_error"), Is.EqualTo(100 * counts.StandardError / 5997 / width).Within(1e-9));
        }

        Assert.That(
            Rows("core_energy_pdf").Where(row => row.Number("log10_W") != -1.5).Select(row => row["shifted_spectrum"]), Is.All.Empty);
    }

    [Test]
    public void At_fixed_time_slow_samples_are_seen()
    {
        // At fixed W the logarithm of t scatters by 0.1 from sample to sample. At fixed t the logarithm of W then scatters by 0.1 x.
        TableRow late = Rows("fixed_t").First(row => row["particles"] == "8000" && row.Number("t") > 2 && row.Number("finished") == 0);
        Assert.That(late.Number("log_W_deviation"), Is.EqualTo(0.1 * PlantedEnsemble.X).Within(0.05));
        Assert.That(Rows("fixed_w").First(row => row["particles"] == "8000").Number("log_t_deviation"), Is.EqualTo(0.1).Within(0.03));
        Assert.That(Rows("fixed_t").Select(row => row.Number("finished")), Is.All.Zero, "none has come to rest at the end of this ladder");
    }

    [Test]
    public void Every_table_says_its_samples_and_what_it_is_of()
    {
        Assert.That(_results.Ensembles.Select(ensemble => ensemble.Samples), Is.All.EqualTo(64));
        foreach (ResultTable table in _results.Tables)
        {
            string[] columns = [.. table.Columns.Select(column => column.Name)];
            Assert.That(columns.Contains("ensemble") || columns.Contains("family"), table.Name);
            Assert.That(
                columns.Contains("family") || table.Notes.Count(note => note.StartsWith("samples: ", StringComparison.Ordinal)) == 3,
                table.Name);
        }

        Assert.That(_results.Tables.Select(table => table.Rows.Count), Is.All.Positive);
    }

    [Test]
    public void Sizes_are_compared_where_each_has_eight_samples()
    {
        // First every N has eight samples, and then N = 4000 has only seven.
        EnsembleSums[] sums = [PlantedEnsemble.Of(4000, 8, -1.5), PlantedEnsemble.Of(8000, 8, -1.5), PlantedEnsemble.Of(16000, 8, -1.5)];
        TableRow[] eight = TableRow.Of("spectrum_tail", TableRow.Analyse(sums));
        Assert.That(eight.Select(row => row["same_s"].Length > 0), Is.All.True);
        Assert.That(eight.Select(row => row["probability_to_largest"].Length > 0), Is.EqualTo(new[] { true, true, false }));
        sums[0] = PlantedEnsemble.Of(4000, 7, -1.5);
        TableRow[] seven = TableRow.Of("spectrum_tail", TableRow.Analyse(sums));
        Assert.That(seven.Select(row => row["same_s"]), Is.All.Empty);
        Assert.That(seven.Select(row => row["probability_to_largest"].Length > 0), Is.EqualTo(new[] { false, true, false }));
        Assert.That(seven[0]["chi2_to_largest"], Is.Not.Empty, "the difference stands");
    }

    [Test]
    public void The_order_of_ensembles_does_not_matter_and_protocols_stay_apart()
    {
        EnsembleSums[] sums = [.. s_sizes.Select(size => PlantedEnsemble.Of(size, 8, -1.5, -2))];
        SampleRecord recordOfOtherMethod = PlantedEnsemble.Record(1000, 0, -1.5, -2);
        recordOfOtherMethod = recordOfOtherMethod.WithSettings("method", "other");
        EnsembleSums sumsOfOtherMethod = new(recordOfOtherMethod.Provenance.Protocol);
        sumsOfOtherMethod.Add(recordOfOtherMethod);
        ResultSet inOrder = TableRow.Analyse([sumsOfOtherMethod, .. sums]);
        ResultSet reversed = TableRow.Analyse([.. sums.Reverse(), sumsOfOtherMethod]);
        foreach ((ResultTable table, ResultTable reversedTable) in inOrder.Tables.Zip(reversed.Tables))
        {
            Assert.That(table.Rows.SelectMany(row => row), Is.EqualTo(reversedTable.Rows.SelectMany(row => row)), table.Name);
        }

        ResultTable ensembles = inOrder.Tables.Single(table => table.Name == "ensembles");
        Assert.That(
            ensembles.Rows.Select(row => row[0].Content),
            Is.EqualTo(new[] { "kalj_N1000_T2_1", "kalj_N1000_T2_2", "kalj_N2000_T2", "kalj_N8000_T2" }));
        Assert.That(() => EnsembleAnalysis.Of([sums[0], sums[0]]), Throws.ArgumentException.With.Message.Contains("add them up"));
        Assert.That(() => EnsembleAnalysis.Of([]), Throws.ArgumentException);
    }

    [Test]
    public void Sizes_of_different_protocols_are_compared_unless_one_size_has_several()
    {
        EnsembleSums OfOtherMethod(int size)
        {
            EnsembleSums? sums = null;
            for (int sample = 0; sample < 4; sample++)
            {
                SampleRecord record = PlantedEnsemble.Record(size, sample, -1.5);
                record = record.WithSettings("method", "other");
                sums ??= new EnsembleSums(record.Provenance.Protocol);
                sums.Add(record);
            }

            return sums!;
        }

        EnsembleSums[] sizes = [PlantedEnsemble.Of(1000, 4, -1.5), PlantedEnsemble.Of(2000, 4, -1.5), OfOtherMethod(8000)];
        (string, string, double)[] Families(params EnsembleSums[] sums) =>
            [.. TableRow.Of("mobility_edge", TableRow.Analyse(sums)).Select(row => (row["family"], row["sizes"], row.Number("protocols")))];
        Assert.That(Families(sizes), Is.EqualTo(new[] { ("kalj_T2", "1000 2000 8000", 2.0) }));
        Assert.That(
            Families([.. sizes, OfOtherMethod(2000)]),
            Is.EqualTo(new[] { ("kalj_T2_1", "1000 2000", 1.0), ("kalj_T2_2", "2000 8000", 1.0) }));
        Assert.That(Families(sizes[..2]), Is.EqualTo(new[] { ("kalj_T2", "1000 2000", 1.0) }));
    }

    [Test]
    public void A_few_samples_without_modes_give_every_table_too()
    {
        SampleRecord record = PlantedEnsemble.Record(1000, 0, -1.5);
        record = record with
        {
            Rungs =
            [record.Rungs[0] with { Lowest = null, Eigenvalues = [], ParticipationRatios = [], UnstableCount = 0,
            FractionUnstable = 0, Time = double.NaN, Force = null }]
        };
        EnsembleSums sums = new(record.Provenance.Protocol);
        Assert.That(TableRow.Analyse([sums]).Tables, Has.Count.EqualTo(_results.Tables.Count), "no sample");
        sums.Add(record);
        ResultSet results = TableRow.Analyse([sums]);
        Assert.That(results.Tables, Has.Count.EqualTo(_results.Tables.Count));
        Assert.That(
            results.Tables.Single(table => table.Name == "power_laws").Rows.Select(row => row[^1].Content),
            Is.All.Not.Empty,
            "the table says why a law has no exponent");
    }

    [Test]
    public void Modes_in_bins_are_those_of_samples_whose_unstable_modes_are_all_known()
    {
        SampleRecord[] records = [.. Enumerable.Range(0, 3).Select(sample => PlantedEnsemble.Record(1000, sample, -1.5))];
        RungMeasures rung = records[2].Rungs[0];
        records[2] = records[2] with { Rungs = [rung with { Eigenvalues = [], ParticipationRatios = [], Force = null }] };
        EnsembleSums sums = new(records[0].Provenance.Protocol);
        foreach (SampleRecord record in records)
        {
            sums.Add(record);
        }

        TableRow[] bins = TableRow.Of("spectrum", TableRow.Analyse([sums]));
        Assert.That(bins.Sum(row => row.Number("modes")), Is.EqualTo(records[..2].Sum(record => record.Rungs[0].Eigenvalues.Count)));
    }

    [Test]
    public void The_lowest_eigenvalues_of_inherent_structures_have_the_planted_exponent()
    {
        ResultSet results = TableRow.Analyse([PlantedEnsemble.Of(1000, 128, -2, -12)]);
        TableRow fit = TableRow.Of("core_energy_tail", results).Single(row => row["fit"].Contains("(x/b)^k", StringComparison.Ordinal));
        Assert.That(fit.Number("log10_W"), Is.EqualTo(-12));
        Assert.That(fit.Number("k"), Is.EqualTo(2.5).Within(4 * fit.Number("k_error")));
        Assert.That(fit.Number("b"), Is.EqualTo(0.7).Within(4 * fit.Number("b_error")));
    }

    [Test]
    public void Shares_and_fates_stand_in_their_columns()
    {
        foreach (TableRow row in Rows("force_shares").Where(row => row["particles"] == "8000"))
        {
            int edge = (int)Math.Round(2 * (Math.Log10(row.Number("limit")) + 3));
            Assert.That(row.Number("unstable") + row.Number("flat") + row.Number("stable"), Is.EqualTo(1).Within(1e-12));
            Assert.That(row.Number("stable"), Is.EqualTo(1 - 0.2 - (0.011 * (edge + 1))).Within(1e-9));
            Assert.That(row.Number("bound"), Is.EqualTo(0.001 * (edge + 1)).Within(1e-9));
        }

        TableRow step = Rows("following").First(row => row["particles"] == "8000" && row.Number("log10_W") == -2);
        Assert.That(step.Number("modes_in_all"), Is.EqualTo(64 * step.Number("modes")).Within(1e-9));
        string[] columns =
        [
            "next_log10_W", "steps", "displacement", "displacement_participation", "lowest_overlap", "unstable_overlap",
            "hot_spot_distance", "successor_overlap", "next_curvature", "live_on", "stabilised", "overlap", "remaining",
        ];
        Assert.That(
            columns.Select(step.Number),
            Is.EqualTo(new[] { -2.5, 64, 0.03, 0.15, 0.25, 0.35, 1.5, 0.65, 8.5, 1, 0, 0.65, 0.75 }).Within(1e-12));
    }

    [Test]
    public void A_profile_over_its_minimum_is_a_ratio_of_means()
    {
        TableRow[] rows = [.. Rows("energy_profile").Where(row => row["particles"] == "2000" && row.Number("log10_W") == -1.5)];
        Assert.That(rows.Min(row => row.Number("Lambda_over_minimum")), Is.EqualTo(-1));
        Assert.That(
            rows.Select(row => row.Number("Lambda_over_minimum")),
            Is.EqualTo(rows.Select(row => row.Number("Lambda") / Math.Abs(rows.Min(bin => bin.Number("Lambda"))))).Within(1e-12));
        Assert.That(rows.Select(row => row.Number("Lambda_over_minimum_error")), Is.All.LessThan(0.5));
        Assert.That(rows[^1].Number("Lambda_over_minimum_error"), Is.Positive);
    }

    [Test]
    public void Fixed_t_has_averages_only_where_all_samples_are()
    {
        TableRow[] rows = [.. Rows("fixed_t").Where(row => row["particles"] == "8000")];
        TableRow[] partly = [.. rows.Where(row => row["samples"] != "64")];
        Assert.That(partly, Is.Not.Empty);
        Assert.That(
            partly.SelectMany(row => new[] { row["W"], row["W_error"], row["V_per_particle"], row["f_u"], row["log_W_deviation"] }),
            Is.All.Empty);
        Assert.That(rows.Where(row => row["samples"] == "64").Select(row => row.Number("W")), Is.Not.Empty.And.All.Positive);
    }

    [Test]
    public void Ensembles_with_other_cutoffs_are_another_family()
    {
        AnalysisResults results = EnsembleAnalysis.Of(
            [
                PlantedEnsemble.OfLiquid([2.5, 2, 2.2], 1.2, 1000, 8, -1.5),
                PlantedEnsemble.OfLiquid([3, 2.4, 2.64], 1.2, 2000, 8, -1.5),
                PlantedEnsemble.OfLiquid([2.5, 2, 2.2], 1.2, 4000, 8, -1.5),
                PlantedEnsemble.OfLiquid([], 1.2, 8000, 8, -1.5),
            ],
            new AnalysisOptions());
        Assert.That(
            results.Spectra.Select(spectrum => spectrum.Family.Ensembles.Select(ensemble => ensemble.Protocol.Particles)),
            Is.EqualTo(new[] { new[] { 1000, 4000, 8000 }, [2000] }),
            "an old record does not say its cutoffs");
    }

    [Test]
    public void Samples_that_end_early_or_have_other_ladders_do_not_disturb_the_flatness()
    {
        SampleRecord[] records =
        [
            .. Enumerable.Range(0, 64).Select(
                sample => PlantedEnsemble.Record(1000, sample, sample % 2 == 0 ? s_rungs : [-1.5, -2.5, -3.5, -4])),
        ];

        // One sample has a V/N that is higher by 0.02 at every rung. Its ladder ends after two rungs.
        records[3] = records[3] with
        {
            Rungs = [.. records[3].Rungs.Take(2).Select(rung =>
            rung with { PotentialEnergyPerParticle = rung.PotentialEnergyPerParticle + 0.02 })]
        };
        TableRow[] rows = TableRow.Of("flatness", TableRow.Analyse([EnsembleSums.Of(records)]));
        Assert.That(
            rows.Select(row => (row.Number("log10_W"), row.Number("next_log10_W"), row["steps"])),
            Has.Member((-1.5, -2.0, "32")).And.Member((-1.5, -2.5, "32")).And.Member((-2.5, -3.5, "31")));
        foreach (TableRow row in rows)
        {
            Assert.That(
                row.Number("direct"),
                Is.EqualTo(PlantedEnsemble.Flatness).Within(Math.Max(4 * row.Number("direct_error"), 0.05)),
                $"{row}");
            Assert.That(row["in_range"], Is.EqualTo("1"));
        }
    }

    private TableRow[] Rows(string table) => TableRow.Of(table, _results);
}
