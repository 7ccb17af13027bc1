// Tests the content of single tables, with samples that are made for each test.

using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Papers;
using GlassModes.Samples;
using GlassModes.Statistics;
using GlassModes.Tables;
using GlassModes.Tests.Analysis;
using GlassModes.Tests.Samples;

namespace GlassModes.Tests.Tables;

public class TableContentTests
{
    [Test]
    public void Profiles_and_single_modes_stand_in_their_columns()
    {
        SampleRecord record = PlantedEnsemble.Record(8000, 3, -1.5, -2);
        RungMeasures rung = record.Rungs[0];
        LowestModeMeasures lowest = rung.Lowest!;
        ResultSet results = TableRow.Analyse([EnsembleSums.Of([record])]);
        TableRow[] RowsOf(string table) => [.. TableRow.Of(table, results).Where(row => row.Number("log10_W") == -1.5)];
        TableRow[] decay = RowsOf("decay_profile");
        Assert.That(decay.Select(row => row.Number("d")), Is.EqualTo(lowest.Decay).Within(1e-14));
        Assert.That(
            decay.Select(row => row.Number("r")),
            Is.EqualTo(lowest.Decay.Select((_, k) => (k + 1) * LowestModeMeasures.DecayBin)).Within(1e-12));
        TableRow[] energies = RowsOf("energy_profile");
        Assert.That(energies.Select(row => row.Number("Lambda")), Is.EqualTo(lowest.EnergyProfile).Within(1e-12));
        Assert.That(
            energies.Select(row => row.Number("Lambda_normalised")),
            Is.EqualTo(lowest.EnergyProfile.Select(value => value / Math.Abs(lowest.CoreEnergy))).Within(1e-12));
        Assert.That(
            energies.Select(row => row.Number("r")),
            Is.EqualTo(lowest.EnergyProfile.Select((_, k) => (k + 1) * LowestModeMeasures.EnergyStep)).Within(1e-12));
        Assert.That(
            RowsOf("core_particles").Select(row => (row.Number("dE"), row.Number("r"))),
            Is.EqualTo(lowest.CoreParticles.Select(part => (part.Energy, part.Distance))).Using<(double, double)>(
                (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-12));
        TableRow[] scatter = RowsOf("participation_scatter");
        Assert.That(scatter.Select(row => row.Number("lambda")), Is.EqualTo(rung.Eigenvalues));
        Assert.That(scatter.Select(row => row.Number("P")), Is.EqualTo(rung.ParticipationRatios));
        Assert.That(
            scatter.Select(row => row.Number("P_scaled")), Is.EqualTo(rung.ParticipationRatios.Select(ratio => 400 * ratio)).Within(1e-12));
        TableRow trajectory = RowsOf("trajectories").Single();
        Assert.That(
            new[] { "sample", "t", "V_per_particle", "f_u", "lambda_1", "Lambda_min" }.Select(trajectory.Number),
            Is.EqualTo(
                new[] { 3, rung.Time, rung.PotentialEnergyPerParticle, rung.FractionUnstable, lowest.Eigenvalue, lowest.CoreEnergy }));
        TableRow point = RowsOf("lowest_eigenvalue_cdf").Single();
        Assert.That((point.Number("lambda_1"), point.Number("cdf")), Is.EqualTo((lowest.Eigenvalue, 1.0)));
    }

    [Test]
    public void Samples_without_unstable_modes_are_counted()
    {
        SampleRecord[] records = [.. Enumerable.Range(0, 8).Select(sample => PlantedEnsemble.Record(1000, sample, -1.5, -2))];
        records[2] = records[2] with { Rungs = [records[2].Rungs[0], WithoutUnstable(records[2].Rungs[1])] };
        ResultSet results = TableRow.Analyse([EnsembleSums.Of(records)]);
        string[] tables = ["fixed_w", "decay_profile", "energy_profile", "core_particles", "core_energy_cdf", "correlation_length"];
        foreach (string table in tables)
        {
            Assert.That(
                TableRow.Of(table, results).Select(row => (row["log10_W"], row["samples_with_unstable"])).Distinct(),
                Is.EquivalentTo(new[] { ("-1.5", "8"), ("-2", "7") }),
                table);
        }
    }

    [Test]
    public void How_samples_ended_stands_with_their_ensemble()
    {
        SampleRecord[] records = [.. Enumerable.Range(0, 4).Select(sample => PlantedEnsemble.Record(1000, sample, -1.5, -2))];
        records[1] = records[1]
            .Stalled() with
        { SaddleEscapes = 2, Rungs = [records[1].Rungs[0].Uncertified(residual: 1e-7), records[1].Rungs[1]] };
        records[2] = records[2] with { SaddleEscapes = 1 };
        TableRow row = TableRow.Of("ensembles", TableRow.Analyse([EnsembleSums.Of(records)])).Single();
        Assert.That(
            (row["ended"], row["saddle_escapes"], row.Number("largest_residual"), row["uncertain_rungs"]),
            Is.EqualTo(("ladderDone 3, stalled 1", "3", 1e-7, "1")));
    }

    [Test]
    public void Successive_samples_that_go_together_are_noticed()
    {
        // V/N = −6.7 + 0.01 x_n with x_n = c x_{n−1} + noise.
        TableRow Of(double c)
        {
            Philox random = new(5, 0);
            double x = 0;
            List<SampleRecord> records = [];
            for (int sample = 0; sample < 400; sample++)
            {
                x = (c * x) + random.NextNormalPair().First;
                SampleRecord record = PlantedEnsemble.Record(1000, sample, -2);
                records.Add(record with { Rungs = [record.Rungs[0] with { PotentialEnergyPerParticle = -6.7 + (0.01 * x) }] });
            }

            return TableRow.Of("ensembles", TableRow.Analyse([EnsembleSums.Of(records)])).Single();
        }

        TableRow alone = Of(0);
        Assert.That(alone.Number("energy_correlation"), Is.EqualTo(0).Within(3 * alone.Number("energy_correlation_error")));
        Assert.That((alone.Number("energy_correlation_error"), alone["energy_correlation_pairs"]), Is.EqualTo((1 / Math.Sqrt(399), "399")));
        Assert.That(Of(0.6).Number("energy_correlation"), Is.EqualTo(0.6).Within(0.12));
    }

    [Test]
    public void Rungs_that_are_not_known_to_half_their_value_are_left_out_of_laws()
    {
        // At log10 W = −4 and −6 only one of 16 samples has unstable modes. At −5 no sample has any.
        double[] ladder = [-1.5, -2, -2.5, -3, -4, -5, -6];
        SampleRecord[] records = [.. Enumerable.Range(0, 16).Select(sample => PlantedEnsemble.Record(1000, sample, ladder))
            .Select((record, k) =>
            record with { Rungs = [.. record.Rungs.Select(rung =>
                rung.Rung.MeanSquaredForce > 5e-4 ||
                (k == 0 && rung.Rung.MeanSquaredForce is < 2e-6 or (> 5e-5 and < 2e-4))
                ? rung : WithoutUnstable(rung))] })];
        TableRow law = TableRow.Of(
            "power_laws",
            TableRow.Analyse([EnsembleSums.Of(records)], Shimada2024.Options with { FractionRange = new RungRange(-1.5, -6) }))
            .Single(row => row["law"] == "W = C f_u^y");
        Assert.That(
            (law["points"], law.Number("log10_W_to"), law.Number("log10_W_from"), law["trouble"]), Is.EqualTo(("4", -1.5, -3.0, "")));
        Assert.That(law.Number("exponent_error"), Is.Positive);
    }

    [Test]
    public void A_rung_that_one_sample_crossed_leaves_the_errors_of_laws_alone()
    {
        SampleRecord[] records = [.. Enumerable.Range(0, 16).Select(sample => PlantedEnsemble.Record(1000, sample, -1.5, -2, -2.5, -3))];
        TableRow[] expected = TableRow.Of("power_laws", TableRow.Analyse([EnsembleSums.Of(records)]));
        records[5] = PlantedEnsemble.Record(1000, 5, -1.5, -2, -2.5, -3, -3.25);
        TableRow[] rows = TableRow.Of("power_laws", TableRow.Analyse([EnsembleSums.Of(records)]));
        Assert.That(rows.Select(row => row["points"]), Is.All.EqualTo("4"));
        Assert.That(
            rows.Select(row => row.Number("exponent_error")),
            Is.EqualTo(expected.Select(row => row.Number("exponent_error"))).And.All.Positive);
    }

    [Test]
    public void Fractions_whose_drops_cancel_have_no_flatness()
    {
        // From the first rung to the second, one sample loses a mode and the other gains a mode. The sum of both drops is only rounding.
        RungMeasures Of(RungMeasures rung, int modes) => WithoutUnstable(rung) with { FractionUnstable = modes / 2997.0 };
        SampleRecord[] records = [.. Enumerable.Range(0, 2).Select(sample => PlantedEnsemble.Record(1000, sample, -1.5, -2))];
        foreach (int modes in Enumerable.Range(1, 40))
        {
            records[0] = records[0] with { Rungs = [Of(records[0].Rungs[0], modes + 2), Of(records[0].Rungs[1], modes + 1)] };
            records[1] = records[1] with { Rungs = [Of(records[1].Rungs[0], modes), Of(records[1].Rungs[1], modes + 1)] };
            Assert.That(TableRow.Of("flatness", TableRow.Analyse([EnsembleSums.Of(records)])).Single()["direct"], Is.Empty, $"{modes}");
        }
    }

    [Test]
    public void Core_energies_that_agree_by_chance_do_not_make_a_million_bins()
    {
        SampleRecord[] records = [.. Enumerable.Range(0, 2).Select(sample => PlantedEnsemble.Record(1000, sample, -1.5))
            .Select((record, k) => record with
        {
            Rungs = [record.Rungs[0] with { Lowest = record.Rungs[0].Lowest! with { CoreEnergy = -5 - (k * 1e-4) } }],
        })];
        TableRow[] rows = TableRow.Of("core_energy_pdf", TableRow.Analyse([EnsembleSums.Of(records)]));
        Assert.That(rows, Has.Length.InRange(50, 1002));
        Assert.That(rows.Sum(row => row.Number("values")), Is.EqualTo(2));
    }

    [Test]
    public void A_profile_that_equation_12_does_not_describe_is_no_length()
    {
        SampleRecord[] records = [.. Enumerable.Range(0, 16).Select(sample => PlantedEnsemble.Record(8000, sample, -1.5, -2, -2.5))
            .Select(record => record with
        {
            Rungs =
            [
                .. record.Rungs.Select(
                    rung =>
                        rung with { Lowest =
                            rung.Lowest! with { Decay = [.. rung.Lowest!.Decay.Select(
                                (value, k) => 0.1 + (0.001 * value) + (0.02 * (k % 2)))] } }),
            ],
        })];
        ResultSet results = TableRow.Analyse([EnsembleSums.Of(records)]);
        TableRow[] rows = [.. TableRow.Of("correlation_length", results).Where(row => row["range"] == "given")];
        Assert.That(rows.Select(row => row["trouble"]), Is.All.StartsWith("the function does not fit"));
        Assert.That(TableRow.Of("correlation_law", results).Single(row => row["range"] == "given")["points"], Is.EqualTo("0"));
    }

    [Test]
    public void Core_energies_of_one_inherent_structure_have_one_bin()
    {
        SampleRecord[] records = [.. Enumerable.Range(0, 8).Select(sample => PlantedEnsemble.Record(1000, sample, -12))
            .Select((record, k) => record with
        {
            Rungs = [record.Rungs[0] with { Lowest = record.Rungs[0].Lowest! with { CoreEnergy = -3.25 * (1 + (k * 1e-12)) } }],
        })];
        TableRow bin = TableRow.Of("core_energy_pdf", TableRow.Analyse([EnsembleSums.Of(records)])).Single();
        Assert.That(bin.Number("Lambda_min"), Is.EqualTo(-3.25).Within(0.5 * bin.Number("bin_width")));
        Assert.That(bin["values"], Is.EqualTo("8"));
    }

    [TestCase(16, 16, 0.3, 0.7)]
    [TestCase(32, 6, 0, 0.3)]
    public void Errors_of_exponents_are_the_scatter_of_exponents(int samples, int late, double bend, double noise)
    {
        // The weights of rungs are errors of few samples, which scatter from ensemble to ensemble. Where ln t bends, scattering weights
        // make the exponent scatter. Some samples end early.
        double[] ladder = [-1.5, -2, -2.5, -3, -3.5, -4];
        SampleRecord template = PlantedEnsemble.Record(1000, 0, ladder);
        template = template with { Rungs = [.. template.Rungs.Select(WithoutUnstable)] };
        List<double> exponents = [];
        List<double> variances = [];
        for (int ensemble = 0; ensemble < 200; ensemble++)
        {
            SampleRecord[] records = [.. Enumerable.Range(0, samples).Select(sample =>
            {
                Philox random = new(31, (ulong)((100 * ensemble) + sample));
                return template.WithSample(sample) with
                {
                    Rungs =
                    [
                        .. template.Rungs.Take(sample < late ? 6 : 4).Select(
                            (rung, k) => rung with {
                                Time = PlantedEnsemble.Time(rung.Rung.MeanSquaredForce) * Math.Exp(
                                    (bend * (k - 2.5) * (k - 2.5)) + (noise * random.NextNormalPair().First)) }),
                    ],
                };
            })];
            FittedValue x = RelaxationLaws.Of(EnsembleSums.Of(records), Shimada2024.Options).TimeLaw.Exponent;
            exponents.Add(x.Value);
            variances.Add(x.Error * x.Error);
        }

        double mean = exponents.Average();
        double scatter = Math.Sqrt(exponents.Sum(x => (x - mean) * (x - mean)) / (exponents.Count - 1));
        TestContext.Out.WriteLine($"x = {mean:f3}, scatter {scatter:f4}, stated {Math.Sqrt(variances.Average()):f4}");
        Assert.That(Math.Sqrt(variances.Average()) / scatter, Is.InRange(0.8, 1.3));
    }

    [Test]
    public void Errors_of_the_correlation_length_are_its_scatter()
    {
        // The profiles of samples differ by a factor, which does not change the length, and a little in form.
        List<double> pulls = [];
        for (int ensemble = 0; ensemble < 40; ensemble++)
        {
            SampleRecord[] records =
            [
                .. Enumerable.Range(0, 32).Select(sample => PlantedEnsemble.Record(8000, (100 * ensemble) + sample, -3)),
            ];
            DistanceRange range = Shimada2024.Options.DecayRangeOf(records[0].Provenance.Protocol);
            DecayFit fit = CorrelationLength.Of(EnsembleSums.Of(records).Rungs.First().LowestModes.Decay, range);
            pulls.Add((fit.InverseSquare.Value - Math.Pow(PlantedEnsemble.Length(1e-3), -2)) / fit.InverseSquare.Error);
        }

        TestContext.Out.WriteLine($"rms {Math.Sqrt(pulls.Average(pull => pull * pull)):f3}, mean {pulls.Average():f3}");
        Assert.That(Math.Sqrt(pulls.Average(pull => pull * pull)), Is.InRange(0.7, 1.4));
    }

    private static RungMeasures WithoutUnstable(RungMeasures rung) => rung with
    {
        UnstableCount = 0,
        FractionUnstable = 0,
        Eigenvalues = [],
        ParticipationRatios = [],
        Lowest = rung.Lowest! with { Eigenvalue = 0.5 },
        Force = rung.Force! with { UnstableShares = [] },
        Next = rung.Next is null
            ? null
            : rung.Next with { Successors = [], SuccessorOverlaps = [], RemainingOverlaps = [], NextCurvatures = [] },
    };
}
